import { el } from "./dom.js";
import { Offsets } from "./offsets.js";

/**
 * @typedef {{text: string, offsets: Offsets, body: HTMLElement, marks: HTMLElement[],
 *   exact: string|null, paragraph: number|null}} StoryText
 */

/**
 * Lay a story out as numbered paragraphs, with the words of one place marked.
 * @param {string} text
 * @param {import("./api.js").Passage[]} passages
 * @param {{start: number|null, end: number|null}} place
 * @returns {StoryText}
 */
export function layOut(text, passages, { start, end }) {
  const offsets = new Offsets(text);
  const marked = span(offsets, start, end);
  const body = el("div", { class: "story-text" });
  const marks = [];
  let paragraph = null;
  for (const block of paragraphsOf(passages)) {
    const from = offsets.toUnits(block.start);
    const to = offsets.toUnits(block.end);
    const { node, mark } = paragraphNode(text, { ...block, from, to }, marked);
    body.append(node);
    if (!mark) continue;
    marks.push(mark);
    paragraph ??= block.number;
  }
  const exact = marks.length ? text.slice(marked.from, marked.to) : null;
  return { text, offsets, body, marks, exact, paragraph };
}

/** A long paragraph comes as several passages; its span is theirs together. */
function paragraphsOf(passages) {
  const blocks = new Map();
  for (const { paragraph: number, start, end } of passages) {
    const block = blocks.get(number) ?? { number, start, end };
    block.start = Math.min(block.start, start);
    block.end = Math.max(block.end, end);
    blocks.set(number, block);
  }
  return [...blocks.values()].sort((a, b) => a.start - b.start);
}

/** The place in UTF-16 units; null where there is none in this text. */
function span(offsets, start, end) {
  if (start === null || end === null || start >= end || end > offsets.points) return null;
  return { from: offsets.toUnits(start), to: offsets.toUnits(end) };
}

function paragraphNode(text, { number, from, to }, marked) {
  const left = Math.max(from, marked?.from ?? to);
  const right = Math.min(to, marked?.to ?? from);
  const hit = left < right;
  const mark = hit ? el("mark", { class: "marker", tabindex: "-1" }, text.slice(left, right)) : null;
  const parts = hit ? [text.slice(from, left), mark, text.slice(right, to)] : [text.slice(from, to)];
  const node = el(
    "p",
    { class: "paragraph", data: { number: String(number), from: String(from) } },
    ...parts.filter((part) => part !== ""),
  );
  return { node, mark };
}

/**
 * The part of the story that is selected on the page.
 * @param {StoryText} story
 * @returns {{start: number, end: number}|null} in code points
 */
export function selectedPart({ text, offsets, body }) {
  const selection = getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const from = unitAt(body, range.startContainer, range.startOffset);
  const to = unitAt(body, range.endContainer, range.endOffset);
  if (from === null || to === null) return null;
  const words = text.slice(from, to);
  const start = from + words.length - words.trimStart().length;
  const end = from + words.trimEnd().length;
  return start < end ? { start: offsets.toPoints(start), end: offsets.toPoints(end) } : null;
}

function unitAt(body, node, offset) {
  const parent = node instanceof Element ? node : node.parentElement;
  const paragraph = parent?.closest(".paragraph");
  if (!paragraph || !body.contains(paragraph)) return null;
  const before = document.createRange();
  before.setStart(paragraph, 0);
  before.setEnd(node, offset);
  return Number(paragraph.dataset.from) + before.toString().length;
}
