import { listStories } from "./api.js";
import { inWords } from "./citation.js";
import { button, byId, el } from "./dom.js";

/** @typedef {import("./api.js").Story} Story */

const FILTER_FROM = 13;

/** The list of stories in the left pane. */
export class Stories {
  #list = byId("story-list");
  #filter = /** @type {HTMLInputElement} */ (byId("story-filter"));
  #more = byId("stories-more");
  #actions;
  #stories = [];
  #next = null;
  #current = null;
  #turn = 0;

  /**
   * @param {{open: (story: Story, opener: HTMLElement) => void,
   *   remove: (story: Story) => void, onChange: () => void}} actions
   */
  constructor(actions) {
    this.#actions = actions;
    this.total = null;
    this.#filter.addEventListener("input", () => {
      this.#draw();
      byId("stories-scroll").scrollTop = 0;
    });
    this.#more.addEventListener("click", () => this.#loadMore());
  }

  /** @returns {Story[]} those loaded so far, newest versions only */
  get current() {
    return this.#stories.filter((story) => story.current);
  }

  /** Fetch the list anew. A failure leaves the old one standing. */
  async load() {
    const turn = ++this.#turn;
    const page = await listStories();
    if (turn !== this.#turn) return;
    this.#take(page, []);
  }

  /** @param {string|null} id the story that is open in the source pane */
  showOpen(id) {
    this.#current = id;
    for (const node of this.#list.querySelectorAll("[data-story]")) this.#markOpen(node);
  }

  async #loadMore() {
    const turn = ++this.#turn;
    const shown = this.#list.children.length;
    try {
      const page = await listStories(this.#next);
      if (turn === this.#turn) this.#take(page, this.#stories);
      this.#list.children[shown]?.querySelector("button")?.focus();
    } catch {
      // The banner tells of a lost server; the button stays for another try.
    }
  }

  #take({ stories, next, total }, before) {
    this.#stories = [...before, ...stories];
    this.#next = next;
    this.total = total;
    this.#draw();
    this.#actions.onChange();
  }

  #draw() {
    const words = this.#filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const matches = this.#stories.filter((story) => {
      const text = `${story.title} ${story.source ?? ""} ${story.published ?? ""}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    this.#list.replaceChildren(...matches.map((story) => this.#item(story)));
    byId("story-count").textContent = this.total ? String(this.total) : "";
    byId("filter-row").hidden = this.#stories.length < FILTER_FROM;
    byId("no-match").hidden = !this.#stories.length || matches.length > 0;
    byId("no-stories").hidden = this.total !== 0;
    this.#more.hidden = !this.#next;
  }

  #item(story) {
    const open = button("", () => this.#actions.open(story, open), { class: "story-open", data: { story: story.id } });
    const facts = [story.source, inWords(story.published), story.current ? null : "older version"].filter(Boolean);
    open.append(
      el("span", { class: "story-name" }, story.title),
      el("span", { class: "story-meta" }, ...facts.flatMap((fact) => [" ", el("span", {}, fact)])),
    );
    this.#markOpen(open);
    const remove = button("", () => this.#actions.remove(story), {
      class: "story-remove",
      "aria-label": `Remove ${story.title}`,
    });
    return el("li", { class: "story" }, open, remove);
  }

  #markOpen(node) {
    if (node.dataset.story === this.#current) node.setAttribute("aria-current", "true");
    else node.removeAttribute("aria-current");
  }
}
