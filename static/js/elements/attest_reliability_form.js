// How far to believe it: a grade of the content, why, and whom the sentence leans on.

import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { CREDIBILITY_WORDS } from "../lib/wording.js";
import { spanField } from "./attest_span_field.js";
import { TagForm } from "./tag_form.js";

const PARTS = [
  ["source_", t("Said by")],
  ["cue_", t("Cue of the attribution")],
  ["hedge_", t("Hedge")],
];

export class AttestReliabilityForm extends TagForm {
  fresh(span) {
    const none = Object.fromEntries(
      PARTS.flatMap(([prefix]) => [
        [`${prefix}start`, null],
        [`${prefix}end`, null],
      ]),
    );
    return { ...span, note: "", credibility: null, rationale: "", ...none };
  }

  fields() {
    this.why = h("textarea", {
      name: "rationale",
      rows: 2,
      placeholder: t("What supports or weakens it"),
      oninput: (event) => (this.value.rationale = event.target.value),
    });
    this.why.value = this.value.rationale;
    this.meaning = h("span", { class: "hint", role: "status" });
    const fields = [
      h(
        "div",
        { class: "card-field", dataset: { field: "credibility" } },
        h("span", { class: "label", id: "credibility-label" }, t("Credibility of what is said")),
        this.#scale(),
        this.meaning,
      ),
      this.field("rationale", t("Why"), this.why),
      ...PARTS.map(([prefix, label]) => this.field(prefix.slice(0, -1), label, spanField(this, prefix, label))),
      this.field("main", t("Content"), spanField(this, "", t("Content"), { isRequired: true })),
    ];
    this.#grade(this.value.credibility);
    return fields;
  }

  enter() {
    (this.querySelector("[name=credibility]:checked") ?? this.querySelector("[name=credibility]")).focus();
  }

  parts() {
    return PARTS.map(([prefix]) => ({ start: this.value[`${prefix}start`], end: this.value[`${prefix}end`] }));
  }

  faults() {
    const faults = [];
    if (!this.value.credibility) faults.push({ field: "credibility", message: t("Choose a grade; 6 if it cannot be judged.") });
    else if (this.value.credibility !== "6" && !this.value.rationale.trim())
      faults.push({ field: "rationale", message: t("Say why, in a few words; only grade 6 needs no reason.") });
    return faults;
  }

  #scale() {
    const choices = Object.entries(CREDIBILITY_WORDS).map(([grade, words]) =>
      h(
        "label",
        { title: words },
        h("input", {
          type: "radio",
          name: "credibility",
          value: grade,
          checked: this.value.credibility === grade,
          "aria-label": `${grade}, ${words}`,
          onchange: () => this.#grade(grade),
        }),
        grade,
      ),
    );
    return h(
      "div",
      { class: "scale", role: "radiogroup", "aria-labelledby": "credibility-label", onkeydown: (event) => this.#key(event) },
      choices,
    );
  }

  #key(event) {
    if (!/^[1-6]$/u.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const radio = this.querySelector(`[name=credibility][value="${event.key}"]`);
    radio.checked = true;
    radio.focus();
    this.#grade(event.key);
  }

  #grade(grade) {
    this.value.credibility = grade;
    this.isTouched = Boolean(this.isTouched || grade !== this.form.tag?.value.credibility);
    this.meaning.textContent = grade ? `${grade}: ${CREDIBILITY_WORDS[grade]}` : t("1 is best, 6 says that it cannot be judged");
    this.why.required = grade !== null && grade !== "6";
  }
}

customElements.define("attest-reliability-form", AttestReliabilityForm);
