// Where it happened: the words, the place's name, its country and coordinates, and how exactly it is known.

import "./attest_combobox.js";
import { placesElsewhere } from "../lib/borrowing.js";
import { readCoordinates, shownCoordinates } from "../lib/coordinates.js";
import { countries, countryName } from "../lib/countries.js";
import { h } from "../lib/dom.js";
import { inARow, t } from "../lib/i18n.js";
import { ranked } from "../lib/type_ahead.js";
import { BASIS_WORDS, PLACE_PRECISION_WORDS } from "../lib/wording.js";
import { borrowedField } from "./borrowed_field.js";
import { spanField } from "./attest_span_field.js";

export class PlaceFields {
  constructor(form) {
    this.form = form;
    this.words = spanField(form, "place_", t("Place in the text"));
    this.words.addEventListener("span-change", ({ detail }) => this.#pointed(detail));
    this.borrowed = borrowedField(form, "place");
    this.name = this.#name();
    this.country = this.#country();
    this.coordinates = h("input", {
      name: "coordinates",
      autocomplete: "off",
      spellcheck: "false",
      dir: "ltr",
      placeholder: "31.52, 34.45",
      oninput: () => this.#readCoordinates(),
    });
    this.coordinates.value = shownCoordinates(this.value);
    this.precision = form.select("where_prec", PLACE_PRECISION_WORDS, Number);
    this.basis = form.select("place_basis", BASIS_WORDS);
  }

  get value() {
    return this.form.value;
  }

  get isUsed() {
    const { place_name: name, place_start: start, place_from: from, country, latitude, where_prec: precision } = this.value;
    return Boolean(name || start !== null || from || country || latitude !== null || precision);
  }

  fields() {
    const { form } = this;
    return [
      form.field("place_name", t("Place"), this.name),
      form.field("place_words", t("Place in the text"), h("div", {}, this.words, this.borrowed)),
      h(
        "div",
        { class: "pair" },
        form.field("country", t("Country"), this.country),
        form.field("coordinates", t("Latitude, longitude"), this.coordinates),
      ),
      h(
        "div",
        { class: "pair" },
        form.field("where_prec", t("Precision"), this.precision),
        form.field("place_basis", t("Which rests on"), this.basis),
      ),
    ];
  }

  faults() {
    const faults = [];
    if (this.country.isDirty && !this.country.chosen && this.country.typed.trim())
      faults.push({ field: "country", message: t("“%(typed)s” is no country. Choose one of the list.", { typed: this.country.typed }) });
    if (readCoordinates(this.coordinates.value) === null)
      faults.push({ field: "coordinates", message: t("Write latitude and longitude in degrees, such as 31.52, 34.45.") });
    return faults;
  }

  #name() {
    const combo = document.createElement("attest-combobox");
    combo.isFree = true;
    combo.setAttribute("opens", "");
    combo.emptyWords = t("Write the name of the place.");
    combo.shownAs = ({ name }) => name;
    combo.offers = (typed) => this.#offers(typed);
    combo.addEventListener("choose", ({ detail }) => detail && this.#take(detail.loan));
    combo.addEventListener("typed", ({ detail }) => {
      this.form.isTouched = true;
      this.value.place_name = detail.trim();
    });
    combo.connectedCallback();
    if (this.value.place_name) combo.set({ name: this.value.place_name });
    return combo;
  }

  #offers(typed) {
    const loans = placesElsewhere(this.form.work, this.form.sentence.id).map((loan) => ({
      value: loan.place.place_name || loan.words,
      label: loan.place.place_name || loan.words,
      loan,
    }));
    return ranked(typed, loans).map(({ value, loan }) => ({
      value,
      loan,
      name: value,
      code: value,
      words: inARow([loan.place.country, t("from sentence %(number)s", { number: loan.number })]),
      group: t("In other sentences"),
      isWeak: true,
    }));
  }

  /** Take a place over with all that is known of it. It rests on the other sentence unless its name stands in this one. */
  #take({ place, words, from }) {
    this.form.isTouched = true;
    Object.assign(this.value, place, { place_name: place.place_name || words });
    this.name.set({ name: this.value.place_name });
    this.country.set(this.value.country ? { value: this.value.country } : null);
    this.coordinates.value = shownCoordinates(this.value);
    this.precision.value = this.value.where_prec ?? "";
    const at = this.form.sentence.text.text.indexOf(words);
    if (at >= 0 && this.value.place_start === null) this.words.set(this.form.sentence.text.toStored([at, at + words.length]));
    else if (from && this.value.place_start === null) this.borrowed.take(from);
  }

  #pointed(span) {
    if (!span) return;
    this.borrowed.clear();
    if (this.value.place_name && this.value.place_name !== this.pointedAt) return; // a name of one's own stays
    this.pointedAt = this.form.sentence.text.shown(span).replace(/\s+/gu, " ").slice(0, 200);
    this.value.place_name = this.pointedAt;
    this.name.set({ name: this.value.place_name });
  }

  #country() {
    const combo = document.createElement("attest-combobox");
    combo.emptyWords = t("No country fits.");
    combo.shownAs = ({ value }) => countryName(value);
    combo.offers = (typed) =>
      ranked(typed, countries())
        .slice(0, 12)
        .map(({ value, label }) => ({ value, code: value, words: label }));
    combo.addEventListener("choose", ({ detail }) => {
      this.form.isTouched = true;
      this.value.country = detail?.value ?? "";
    });
    combo.addEventListener("typed", ({ detail }) => detail.trim() === "" && (this.value.country = ""));
    combo.connectedCallback();
    if (this.value.country) combo.set({ value: this.value.country });
    return combo;
  }

  #readCoordinates() {
    this.form.isTouched = true;
    Object.assign(this.value, readCoordinates(this.coordinates.value) ?? { latitude: null, longitude: null });
  }
}
