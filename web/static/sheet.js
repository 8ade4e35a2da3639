const wide = matchMedia("(min-width: 68rem)");

/**
 * A pane that stands beside the conversation where there is room, and covers the
 * page as a modal sheet where there is not.
 */
export class Sheet {
  static #open = [];

  /**
   * @param {HTMLElement} pane
   * @param {{always?: boolean, onClose?: () => void}} [options] `always`: on a wide
   *   page the pane shows whether or not it was opened
   */
  constructor(pane, { always = false, onClose } = {}) {
    this.pane = pane;
    this.always = always;
    this.onClose = onClose;
    this.isOpen = false;
    wide.addEventListener("change", () => this.#sync());
    this.#sync();
  }

  /** @returns {boolean} whether there is room beside the conversation */
  static get beside() {
    return wide.matches;
  }

  /** @returns {Sheet|undefined} the sheet on top */
  static get top() {
    return Sheet.#open.at(-1);
  }

  open() {
    Sheet.#open = [...Sheet.#open.filter((sheet) => sheet !== this), this];
    this.isOpen = true;
    this.#sync();
  }

  close() {
    if (!this.isOpen) return;
    Sheet.#open = Sheet.#open.filter((sheet) => sheet !== this);
    this.isOpen = false;
    this.#sync();
    this.onClose?.();
  }

  #sync() {
    this.pane.hidden = !(this.isOpen || (this.always && wide.matches));
    Sheet.#settle();
  }

  /** Only the top sheet is live while one covers the page. */
  static #settle() {
    const modal = wide.matches ? undefined : Sheet.top;
    document.body.classList.toggle("covered", Boolean(modal));
    for (const region of document.querySelectorAll("[data-region]")) {
      region.toggleAttribute("inert", Boolean(modal) && region !== modal.pane);
      setRole(region, region === modal?.pane);
    }
  }
}

function setRole(region, isModal) {
  const role = isModal ? "dialog" : region.dataset.region;
  if (role) region.setAttribute("role", role);
  if (isModal) region.setAttribute("aria-modal", "true");
  else region.removeAttribute("aria-modal");
}
