import { announce } from "./announce.js";
import { onLost, readiness } from "./api.js";
import { byId } from "./dom.js";

const EVERY = 2500;
const SHOWN_FOR = 4000;
const WORDS = {
  lost: "Pullquote isn't answering. Is the server still running?",
  starting: "Pullquote is starting. One moment…",
};

/** Watches for the server's return once it has been lost, and says so in the banner. */
export class Connection {
  #state = "ready";
  #polling = 0;
  #hiding = 0;
  #onBack;

  /**
   * @param {{onBack: () => void, onRetry: () => void}} options `onBack` when the server
   *   answers again, `onRetry` where it does so because the reader pressed Retry
   */
  constructor({ onBack, onRetry }) {
    this.#onBack = onBack;
    onLost(() => this.check());
    byId("banner-retry").addEventListener("click", async () => {
      await this.check();
      if (this.#state === "ready") onRetry();
    });
  }

  /** Ask whether the server is ready; goes on asking for as long as it is not. */
  async check() {
    clearTimeout(this.#polling);
    this.#set(await readiness());
  }

  #set(state) {
    clearTimeout(this.#polling);
    const before = this.#state;
    this.#state = state;
    if (state !== "ready") this.#polling = setTimeout(() => this.check(), EVERY);
    if (state === before) return;
    if (state === "ready") this.#back();
    else this.#show(WORDS[state], state);
  }

  #back() {
    this.#show("Back again.", "ready");
    this.#hiding = setTimeout(() => {
      byId("banner").hidden = true;
    }, SHOWN_FOR);
    this.#onBack();
  }

  #show(text, state) {
    clearTimeout(this.#hiding);
    byId("banner-text").textContent = text;
    byId("banner-retry").hidden = state !== "lost";
    byId("banner").dataset.state = state;
    byId("banner").hidden = false;
    announce(text);
  }
}
