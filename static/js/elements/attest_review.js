// One sentence under review: keys for the answers, tags and cards that show they belong together, and the lease kept alive
// while someone looks. Everything is a form or a link that works without this.

import { h, isField } from "../lib/dom.js";
import { singleKeysOn } from "../page/shell.js";
import { t } from "../lib/i18n.js";

const RENEW_EVERY = 60_000;

export class AttestReview extends HTMLElement {
  connectedCallback() {
    this.listener = (event) => this.#key(event);
    document.addEventListener("keydown", this.listener);
    for (const name of ["focusin", "pointerover"]) this.addEventListener(name, ({ target }) => this.#link(target));
    if (this.dataset.lease) this.#hold();
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.listener);
    clearInterval(this.timer);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && this.#closeReturn()) return;
    if (isField(event.target) || !singleKeysOn()) return;
    const act = {
      a: () => this.querySelector(".decide-approve button")?.click(),
      x: () => this.#openReturn(),
      j: () => this.querySelector("a[rel=next]")?.click(),
      k: () => this.querySelector("a[rel=prev]")?.click(),
      d: () => this.#toggleChanges(),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #openReturn() {
    const panel = this.querySelector(".decide-return");
    if (!panel) return;
    panel.open = true;
    (panel.querySelector("input[type=radio]:checked") ?? panel.querySelector("input[type=radio]")).focus();
  }

  #closeReturn() {
    const panel = this.querySelector(".decide-return[open]");
    if (!panel?.contains(document.activeElement)) return false;
    panel.open = false;
    panel.querySelector("summary").focus();
    return true;
  }

  #toggleChanges() {
    const changes = this.querySelector("#changes");
    if (!changes) return;
    changes.open = !changes.open;
    if (changes.open) changes.scrollIntoView({ block: "nearest" });
  }

  /** Show which words a card is about, and the other way round. */
  #link(target) {
    const tag = target.closest("[data-tag]")?.dataset.tag;
    if (tag === this.linked) return;
    this.linked = tag;
    for (const mark of this.querySelectorAll(".mark[data-tag]")) mark.classList.toggle("is-linked", mark.dataset.tag === tag);
    for (const card of this.querySelectorAll(".card[data-tag]")) card.classList.toggle("is-current", card.dataset.tag === tag);
  }

  #hold() {
    this.#lease("POST");
    this.timer = setInterval(() => document.hidden || this.#lease("POST"), RENEW_EVERY);
    addEventListener("pagehide", () => this.#lease("DELETE"), { once: true });
  }

  /** Hold the sentence a little longer, or let it go. When it cannot be held, say why; the person may still read. */
  async #lease(method) {
    const headers = { "X-CSRFToken": this.querySelector("[name=csrfmiddlewaretoken]").value };
    try {
      const response = await fetch(this.dataset.lease, { method, headers, keepalive: method === "DELETE" });
      if (method === "POST" && [403, 404, 409].includes(response.status)) this.#lost(await response.json());
    } catch {
      // offline: the lease ends by itself
    }
  }

  #lost(problem) {
    clearInterval(this.timer);
    const words = problem.detail ?? problem.title ?? t("This sentence is no longer yours to decide on.");
    this.querySelector(".page-head").before(
      h("div", { class: "notice", role: "status", dataset: { level: "warning" } }, h("p", {}, words)),
    );
  }
}

customElements.define("attest-review", AttestReview);
