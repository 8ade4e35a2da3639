import { byId } from "./dom.js";

let timer = 0;

/**
 * Say something through the page's one live region. An open modal dialog makes
 * everything outside it silent, so the region moves into the dialog meanwhile.
 * @param {string} text
 */
export function announce(text) {
  const region = byId("announcer");
  const modals = document.querySelectorAll("dialog[open]");
  const host = modals[modals.length - 1] ?? document.body;
  if (region.parentNode !== host) host.append(region);
  region.textContent = "";
  clearTimeout(timer);
  // The same words twice are only read twice if the region was empty in between.
  timer = setTimeout(() => {
    region.textContent = text;
  }, 60);
}
