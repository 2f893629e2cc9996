// What the workbench knows: the sentences with their confirmed tags, what waits to be saved, where the person is.
// Elements listen and ask; nothing here touches the page.
//
// Events: "set" {sentence} its tags or state changed; "focus" {sentence, previous}; "cursor"; "form"; "status"; "notice" {words}

import { refusalWords } from "./api.js";
import { Outbox } from "./outbox.js";
import { refusalOf } from "./refusals.js";
import { SentenceText } from "./sentence_text.js";
import { EMPTY_SET, applied, basis, isFinished, isToDo } from "./tag_set.js";
import { newId } from "./uuid.js";

export class Work extends EventTarget {
  /** `payload` is what the page came with; `store` keeps the outbox; `ask` talks to the server. */
  constructor(payload, { store, ask, clock, isOnline }) {
    super();
    Object.assign(this, { payload, ask, focus: null, cursor: null, form: null, tab: "tags" });
    this.me = payload.me;
    this.codes = payload.codes;
    this.actors = new Map(payload.actors.map((actor) => [actor.id, actor]));
    this.sentences = new Map(payload.sentences.map((row) => [row.id, this.#sentence(row)]));
    this.order = payload.sentences.map(({ id }) => id);
    this.outbox = new Outbox({
      store,
      clock,
      isOnline,
      send: (entry) => this.#send(entry),
      onAnswer: (entry, body, problem) => this.#answered(entry, body, problem),
      onChange: () => this.#tell("status"),
    });
  }

  #sentence(row) {
    const text = new SentenceText(row.text, this.payload.source.language);
    return { ...row, text, set: row.set ?? EMPTY_SET };
  }

  /** The sentence in focus. */
  get current() {
    return this.sentences.get(this.focus);
  }

  /** A sentence's set as it will read once everything waiting is saved. */
  shown(id) {
    const { set } = this.sentences.get(id);
    return this.outbox.of(id).reduce((now, entry) => this.#foreseen(now, entry), set);
  }

  #foreseen(set, { verb, body }) {
    if (verb === "operations") return applied(set, body.operations, this.me.code);
    if (verb === "submit") return { ...set, state: "submitted" };
    return set;
  }

  /** The operations of a sentence that are under way, oldest first. */
  pending(id) {
    return this.outbox.of(id).flatMap(({ verb, body }) => (verb === "operations" ? body.operations : []));
  }

  /** What an operation follows: the confirmed set and the operations under way. */
  basis(id) {
    return [this.sentences.get(id).set, this.pending(id)];
  }

  /** Save operations on a sentence; they show at once. */
  save(id, operations) {
    this.#queue(id, "operations", { operations, base: this.sentences.get(id).set.revision });
  }

  /** Take back my last request on the sentence: locally while it was never sent, else by the server. */
  undo(id) {
    if (this.outbox.takeBack(id)) this.#tell("set", { sentence: id });
    else this.#queue(id, "undo", { id: newId() });
  }

  redo(id) {
    this.#queue(id, "redo", { id: newId() });
  }

  submit(id) {
    this.#queue(id, "submit", {});
  }

  withdraw(id) {
    this.#queue(id, "withdraw", {});
  }

  #queue(id, verb, body) {
    this.outbox.add({ id: newId(), sentence: id, verb, body, at: Date.now() });
    this.#tell("set", { sentence: id });
  }

  #send({ sentence, verb, body }) {
    const path = `${this.payload.urls.api}sentences/${sentence}/${verb}/`;
    // A reviewer must see what was submitted: the revision is known only when what came before is saved.
    const data = verb === "submit" ? { revision: this.sentences.get(sentence).set.revision } : body;
    return this.ask("POST", path, data);
  }

  #answered(entry, body, problem) {
    if (body?.tags) this.adopt(entry.sentence, body, { isMine: true });
    for (const { message } of body?.notices ?? []) this.#tell("notice", { words: message, level: "info" });
    if (problem?.status === 409 && problem.body?.present) this.adopt(entry.sentence, problem.body.present);
    if (problem && entry.verb !== "operations") {
      this.outbox.resolve(entry.sentence, []); // nothing written would be lost
      this.say(refusalWords(problem.body, problem.status), "warning");
    }
    this.#tell(problem ? "refused" : "answered", { entry, problem });
    this.#tell("set", { sentence: entry.sentence });
  }

  /** Take over a set as the server has it now; an older one than is known is passed over. */
  adopt(id, { operations, notices, ...set }, { isMine = false } = {}) {
    const row = this.sentences.get(id);
    if (!row || set.revision < row.set.revision) return;
    row.set = { ...row.set, ...set };
    if (isMine) Object.assign(row.set, { by: this.me.code, at: new Date().toISOString() });
    this.#tell("set", { sentence: id });
  }

  /** Take over a sentence that others changed: {id, set, review, actors}. */
  learn({ id, set, review, actors }) {
    const row = this.sentences.get(id);
    for (const actor of actors) this.actors.set(actor.id, { ...this.actors.get(actor.id), ...actor });
    row.review = review;
    if (set) this.adopt(id, set);
  }

  /** Asked before the focus leaves a sentence whose form is open; the page says what becomes of it. */
  mayLeave() {
    return true;
  }

  /** Move to a sentence; the cursor starts anew there. */
  goTo(id, { cursor = null } = {}) {
    if (!this.sentences.has(id)) return;
    const previous = this.focus;
    if (previous === id && !cursor) return;
    if (previous !== id && this.form && !this.mayLeave()) return;
    this.focus = id;
    this.cursor = cursor;
    this.picked = null;
    if (previous !== id) this.#tell("focus", { sentence: id, previous });
    this.#tell("cursor");
  }

  /** The sentence `step` places on, among those that `test` accepts. */
  neighbour(step, test = () => true) {
    const from = this.order.indexOf(this.focus);
    for (let at = from + step; at >= 0 && at < this.order.length; at += step) if (test(this.order[at])) return this.order[at];
    return null;
  }

  /** The next sentence that waits for someone, going round at the end. */
  nextToDo(step = 1) {
    const waits = (id) => isToDo(this.shown(id));
    const onward = this.neighbour(step, waits);
    if (onward !== null) return onward;
    const rest = step > 0 ? this.order : this.order.toReversed();
    return rest.find((id) => id !== this.focus && waits(id)) ?? null;
  }

  /** My drafts that are finished: what "submit all" means. Others' drafts are theirs to submit. */
  get finished() {
    const isMine = ({ state, by }) => state === "draft" && (by === undefined || by === this.me.code);
    return this.order.filter((id) => isMine(this.shown(id)) && isFinished(this.shown(id)));
  }

  moveCursor(cursor) {
    this.cursor = cursor;
    this.picked = null;
    this.#tell("cursor");
  }

  /** Make a tag the current one: its card is marked, Enter opens it, Del removes it. */
  pick(tag, cursor = this.cursor) {
    this.picked = tag;
    this.cursor = cursor;
    this.#tell("cursor");
  }

  /** Open a form: {kind, tag} for a tag that is there, {kind, span} for a new one; null closes it. */
  open(form) {
    // What others change while the form is open must meet a conflict, not be overwritten.
    if (form?.tag) form.seen = basis(...this.basis(this.focus), form.tag.tag);
    if (form?.tag) Object.assign(form, refusalOf(this, this.focus, form.tag.tag));
    this.form = form;
    this.#tell("form");
  }

  /** Say something that is no error. */
  say(words, level = "info") {
    this.#tell("notice", { words, level });
  }

  #tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
