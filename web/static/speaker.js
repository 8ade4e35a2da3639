/** @typedef {import("./api.js").Speaker} Speaker */

const VOICES = {
  speech: "says it",
  nested: "is quoted by someone else as saying it",
  question: "asks it, as an interviewer",
  indirect: "is reported as saying so, without quotation marks",
  narration: "writes it",
};
const CERTAINTIES = {
  firm: "Firm: methods that know nothing of each other agree.",
  probable: "Probable: one method says so.",
};

/** The outcome that the speaker alone would have. */
export const SPEAKER_SIGNS = { confirmed: "pass", misattributed: "fail", unresolved: "warn" };

/** @param {Speaker} speaker @returns {string} who says it in the story, and what becomes of the claim */
export function speakerWords(speaker) {
  const { claimed, verdict } = speaker;
  const said = who(speaker);
  if (verdict === "confirmed") return `${claimed}, as claimed${said ? `; ${said}` : ""}.`;
  if (verdict === "misattributed") return `Not ${claimed}; ${said ?? "someone else"}.`;
  if (verdict === "unresolved") {
    return `${claimed} is claimed, and the stories don’t settle it${said ? `; found: ${said}` : ""}.`;
  }
  return said ? `${said.charAt(0).toUpperCase()}${said.slice(1)}.` : "The story doesn’t settle who says it.";
}

/** @param {Speaker} speaker @returns {string|null} how sure that is */
export function certaintyWords({ certainty }) {
  return CERTAINTIES[certainty] ?? null;
}

function who({ found, voice, certainty, others }) {
  const name = found ?? (voice === "narration" && certainty !== "unknown" ? "the writer" : null);
  if (name === null) return null;
  if (certainty === "unknown" || !voice) return `perhaps ${name}`;
  const joint = others.length ? `, and so ${others.length === 1 ? "does" : "do"} ${others.join(", ")}` : "";
  return `${name} ${VOICES[voice] ?? voice}${joint}`;
}
