import { Adding } from "./adding.js";
import { placeOf } from "./citation.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Conversation } from "./conversation.js";
import { byId } from "./dom.js";
import { focusQuietly, hidePreview, installPreview } from "./preview.js";
import { Removing } from "./removing.js";
import { placePath, readPlace } from "./route.js";
import { Sheet } from "./sheet.js";
import { SourcePane } from "./source.js";
import { Stories } from "./stories.js";
import { drawWelcome } from "./welcome.js";

const TITLE = document.title;

const connection = new Connection({ onBack: refresh, onRetry: () => conversation.askLost() });
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
const adding = new Adding({ onAdded: refresh });
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

/** Open a place and make it the page's address. */
function go(place, options = {}) {
  const path = placePath(place);
  if (path !== location.pathname) history.pushState(null, "", path);
  return show(place, options);
}

function show(place, options) {
  stories.showOpen(place.id);
  return source.open(place, options);
}

/** The source pane has closed, by its button or because the address changed. */
function leaveStory(opener) {
  document.title = TITLE;
  stories.showOpen(null);
  if (readPlace(location.pathname)) history.pushState(null, "", "/");
  if (opener?.isConnected) focusQuietly(opener);
  else if (!Sheet.top || Sheet.beside) composer.focus();
}

function followAddress() {
  const place = readPlace(location.pathname);
  if (place) show(place, {});
  else source.close();
}

function welcome() {
  byId("new-conversation").hidden = conversation.isEmpty;
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
    composer.focus();
  }
}

function wire() {
  installPreview();
  document.addEventListener("keydown", onKey);
  addEventListener("popstate", followAddress);
  // Following the link itself would change the address, which names the open story.
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    composer.focus();
  });
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
welcome();
refresh();
connection.check();
if (readPlace(location.pathname)) followAddress();
