import { byline, placeOf } from "./citation.js";
import { copyButton } from "./clipboard.js";
import { differences, quotationWords, storyWords } from "./comparison.js";
import { button, byId, el, fold } from "./dom.js";
import { placeLink } from "./route.js";
import { Sheet } from "./sheet.js";
import { certaintyWords, speakerWords, SPEAKER_SIGNS } from "./speaker.js";
import { sentence, sign, tellings, wordingWords } from "./verdict.js";

/**
 * @typedef {import("./api.js").Check} Check
 * @typedef {import("./api.js").Citation} Citation
 */

const FAR = 1500;
const WORDING_SIGNS = {
  verbatim: "pass",
  verbatim_with_declared_edits: "warn",
  altered: "fail",
  paraphrase_only: "fail",
  not_found: "fail",
};
const COMPLETENESS = {
  complete: ["pass", "Complete."],
  cut: ["none", "Cut: the story’s sentence says more, and nothing in it limits or denies."],
  at_risk: ["fail", "What was left out changes what was said."],
};

/** The pane that sets one quotation beside its source. */
export class Proof {
  #sheet;
  #body = byId("proof-body");
  #open;
  #head = null;

  /**
   * @param {{open: (citation: Citation, opener: HTMLElement) => void, onStep: (step: number) => void,
   *   onClose: () => void}} options
   */
  constructor({ open, onStep, onClose }) {
    this.#open = open;
    this.#sheet = new Sheet(byId("proof"), {
      onClose: () => {
        document.body.classList.remove("proving");
        onClose();
      },
    });
    byId("proof-close").addEventListener("click", () => this.close());
    byId("proof-previous").addEventListener("click", () => onStep(-1));
    byId("proof-next").addEventListener("click", () => onStep(1));
  }

  get isOpen() {
    return this.#sheet.isOpen;
  }

  close() {
    this.#sheet.close();
  }

  /** @param {Check} check @param {{index: number, total: number}} place */
  show(check, { index, total }) {
    byId("proof-count").textContent = `Quotation ${index + 1} of ${total}`;
    const reasons = reasonWords(check.reasons);
    this.#head = el(
      "h2",
      { class: `proof-head ${check.outcome}`, tabindex: "-1" },
      sign(check.outcome),
      el("span", {}, sentence(tellings(check).join(", "))),
    );
    this.#body.replaceChildren(
      this.#head,
      ...(reasons.length ? [el("p", { class: "proof-reasons" }, reasons.join(" "))] : []),
      this.#sides(check),
      el("dl", { class: "facts" }, ...this.#facts(check)),
    );
    byId("proof-actions").replaceChildren(...this.#actions(check));
    document.body.classList.add("proving");
    this.#sheet.open();
    this.#body.scrollTop = 0;
  }

  focus() {
    this.#head?.focus({ preventScroll: true });
  }

  #sides(check) {
    return el(
      "div",
      { class: "sides" },
      side("In the text", el("blockquote", { class: "side-words" }, ...quotationWords(check)), null),
      this.#storySide(check),
    );
  }

  #storySide(check) {
    const { citations, nearest, wording } = check;
    if (citations.length) {
      const words = check.diff.length ? storyWords(check) : [passageOf(citations[0])];
      return side("In the story", el("blockquote", { class: "side-words" }, ...words), this.#credit(citations));
    }
    if (nearest) {
      const words = el("blockquote", { class: "side-words near" }, fold(nearest.exact));
      return side("Nearest in meaning, no quotation", words, this.#credit([nearest]));
    }
    const none = wording === "not_found" ? "No story that is held has these words." : "Nothing to compare with.";
    return side("In the stories", el("p", { class: "side-none" }, none), null);
  }

  /** The title opens the story where all pieces stand; each of several has its own button too. */
  #credit(citations) {
    const first = citations[0];
    const title = this.#place(hull(citations), first.title, "credit-title");
    const parts = citations.map((citation, at) => this.#place(citation, `Part ${at + 1}`, "part"));
    return el(
      "figcaption",
      { class: "credit" },
      title,
      el("span", { class: "credit-line" }, byline(first)),
      parts.length > 1 && el("span", { class: "parts" }, ...parts),
    );
  }

  #place(citation, words, name) {
    const node = button(words, () => this.#open(citation, node), { class: name });
    return node;
  }

  #facts(check) {
    const { speaker, completeness, folds, warnings, variants, links, source } = check;
    const [state, complete] = COMPLETENESS[completeness] ?? ["none", null];
    return [
      ...(warnings.length ? fact("Beware", "warn", `${sentence(warnings.join("; "))}.`) : []),
      ...fact("Words", wordingSign(check), sentence(`${wordingWords(check.wording)}.`), list(differences(check.diff))),
      ...fact("Speaker", SPEAKER_SIGNS[speaker.verdict] ?? "none", speakerWords(speaker), this.#evidence(speaker)),
      ...(complete ? fact("Completeness", state, complete, this.#fuller(check)) : []),
      ...(source ? fact("Said to be from", "none", source) : []),
      ...(folds.length ? fact("Looked through", "none", `${sentence(folds.join(", "))}.`) : []),
      ...(variants.length ? fact("Also in", "none", null, this.#variants(variants)) : []),
      ...(links.length ? fact("As published", "none", null, list(links.map(webLink).filter(Boolean))) : []),
    ];
  }

  #evidence(speaker) {
    const { evidence } = speaker;
    const sure = certaintyWords(speaker);
    return [
      sure && el("p", { class: "sure" }, sure),
      evidence && el("blockquote", { class: "witness" }, this.#place(evidence, fold(evidence.exact), "witness-place")),
    ].filter(Boolean);
  }

  /** The fuller sentence, unless it already stands beside the quotation with what was cut in it. */
  #fuller({ completeness, fuller, diff }) {
    if (!fuller || completeness === "complete" || diff.length) return [];
    return [el("blockquote", { class: "witness" }, this.#place(fuller, fold(fuller.exact), "witness-place"))];
  }

  #variants(variants) {
    const items = variants.map(({ citation, wording }) => {
      const line = `${byline(citation)}: ${wordingWords(wording)}`;
      const title = this.#place(citation, citation.title, "credit-title");
      return el("li", {}, title, el("span", { class: "credit-line" }, line));
    });
    return el("ul", {}, ...items);
  }

  #actions({ citations, nearest }) {
    const cited = citations.length ? citations : [nearest].filter(Boolean);
    if (!cited.length) return [];
    const place = hull(cited);
    const open = button("Open the story", () => this.#open(place, open), { class: "button primary" });
    return [open, copyButton("Copy link", () => placeLink(placeOf(place)))];
  }
}

/** From the first piece to the last, where they stand close together in one story; else the first. */
function hull(citations) {
  const [first, ...more] = citations;
  const start = Math.min(...citations.map((one) => one.start));
  const end = Math.max(...citations.map((one) => one.end));
  const together = more.every((one) => one.story_id === first.story_id) && end - start <= FAR;
  return more.length && together ? { ...first, start, end, exact: undefined } : first;
}

function side(name, words, credit) {
  return el("figure", { class: "side" }, el("p", { class: "side-name" }, name), words, credit);
}

/** What is at risk is named in a word; other reasons are sentences without a full stop. */
function reasonWords(reasons) {
  const named = reasons.filter((reason) => !reason.includes(" "));
  const told = reasons.filter((reason) => reason.includes(" "));
  return [
    named.length && `At risk: ${named.join(", ")}.`,
    told.length && `${sentence(told.join("; "))}.`,
  ].filter(Boolean);
}

function fact(name, state, words, more = []) {
  return [
    el("dt", {}, name),
    el("dd", {}, words && el("p", {}, state === "none" ? null : sign(state), words), ...[more].flat().filter(Boolean)),
  ];
}

function list(items) {
  return items.length ? el("ul", {}, ...items.map((item) => el("li", {}, item))) : null;
}

function wordingSign({ wording, outcome }) {
  return outcome === "pass" ? "pass" : WORDING_SIGNS[wording] ?? "warn";
}

function passageOf({ prefix, exact, suffix }) {
  const around = (words) => el("span", { class: "around" }, words);
  return el("span", {}, around(`…${prefix}`), exact, around(`${suffix}…`));
}

/** Only web addresses become links: a story may claim any address as its own. */
function webLink(address) {
  if (!/^https?:\/\//i.test(address)) return null;
  return el("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, new URL(address).host);
}
