const KEY = "pullquote.conversation.2";

/**
 * The conversation of this tab, as it was before a reload.
 * @returns {{conversationId: string|null, exchanges: object[]}}
 */
export function load() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    if (Array.isArray(kept?.exchanges)) return kept;
  } catch {
    // Storage may be switched off, or hold something else: start afresh.
  }
  return { conversationId: null, exchanges: [] };
}

/** @param {{conversationId: string|null, exchanges: object[]}} conversation */
export function save(conversation) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(conversation));
  } catch {
    // A full or forbidden storage only costs the reload, not the conversation.
  }
}
