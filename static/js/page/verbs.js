// What a person can do in the workbench. Keys, buttons and menus call these; each says why when it cannot.

import { askPanel } from "../elements/ask_panel.js";
import { areTwins } from "../lib/conflicts.js";
import { plural, t } from "../lib/i18n.js";
import { changeOrNothing, correct, discard } from "../lib/refusals.js";
import { adding, isFinished, marking, removing } from "../lib/tag_set.js";
import { shortened } from "../lib/wording.js";
import { RepeatingVerbs } from "./repeating_verbs.js";
import { covering, everything, isExtended, moved, selectionOf } from "../lib/word_cursor.js";

export class Verbs extends RepeatingVerbs {
  event() {
    this.#tag("event");
  }

  actor() {
    this.#tag("actor");
  }

  reliability() {
    this.#tag("reliability");
  }

  #tag(kind) {
    if (!this.mayEdit()) return;
    const { text } = this.work.current;
    // A grade is about what the sentence says, unless words were chosen; the words of a tag just saved were not.
    const isChosen = isExtended(this.work.cursor) && !this.work.picked;
    const isWhole = kind === "reliability" && !isChosen;
    const cursor = isWhole ? everything(text) : (this.work.cursor ?? moved(null, 1, text));
    const words = selectionOf(cursor, text);
    if (!words) return this.work.say(t("This sentence has no words to tag."));
    if (kind !== "reliability") this.work.moveCursor(cursor);
    this.work.open({ kind, span: text.toStored(words) });
  }

  /** Open the current tag, or the innermost one under the cursor. */
  openTag(uid = this.work.picked) {
    const tag = this.work.shown(this.work.focus).tags.find((one) => one.tag === uid);
    if (tag && this.mayEdit()) this.work.open({ kind: tag.kind, tag });
  }

  /** Go to the next tag in reading order, so that Enter opens it and Del removes it. */
  nextTag(step = 1) {
    const { tags } = this.work.shown(this.work.focus);
    if (tags.length === 0) return this.work.say(t("This sentence has no tags."));
    const at = tags.findIndex(({ tag }) => tag === this.work.picked);
    const tag = tags[at < 0 ? (step > 0 ? 0 : tags.length - 1) : (at + step + tags.length) % tags.length];
    const { text } = this.work.current;
    this.work.pick(tag.tag, covering(text.toShown(tag.value), text));
    this.reading.enter();
  }

  /** Save what the open form says. */
  save(value) {
    const { form, focus } = this.work;
    const twin = this.work
      .shown(focus)
      .tags.find((one) => one.kind === form.kind && one.tag !== form.tag?.tag && areTwins(form.kind, one.value, value));
    if (twin)
      return this.desk.formElement.showFaults([
        { field: "", message: t("“%(quote)s” is already tagged in exactly this way.", { quote: shortened(value.quote, 40) }) },
      ]);
    const operation = form.tag ? changeOrNothing(this.work, focus, form, value) : adding(form.kind, value);
    this.last = { id: focus, kind: form.kind, value };
    this.work.open(null);
    if (form.isRefused) correct(this.work, focus, form.tag.tag, value);
    else if (operation) this.work.save(focus, [operation]);
    this.work.pick(operation?.tag ?? form.tag?.tag ?? null);
    this.toText();
  }

  /** Before the focus goes elsewhere: what was written is saved, or the form stays and says what is missing. */
  leaveForm() {
    const form = this.desk.formElement;
    if (!form?.isTouched) this.work.open(null);
    else form.save();
    return this.work.form === null;
  }

  cancel() {
    const { form, focus } = this.work;
    this.work.open(null);
    if (form?.isRefused && this.work.outbox.blocked.has(focus))
      this.work.say(t("It is still not saved: correct it, or discard it in the column."), "warning");
    this.toText();
  }

  remove(uid = this.work.form?.tag?.tag ?? this.work.picked) {
    const { focus } = this.work;
    const shown = this.work.shown(focus);
    const tag = shown.tags.find((one) => one.tag === uid);
    if (!tag || !this.mayEdit()) return;
    const isRefused = this.work.form?.isRefused;
    this.work.open(null);
    if (isRefused) discard(this.work, focus);
    else this.work.save(focus, removing(...this.work.basis(focus), shown, tag));
    this.work.pick(null);
    this.work.say(t("Removed. Press z to take it back."));
    this.toText();
  }

  undo() {
    if (this.mayEdit()) this.work.undo(this.work.focus);
  }

  redo() {
    if (this.mayEdit()) this.work.redo(this.work.focus);
  }

  nothing() {
    if (!this.mayEdit()) return;
    const { focus } = this.work;
    const set = this.work.shown(focus);
    if (set.tags.length > 0)
      return this.work.say(t("This sentence has tags, so something was coded. Remove them first."), "warning");
    const outcome = set.outcome === "nothing_to_code" ? "open" : "nothing_to_code";
    this.work.save(focus, [marking(...this.work.basis(focus), { outcome, question: set.question })]);
  }

  unsure() {
    if (!this.mayEdit()) return;
    const { focus } = this.work;
    const set = this.work.shown(focus);
    const done = (question) => {
      this.desk.ask(null);
      if (question !== set.question)
        this.work.save(focus, [marking(...this.work.basis(focus), { outcome: set.outcome, question })]);
      this.toText();
    };
    const left = () => this.left();
    this.desk.ask(
      askPanel({
        title: t("Unsure"),
        label: t("What should the lead look at?"),
        text: set.question,
        yes: t("Ask"),
        removal: set.question ? t("Take it back") : "",
        done,
        left,
      }),
    );
  }

  submit() {
    if (!this.mayEdit()) return;
    const set = this.work.shown(this.work.focus);
    if (set.state === "submitted") return this.work.say(t("This sentence is in the queue already."));
    if (set.question)
      return this.work.say(t("There is an open question to the lead. Take it back (u) or wait for the answer."), "warning");
    if (!isFinished(set) && set.state !== "returned")
      return this.work.say(
        set.tags.length
          ? t("An event has no type yet.")
          : t("Nothing is tagged here. Tag something, or say that there is nothing to code (0)."),
        "warning",
      );
    this.work.submit(this.work.focus);
  }

  submitAll() {
    if (!this.mayEdit()) return;
    const { finished } = this.work;
    if (finished.length === 0) return this.work.say(t("No sentence is finished and waiting to be submitted."));
    for (const id of finished) this.work.submit(id);
    this.work.say(plural("%(count)s sentence submitted.", "%(count)s sentences submitted.", finished.length));
  }

  withdraw() {
    const { state } = this.work.shown(this.work.focus);
    if (!/^(submitted|approved_once)$/u.test(state)) return this.work.say(t("This sentence is not in the queue."));
    if (this.mayEdit()) this.work.withdraw(this.work.focus);
  }

  /** Choose a side of the conflict that is shown, by its number. */
  settle(index) {
    this.desk.querySelectorAll(".conflict [data-choice]")[index]?.click();
  }

  step(step) {
    const next = this.work.neighbour(step);
    if (next !== null) this.go(next);
  }

  nextToDo(step = 1) {
    const next = this.work.nextToDo(step);
    if (next === null) this.work.say(t("Nothing is left to do in this source."));
    else this.go(next);
  }

  go(id) {
    this.work.goTo(id);
    if (this.work.focus === id) this.toText();
  }

  toText() {
    this.desk.classList.remove("is-open");
    this.reading.enter();
  }
}
