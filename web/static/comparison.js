import { el } from "./dom.js";
import { Offsets } from "./offsets.js";

/**
 * @typedef {import("./api.js").Check} Check
 * @typedef {import("./api.js").Difference} Difference
 */

/** What a screen reader says before words that differ, on the side of the quotation and of the story. */
const QUOTED = { insert: "not in the story: ", replace: "changed: " };
const STORED = {
  delete: "left out: ",
  replace: "in the story: ",
  omission: "left out at the ellipsis: ",
  bracket: "the bracket stands for: ",
  cut: "cut off: ",
};
const QUIET = ["equal", "attribution"];
const MOST = 8;

/** @param {Check} check @returns {Node[]} the quotation, with the words that the story doesn't have marked */
export function quotationWords({ quote, diff }) {
  const offsets = new Offsets(quote);
  const own = diff
    .map((one, at) => ({ ...one, span: one.kind === "delete" ? endOf(diff[at - 1], one) : one.quote_span }))
    .filter(({ kind }) => kind in QUOTED || kind === "delete");
  return woven(own.sort((a, b) => a.span.start - b.span.start), {
    start: 0,
    end: offsets.points,
    text: (from, to) => quote.slice(offsets.toUnits(from), offsets.toUnits(to)),
    mark: (one, words) => (one.kind === "delete" ? gap(one) : differing("ins", QUOTED[one.kind], one, words)),
    plain: (words) => words,
  });
}

/** @param {Check} check @returns {Node[]} the sentences of the story, with the words that the quotation lacks marked */
export function storyWords(check) {
  const { diff, fuller } = check;
  const stored = diff
    .filter(({ story_span: { start, end } }) => start < end)
    .sort((a, b) => a.story_span.start - b.story_span.start);
  const start = Math.min(fuller?.start ?? Infinity, stored[0]?.story_span.start ?? Infinity);
  const end = Math.max(fuller?.end ?? 0, stored.at(-1)?.story_span.end ?? 0);
  const quoted = stored.filter(({ kind }) => kind !== "cut");
  const [first, last] = [quoted[0]?.story_span.start ?? start, quoted.at(-1)?.story_span.end ?? end];
  return woven(stored.map((one) => ({ ...one, span: one.story_span })), {
    start,
    end,
    text: stretches(fuller),
    mark: markStored,
    plain: (words, from, to) => (to <= first || from >= last ? around(words) : words),
  });
}

function markStored(one, words) {
  if (one.kind === "equal") return words;
  if (one.kind === "attribution") return around(words);
  return differing("del", STORED[one.kind] ?? "differs: ", one, words);
}

/**
 * What differs, in sentences.
 * @param {Difference[]} diff
 * @returns {string[]}
 */
export function differences(diff) {
  const all = diff.filter(({ kind }) => !QUIET.includes(kind)).map(inWords);
  return all.length > MOST ? [...all.slice(0, MOST), `And ${all.length - MOST} more.`] : all;
}

function inWords({ kind, quote, story, reasons }) {
  const because = reasons.length && kind !== "omission" ? ` (${reasons.join(", ")})` : "";
  const sentences = {
    delete: `Left out: “${story}”${because}`,
    insert: `Added: “${quote}”${because}`,
    replace: `The story has “${story}”, the quotation “${quote}”${because}`,
    omission: `Left out at the ellipsis: “${story}”`,
    bracket: `The bracket stands for “${story}”`,
    cut: `Cut off: “${story.trim()}”`,
  };
  return sentences[kind] ?? `Differs: “${quote}”, “${story}”${because}`;
}

/** Put the marked stretches and what stands between them together. */
function woven(stretches, { start, end, text, mark, plain }) {
  const nodes = [];
  let at = start;
  for (const one of stretches) {
    if (one.span.start < at) continue;
    if (one.span.start > at) nodes.push(plain(text(at, one.span.start), at, one.span.start));
    nodes.push(mark(one, text(one.span.start, one.span.end, one)));
    at = Math.max(at, one.span.end);
  }
  if (at < end) nodes.push(plain(text(at, end), at, end));
  return nodes;
}

/** The story's text is known where its fuller sentences are; elsewhere only the words that were compared. */
function stretches(fuller) {
  const offsets = fuller ? new Offsets(fuller.exact) : null;
  return (from, to, one) => {
    if (offsets && from >= fuller.start && to <= fuller.end) {
      return fuller.exact.slice(offsets.toUnits(from - fuller.start), offsets.toUnits(to - fuller.start));
    }
    return one ? one.story : " … ";
  };
}

function differing(tag, before, { kind, reasons }, words) {
  const risky = reasons.length > 0;
  return el(tag, { class: risky ? `${kind} risky` : kind }, el("span", { class: "unseen" }, before), words);
}

/** Words that are left out are missed right after the word before them, not before the next. */
function endOf(before, { quote_span: span }) {
  const at = before && before.quote_span.end <= span.start && before.kind !== "cut" ? before.quote_span.end : span.start;
  return { start: at, end: at };
}

/** A proofreader's caret: words of the story are missing here. */
function gap({ reasons }) {
  return el("span", { class: reasons.length ? "gap risky" : "gap" }, el("span", { class: "unseen" }, " (words left out) "));
}

function around(words) {
  return el("span", { class: "around" }, words);
}
