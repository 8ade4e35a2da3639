import { announce } from "./announce.js";
import { button } from "./dom.js";

/** @param {string} text @returns {Promise<boolean>} whether it is on the clipboard now */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Away from localhost and https there is no navigator.clipboard.
    return copyBySelection(text);
  }
}

function copyBySelection(text) {
  const put = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", put, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", put);
  return done;
}

/**
 * A button that copies and says so in its own label for a moment.
 * @param {string} label
 * @param {() => string} text
 * @returns {HTMLButtonElement}
 */
export function copyButton(label, text) {
  let timer = 0;
  const node = button(label, async () => {
    const done = await copy(text());
    node.textContent = done ? "Copied" : "Not copied";
    announce(done ? "Copied" : "The browser did not allow copying");
    clearTimeout(timer);
    timer = setTimeout(() => {
      node.textContent = label;
    }, 1600);
  });
  return node;
}
