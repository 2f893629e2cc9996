// How far to believe it: a grade of the content and why; then whose word it is, how it is taken up, how much hangs on it.

import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { claimsAround, pairOf, pairWords } from "../lib/claims.js";
import { freshReliability, PARTS } from "../lib/tag_values.js";
import { CHECK_WORTHINESS_WORDS, COMMITMENT_WORDS, CREDIBILITY_WORDS, shortened } from "../lib/wording.js";
import { sourcesElsewhere } from "../lib/borrowing.js";
import { borrowedField } from "./borrowed_field.js";
import { FormSections } from "./form_sections.js";
import { spanField } from "./attest_span_field.js";
import { TagForm } from "./tag_form.js";

export class AttestReliabilityForm extends TagForm {
  fresh(span) {
    return freshReliability(span);
  }

  fields() {
    this.why = h("textarea", {
      name: "rationale",
      rows: 2,
      dir: "auto",
      placeholder: t("What supports or weakens it"),
      oninput: (event) => (this.value.rationale = event.target.value),
    });
    this.why.value = this.value.rationale;
    this.meaning = h("span", { class: "hint", role: "status" });
    this.sections = new FormSections(this.#sections());
    const fields = [
      h(
        "div",
        { class: "card-field", dataset: { field: "credibility" } },
        h("span", { class: "label", id: "credibility-label" }, t("Credibility of what is said")),
        this.#scale(),
        this.meaning,
      ),
      this.field("rationale", t("Why"), this.why),
      this.field("source", t("Said by"), h("div", {}, spanField(this, "source_", t("Said by")), this.#elsewhere())),
      this.field("cue", t("Cue of the attribution"), spanField(this, "cue_", t("Cue of the attribution"))),
      ...this.sections.parts,
      this.field("main", t("Content"), spanField(this, "", t("Content"), { isRequired: true })),
    ];
    this.#grade(this.value.credibility);
    return fields;
  }

  #sections() {
    const { value } = this;
    const pair = (...fields) => h("div", { class: "pair" }, fields);
    return [
      {
        name: "attribution",
        letter: "w",
        title: t("Attribution"),
        fields: [
          this.field("commitment", t("How the text takes it up"), this.select("commitment", COMMITMENT_WORDS)),
          this.#anonymous(),
          this.field("parent", t("Told within"), this.#parent()),
        ],
        isUsed: Boolean(value.commitment || value.anonymous || value.parent),
      },
      {
        name: "hedge",
        letter: "h",
        title: t("Hedge, check"),
        fields: [
          this.field("hedge", t("Hedge"), spanField(this, "hedge_", t("Hedge"))),
          pair(this.field("check_worthiness", t("Check-worthiness"), this.select("check_worthiness", CHECK_WORTHINESS_WORDS))),
          this.note(),
        ],
        isUsed: Boolean(value.hedge_start !== null || value.check_worthiness || value.note),
      },
    ];
  }

  /** A source that another sentence names: "he said" after "the minister". */
  #elsewhere() {
    this.borrowed = borrowedField(this, "source");
    const loans = sourcesElsewhere(this.work, this.sentence.id);
    const pick = h(
      "div",
      { class: "pick" },
      loans.length ? h("span", { class: "pick-title" }, t("In other sentences")) : null,
      loans.map((loan) =>
        h(
          "button",
          {
            type: "button",
            class: "actor-choice",
            title: t("sentence %(number)s", { number: loan.number }),
            onclick: () => {
              this.querySelector('attest-span-field[name="source"]').set(null);
              this.borrowed.take(loan.from);
            },
          },
          h("bdi", { class: "clip" }, loan.words),
        ),
      ),
    );
    this.addEventListener("span-change", ({ target, detail }) => {
      if (target.getAttribute("name") === "source" && detail) this.borrowed.clear();
    });
    return h("div", {}, this.borrowed, pick);
  }

  #anonymous() {
    const box = h("input", {
      type: "checkbox",
      name: "anonymous",
      checked: this.value.anonymous,
      onchange: () => (this.value.anonymous = box.checked),
    });
    return h("label", { class: "choice" }, box, t("The source is not named (“a witness said”)"));
  }

  #parent() {
    const claims = claimsAround(this.set, this.form.tag?.tag);
    const words = (tag) => shortened(this.sentence.text.shown(tag.value), 60);
    const options = claims.map((tag) => h("option", { value: tag.tag, selected: tag.tag === this.value.parent }, words(tag)));
    return h(
      "select",
      { name: "parent", onchange: ({ target }) => (this.value.parent = target.value || null) },
      h("option", { value: "" }, claims.length ? t("no other claim") : t("no other claim in this sentence")),
      options,
    );
  }

  enter() {
    (this.querySelector("[name=credibility]:checked") ?? this.querySelector("[name=credibility]")).focus();
  }

  parts() {
    return PARTS.reliability.map((part) => ({ start: this.value[`${part}start`], end: this.value[`${part}end`] }));
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
    const { outlet } = this.work.payload.source;
    this.meaning.textContent = grade
      ? t("%(pair)s. %(words)s", { pair: pairOf(outlet, grade), words: pairWords(outlet, grade) })
      : t("1 is best, 6 says that it cannot be judged");
    this.why.required = grade !== null && grade !== "6";
  }
}

customElements.define("attest-reliability-form", AttestReliabilityForm);
