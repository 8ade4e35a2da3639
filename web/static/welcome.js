import { button, byId, el } from "./dom.js";

/** Questions that some stories answer, offered only while those stories are there. */
const EXAMPLES = [
  ["Second hole under Tanners’ Bridge adds £700,000 to the bill",
    "Who discovered the hollow under the west pier of Tanners’ Bridge?"],
  ["Treasurer jailed for taking £186,420 from lifeboat fund",
    "How many payments did Pym make to Pym Horticultural?"],
  ["Fish trap or beaver dam? Stakes under Skelder Moss divide the experts",
    "Who led the dig at Skelder Moss?"],
];

/**
 * What stands where the conversation will be, before the first question.
 * @param {{total: number|null, stories: import("./api.js").Story[], asked: boolean,
 *   ask: (question: string) => void, add: () => void}} options `total` is null until the
 *   list has arrived
 */
export function drawWelcome({ total, stories, asked, ask, add }) {
  const welcome = byId("welcome");
  welcome.hidden = asked || total === null;
  if (welcome.hidden) welcome.replaceChildren();
  else welcome.replaceChildren(...(total === 0 ? emptyLibrary(add) : invitation(stories, ask)));
}

function emptyLibrary(add) {
  return [
    el("h2", { class: "welcome-title" }, "No stories yet"),
    el("p", { class: "welcome-text" },
      "Pullquote answers questions with sentences from your stories, word for word. ",
      "Add one and ask about it."),
    button("Add a story", add, { class: "button primary" }),
    el("p", { class: "welcome-hint" }, "Paste its text, choose a .txt or .md file, or drop files anywhere on this page."),
  ];
}

function invitation(stories, ask) {
  const titles = new Set(stories.map((story) => story.title));
  const examples = EXAMPLES.filter(([title]) => titles.has(title)).map(([, question]) =>
    el("li", {}, button(question, () => ask(question), { class: "example" })));
  return [
    el("h2", { class: "welcome-title" }, "Ask the stories"),
    el("p", { class: "welcome-text" },
      "Every answer is in their own words, word for word, with the place it comes from. ",
      "If they don't say, Pullquote says so."),
    examples.length ? el("ul", { class: "examples", "aria-label": "Example questions" }, ...examples) : "",
  ];
}
