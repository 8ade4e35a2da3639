import { byId, el } from "./dom.js";
import { Offsets } from "./offsets.js";
import { Sheet } from "./sheet.js";
import { sentence, sign, spokenVerdict, tellings } from "./verdict.js";

/**
 * @typedef {import("./api.js").Check} Check
 * @typedef {import("./api.js").Unchecked} Unchecked
 * @typedef {{from: number, to: number, check: number|null, note: string, last: boolean, first: boolean}} Piece
 *   a part of a quotation, in UTF-16 units; `check` is null for what is not checked
 */

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const ROLES = {
  term: "a term, not checked",
  title: "a title, not checked",
  unclosed: "the mark is not closed, so this is not checked",
};

/** The text that was checked, with each quotation marked in place. One of its marks is in the tab order. */
export class Galley {
  #root = byId("galley");
  #onSelect;
  #onStep;
  #checks = [];
  #marks = [];
  #only = null;
  #selected = null;

  /**
   * @param {{onSelect: (index: number, how: {entered: boolean}) => void, onStep: (index: number) => void}} options
   *   `onSelect`: clicked, or by the Enter key (`entered`); `onStep`: an arrow key went there
   */
  constructor({ onSelect, onStep }) {
    this.#onSelect = onSelect;
    this.#onStep = onStep;
    this.#root.addEventListener("keydown", (event) => this.#key(event));
    this.#root.addEventListener("click", (event) => this.#click(event));
    for (const [type, lit] of [["pointerover", true], ["pointerout", false]]) {
      this.#root.addEventListener(type, (event) => this.#light(event.target, lit));
    }
  }

  /** @param {string} text @param {Check[]} checks @param {Unchecked[]} unchecked */
  draw(text, checks, unchecked) {
    this.#checks = checks;
    this.#marks = checks.map(() => []);
    this.#only = null;
    this.#selected = null;
    const nodes = [];
    let at = 0;
    for (const piece of piecesOf(text, checks, unchecked)) {
      if (piece.from < at) continue;
      const closing = piece.check !== null && piece.last ? closingAt(text, piece.to) : "";
      nodes.push(text.slice(at, piece.from), this.#piece(text, piece, closing));
      at = piece.to + closing.length;
    }
    this.#root.replaceChildren(...nodes, text.slice(at));
    this.#rove(this.#shown[0] ?? null);
  }

  /** @param {string|null} outcome the only one whose quotations stand out and are stepped through */
  set only(outcome) {
    this.#only = outcome;
    this.#marks.forEach((marks, index) => {
      for (const mark of marks) mark.classList.toggle("faded", !this.#stands(index));
    });
    if (this.#selected === null || !this.#stands(this.#selected)) this.#rove(this.#shown[0] ?? null);
  }

  get selected() {
    return this.#selected;
  }

  /** Mark a quotation as the one that is looked at. @param {number|null} index */
  select(index) {
    this.#selected = index;
    this.#marks.forEach((marks, at) => {
      for (const mark of marks) {
        mark.classList.toggle("selected", at === index);
        if (at === index) mark.setAttribute("aria-current", "true");
        else mark.removeAttribute("aria-current");
      }
    });
    if (index === null) return;
    this.#rove(index);
    this.#marks[index][0]?.scrollIntoView({ block: Sheet.beside ? "center" : "start" });
  }

  /** @param {number|null} index */
  focus(index) {
    if (index !== null) this.#rove(index);
    (this.#marks[index ?? -1]?.[0] ?? this.#root).focus({ preventScroll: true });
  }

  /**
   * @param {number} step 1 or -1
   * @param {{from?: number|null, fits?: (check: Check) => boolean}} [options]
   * @returns {number|null} the next quotation that stands out and fits, round the end
   */
  next(step, { from = this.#selected, fits = () => true } = {}) {
    const shown = this.#shown.filter((index) => fits(this.#checks[index]));
    if (!shown.length) return null;
    from ??= step > 0 ? -1 : this.#checks.length;
    const further = step > 0 ? shown.find((index) => index > from) : shown.findLast((index) => index < from);
    return further ?? (step > 0 ? shown[0] : shown.at(-1));
  }

  get #shown() {
    return this.#checks.map((_, index) => index).filter((index) => this.#stands(index) && this.#marks[index].length);
  }

  #stands(index) {
    return this.#only === null || this.#checks[index].outcome === this.#only;
  }

  #piece(text, { from, to, check: index, note, first, last }, closing) {
    const words = text.slice(from, to);
    if (index === null) return el("span", { class: "unchecked", title: sentence(note) }, words, hidden(` (${note})`));
    const check = this.#checks[index];
    const named = first ? `Quotation ${index + 1}, ${spokenVerdict(check)}: ` : `Quotation ${index + 1}, continued: `;
    const mark = el(
      "span",
      { class: `quotation ${check.outcome}`, role: "button", tabindex: "-1", data: { check: String(index) } },
      hidden(named),
      el("span", { class: "quotation-words" }, words),
      closing,
      last && tag(check),
    );
    this.#marks[index].push(mark);
    return mark;
  }

  #rove(index) {
    this.#marks.forEach((marks, at) => {
      marks.forEach((mark, part) => {
        mark.tabIndex = at === index && part === 0 ? 0 : -1;
      });
    });
  }

  #key(event) {
    const index = indexOf(event.target);
    if (index === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.#onSelect(index, { entered: true });
      return;
    }
    const to = this.#target(event.key, index);
    if (to === null) return;
    event.preventDefault();
    this.focus(to);
    this.#onStep(to);
  }

  #target(key, index) {
    const shown = this.#shown;
    if (key === "Home") return shown[0];
    if (key === "End") return shown.at(-1);
    return key in STEPS ? this.next(STEPS[key], { from: index }) : null;
  }

  #click(event) {
    const index = indexOf(event.target);
    // Whoever selects words to copy them is not opening anything.
    if (index !== null && getSelection()?.isCollapsed !== false) this.#onSelect(index, { entered: false });
  }

  #light(target, lit) {
    const index = indexOf(target);
    if (index === null) return;
    for (const mark of this.#marks[index]) mark.classList.toggle("lit", lit);
  }
}

/** @returns {Piece[]} in the order of the text */
function piecesOf(text, checks, unchecked) {
  const offsets = new Offsets(text);
  const pieces = (spans, index, note) =>
    spans.map(({ start, end }, at) => ({
      from: offsets.toUnits(start),
      to: offsets.toUnits(end),
      check: index,
      note,
      first: at === 0,
      last: at === spans.length - 1,
    }));
  return [
    ...checks.flatMap(({ spans }, index) => pieces(spans, index, "")),
    ...unchecked.flatMap(({ spans, role }) => pieces(spans, null, ROLES[role] ?? "not checked")),
  ].sort((a, b) => a.from - b.from);
}

/** The closing mark and a full stop go before the tag, though they are no part of the quotation. */
function closingAt(text, at) {
  return /^[”"’'»›]*[.,;:!?]?/.exec(text.slice(at, at + 4))[0];
}

function tag(check) {
  return el("span", { class: "tag", "aria-hidden": "true" }, sign(check.outcome), tellings(check).join(", "));
}

function hidden(words) {
  return el("span", { class: "unseen" }, words);
}

function indexOf(target) {
  const mark = target instanceof Element ? target.closest("[data-check]") : null;
  return mark ? Number(mark.dataset.check) : null;
}
