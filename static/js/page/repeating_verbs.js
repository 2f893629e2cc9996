// Work used again: the last tag on other words, the tags of a sentence in another.

import { areTwins } from "../lib/conflicts.js";
import { again, copied } from "../lib/copying.js";
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
    const { kind, value } = this.last;
    const { text } = this.work.current;
    const isWhole = kind === "reliability" && !isExtended(this.work.cursor);
    const words = selectionOf(isWhole ? everything(text) : this.work.cursor, text);
    if (!words) return this.work.say(t("Go to a word first; y tags it as the last one was."));
    this.#add([adding(kind, again(kind, value, text.toStored(words)))]);
  }

  /** Remember the tag under way, or all tags of the sentence. */
  copy() {
    const { focus, picked } = this.work;
    const { tags } = this.work.shown(focus);
    const chosen = picked ? tags.filter(({ tag }) => tag === picked) : tags;
    if (chosen.length === 0) return this.work.say(t("This sentence has no tags to copy."));
    this.kept = { id: focus, chosen, all: tags };
    this.work.say(
      plural("%(count)s tag copied. V puts it into another sentence.", "%(count)s tags copied. V puts them into another sentence.", chosen.length),
    );
  }

  /** Put the copied tags where the same words stand in this sentence; say what has no place here. */
  paste() {
    if (!this.mayEdit()) return;
    if (!this.kept) return this.work.say(t("Nothing is copied. C copies the tags of a sentence."));
    const [from, to] = [this.kept.id, this.work.focus].map((id) => ({ id, text: this.work.sentences.get(id)?.text }));
    if (from.id === to.id) return this.work.say(t("These tags stand here already. Go to another sentence first."));
    const { added, missing } = copied(this.kept.chosen, from, to, this.kept.all);
    const { tags } = this.work.shown(to.id);
    const isThere = (one) => tags.some((tag) => tag.kind === one.kind && areTwins(one.kind, tag.value, one.value));
    const fresh = added.filter((one) => !isThere(one));
    if (fresh.length > 0) this.#add(fresh.map(({ kind, tag, value }) => adding(kind, value, tag)));
    const words = missing.map((one) => `“${shortened(one, 30)}”`).join(", ");
    if (missing.length > 0)
      this.work.say(
        plural("%(count)s tag placed. Not in this sentence: %(words)s", "%(count)s tags placed. Not in this sentence: %(words)s", fresh.length, {
          words,
        }),
        "warning",
      );
    else this.work.say(plural("%(count)s tag placed.", "%(count)s tags placed.", fresh.length));
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
