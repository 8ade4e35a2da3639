import { byline, inWords } from "./citation.js";
import { button, el } from "./dom.js";
import { Offsets } from "./offsets.js";
import { attachPreview } from "./preview.js";

/**
 * @typedef {import("./api.js").Citation} Citation
 * @typedef {import("./api.js").Answer} Answer
 * @typedef {import("./api.js").Finding} Finding
 * @typedef {import("./exchange.js").Actions} Actions
 */

const STRENGTHS = [[0.9, "strong\u00a0match"], [0.75, "likely"], [0, "weak\u00a0match"]];
const VERDICTS = { yes: "Yes", no: "No" };
const LONG = 200;

/**
 * The short answer, then the quotation with the answer marked, then where it stands.
 * @param {Answer} result
 * @param {Actions} actions
 * @returns {Node[]}
 */
export function answerNodes(result, actions) {
  const number = numbering();
  const { kind, answers, differ } = result;
  const verdict = VERDICTS[result.verdict] ?? null;
  if (kind === "list" && answers.length > 1) return [list(answers, number, actions)];
  if (kind === "about") return byStory(answers).map((own) => whole(own, number, actions));
  const figures = answers.map((finding) => figure(finding, { verdict, number, actions }));
  if (!differ) return figures;
  return [
    el("p", { class: "note" }, "The stories differ. Newest first:"),
    el("div", { class: "differing" }, ...figures),
  ];
}

/** @param {Answer} result @returns {Node|null} says that a question was read with the one before it */
export function readAs({ read_as: words }) {
  return words ? el("p", { class: "note" }, "Read together with your question before.") : null;
}

/** Number the sources of a reply as they are cited, from 1. */
function numbering() {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
}

function figure(finding, { verdict, number, actions }) {
  const { quote, also } = finding;
  const short = verdict ?? shortAnswer(finding);
  const chips = [quote, ...also].map((citation) => chip(citation, number(), actions));
  const long = quote.exact.length > LONG || short !== null;
  return el(
    "figure",
    { class: long ? "answer long" : "answer" },
    short === null ? null : el("p", { class: "short" }, short, ...when(finding)),
    el("blockquote", { class: "pull" }, el("p", {}, ...marked(finding), " ", el("span", { class: "chips" }, ...chips))),
    credit(finding, actions),
  );
}

/** The words that answer, unless they are the whole quotation. */
function shortAnswer({ words, quote }) {
  return words.exact.length === quote.exact.length ? null : words.exact;
}

function when({ date }) {
  if (!date) return [];
  const said = date.split("/").map((day) => inWords(day)).join(" to ");
  return [" ", el("span", { class: "when" }, `= ${said}`)];
}

/** The quotation, with the words that answer marked. Offsets count code points. */
function marked(finding) {
  const { words, quote } = finding;
  if (shortAnswer(finding) === null) return [quote.exact];
  const offsets = new Offsets(quote.exact);
  const from = offsets.toUnits(words.start - quote.start);
  const to = offsets.toUnits(words.end - quote.start);
  const mark = el("mark", { class: "marker" }, quote.exact.slice(from, to));
  return [quote.exact.slice(0, from), mark, quote.exact.slice(to)];
}

function list(findings, number, actions) {
  const items = findings.map((finding) => {
    const chips = [finding.quote, ...finding.also].map((citation) => chip(citation, number(), actions));
    return el("li", {}, finding.words.exact, ...when(finding), " ", el("span", { class: "chips" }, ...chips));
  });
  return el("figure", { class: "answer long" }, el("ul", { class: "listed" }, ...items));
}

/** @returns {Finding[][]} the findings of each story, in the order in which the stories come */
function byStory(findings) {
  const stories = new Map();
  for (const one of findings) stories.set(one.quote.story_id, [...(stories.get(one.quote.story_id) ?? []), one]);
  return [...stories.values()];
}

function whole(findings, number, actions) {
  const parts = findings.map(({ quote }) =>
    el("p", {}, quote.exact, " ", el("span", { class: "chips" }, chip(quote, number(), actions))));
  return el(
    "figure",
    { class: "answer long" },
    el("blockquote", { class: "pull" }, ...parts),
    credit({ ...findings[0], confidence: null }, actions),
  );
}

function chip(citation, number, { open }) {
  const node = button("", () => open(citation, node), {
    class: "chip",
    "aria-label": `Source ${number}: ${citation.title}, paragraph ${citation.paragraph}`,
  });
  node.append(el("span", { class: "chip-number", "aria-hidden": "true" }, String(number)));
  attachPreview(node, citation);
  return node;
}

function credit({ quote, confidence }, { open }) {
  const title = button(quote.title, () => open(quote, title), { class: "credit-title" });
  const line = byline(confidence === null ? { ...quote, paragraph: null } : quote);
  const [, strength] = STRENGTHS.find(([least]) => (confidence ?? 0) >= least) ?? STRENGTHS.at(-1);
  const judged = confidence === null ? [line] : [`${line} · `, el("span", { class: "strength" }, strength)];
  return el("figcaption", { class: "credit" }, title, el("span", { class: "credit-line" }, ...judged));
}
