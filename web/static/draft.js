import { announce } from "./announce.js";
import { byId } from "./dom.js";
import { EXAMPLE } from "./example_draft.js";

const MOST = 1_000_000;
const COUNT = new Intl.NumberFormat("en-GB");
const ACCEPTED = /\.(txt|md)$/i;

/** The form with the text to check. What is typed stays in it, whatever becomes of the check. */
export class Draft {
  #form = /** @type {HTMLFormElement} */ (byId("draft"));
  #box = /** @type {HTMLTextAreaElement} */ (byId("draft-text"));
  #error = byId("draft-error");
  #working = false;
  #exampleFits = false;
  #on;

  /** @param {{onCheck: () => void, onStop: () => void, onChange: () => void}} on */
  constructor(on) {
    this.#on = on;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#working) on.onStop();
      else this.#submit();
    });
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    this.#form.addEventListener("input", () => this.#changed());
    byId("draft-example").addEventListener("click", () => {
      this.text = EXAMPLE;
      this.#changed();
      this.#box.focus();
      this.#box.setSelectionRange(0, 0);
      this.#box.scrollTop = 0;
    });
  }

  get text() {
    return this.#box.value;
  }

  set text(text) {
    this.#box.value = text;
    this.#offerExample();
  }

  get profile() {
    return String(new FormData(this.#form).get("profile") ?? "strict");
  }

  set profile(profile) {
    for (const choice of this.#form.querySelectorAll("[name=profile]")) choice.checked = choice.value === profile;
  }

  /** Check becomes Stop, and the text stands still, while a check is under way. @param {string|null} words */
  set working(words) {
    this.#working = words !== null;
    this.#box.readOnly = this.#working;
    byId("draft-working").hidden = !this.#working;
    byId("draft-working").textContent = words ?? "";
    byId("draft-check").textContent = this.#working ? "Stop" : "Check quotes";
    byId("draft-check").classList.toggle("stop", this.#working);
    this.#offerExample();
  }

  /** @param {boolean} fits whether the stories that the example quotes are here */
  set exampleFits(fits) {
    this.#exampleFits = fits;
    this.#offerExample();
  }

  /** @param {string} message */
  fail(message) {
    this.#error.textContent = message;
    this.#error.hidden = false;
    this.#box.setAttribute("aria-describedby", "draft-error");
    announce(message);
  }

  /** @param {number} [at] where to put the caret, in UTF-16 units */
  focus(at) {
    this.#box.focus();
    if (at !== undefined) this.#box.setSelectionRange(at, at);
  }

  /** Put a file's text in, if it is one that can be read. @param {File} file */
  async take(file) {
    if (!ACCEPTED.test(file.name)) {
      this.fail(`${file.name} can’t be checked: only .txt and .md files can.`);
      return;
    }
    if (this.#working) return;
    this.text = await file.text();
    this.#changed();
    announce(`${file.name} is in the text field`);
  }

  #changed() {
    this.#pardon();
    this.#offerExample();
    this.#on.onChange();
  }

  #key(event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    if (!this.#working) this.#submit();
  }

  #submit() {
    this.#pardon();
    const refusal = refused(this.text);
    if (refusal === null) {
      this.#on.onCheck();
      return;
    }
    this.fail(refusal);
    this.focus();
  }

  #pardon() {
    this.#error.hidden = true;
    this.#box.removeAttribute("aria-describedby");
  }

  #offerExample() {
    byId("draft-example").hidden = !this.#exampleFits || this.#working || this.text !== "";
  }
}

/** Why a text can't be sent; null where it can. The limit counts code points. */
function refused(text) {
  if (!text.trim()) return "Paste a text with quotations first.";
  if (text.length <= MOST) return null;
  const points = [...text].length;
  if (points <= MOST) return null;
  return `The text has ${COUNT.format(points)} characters, and ${COUNT.format(MOST)} are allowed. Check it part by part.`;
}
