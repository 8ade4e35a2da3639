import { announce } from "./announce.js";
import { ask } from "./api.js";
import { byId, el } from "./dom.js";
import { replyNodes, spoken } from "./exchange.js";
import { patiently } from "./patience.js";
import { load, save } from "./store.js";

const UNFINISHED = new Set(["searching", "reading", "busy"]);

/** The questions of this tab and what became of them. */
export class Conversation {
  #log = byId("exchanges");
  #composer;
  #open;
  #onChange;
  #id;
  #exchanges;
  #control = null;

  /**
   * @param {{composer: import("./composer.js").Composer,
   *   open: import("./exchange.js").Actions["open"], onChange: () => void}} options
   */
  constructor({ composer, open, onChange }) {
    this.#composer = composer;
    this.#open = open;
    this.#onChange = onChange;
    const kept = load();
    this.#id = kept.conversationId;
    this.#exchanges = kept.exchanges;
    for (const exchange of this.#exchanges) {
      if (UNFINISHED.has(exchange.status)) exchange.status = "stopped";
      this.#add(exchange);
    }
    this.#log.lastElementChild?.scrollIntoView({ block: "end", behavior: "instant" });
  }

  get isEmpty() {
    return this.#exchanges.length === 0;
  }

  /** @param {string} question */
  ask(question) {
    if (this.#control) return;
    const exchange = { question, status: "searching" };
    this.#exchanges.push(exchange);
    this.#add(exchange);
    this.#onChange();
    this.#run(exchange);
  }

  /** Ask the last question again, if it was asked of a lost server. */
  askLost() {
    const last = this.#exchanges.at(-1);
    if (last?.status === "lost" && !this.#control) this.#run(last);
  }

  stop() {
    this.#control?.abort();
  }

  clear() {
    this.stop();
    this.#id = null;
    this.#exchanges = [];
    this.#log.replaceChildren();
    this.#save();
    this.#onChange();
  }

  #add(exchange) {
    const reply = el("div", { class: "reply" });
    const root = el("article", { class: "exchange" }, el("h2", { class: "question" }, exchange.question), reply);
    // Kept beside the exchange, not in it: exchanges are stored as JSON.
    this.#replies.set(exchange, { root, reply });
    this.#log.append(root);
    this.#draw(exchange);
  }

  #replies = new WeakMap();

  #draw(exchange) {
    const { root, reply } = this.#replies.get(exchange);
    const retry = () => {
      if (this.#control) return;
      this.#composer.focus();
      this.#run(exchange);
    };
    reply.replaceChildren(...replyNodes(exchange, { open: this.#open, retry }));
    root.scrollIntoView({ block: "nearest" });
  }

  #set(exchange, status, more = {}) {
    if (!this.#exchanges.includes(exchange)) return;
    Object.assign(exchange, { status, ...more });
    this.#draw(exchange);
    this.#save();
  }

  async #run(exchange) {
    const control = new AbortController();
    this.#control = control;
    this.#composer.working = true;
    this.#set(exchange, "searching");
    announce("Searching");
    try {
      const result = await this.#askPatiently(exchange, control.signal);
      this.#id = this.#exchanges.includes(exchange) ? result.conversation_id : this.#id;
      this.#set(exchange, "answered", { result, hits: undefined });
      announce(spoken(result));
    } catch (error) {
      this.#fail(exchange, error, control.signal);
    }
    if (this.#control !== control) return;
    this.#control = null;
    this.#composer.working = false;
  }

  #fail(exchange, error, signal) {
    if (signal.aborted) {
      this.#set(exchange, "stopped");
      announce("Stopped");
      return;
    }
    // The banner says that the server is gone, and is read out from there.
    if (error.kind === "offline") {
      this.#set(exchange, "lost");
      return;
    }
    this.#set(exchange, "failed", { message: error.message });
    announce(error.message);
  }

  #askPatiently(exchange, signal) {
    return patiently(() => this.#askOnce(exchange, signal), {
      signal,
      onWait: (message) => {
        this.#set(exchange, "busy", { message });
        announce(message);
      },
      onAgain: () => this.#set(exchange, "searching"),
    });
  }

  #askOnce(exchange, signal) {
    return ask(exchange.question, {
      conversationId: this.#id ?? undefined,
      signal,
      onSources: (hits) => this.#set(exchange, "reading", { hits }),
    });
  }

  #save() {
    save({ conversationId: this.#id, exchanges: this.#exchanges });
  }
}
