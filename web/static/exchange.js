import { answerNodes, readAs } from "./answer.js";
import { byline } from "./citation.js";
import { button, el, fold } from "./dom.js";

/**
 * @typedef {import("./api.js").Citation} Citation
 * @typedef {"searching"|"reading"|"busy"|"answered"|"failed"|"lost"|"stopped"} Status
 * @typedef {{question: string, status: Status, hits?: import("./api.js").Hit[],
 *   result?: import("./api.js").Answer, message?: string}} Exchange
 * @typedef {{open: (citation: Citation, opener: HTMLElement) => void, retry: () => void}} Actions
 */

/**
 * What stands below the question.
 * @param {Exchange} exchange
 * @param {Actions} actions
 * @returns {Node[]}
 */
export function replyNodes(exchange, actions) {
  const { status, result, message = "" } = exchange;
  if (status === "answered") {
    const nodes = result.abstained ? abstention(result, actions) : answerNodes(result, actions);
    return [readAs(result), ...nodes].filter(Boolean);
  }
  if (status === "searching") return [working("Searching the stories")];
  if (status === "reading") return [working(readingLine(exchange.hits ?? []))];
  if (status === "busy") return [working(message)];
  if (status === "stopped") return [trouble("Stopped before an answer.", actions.retry, "Ask again")];
  if (status === "lost") return [trouble("Not answered yet.", actions.retry, "Retry")];
  return [trouble(message, actions.retry, "Retry", true)];
}

/** @param {import("./api.js").Answer} result @returns {string} the reply as it is read aloud */
export function spoken({ abstained, differ, answer: words }) {
  if (abstained) return "The stories don't say.";
  return `${differ ? "The stories differ. Newest answer" : "Answer"}: ${fold(words ?? "")}`;
}

function working(text) {
  return el("p", { class: "working" }, text);
}

function readingLine(hits) {
  if (!hits.length) return "Reading";
  const titles = [...new Set(hits.map((hit) => hit.citation.title))];
  const named = titles.slice(0, 2).map((title) => `“${title}”`).join(", ");
  const more = titles.length > 2 ? ` and ${titles.length - 2} more` : "";
  return `Reading ${hits.length} ${hits.length === 1 ? "passage" : "passages"} from ${named}${more}`;
}

function trouble(text, retry, label, bad = false) {
  return el("div", { class: bad ? "trouble bad" : "trouble" }, el("p", {}, text), button(label, retry));
}

function abstention({ near }, actions) {
  const places = near.slice(0, 3).map(({ citation }) => el("li", {}, nearPlace(citation, actions)));
  const silence = el("p", { class: "silence" }, "The stories don't say.");
  if (!places.length) return [silence];
  return [
    silence,
    el("p", { class: "near-head" }, "Near, but not an answer:"),
    el("ul", { class: "near" }, ...places),
  ];
}

function nearPlace(citation, { open }) {
  const node = button("", () => open(citation, node), { class: "near-place" });
  node.append(
    el("span", { class: "near-text" }, citation.exact),
    el("span", { class: "near-byline" }, `${citation.title} · ${byline(citation)}`),
  );
  return node;
}

