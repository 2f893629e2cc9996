// The ten seconds after a decision: `u` takes it back, then the offer leaves. The form works without this.

import { isField } from "../lib/dom.js";
import { singleKeysOn } from "../page/shell.js";

export class AttestUndo extends HTMLElement {
  connectedCallback() {
    const until = Date.now() + Number(this.dataset.seconds) * 1000;
    this.timer = setTimeout(() => this.remove(), until - Date.now());
    this.listener = (event) => this.#key(event);
    document.addEventListener("keydown", this.listener);
    const address = new URL(location.href);
    address.searchParams.delete("undo"); // a reload an hour later must not ask about it again
    history.replaceState(history.state, "", address);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("keydown", this.listener);
  }

  #key(event) {
    if (event.key !== "u" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (isField(event.target) || !singleKeysOn() || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.querySelector("form").requestSubmit();
  }
}

customElements.define("attest-undo", AttestUndo);
