import { el } from "./dom.js";

/** @typedef {import("./api.js").Check} Check */

/** What a house makes of a quotation, in words. */
export const OUTCOMES = { pass: "pass", warn: "to look at", fail: "fail" };

const WORDINGS = {
  verbatim: "word for word",
  verbatim_with_declared_edits: "word for word, with edits that are shown",
  altered: "altered",
  paraphrase_only: "a paraphrase, no quotation",
  not_found: "not found in the stories held",
  no_source_held: "its source is not held",
  too_short: "too short to be told",
  translated: "translated: its words can’t be compared",
};
const BRIEFLY = {
  verbatim_with_declared_edits: "edits shown",
  paraphrase_only: "a paraphrase",
  not_found: "not found",
  no_source_held: "source not held",
  too_short: "too short",
  translated: "translated",
};
const AT_RISK = 4;
const SHOWN = ["verbatim", "verbatim_with_declared_edits"];

/** @param {string} wording @returns {string} the verdict on the words, in words */
export function wordingWords(wording) {
  return WORDINGS[wording] ?? wording.replaceAll("_", " ");
}

/**
 * What there is to tell of a quotation, the worst first; of one that is in order, that it is.
 * @param {Check} check
 * @returns {string[]}
 */
export function tellings(check) {
  const { wording, severity, speaker, reasons, warnings } = check;
  const words = severity >= AT_RISK ? "meaning at risk" : BRIEFLY[wording] ?? wordingWords(wording);
  const found = !SHOWN.includes(wording) || severity >= AT_RISK;
  const told = [
    speaker.verdict === "misattributed" && "wrong speaker",
    found && words,
    speaker.verdict === "unresolved" && found === false && "speaker not settled",
    speaker.verdict !== "not_claimed" && speaker.voice === "indirect" && "a report, no quotation",
    reasons.some((reason) => reason.startsWith("found elsewhere")) && "found elsewhere",
    warnings.length > 0 && "signs of tampering",
  ].filter(Boolean);
  return told.length ? told : [words];
}

/** @param {Check} check @returns {string} the verdict as a screen reader says it */
export function spokenVerdict(check) {
  return `${OUTCOMES[check.outcome] ?? check.outcome}: ${tellings(check).join(", ")}`;
}

/** @param {"pass"|"warn"|"fail"|"none"} outcome @returns {HTMLElement} its sign, for the eye only */
export function sign(outcome) {
  return el("span", { class: `sign ${outcome}`, "aria-hidden": "true" });
}

/** @param {string} words @returns {string} with a capital letter */
export function sentence(words) {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
