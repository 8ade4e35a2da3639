import { readEvents } from "./events.js";

/**
 * @typedef {{story_id: string, sha256: string, title: string, source: string|null,
 *   published: string|null, paragraph: number, start: number, end: number, exact: string,
 *   prefix: string, suffix: string, url: string}} Citation
 * @typedef {{citation: Citation, score: number}} Hit
 * @typedef {{words: Citation, quote: Citation, confidence: number, also: Citation[], date: string|null}} Finding
 * @typedef {{question: string, read_as: string|null, kind: string, answer: string|null,
 *   verdict: "yes"|"no"|null, answers: Finding[], differ: boolean, abstained: boolean, confidence: number, citations: Citation[], near: Hit[],
 *   conversation_id: string}} Answer
 * @typedef {{id: string, sha256: string, title: string, source: string|null,
 *   published: string|null, url: string|null, passages: number, current: boolean}} Story
 * @typedef {{start: number, end: number}} Span in code points
 * @typedef {{kind: string, quote: string, story: string, quote_span: Span, story_span: Span, reasons: string[]}} Difference
 * @typedef {{claimed: string|null, found: string|null, certainty: string, verdict: string, voice: string|null,
 *   others: string[], evidence: Citation|null}} Speaker
 * @typedef {{quote: string, parts: string[], spans: Span[], source: string|null, wording: string, severity: number,
 *   reasons: string[], speaker: Speaker, completeness: string, outcome: "pass"|"warn"|"fail", folds: string[],
 *   warnings: string[], diff: Difference[], citations: Citation[], links: string[], fuller: Citation|null,
 *   nearest: Citation|null, variants: {citation: Citation, wording: string}[]}} Check
 * @typedef {{quote: string, role: string, spans: Span[]}} Unchecked
 * @typedef {{results: Check[], unchecked: Unchecked[], summary: string, markdown: string}} Checked
 * @typedef {{ordinal: number, paragraph: number, start: number, end: number}} Passage
 */

/** A request that did not work out: `kind` is "offline" or "problem". */
export class ApiError extends Error {
  constructor(kind, message, { status = 0, retryAfter = 0, code = "" } = {}) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

const OFFLINE = "Pullquote isn't answering. Is the server still running?";
const PATIENCE = 5000;
const CUT_OFF = "The answer was cut off before it arrived.";
const lostListeners = new Set();

/**
 * Be told each time a request cannot reach the server, or its response breaks off.
 * @param {() => void} listener
 */
export function onLost(listener) {
  lostListeners.add(listener);
}

function offline() {
  for (const listener of lostListeners) listener();
  return new ApiError("offline", OFFLINE);
}

function problem(body, response) {
  const status = response?.status ?? body?.status ?? 0;
  const message = body?.detail || body?.title || `The server answered with status ${status}.`;
  const retryAfter = Number(response?.headers.get("Retry-After")) || 0;
  return new ApiError("problem", message, { status, retryAfter, code: body?.code ?? "" });
}

/** fetch, with every failure as an ApiError; an abort stays an AbortError. */
async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    throw error instanceof TypeError ? offline() : error;
  }
  if (response.ok) return response;
  throw problem(await response.json().catch(() => null), response);
}

async function json(path, options) {
  const response = await request(path, options);
  try {
    return await response.json();
  } catch (error) {
    throw error instanceof TypeError ? offline() : error;
  }
}

const storyPath = (id) => `/v1/stories/${encodeURIComponent(id)}`;

/** @returns {Promise<{stories: Story[], next: string|null, total: number}>} */
export function listStories(after = "") {
  const query = new URLSearchParams({ limit: "200" });
  if (after) query.set("after", after);
  return json(`/v1/stories?${query}`);
}

/** @returns {Promise<[Story & {text: string}, Passage[]]>} */
export async function getStory(id) {
  const [story, { passages }] = await Promise.all([
    json(storyPath(id)),
    json(`${storyPath(id)}/passages`),
  ]);
  return [story, passages];
}

/** @param {{text: string, title?: string, source?: string, published?: string}} story */
export function addText(story) {
  return json("/v1/stories", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(story),
  });
}

/** @param {File} file */
export function addFile(file) {
  const body = new FormData();
  body.set("file", file);
  return json("/v1/stories", { method: "POST", body });
}

/** @param {string} id */
export function removeStory(id) {
  return request(storyPath(id), { method: "DELETE" });
}

/** @returns {Promise<"ready"|"starting"|"lost">} */
export async function readiness() {
  try {
    const response = await fetch("/readyz", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return response.ok ? "ready" : "starting";
  } catch {
    return "lost";
  }
}

/**
 * Ask, and call `onSources` as soon as the passages to be read are known.
 * @param {string} question
 * @param {{conversationId?: string, signal: AbortSignal, onSources: (hits: Hit[]) => void}} options
 * @returns {Promise<Answer>}
 */
export async function ask(question, { conversationId, signal, onSources }) {
  const response = await request("/v1/ask", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
    body: JSON.stringify(conversationId ? { question, conversation_id: conversationId } : { question }),
    signal,
  });
  let answer = null;
  try {
    for await (const { event, data } of readEvents(response.body)) {
      if (event === "sources") onSources(JSON.parse(data).hits);
      if (event === "answer") answer = JSON.parse(data);
      if (event === "error") throw problem(JSON.parse(data));
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    offline();
  }
  // A connection that breaks after the answer has come takes nothing from it.
  if (!answer) throw new ApiError("problem", CUT_OFF);
  return answer;
}

/**
 * Check the quotations of a text against the stories.
 * @param {string} text
 * @param {{profile: string, signal: AbortSignal}} options
 * @returns {Promise<Checked>}
 */
export function checkQuotes(text, { profile, signal }) {
  return json("/v1/quotes/check", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text, profile }),
    signal,
  });
}
