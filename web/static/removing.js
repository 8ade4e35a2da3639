import { announce } from "./announce.js";
import { removeStory } from "./api.js";
import { byId } from "./dom.js";

/** Asks before a story is removed, and removes it. */
export class Removing {
  #dialog = /** @type {HTMLDialogElement} */ (byId("removing"));
  #error = byId("removing-error");
  #story = null;

  /** @param {{onRemoved: (id: string) => void}} options */
  constructor({ onRemoved }) {
    this.onRemoved = onRemoved;
    byId("removing-cancel").addEventListener("click", () => this.#dialog.close());
    byId("removing-confirm").addEventListener("click", () => this.#remove());
  }

  /** @param {import("./api.js").Story} story */
  ask(story) {
    this.#story = story;
    byId("removing-title").textContent = story.title;
    this.#error.hidden = true;
    this.#dialog.showModal();
  }

  async #remove() {
    const { id, title } = this.#story;
    try {
      await removeStory(id);
    } catch (error) {
      // Somebody else having removed it already is as good as removing it.
      if (error.status !== 404) {
        this.#fail(error.message);
        return;
      }
    }
    this.#dialog.close();
    announce(`Removed ${title}`);
    this.onRemoved(id);
  }

  #fail(message) {
    this.#error.textContent = message;
    this.#error.hidden = false;
    announce(message);
  }
}
