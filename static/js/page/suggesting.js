// Suggestions at work: asked for when a sentence is looked at, drawn under its words, accepted or rejected by one key.
// Nothing here saves unasked; what was rejected is told to the server and stays away.

import { t } from "../lib/i18n.js";
import { accepting, mustChoose, open, wordsOf } from "../lib/suggestions.js";

const AT_FIRST = 700; // milliseconds: opening a page asks for nothing before it stands
const ON_MOVING = 150; // going through sentences quickly asks only where one stops

export class Suggesting extends EventTarget {
  constructor(work, verbs) {
    super();
    Object.assign(this, { work, verbs, known: new Map(), away: new Map(), parents: new Map(), chosen: null, delay: AT_FIRST });
    work.addEventListener("focus", () => this.#focus());
    work.addEventListener("set", ({ detail }) => detail.sentence === work.focus && this.#show());
    work.addEventListener("answered", ({ detail }) => this.#changed(detail.entry.sentence));
    if (work.focus !== null) this.#focus();
  }

  /** The suggestions that are open on the sentence in focus. */
  get list() {
    const { focus } = this.work;
    if (focus === null) return [];
    return open(this.known.get(focus) ?? [], this.work.shown(focus), this.away.get(focus));
  }

  /** The one that the keys are about. */
  get current() {
    const { list } = this;
    return list.find(({ key, start }) => key === this.chosen?.key && start === this.chosen.start) ?? list[0] ?? null;
  }

  choose(suggestion) {
    this.chosen = suggestion;
    this.#show();
  }

  accept(suggestion = this.current) {
    if (!this.#isReady(suggestion)) return;
    const { focus } = this.work;
    const { start, end } = suggestion;
    this.#passOn(suggestion);
    if (mustChoose(suggestion)) return this.work.open({ kind: suggestion.kind, span: { start, end } });
    const operation = accepting(suggestion, this.work.basis(focus), this.work.shown(focus), this.parents);
    this.parents.set(suggestion.key, operation.tag);
    this.work.save(focus, [operation]);
  }

  async reject(suggestion = this.current) {
    if (!this.#isReady(suggestion)) return;
    const { focus } = this.work;
    this.#passOn(suggestion);
    this.away.set(focus, new Set(this.away.get(focus)).add(suggestion.key));
    this.#show();
    const { status } = await this.work.ask("POST", `${this.#path(focus)}rejections/`, { key: suggestion.key });
    if (status === 0 || status >= 500)
      this.work.say(t("The rejection was not kept: there is no connection. It is hidden until you load the page again."), "warning");
  }

  #isReady(suggestion) {
    if (!this.verbs.mayEdit()) return false;
    if (!suggestion) this.work.say(t("There is no suggestion here."));
    return Boolean(suggestion);
  }

  /** The next one becomes the current one. */
  #passOn(suggestion) {
    const { list } = this;
    this.chosen = list[list.indexOf(suggestion) + 1] ?? null;
  }

  #focus() {
    this.chosen = null;
    this.#show();
    if (!this.known.has(this.work.focus)) this.#askSoon(this.work.focus);
  }

  #changed(id) {
    if (id === this.work.focus) this.#askSoon(id);
    else this.known.delete(id);
  }

  #askSoon(id) {
    clearTimeout(this.timer);
    if (!this.work.me.can_edit) return;
    this.timer = setTimeout(() => this.#ask(id), this.delay);
    this.delay = ON_MOVING;
  }

  async #ask(id) {
    const { status, body } = await this.work.ask("GET", `${this.#path(id)}suggestions/`);
    if (status !== 200) return;
    this.known.set(id, body.suggestions);
    if (id === this.work.focus) this.#show();
  }

  #path(id) {
    return `${this.work.payload.urls.api}sentences/${id}/`;
  }

  #show() {
    const { list, current } = this;
    this.work.ghosts = list.map((one) => ({ ...wordsOf(one), isCurrent: one === current }));
    this.dispatchEvent(new CustomEvent("change"));
    this.work.dispatchEvent(new CustomEvent("ghosts"));
  }
}
