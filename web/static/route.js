/** @typedef {"ask"|"check"|"proofs"} View `proofs` is the text with its quotations marked */

const VIEWS = ["ask", "check", "proofs"];

/**
 * What the page shows beside a story. A story's address doesn't say; the entry of the history does.
 * @param {string} path
 * @param {{view?: string}|null} state
 * @returns {View}
 */
export function readView(path, state) {
  if (VIEWS.includes(state?.view)) return state.view;
  return /^\/check\/?$/.test(path) ? "check" : "ask";
}

/** @param {View} view @returns {string} its address, without a story */
export function viewPath(view) {
  return view === "ask" ? "/" : "/check";
}

/**
 * @typedef {{id: string, start: number|null, end: number|null}} Place
 *   a story, and the code points of it that are meant; no offsets mean the whole story
 */

/**
 * @param {string} path
 * @returns {Place|null} null for the page without a story
 */
export function readPlace(path) {
  const match = /^\/story\/([^/]+)(?:\/(\d+)-(\d+))?\/?$/.exec(path);
  if (!match) return null;
  const [, id, start, end] = match;
  try {
    return {
      id: decodeURIComponent(id),
      start: start === undefined ? null : Number(start),
      end: end === undefined ? null : Number(end),
    };
  } catch {
    return null;
  }
}

/**
 * @param {Place} place
 * @returns {string} its permalink, relative to the site
 */
export function placePath({ id, start = null, end = null }) {
  const story = `/story/${encodeURIComponent(id)}`;
  return start === null || end === null ? story : `${story}/${start}-${end}`;
}

/**
 * @param {Place} place
 * @returns {string} its permalink in full
 */
export function placeLink(place) {
  return location.origin + placePath(place);
}
