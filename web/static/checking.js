import { announce } from "./announce.js";
import { checkQuotes } from "./api.js";
import { copyButton } from "./clipboard.js";
import { byId } from "./dom.js";
import { Draft } from "./draft.js";
import { hasExample } from "./example_draft.js";
import { Galley } from "./galley.js";
import { Offsets } from "./offsets.js";
import { patiently } from "./patience.js";
import { Proof } from "./proof.js";
import { Sheet } from "./sheet.js";
import { loadCheck, saveCheck } from "./store.js";
import { Tally } from "./tally.js";
import { spokenVerdict } from "./verdict.js";

const SAVE_AFTER = 400;
const LOST = "Not checked yet: Pullquote isn’t answering. The text stays here.";
const isProblem = (check) => check.outcome !== "pass";

/** The page that checks the quotations of a text: the text itself, and then the text with its quotations marked. */
export class Checking {
  #draft;
  #galley;
  #tally;
  #proof;
  #onView;
  #view = "ask";
  #leftAt = "check";
  #checked = null;
  #control = null;
  #lost = false;
  #saving = 0;

  /**
   * @param {{open: (citation: import("./api.js").Citation, opener: HTMLElement) => void,
   *   onView: (view: import("./route.js").View) => void}} options
   */
  constructor({ open, onView }) {
    this.#onView = onView;
    this.#draft = new Draft({
      onCheck: () => this.#check(),
      onStop: () => this.#control?.abort(),
      onChange: () => this.#saveSoon(),
    });
    this.#galley = new Galley({
      onSelect: (index, { entered }) => this.#select(index, { enter: entered || !Sheet.beside }),
      onStep: (index) => Sheet.beside && this.#select(index, {}),
    });
    this.#tally = new Tally({ onOnly: (outcome) => this.#showOnly(outcome) });
    this.#proof = new Proof({ open, onStep: (step) => this.#step(step), onClose: () => this.#leaveProof() });
    byId("next-problem").addEventListener("click", () => this.#nextProblem());
    byId("edit-draft").addEventListener("click", () => this.#edit());
    byId("proofs-actions").append(copyButton("Copy report as Markdown", () => this.#checked.answer.markdown));
    addEventListener("pagehide", () => this.#save());
    this.#restore();
  }

  /** @returns {boolean} whether there is a checked text to show */
  get hasProofs() {
    return this.#checked !== null;
  }

  /** @returns {import("./route.js").View} what to show when the reader comes back */
  get leftAt() {
    return this.#leftAt;
  }

  /** @param {import("./api.js").Story[]} stories @param {number|null} total null until the list has arrived */
  stories(stories, total) {
    this.#draft.exampleFits = hasExample(stories);
    byId("no-sources").hidden = total !== 0;
  }

  /** @param {import("./route.js").View} view */
  show(view) {
    const before = this.#view;
    this.#view = view;
    if (view !== "ask") this.#leftAt = view;
    byId("check").hidden = view === "ask";
    byId("draft").hidden = view !== "check";
    byId("proofs").hidden = view !== "proofs";
    if (view === before) return;
    if (view !== "proofs") this.#proof.close();
    else if (Sheet.beside) this.#select(this.#galley.selected ?? this.#first, {});
  }

  focus() {
    if (this.#view === "proofs") this.#tally.focus();
    else this.#draft.focus();
  }

  /** Check again, if the server was lost while it checked. */
  checkLost() {
    if (this.#lost && !this.#control) this.#check();
  }

  /** @param {File} file a text that was dropped on the page */
  take(file) {
    if (this.#view === "proofs") this.#onView("check");
    this.#draft.take(file);
  }

  get #checks() {
    return this.#checked?.answer.results ?? [];
  }

  get #first() {
    const problem = this.#checks.findIndex(isProblem);
    return problem >= 0 ? problem : this.#checks.length ? 0 : null;
  }

  async #check() {
    const { text, profile } = this.#draft;
    const control = new AbortController();
    this.#control = control;
    this.#lost = false;
    this.#say("Checking the quotations");
    try {
      const answer = await patiently(() => checkQuotes(text, { profile, signal: control.signal }), {
        signal: control.signal,
        onWait: (message) => this.#say(message),
        onAgain: () => this.#say("Checking the quotations"),
      });
      this.#draft.working = null;
      this.#receive({ text, answer });
    } catch (error) {
      this.#draft.working = null;
      this.#fail(error, control.signal);
    }
    this.#control = null;
  }

  #say(words) {
    this.#draft.working = words;
    announce(words);
  }

  #fail(error, signal) {
    if (signal.aborted) {
      announce("Stopped");
      return;
    }
    this.#lost = error.kind === "offline";
    this.#draft.fail(this.#lost ? LOST : sentenceOf(error.message));
  }

  #receive(checked) {
    this.#draw(checked);
    this.#save();
    if (this.#view === "ask") {
      this.#leftAt = "proofs";
      return;
    }
    this.#onView("proofs");
    this.#tally.focus();
    announce(checked.answer.results.length ? checked.answer.summary : byId("no-quotations").textContent);
  }

  #draw(checked) {
    this.#checked = checked;
    const { results, unchecked } = checked.answer;
    this.#galley.draw(checked.text, results, unchecked);
    this.#tally.draw(results);
    byId("no-quotations").hidden = results.length > 0;
    byId("next-problem").hidden = !results.some(isProblem);
    byId("unchecked-note").hidden = !unchecked.length;
  }

  /** @param {number|null} index @param {{enter?: boolean}} how `enter`: go into the pane */
  #select(index, { enter = false }) {
    if (index === null) return;
    this.#proof.show(this.#checks[index], { index, total: this.#checks.length });
    this.#galley.select(index);
    if (enter) this.#proof.focus();
  }

  #step(step) {
    const index = this.#galley.next(step);
    if (index === null) return;
    this.#select(index, {});
    announce(`Quotation ${index + 1}, ${spokenVerdict(this.#checks[index])}`);
  }

  #nextProblem() {
    const index = this.#galley.next(1, { fits: isProblem });
    if (index === null) return;
    this.#select(index, { enter: !Sheet.beside });
    if (Sheet.beside) this.#galley.focus(index);
  }

  #showOnly(outcome) {
    this.#galley.only = outcome;
    byId("next-problem").hidden = outcome === "pass" || !this.#checks.some(isProblem);
    if (outcome === null || !Sheet.beside) return;
    const index = this.#checks.findIndex((check) => check.outcome === outcome);
    this.#select(index, {});
  }

  #leaveProof() {
    if (this.#view !== "proofs") return;
    const { selected } = this.#galley;
    this.#galley.select(null);
    this.#galley.focus(selected);
  }

  #edit() {
    const { selected } = this.#galley;
    const span = this.#checks[selected ?? -1]?.spans[0];
    const same = this.#checked.text === this.#draft.text;
    this.#onView("check");
    this.#draft.focus(span && same ? new Offsets(this.#checked.text).toUnits(span.start) : undefined);
  }

  #restore() {
    const { text, profile, checked } = loadCheck();
    this.#draft.text = text;
    this.#draft.profile = profile;
    if (checked) this.#draw(checked);
  }

  #saveSoon() {
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => this.#save(), SAVE_AFTER);
  }

  #save() {
    const { text, profile } = this.#draft;
    saveCheck({ text, profile, checked: this.#checked });
  }
}

/** The server's messages begin small and end without a full stop. */
function sentenceOf(message) {
  const words = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.?!]$/.test(words) ? words : `${words}.`;
}
