// When it happened: as the sentence says it, what that means and on which basis, how exactly it is known.

import "./attest_combobox.js";
import { h } from "../lib/dom.js";
import { findDates, looksLikeEdtf, precisionOf, whyNoDate } from "../lib/dates.js";
import { datesOnOffer, readings, shownDate, surroundings, whyUnresolved } from "../lib/event_dates.js";
import { t } from "../lib/i18n.js";
import { BASIS_WORDS, DATE_PRECISION_WORDS } from "../lib/wording.js";
import { borrowedField } from "./borrowed_field.js";
import { spanField } from "./attest_span_field.js";

const noDate = (typed) =>
  whyNoDate(typed) || t("This is no date. Write 12 Nov 2007, or EDTF such as 2007-11-12 or XXXX-11-12.");

export class DateField {
  constructor(form) {
    this.form = form;
    this.context = surroundings(form.work, form.sentence.id);
    this.onOffer = datesOnOffer(form.work, form.sentence.id, this.context);
    this.lost = whyUnresolved(form.work, form.sentence.id, this.context);
    this.hint = h("span", { class: "hint", hidden: true });
    this.combo = this.#combo();
    this.words = spanField(form, "date_", t("Date in the text"));
    this.words.addEventListener("span-change", ({ detail }) => detail && this.borrowed.clear());
    this.borrowed = borrowedField(form, "date");
    this.resolved = h("input", {
      name: "date_resolved",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: "2007-11-12",
      oninput: () => this.#readResolved(),
    });
    this.resolved.value = this.value.date_resolved;
    this.basis = form.select("date_basis", BASIS_WORDS);
    this.precision = form.select("date_prec", DATE_PRECISION_WORDS, Number);
    this.show();
  }

  get value() {
    return this.form.value;
  }

  /** The fields of the section "When". */
  fields() {
    const { form } = this;
    return [
      form.field("date_words", t("Date in the text"), h("div", {}, this.words, this.borrowed)),
      h(
        "div",
        { class: "pair" },
        form.field("date_resolved", t("Means, in EDTF"), this.resolved),
        form.field("date_basis", t("Which rests on"), this.basis),
      ),
      form.field("date_prec", t("Precision"), this.precision),
    ];
  }

  faults() {
    const faults = [];
    if (!this.#read()) faults.push({ field: "date", message: noDate(this.combo.typed) });
    if (this.unreadable) faults.push({ field: "date_resolved", message: noDate(this.resolved.value) });
    else if (this.value.date_resolved && !this.value.date_basis)
      faults.push({ field: "date_basis", message: t("Say what this date rests on.") });
    return faults;
  }

  #combo() {
    const combo = document.createElement("attest-combobox");
    combo.isFree = true;
    combo.setAttribute("opens", "");
    combo.setAttribute("placeholder", "12 Nov 2007");
    combo.emptyWords = t("Write a date as in the text, or EDTF.");
    combo.offers = (typed) => this.#offers(typed);
    combo.addEventListener("choose", ({ detail }) => this.#take(detail));
    combo.addEventListener("typed", () => this.#read());
    combo.connectedCallback();
    if (shownDate(this.value)) combo.set({ code: shownDate(this.value) });
    return combo;
  }

  #offers(typed) {
    const offers = typed ? readings(typed, this.context) : this.onOffer;
    this.combo.emptyWords = whyNoDate(typed) || t("Write a date as in the text, or EDTF.");
    return offers.map((offer, index) => ({
      value: `${index} ${offer.stated} ${offer.resolved} ${offer.words}`,
      offer,
      code: shownDate({ date_edtf: offer.stated, date_resolved: offer.resolved }),
      words: typed ? offer.why : `“${offer.words}” ${offer.why}`,
      group: typed ? undefined : offer.from ? t("In other sentences") : t("In this sentence"),
    }));
  }

  #take(choice) {
    const { form, value } = this;
    form.isTouched = true;
    const offer = choice?.offer ?? { stated: "", resolved: "", basis: "" };
    Object.assign(value, { date_edtf: offer.stated, date_resolved: offer.resolved, date_basis: offer.basis });
    value.date_prec = precisionOf(offer.resolved || offer.stated);
    this.resolved.value = value.date_resolved;
    this.basis.value = value.date_basis;
    this.precision.value = value.date_prec ?? "";
    if (offer.from) {
      this.words.set(null);
      this.borrowed.take(offer.from);
    } else this.#point(offer);
    this.show();
  }

  /** Mark the words in the text that a date was read from. */
  #point({ span, stated }) {
    const text = this.form.sentence.text;
    const same = span ?? spanOf(findDates(text.text).find(({ edtf }) => stated && edtf === stated));
    if (!same || this.value.date_start !== null) return;
    this.borrowed.clear();
    this.words.set(text.toStored(same));
  }

  #read() {
    if (!this.combo.isDirty) return true;
    const typed = this.combo.typed.trim();
    const reading = typed ? readings(typed, { neighbours: [] })[0] : { stated: "", resolved: "" };
    const isRead = !typed || looksLikeEdtf(reading?.stated ?? "");
    if (isRead) {
      this.value.date_edtf = reading.stated;
      if (!typed) Object.assign(this.value, { date_resolved: "", date_basis: "", date_prec: null });
      else this.value.date_prec = precisionOf(this.value.date_resolved || reading.stated);
      this.#point(reading);
    }
    this.show();
    return isRead;
  }

  #readResolved() {
    const typed = this.resolved.value.trim();
    const reading = typed ? readings(typed, { neighbours: [] })[0] : { stated: "" };
    this.unreadable = !reading?.stated && Boolean(typed);
    this.value.date_resolved = reading?.stated ?? "";
    if (!typed) this.value.date_basis = this.basis.value = "";
    this.show();
  }

  show() {
    const { date_edtf: stated, date_resolved: resolved, date_basis: basis } = this.value;
    const said = this.combo?.isDirty && stated && stated !== this.combo.typed.trim() ? t("Will be saved as %(edtf)s", { edtf: stated }) : "";
    const means = resolved && basis ? t("Means %(date)s, %(basis)s", { date: resolved, basis: BASIS_WORDS[basis] }) : "";
    this.hint.textContent = [said, means].filter(Boolean).join(". ") || (shownDate(this.value) ? "" : this.lost);
    this.hint.hidden = !this.hint.textContent;
  }
}

function spanOf(date) {
  return date ? [date.from, date.to] : null;
}
