const CONVERSATION = "pullquote.conversation.2";
const CHECKING = "pullquote.checking.1";

/**
 * @typedef {{conversationId: string|null, exchanges: object[]}} Kept
 * @typedef {{text: string, profile: string, checked: {text: string, answer: import("./api.js").Checked}|null}} KeptCheck
 */

/** @returns {Kept} the conversation of this tab, as it was before a reload */
export function load() {
  const kept = read(CONVERSATION);
  return Array.isArray(kept?.exchanges) ? kept : { conversationId: null, exchanges: [] };
}

/** @param {Kept} conversation */
export function save(conversation) {
  write(CONVERSATION, conversation);
}

/** @returns {KeptCheck} the text to check in this tab, and what came of it, as before a reload */
export function loadCheck() {
  const kept = read(CHECKING);
  return typeof kept?.text === "string" ? kept : { text: "", profile: "strict", checked: null };
}

/** The text is kept even where there is no room for its result. @param {KeptCheck} check */
export function saveCheck(check) {
  if (!write(CHECKING, check)) write(CHECKING, { ...check, checked: null });
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null");
  } catch {
    // Storage may be switched off, or hold something else: start afresh.
    return null;
  }
}

function write(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    // A full or forbidden storage only costs the reload, not what is on the page.
    return false;
  }
}
