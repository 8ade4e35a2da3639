import { announce } from "./announce.js";
import { addFile, addText } from "./api.js";
import { byId, el } from "./dom.js";

const ACCEPTED = /\.(txt|md)$/i;

/** The dialog that adds stories, from files or pasted text; also takes files dropped anywhere. */
export class Adding {
  #dialog = /** @type {HTMLDialogElement} */ (byId("adding"));
  #form = /** @type {HTMLFormElement} */ (byId("adding-form"));
  #chooser = /** @type {HTMLInputElement} */ (byId("adding-files"));
  #progress = byId("adding-progress");
  #results = byId("adding-results");
  #error = byId("adding-error");
  #queue = Promise.resolve();

  /**
   * @param {{onAdded: () => Promise<void>|void, onDropped: (files: File[]) => boolean}} options
   *   `onDropped` says whether it took the files for something else than stories
   */
  constructor({ onAdded, onDropped }) {
    this.onAdded = onAdded;
    this.onDropped = onDropped;
    byId("adding-close").addEventListener("click", () => this.#dialog.close());
    byId("adding-choose").addEventListener("click", () => this.#chooser.click());
    this.#chooser.addEventListener("change", () => {
      this.#takeFiles([...this.#chooser.files]);
      this.#chooser.value = "";
    });
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#takeText();
    });
    this.#takeDrops();
  }

  open() {
    if (this.#dialog.open) return;
    this.#results.replaceChildren();
    this.#progress.hidden = true;
    this.#error.hidden = true;
    this.#dialog.showModal();
  }

  #takeDrops() {
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
    const over = (on) => document.body.classList.toggle("dropping", on);
    addEventListener("dragover", (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      over(true);
    });
    addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) over(false);
    });
    addEventListener("drop", (event) => {
      over(false);
      if (!carriesFiles(event)) return;
      event.preventDefault();
      const files = [...event.dataTransfer.files];
      if (!files.length || (!this.#dialog.open && this.onDropped(files))) return;
      this.open();
      this.#takeFiles(files);
    });
  }

  /** One batch after another, so that the progress line speaks of one. */
  #takeFiles(files) {
    if (!files.length) return;
    this.#error.hidden = true;
    this.#queue = this.#queue.then(() => this.#addAll(files));
  }

  async #addAll(files) {
    const count = { added: 0, held: 0, refused: 0 };
    for (const [index, file] of files.entries()) {
      this.#say(`Adding ${index + 1} of ${files.length}: ${file.name}`);
      count[await this.#addOne(file)] += 1;
    }
    const held = count.held ? `, ${count.held} already here` : "";
    const refused = count.refused ? `, ${count.refused} not` : "";
    this.#say(`${count.added} of ${files.length} added${held}${refused}.`);
    if (count.added + count.held) await this.onAdded();
  }

  async #addOne(file) {
    if (!ACCEPTED.test(file.name)) {
      this.#result(file.name, "only .txt and .md files can be added", true);
      return "refused";
    }
    try {
      const { title, created } = await addFile(file);
      this.#result(file.name, created ? `added as “${title}”` : `already here as “${title}”`);
      return created ? "added" : "held";
    } catch (error) {
      this.#result(file.name, error.message, true);
      return "refused";
    }
  }

  #result(name, text, bad = false) {
    this.#results.append(
      el("li", { class: bad ? "bad" : "" }, el("strong", {}, name), `: ${text}`),
    );
  }

  async #takeText() {
    const fields = Object.fromEntries(
      [...new FormData(this.#form)].map(([name, value]) => [name, String(value).trim()]).filter(([, value]) => value),
    );
    this.#error.hidden = true;
    if (!fields.text) {
      this.#fail("Paste the story's text first.");
      byId("adding-text").focus();
      return;
    }
    const submit = /** @type {HTMLButtonElement} */ (byId("adding-submit"));
    submit.disabled = true;
    try {
      const { title, created } = await addText(fields);
      this.#form.reset();
      this.#dialog.close();
      await this.onAdded();
      announce(created ? `Added ${title}` : `Already here: ${title}`);
    } catch (error) {
      this.#fail(error.message);
    } finally {
      submit.disabled = false;
    }
  }

  #fail(message) {
    this.#error.textContent = message;
    this.#error.hidden = false;
    announce(message);
  }

  #say(text) {
    this.#progress.textContent = text;
    this.#progress.hidden = false;
    announce(text);
  }
}
