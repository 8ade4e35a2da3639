import { byline, passage } from "./citation.js";
import { byId, el } from "./dom.js";

const SHOW_AFTER = 120;
const HIDE_AFTER = 180;
const EDGE = 12;
const GAP = 2;

const card = el("div", { class: "preview", id: "preview", role: "tooltip", hidden: true });
let owner = null;
let timer = 0;
let quiet = false;

/** Put the card into the page, once. */
export function installPreview() {
  byId("conversation").append(card);
  card.addEventListener("pointerenter", () => clearTimeout(timer));
  card.addEventListener("pointerleave", hideSoon);
  addEventListener("resize", hidePreview);
  addEventListener("scroll", follow, { capture: true, passive: true });
}

/**
 * Show the citation's passage while this control is hovered or focused.
 * @param {HTMLElement} control
 * @param {import("./api.js").Citation} citation
 */
export function attachPreview(control, citation) {
  control.addEventListener("pointerenter", (event) => {
    if (event.pointerType !== "touch") later(() => show(control, citation), SHOW_AFTER);
  });
  control.addEventListener("pointerleave", hideSoon);
  control.addEventListener("focus", () => {
    if (!quiet && control.matches(":focus-visible")) show(control, citation);
  });
  control.addEventListener("blur", hidePreview);
  control.addEventListener("click", hidePreview);
}

/** @returns {boolean} whether there was a card to hide */
export function hidePreview() {
  clearTimeout(timer);
  if (!owner) return false;
  owner.removeAttribute("aria-describedby");
  owner = null;
  card.hidden = true;
  return true;
}

/**
 * Give focus back to a control without its preview popping up.
 * @param {HTMLElement} control
 */
export function focusQuietly(control) {
  quiet = true;
  control.focus();
  quiet = false;
}

function later(action, delay) {
  clearTimeout(timer);
  timer = setTimeout(action, delay);
}

function hideSoon() {
  later(hidePreview, HIDE_AFTER);
}

/** Focus may scroll its control into view, so scrolling moves the card along. */
function follow() {
  if (!owner) return;
  const anchor = owner.getBoundingClientRect();
  if (anchor.bottom < 0 || anchor.top > innerHeight) hidePreview();
  else place(anchor);
}

function show(control, citation) {
  clearTimeout(timer);
  if (owner === control || !control.isConnected) return;
  hidePreview();
  owner = control;
  control.setAttribute("aria-describedby", card.id);
  card.replaceChildren(
    el("span", { class: "preview-text" }, passage(citation)),
    el("span", { class: "preview-title" }, citation.title),
    el("span", { class: "preview-byline" }, byline(citation)),
  );
  card.hidden = false;
  place(control.getBoundingClientRect());
}

/** Above the control or below it, where there is more room; never over it, nor past the window's edges. */
function place(anchor) {
  card.style.maxHeight = "";
  const width = document.documentElement.clientWidth;
  const { width: wanted, height } = card.getBoundingClientRect();
  const above = anchor.top - GAP - EDGE;
  const below = innerHeight - anchor.bottom - GAP - EDGE;
  const goesAbove = height <= above || above > below;
  const tall = Math.min(height, goesAbove ? above : below);
  const left = anchor.left + anchor.width / 2 - wanted / 2;
  card.style.maxHeight = `${tall}px`;
  card.style.top = `${goesAbove ? anchor.top - GAP - tall : anchor.bottom + GAP}px`;
  card.style.left = `${Math.max(EDGE, Math.min(left, width - wanted - EDGE))}px`;
}
