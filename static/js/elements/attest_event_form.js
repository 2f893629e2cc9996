// What happened: type, date, who took part, how it is told.

import "./attest_combobox.js";
import { h } from "../lib/dom.js";
import { dateOffers, findDates, looksLikeEdtf, yearOf } from "../lib/dates.js";
import { t } from "../lib/i18n.js";
import { actorsByNumber } from "../lib/tag_set.js";
import { ranked, shortestPrefixes } from "../lib/type_ahead.js";
import { MODALITY_WORDS, POLARITY_WORDS } from "../lib/wording.js";
import { spanField } from "./attest_span_field.js";
import { ParticipantsField } from "./participants_field.js";
import { TagForm } from "./tag_form.js";

export class AttestEventForm extends TagForm {
  fresh(span) {
    const date = { date_edtf: "", date_start: null, date_end: null };
    return {
      ...span,
      note: "",
      code: null,
      codebook: null,
      ...date,
      modality: "asserted",
      polarity: "positive",
      participants: [],
    };
  }

  fields() {
    this.participants = new ParticipantsField(this);
    return [
      this.field("code", t("Type"), this.#type()),
      this.field("date", t("Date"), this.#date(), this.#dateHint()),
      h("div", { class: "card-field", dataset: { field: "participants" } }, ...this.participants.parts),
      h(
        "div",
        { class: "pair" },
        this.field("modality", t("Told as"), this.select("modality", MODALITY_WORDS)),
        this.field("polarity", t("Polarity"), this.select("polarity", POLARITY_WORDS)),
      ),
      this.field("date_words", t("Date in the text"), (this.dateWords = spanField(this, "date_", t("Date in the text")))),
      this.field("main", t("Trigger"), spanField(this, "", t("Trigger"), { isRequired: true })),
    ];
  }

  enter() {
    this.type.input.focus();
    this.type.input.select();
  }

  parts() {
    return [{ start: this.value.date_start, end: this.value.date_end }];
  }

  faults() {
    const faults = [];
    if (this.type.isDirty && this.type.typed.trim())
      faults.push({ field: "code", message: t("“%(typed)s” is no type. Choose one of the list.", { typed: this.type.typed }) });
    if (!this.#readDate())
      faults.push({ field: "date", message: t("This is no date. Write 12 Nov 2007, or EDTF such as 2007-11-12 or XXXX-11-12.") });
    return faults;
  }

  #type() {
    const prefixes = shortestPrefixes(this.work.codes.map(({ value }) => value));
    this.type = document.createElement("attest-combobox");
    this.type.setAttribute("opens", "");
    this.type.emptyWords = t("No type fits. Types are those of the project's codebook.");
    this.type.offers = (typed) =>
      ranked(
        typed,
        this.work.codes.map((code) => ({ ...code, more: `${code.definition} ${code.modes.join(" ")}` })),
      ).map((code) => ({
        value: code.value,
        code: code.value,
        words: code.definition || code.label,
        mark: typed
          ? code.value.toLowerCase().startsWith(typed.toLowerCase())
            ? typed.length
            : 0
          : prefixes.get(code.value).length,
        group: typed ? undefined : code.quad,
      }));
    this.type.addEventListener("choose", ({ detail }) => {
      this.isTouched = true;
      if (detail?.value !== this.value.code) this.value.codebook = null;
      this.value.code = detail?.value ?? null;
      this.participants.show();
    });
    this.type.connectedCallback();
    if (this.value.code) this.type.set({ value: this.value.code, code: this.value.code });
    return this.type;
  }

  #date() {
    this.found = findDates(this.sentence.text.text).map((date) => ({
      ...date,
      words: this.sentence.text.text.slice(date.from, date.to),
    }));
    const years = this.work.yearsNear(this.sentence.id, findDates, yearOf);
    this.date = document.createElement("attest-combobox");
    this.date.isFree = true;
    this.date.setAttribute("opens", "");
    this.date.setAttribute("placeholder", "12 Nov 2007");
    this.date.emptyWords = t("Write a date as in the text, or EDTF.");
    const offersOf = (words, typed) =>
      dateOffers(words, years).map(({ edtf, why }) => ({
        value: `${edtf} ${words}`,
        edtf,
        code: edtf,
        words: typed ? why : `“${words}” ${why === "as written" ? "" : why}`,
        said: words,
      }));
    this.date.offers = (typed) => (typed ? offersOf(typed, true) : this.found.flatMap(({ words }) => offersOf(words, false)));
    this.date.addEventListener("choose", ({ detail }) => this.#takeDate(detail));
    this.date.addEventListener("typed", () => this.#readDate());
    this.date.connectedCallback();
    if (this.value.date_edtf) this.date.set({ code: this.value.date_edtf });
    return this.date;
  }

  #takeDate(choice) {
    this.isTouched = true;
    this.value.date_edtf = choice?.edtf ?? "";
    const read = dateOffers(choice?.said ?? "")[0]?.edtf;
    const stated = this.found.find(({ words, edtf }) => words === choice?.said || (read && edtf === read));
    if (stated && this.value.date_start === null) this.dateWords.set(this.sentence.text.toStored([stated.from, stated.to]));
    this.#dateHint();
  }

  #readDate() {
    const typed = this.date.typed.trim();
    const edtf = !typed || looksLikeEdtf(typed) ? typed : dateOffers(typed)[0]?.edtf;
    if (edtf !== undefined) this.value.date_edtf = edtf;
    this.#dateHint();
    return edtf !== undefined;
  }

  #dateHint() {
    this.hint ??= h("span", { class: "hint" });
    const { date_edtf: edtf } = this.value;
    this.hint.textContent = edtf && edtf !== this.date?.typed ? t("Will be saved as %(edtf)s", { edtf }) : "";
    this.hint.hidden = !this.hint.textContent;
    return this.hint;
  }

  /** The actors of the sentence by number, for the participants. */
  get actors() {
    return actorsByNumber(this.set).map((tag) => ({
      tag: tag.tag,
      quote: this.sentence.text.shown(tag.value),
      name: this.work.actors.get(tag.value.actor)?.label,
    }));
  }
}

customElements.define("attest-event-form", AttestEventForm);
