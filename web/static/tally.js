import { button, byId, el } from "./dom.js";
import { OUTCOMES, sign } from "./verdict.js";

/** The line above the checked text: how many quotations pass, and only which ones to show. */
export class Tally {
  #head = byId("tally-head");
  #counts = byId("tally-counts");
  #onOnly;
  #only = null;

  /** @param {{onOnly: (outcome: string|null) => void}} options `onOnly`: null shows all again */
  constructor({ onOnly }) {
    this.#onOnly = onOnly;
  }

  /** @param {import("./api.js").Check[]} checks */
  draw(checks) {
    this.#only = null;
    const total = checks.length;
    this.#head.textContent = total ? `${total} quotation${total === 1 ? "" : "s"}` : "No quotations found";
    const counted = Object.keys(OUTCOMES)
      .map((outcome) => [outcome, checks.filter((check) => check.outcome === outcome).length])
      .filter(([, count]) => count > 0);
    this.#counts.hidden = !total;
    this.#counts.replaceChildren(...counted.map(([outcome, count]) => this.#count(outcome, count)));
  }

  focus() {
    this.#head.focus();
  }

  #count(outcome, count) {
    const node = button("", () => this.#toggle(outcome), {
      class: `button count-button ${outcome}`,
      "aria-pressed": "false",
      data: { outcome },
      title: "Show only these",
    });
    node.append(sign(outcome), el("span", {}, `${count} ${OUTCOMES[outcome]}`));
    return node;
  }

  #toggle(outcome) {
    this.#only = this.#only === outcome ? null : outcome;
    for (const node of this.#counts.children) {
      node.setAttribute("aria-pressed", String(node.dataset.outcome === this.#only));
    }
    this.#onOnly(this.#only);
  }
}
