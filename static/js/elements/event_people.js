// How many people: deaths as lowest, best and highest figure, injured, arrested, each with the words that say so.

import { readCount } from "../lib/counts.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { spanField } from "./attest_span_field.js";

const EDGES = [
  ["deaths_low", t("Lowest")],
  ["deaths_best", t("Best")],
  ["deaths_high", t("Highest")],
];

export class PeopleFields {
  constructor(form) {
    this.form = form;
    this.inputs = new Map();
  }

  get value() {
    return this.form.value;
  }

  get isUsed() {
    const counts = ["deaths_low", "deaths_best", "deaths_high", "injured", "arrested"];
    return counts.some((name) => this.value[name] !== null) || ["deaths_", "injured_", "arrested_"].some((part) => this.value[`${part}start`] !== null);
  }

  fields() {
    const { form } = this;
    const deaths = EDGES.map(([name, label]) => form.field(name, label, this.#number(name)));
    const words = (part, label) => form.field(part.slice(0, -1), label, spanField(form, part, label));
    return [
      h(
        "fieldset",
        { class: "card-field", dataset: { field: "deaths_order" } },
        h("legend", { class: "label" }, t("Deaths: empty is not stated, 0 is stated none")),
        h("div", { class: "triple" }, deaths),
      ),
      words("deaths_", t("Words that say the deaths")),
      ...["injured", "arrested"].map((name) => this.#counted(name)),
    ];
  }

  #counted(name) {
    const { form } = this;
    const [label, words] = {
      injured: [t("Injured"), t("Words that say the injured")],
      arrested: [t("Arrested"), t("Words that say the arrested")],
    }[name];
    return h(
      "div",
      { class: "count-row" },
      form.field(name, label, this.#number(name)),
      form.field(`${name}_words`, words, spanField(form, `${name}_`, words)),
    );
  }

  faults() {
    const faults = [...this.inputs].filter(([, input]) => readCount(input.value) === undefined);
    if (faults.length > 0) return faults.map(([field]) => ({ field, message: t("Write a whole number, or leave it empty.") }));
    const known = EDGES.map(([name]) => this.value[name]).filter((number) => number !== null);
    if (known.every((number, index) => index === 0 || known[index - 1] <= number)) return [];
    return [{ field: "deaths_best", message: t("The lowest figure may not be above the best, nor the best above the highest.") }];
  }

  #number(name) {
    const input = h("input", {
      name,
      inputmode: "numeric",
      autocomplete: "off",
      oninput: () => {
        const count = readCount(input.value);
        if (count !== undefined) this.value[name] = count;
      },
    });
    input.value = this.value[name] ?? "";
    this.inputs.set(name, input);
    return input;
  }
}
