// Work used again: the last tag on other words, the tags of a sentence in another.

import { areTwins } from "../lib/conflicts.js";
import { again, againElsewhere, copied } from "../lib/copying.js";
import { plural, t } from "../lib/i18n.js";
import { adding } from "../lib/tag_set.js";
import { everything, isExtended, selectionOf } from "../lib/word_cursor.js";
import { shortened } from "../lib/wording.js";
import { CuttingVerbs } from "./cutting_verbs.js";

export class RepeatingVerbs extends CuttingVerbs {
  /** Tag these words as the last ones were tagged. */
  again() {
    if (!this.mayEdit()) return;
    if (!this.last) return this.work.say(t("Nothing was tagged yet that could be repeated."));
    const { id, kind, value } = this.last;
    const { text } = this.work.current;
    const isWhole = kind === "reliability" && !isExtended(this.work.cursor);
    const words = selectionOf(isWhole ? everything(text) : this.work.cursor, text);
    if (!words) return this.work.say(t("Go to a word first; y tags it as the last one was."));
    const span = text.toStored(words);
    const between = this.#between(id, this.work.focus);
    if (!between.from.text) return this.work.say(t("The sentence they were copied from is gone."));
    const isHere = id === this.work.focus;
    this.#add([adding(kind, isHere ? again(kind, value, span, between.all) : againElsewhere(kind, value, span, between))]);
  }

  /** Remember all tags of the sentence. */
  copy() {
    const { focus } = this.work;
    const { tags } = this.work.shown(focus);
    if (tags.length === 0) return this.work.say(t("This sentence has no tags to copy."));
    this.kept = { id: focus, tags };
    this.work.say(
      plural("%(count)s tag copied. V puts it into another sentence.", "%(count)s tags copied. V puts them into another sentence.", tags.length),
    );
  }

  /** Put the copied tags where the same words stand in this sentence; say what has no place here. */
  paste() {
    if (!this.mayEdit()) return;
    if (!this.kept) return this.work.say(t("Nothing is copied. C copies the tags of a sentence."));
    const { id, tags } = this.kept;
    if (id === this.work.focus) return this.work.say(t("These tags stand here already. Go to another sentence first."));
    const { from, to, there } = this.#between(id, this.work.focus);
    if (!from.text) return this.work.say(t("The sentence they were copied from is gone."));
    const { added, known, missing } = copied(tags, from, to, tags, there);
    if (added.length > 0) this.#add(added.map(({ kind, tag, value }) => adding(kind, value, tag)));
    this.#tellPlaced(added.length, known, missing);
  }

  #tellPlaced(placed, known, missing) {
    const said = [plural("%(count)s tag placed.", "%(count)s tags placed.", placed)];
    if (known > 0) said.push(plural("%(count)s stood here already.", "%(count)s stood here already.", known));
    const words = missing.map((one) => `“${shortened(one, 30)}”`).join(", ");
    if (missing.length > 0) said.push(t("Not in this sentence: %(words)s", { words }));
    this.work.say(said.join(" "), missing.length > 0 ? "warning" : "info");
  }

  /** The sentence that tags come from and the one they go to: {from, to, all, there}. */
  #between(id, focus) {
    const [from, to] = [id, focus].map((one) => ({ id: one, text: this.work.sentences.get(one)?.text }));
    return { from, to, all: from.text ? this.work.shown(id).tags : [], there: this.work.shown(focus).tags };
  }

  #add(operations) {
    const { focus } = this.work;
    const { tags } = this.work.shown(focus);
    const [first] = operations;
    if (tags.some(({ kind, value }) => kind === first.kind && areTwins(kind, value, first.value)))
      return this.work.say(t("“%(quote)s” is already tagged in exactly this way.", { quote: shortened(first.value.quote, 40) }));
    this.work.save(focus, operations);
    this.work.pick(first.tag);
    this.toText();
  }
}
