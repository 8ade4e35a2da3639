/**
 * Make an element. Text always goes in as text nodes, so nothing a story holds
 * can become markup.
 * @param {string} tag
 * @param {Record<string, any>} [props] `class`, `on` (listeners), `data`, or attributes;
 *   null, undefined and false leave an attribute out.
 * @param {...(Node|string|null|false|undefined)} children
 * @returns {HTMLElement}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") listen(node, value);
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function listen(node, handlers) {
  for (const [type, handler] of Object.entries(handlers)) node.addEventListener(type, handler);
}

/**
 * A plain button.
 * @param {string} label
 * @param {(event: Event) => void} onClick
 * @param {Record<string, any>} [props]
 * @returns {HTMLButtonElement}
 */
export function button(label, onClick, props = {}) {
  return /** @type {HTMLButtonElement} */ (
    el("button", { type: "button", class: "button", on: { click: onClick }, ...props }, label)
  );
}

/**
 * The element with this id; the page is broken without it, so its absence throws.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`no element #${id}`);
  return node;
}

/**
 * @param {string} text
 * @returns {string} the text with each run of white space as one space, as the page shows it
 */
export function fold(text) {
  return text.replace(/\s+/g, " ").trim();
}
