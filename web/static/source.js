import { announce } from "./announce.js";
import { getStory } from "./api.js";
import { byline, quoteText } from "./citation.js";
import { copyButton } from "./clipboard.js";
import { button, byId, el } from "./dom.js";
import { placeLink } from "./route.js";
import { Sheet } from "./sheet.js";
import { layOut, selectedPart } from "./story_text.js";

const NOTES = {
  older: "An older version of this story. The stories hold a newer one.",
  nowhere: "The place this link names isn't in the story's text. Here is the whole story.",
  changed: "The words at this place are no longer the ones the answer quoted.",
};

/** The pane that shows a story, and in it the cited words. */
export class SourcePane {
  #sheet;
  #body = byId("source-body");
  #actions = byId("source-actions");
  #selectionButton;
  #opener = null;
  #opening = 0;
  #shown = null;

  /** @param {{onClosed: (opener: HTMLElement|null) => void}} options */
  constructor({ onClosed }) {
    this.#sheet = new Sheet(byId("source"), {
      onClose: () => {
        this.#opening += 1;
        this.#shown = null;
        document.body.classList.remove("reading");
        onClosed(this.#opener);
        this.#opener = null;
      },
    });
    byId("source-close").addEventListener("click", () => this.close());
    this.#selectionButton = copyButton("Copy link to selection", () => this.#selectionLink);
    this.#selectionButton.addEventListener("pointerdown", (event) => event.preventDefault());
    document.addEventListener("selectionchange", () => this.#offerSelection());
  }

  #selectionLink = "";

  /** Shows the title in the bar while the headline itself is out of sight. */
  #headline = new IntersectionObserver(([entry]) => {
    byId("source-name").classList.toggle("shown", !entry.isIntersecting);
  });

  get isOpen() {
    return this.#sheet.isOpen;
  }

  close() {
    this.#sheet.close();
  }

  /**
   * @param {import("./route.js").Place} place
   * @param {{opener?: HTMLElement|null, exact?: string}} [options] `exact`: the words
   *   expected at the place
   */
  async open(place, { opener = null, exact } = {}) {
    const turn = ++this.#opening;
    this.#opener = opener ?? this.#opener;
    document.body.classList.add("reading");
    this.#sheet.open();
    // A story's text never changes, so another place in the one on show needs no fetching.
    if (this.#shown?.story.id === place.id) {
      this.#show(this.#shown.story, this.#shown.passages, place, exact);
      return;
    }
    this.#say("Opening the story…");
    try {
      const [story, passages] = await getStory(place.id);
      if (turn === this.#opening) this.#show(story, passages, place, exact);
    } catch (error) {
      if (turn === this.#opening) this.#fail(error, place, exact);
    }
  }

  #show(story, passages, place, exact) {
    const laid = layOut(story.text, passages, place);
    this.#shown = { story, passages, laid };
    const sought = place.start !== null;
    const notes = [
      story.current ? null : NOTES.older,
      sought && !laid.marks.length ? NOTES.nowhere : null,
      exact && laid.exact !== null && exact !== laid.exact ? NOTES.changed : null,
    ];
    const head = heading(story);
    this.#body.replaceChildren(head, ...notes.filter(Boolean).map(note), laid.body);
    this.#headline.observe(head);
    byId("source-name").textContent = story.title;
    this.#actions.replaceChildren(...this.#buttons(story, laid, place));
    document.title = `${story.title} — Pullquote`;
    this.#offerSelection();
    this.#reveal(laid.marks[0]);
  }

  #reveal(mark) {
    this.#body.scrollTop = 0;
    if (!mark) {
      this.#body.focus({ preventScroll: true });
      return;
    }
    mark.scrollIntoView({ block: "center", behavior: "instant" });
    mark.focus({ preventScroll: true });
  }

  #buttons(story, laid, place) {
    const { title, source, published } = story;
    const { exact, paragraph } = laid;
    const link = copyButton("Copy link", () => placeLink(exact === null ? { id: story.id } : place));
    if (exact === null) return [link];
    const quote = () => quoteText({ exact, title, source, published, paragraph, place });
    return [copyButton("Copy quote", quote), link];
  }

  #offerSelection() {
    const part = this.#shown ? selectedPart(this.#shown.laid) : null;
    if (!part) {
      this.#selectionButton.remove();
      return;
    }
    this.#selectionLink = placeLink({ id: this.#shown.story.id, ...part });
    if (!this.#selectionButton.isConnected) this.#actions.append(this.#selectionButton);
  }

  #say(text) {
    this.#shown = null;
    this.#headline.disconnect();
    byId("source-name").classList.remove("shown");
    this.#actions.replaceChildren();
    this.#body.replaceChildren(el("p", { class: "source-state" }, text));
  }

  #fail(error, place, exact) {
    const missing = error.status === 404;
    this.#say(missing ? "This story isn't here. It may have been removed, or the link may be wrong." : error.message);
    announce(this.#body.textContent);
    if (!missing) this.#body.append(button("Retry", () => this.open(place, { exact })));
    this.#body.focus({ preventScroll: true });
  }
}

function heading(story) {
  const line = byline(story);
  return el(
    "header",
    { class: "story-head" },
    line && el("p", { class: "story-byline" }, line),
    el("h2", { class: "story-title" }, story.title),
    webAddress(story.url),
  );
}

/** Only web addresses become links: a story may claim any address as its own. */
function webAddress(url) {
  if (!/^https?:\/\//i.test(url ?? "")) return null;
  const link = el("a", { href: url, rel: "noreferrer noopener", target: "_blank" }, "Where it was published");
  return el("p", { class: "story-address" }, link);
}

function note(text) {
  return el("p", { class: "note" }, text);
}
