// Where sentences end: split, join, and take that back. The text itself never changes, tags move along.

import { askPanel } from "../elements/ask_panel.js";
import { t } from "../lib/i18n.js";
import { selectionOf } from "../lib/word_cursor.js";
import { shortened } from "../lib/wording.js";

export class CuttingVerbs {
  constructor(work, { reading, desk }) {
    Object.assign(this, { work, reading, desk });
  }

  split() {
    if (!this.mayEdit()) return;
    const { text, id } = this.work.current;
    const words = selectionOf(this.work.cursor, text);
    if (!words || words[0] === text.words[0]?.start)
      return this.work.say(t("Go to the word that begins the new sentence, then press b."));
    const at = text.toStored(words).start;
    const shown = text.text.slice(words[0], words[1]);
    this.#cut(
      t("Split before “%(words)s”", { words: shortened(shown, 30) }),
      t("What stands before becomes a sentence of its own. Tags move along."),
      `sentences/${id}/split/`,
      { at },
    );
  }

  join() {
    if (!this.mayEdit()) return;
    const next = this.work.neighbour(1);
    if (next === null) return this.work.say(t("There is no sentence after this one."));
    const title = t("Join with sentence %(number)s", { number: this.work.sentences.get(next).number });
    this.#cut(title, t("The two become one sentence. Tags move along."), `sentences/${this.work.focus}/merge/`, {});
  }

  /** Take back the last split or join of the source. */
  uncut() {
    if (this.mayEdit())
      this.#cut(
        t("Take back the last split or join"),
        t("The sentences stand again as they did before it. Tags move along."),
        `sources/${this.work.payload.source.id}/undo-cut/`,
        {},
      );
  }

  #cut(title, words, path, data) {
    if (this.work.outbox.entries.length > 0)
      return this.work.say(t("Something is not saved yet. Wait for it, then cut the text."), "warning");
    const done = async () => {
      this.desk.ask(null);
      const { status, body } = await this.work.ask("POST", this.work.payload.urls.api + path, data);
      if (status >= 200 && status < 300) this.work.dispatchEvent(new CustomEvent("recut", { detail: body }));
      else
        this.work.say(
          status === 0
            ? t("No connection: the text cannot be cut now.")
            : (body?.detail ?? t("The server answered %(status)s.", { status })),
          "warning",
        );
    };
    this.desk.ask(askPanel({ title, words, yes: t("Do it"), done, left: () => this.left() }));
  }

  left() {
    this.desk.ask(null);
    this.toText();
  }

  /** Whether the person may change anything here; says why when not. */
  mayEdit() {
    if (!this.work.me.can_edit) this.work.say(this.work.me.why_not, "warning");
    return this.work.me.can_edit;
  }
}
