// Walking the queue by keys: j and k move, Enter opens, n takes the next.

import { isField } from "../lib/dom.js";
import { singleKeysOn } from "../page/shell.js";

export class AttestQueue extends HTMLElement {
  connectedCallback() {
    this.listener = (event) => this.#key(event);
    document.addEventListener("keydown", this.listener);
    this.addEventListener("focusin", ({ target }) => this.#mark(target.closest(".queue > .row")));
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.listener);
  }

  get rows() {
    return [...this.querySelectorAll(".queue > .row")];
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
    if (isField(event.target) || !singleKeysOn() || document.querySelector("dialog[open]")) return;
    const steps = { j: 1, k: -1 };
    if (event.key in steps) this.#move(steps[event.key]);
    else if (event.key === "n") this.querySelector("[data-next]")?.click();
    else return;
    event.preventDefault();
  }

  #move(step) {
    const { rows } = this;
    const at = rows.findIndex((row) => row.classList.contains("is-current"));
    const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step))];
    next?.querySelector("a.row-title").focus();
  }

  #mark(current) {
    if (!current) return;
    for (const row of this.rows) row.classList.toggle("is-current", row === current);
  }
}

customElements.define("attest-queue", AttestQueue);
