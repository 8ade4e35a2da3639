import { announce } from "./announce.js";
import { byId } from "./dom.js";

const MOST = 2000; // characters, as the server allows

/** The question box. */
export class Composer {
  #box = /** @type {HTMLTextAreaElement} */ (byId("question"));
  #send = byId("send");
  #error = byId("question-error");
  #working = false;

  /** @param {{onAsk: (question: string) => void, onStop: () => void}} options */
  constructor({ onAsk, onStop }) {
    this.onAsk = onAsk;
    this.onStop = onStop;
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#working) this.onStop();
      else this.#submit();
    });
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    this.#box.addEventListener("input", () => {
      this.#pardon();
      this.#grow();
    });
  }

  /** Ask becomes Stop while an answer is on its way. */
  set working(working) {
    this.#working = working;
    this.#send.textContent = working ? "Stop" : "Ask";
    this.#send.classList.toggle("stop", working);
  }

  focus() {
    this.#box.focus();
  }

  #key(event) {
    // Enter also ends the composing of a Chinese or Japanese word: not a question yet.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!this.#working) this.#submit();
  }

  #submit() {
    const question = this.#box.value.trim();
    if (!question) {
      this.focus();
      return;
    }
    const { length } = [...question];
    if (length > MOST) {
      const [has, allowed] = [length, MOST].map((count) => count.toLocaleString("en"));
      this.#fail(`A question may have ${allowed} characters; this one has ${has}. Shorten it.`);
      return;
    }
    this.#box.value = "";
    this.#grow();
    this.onAsk(question);
  }

  #fail(message) {
    this.#error.textContent = message;
    this.#error.hidden = false;
    this.#box.setAttribute("aria-describedby", "question-error");
    this.#box.setAttribute("aria-invalid", "true");
    announce(message);
    this.focus();
  }

  #pardon() {
    this.#error.hidden = true;
    this.#box.removeAttribute("aria-describedby");
    this.#box.removeAttribute("aria-invalid");
  }

  #grow() {
    this.#box.style.height = "auto";
    this.#box.style.height = `${this.#box.scrollHeight}px`;
  }
}
