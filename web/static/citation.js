import { el, fold } from "./dom.js";
import { placeLink } from "./route.js";

/** @typedef {import("./api.js").Citation} Citation */

const DAY = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "short", year: "numeric", timeZone: "UTC",
});
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

/**
 * @param {string|null} published an ISO date, or month
 * @returns {string|null} the date in words; as it came where it is no such date
 */
export function inWords(published) {
  if (!published) return null;
  if (/^\d{4}-\d{2}$/.test(published)) return MONTH.format(new Date(`${published}-01T00:00Z`));
  const date = /^\d{4}-\d{2}-\d{2}/.test(published) ? new Date(`${published.slice(0, 10)}T00:00Z`) : null;
  return date && !Number.isNaN(date.getTime()) ? DAY.format(date) : published;
}

/**
 * "The Harbour Bell · 14 Jan 2026 · paragraph 4", leaving out what is not known.
 * @param {{source: string|null, published: string|null, paragraph?: number|null}} place
 * @returns {string}
 */
export function byline({ source, published, paragraph }) {
  // A date or a number is not torn apart, and a dot does not begin a line.
  const parts = [source, bound(inWords(published)), paragraph ? bound(`paragraph ${paragraph}`) : null];
  return parts.filter(Boolean).join("\u00a0· ");
}

function bound(words) {
  return words?.replaceAll(" ", "\u00a0") ?? null;
}

/** @param {Citation} citation @returns {import("./route.js").Place} */
export function placeOf({ story_id: id, start, end }) {
  return { id, start, end };
}

/**
 * The words with where they stand, for pasting elsewhere.
 * @param {{exact: string, title: string, source: string|null, published: string|null,
 *   paragraph: number|null, place: import("./route.js").Place}} quote
 * @returns {string}
 */
export function quoteText({ exact, title, source, published, paragraph, place }) {
  const parts = [title, source, inWords(published), paragraph ? `paragraph ${paragraph}` : null, placeLink(place)];
  return `“${fold(exact)}” — ${parts.filter(Boolean).join(", ")}`;
}

/**
 * The cited words in the middle of what stands around them.
 * @param {Citation} citation
 * @returns {HTMLElement}
 */
export function passage({ prefix, exact, suffix }) {
  // They are cut at a fixed length, which may be in the middle of a word.
  const before = prefix.trim() ? prefix.replace(/^\S*\s+(?=.*\S)/s, "…") : "";
  const after = suffix.trim() ? suffix.replace(/(?<=\S.*)\s+\S*$/s, "…") : "";
  return el("span", { class: "passage" }, before, el("mark", { class: "marker" }, exact), after);
}
