import { Adding } from "./adding.js";
import { Checking } from "./checking.js";
import { placeOf } from "./citation.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Conversation } from "./conversation.js";
import { byId } from "./dom.js";
import { focusQuietly, hidePreview, installPreview } from "./preview.js";
import { Removing } from "./removing.js";
import { placePath, readPlace, readView, viewPath } from "./route.js";
import { Sheet } from "./sheet.js";
import { SourcePane } from "./source.js";
import { Stories } from "./stories.js";
import { drawWelcome } from "./welcome.js";

const TITLES = { ask: "Pullquote", check: "Check quotes — Pullquote", proofs: "Quotes checked — Pullquote" };

let view = "ask";
const connection = new Connection({
  onBack: refresh,
  onRetry: () => {
    if (view === "ask") conversation.askLost();
    else checking.checkLost();
  },
});
const storiesSheet = new Sheet(byId("stories"), {
  always: true,
  onClose: () => byId("stories-open").focus(),
});
const source = new SourcePane({ onClosed: leaveStory });
const stories = new Stories({
  open: (story, opener) => go({ id: story.id, start: null, end: null }, { opener }),
  remove: (story) => removing.ask(story),
  onChange: welcome,
});
const adding = new Adding({ onAdded: refresh, onDropped: takeDropped });
const removing = new Removing({ onRemoved: forget });
const composer = new Composer({
  onAsk: (question) => conversation.ask(question),
  onStop: () => conversation.stop(),
});
const conversation = new Conversation({
  composer,
  open: (citation, opener) => go(placeOf(citation), { opener, exact: citation.exact }),
  onChange: welcome,
});

const checking = new Checking({
  open: (citation, opener) => go(placeOf(citation), { opener, exact: citation.exact }),
  onView: turnTo,
});

/** Open a place and make it the page's address. */
function go(place, options = {}) {
  const path = placePath(place);
  if (path !== location.pathname) history.pushState({ view }, "", path);
  return show(place, options);
}

/** Turn to another view, and make it the page's address. */
function turnTo(next) {
  if (next === view && location.pathname === viewPath(next)) return;
  history.pushState({ view: next }, "", viewPath(next));
  followAddress();
}

function showView(next) {
  view = next === "proofs" && !checking.hasProofs ? "check" : next;
  document.body.dataset.view = view;
  byId("conversation").hidden = view !== "ask";
  byId("skip").textContent = view === "ask" ? "Skip to the question box" : "Skip to the text";
  byId("drop-words").textContent = view === "ask" ? "Drop to add the stories" : "Drop a text to check it";
  checking.show(view);
  welcome();
  for (const link of document.querySelectorAll(".pages a")) {
    if ((link.dataset.view === "ask") === (view === "ask")) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function focusView() {
  if (view === "ask") composer.focus();
  else checking.focus();
}

/** A file dropped where texts are checked is a text to check, and no story. */
function takeDropped([file]) {
  if (view === "ask") return false;
  checking.take(file);
  return true;
}

function show(place, options) {
  stories.showOpen(place.id);
  return source.open(place, options);
}

/** The source pane has closed, by its button or because the address changed. */
function leaveStory(opener) {
  document.title = TITLES[view];
  stories.showOpen(null);
  if (readPlace(location.pathname)) history.pushState({ view }, "", viewPath(view));
  if (opener?.isConnected && opener.checkVisibility()) focusQuietly(opener);
  else if (!Sheet.top || Sheet.beside) focusView();
}

function followAddress() {
  const place = readPlace(location.pathname);
  showView(readView(location.pathname, history.state));
  if (place) {
    show(place, {});
    return;
  }
  source.close();
  document.title = TITLES[view];
}

function welcome() {
  byId("new-conversation").hidden = conversation.isEmpty || view !== "ask";
  checking.stories(stories.current, stories.total);
  drawWelcome({
    total: stories.total,
    stories: stories.current,
    asked: !conversation.isEmpty,
    ask: (question) => {
      conversation.ask(question);
      composer.focus();
    },
    add: () => adding.open(),
  });
}

/** A failure here is already told by the banner, or by the next thing asked. */
async function refresh() {
  await stories.load().catch(() => {});
}

function forget(id) {
  if (readPlace(location.pathname)?.id === id) source.close();
  byId("stories-head").focus();
  refresh();
}

function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

function onKey(event) {
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    if (!hidePreview()) Sheet.top?.close();
    return;
  }
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (event.key === "/" && plain && !isTyping(event.target) && (Sheet.beside || !Sheet.top)) {
    event.preventDefault();
    focusView();
  }
}

/** Follow a link of the masthead without loading the page anew. */
function onPageLink(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const { view: next } = event.currentTarget.dataset;
  turnTo(next === "check" && view === "ask" ? checking.leftAt : next);
  focusView();
}

function wire() {
  installPreview();
  document.addEventListener("keydown", onKey);
  addEventListener("popstate", followAddress);
  // Following the link itself would change the address, which names the open story.
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    focusView();
  });
  for (const link of document.querySelectorAll(".pages a")) link.addEventListener("click", onPageLink);
  byId("new-conversation").addEventListener("click", () => {
    conversation.clear();
    composer.focus();
  });
  byId("stories-open").addEventListener("click", () => {
    storiesSheet.open();
    byId("stories-head").focus();
  });
  byId("stories-close").addEventListener("click", () => storiesSheet.close());
  byId("scrim").addEventListener("click", () => Sheet.top?.close());
  byId("add-story").addEventListener("click", () => adding.open());
}

wire();
followAddress();
refresh();
connection.check();
