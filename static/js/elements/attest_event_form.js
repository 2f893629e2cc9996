// What happened: type, date and who took part first; where, to how many, and how it is told one key away.

import { h } from "../lib/dom.js";
import { actorsElsewhere } from "../lib/borrowing.js";
import { t } from "../lib/i18n.js";
import { actorsByNumber } from "../lib/tag_set.js";
import { freshEvent } from "../lib/tag_values.js";
import { GENERICITY_WORDS, MODALITY_WORDS, POLARITY_WORDS, TENSE_WORDS } from "../lib/wording.js";
import { spanField } from "./attest_span_field.js";
import { DateField } from "./event_date.js";
import { PeopleFields } from "./event_people.js";
import { PlaceFields } from "./event_place.js";
import { TypeField, codeOf } from "./event_type.js";
import { FormSections } from "./form_sections.js";
import { OtherCodesField } from "./other_codes.js";
import { ParticipantsField } from "./participants_field.js";
import { TagForm } from "./tag_form.js";

const USUAL = { modality: "asserted", polarity: "positive", tense: "unspecified", genericity: "specific" };

export class AttestEventForm extends TagForm {
  fresh(span) {
    return freshEvent(span);
  }

  fields() {
    this.type = new TypeField(this);
    this.date = new DateField(this);
    this.participants = new ParticipantsField(this);
    this.place = new PlaceFields(this);
    this.people = new PeopleFields(this);
    this.others = new OtherCodesField(this);
    this.sections = new FormSections(this.#sections());
    return [
      h("div", { class: "card-field", dataset: { field: "code" } }, this.label(t("Type"), this.type.combo.input), ...this.type.parts),
      this.field("date", t("Date"), this.date.combo, this.date.hint),
      h("div", { class: "card-field", dataset: { field: "participants" } }, ...this.participants.parts),
      ...this.sections.parts,
      this.field("main", t("Trigger"), spanField(this, "", t("Trigger"), { isRequired: true })),
    ];
  }

  #sections() {
    const { value } = this;
    const pair = (...fields) => h("div", { class: "pair" }, fields);
    return [
      {
        name: "when",
        letter: "w",
        title: t("When"),
        fields: this.date.fields(),
        isUsed: Boolean(value.date_from || value.date_resolved || value.date_prec),
      },
      { name: "where", letter: "p", title: t("Place"), fields: this.place.fields(), isUsed: this.place.isUsed },
      { name: "people", letter: "n", title: t("Numbers"), fields: this.people.fields(), isUsed: this.people.isUsed },
      {
        name: "how",
        letter: "h",
        title: t("How told"),
        fields: [
          pair(
            this.field("modality", t("Told as"), this.select("modality", MODALITY_WORDS)),
            this.field("polarity", t("Polarity"), this.select("polarity", POLARITY_WORDS)),
          ),
          pair(
            this.field("tense", t("Tense"), this.select("tense", TENSE_WORDS)),
            this.field("genericity", t("Genericity"), this.select("genericity", GENERICITY_WORDS)),
          ),
        ],
        isUsed: Object.entries(USUAL).some(([name, usual]) => value[name] !== usual),
      },
      {
        name: "more",
        letter: "m",
        title: t("Modes, codes, note"),
        fields: [
          this.type.modesField,
          h("div", { class: "card-field", dataset: { field: "other_codes" } }, this.label(t("Further codes"), this.others.combo.input), ...this.others.parts),
          this.note(),
        ],
        isUsed: Boolean(value.other_codes.length > 0 || value.note || value.modes.length > 0),
      },
    ];
  }

  enter() {
    this.type.combo.input.focus();
    this.type.combo.input.select();
  }

  parts() {
    return ["date_", "place_", "deaths_", "injured_", "arrested_"].map((part) => ({
      start: this.value[`${part}start`],
      end: this.value[`${part}end`],
    }));
  }

  faults() {
    const [type, other] = [this.type.fault(), this.others.fault()];
    const inSections = [...this.place.faults(), ...this.people.faults(), ...(other ? [other] : [])];
    return [...(type ? [type] : []), ...this.date.faults(), ...inSections];
  }

  /** Alt and G opens what the codebook says of the type. */
  keyPressed(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.code !== "KeyG") return this.sections.key(event);
    this.type.turnGuide();
    return true;
  }

  typeChanged() {
    this.participants.show();
  }

  /** The code that is chosen, as the codebook has it. */
  get code() {
    return codeOf(this.work.codes, this.value);
  }

  /** Who can take part, by number: the actors of the sentence, then those of the sentences around it. */
  get actors() {
    const here = actorsByNumber(this.set).map((tag) => ({
      tag: tag.tag,
      quote: this.sentence.text.shown(tag.value),
      name: this.work.actors.get(tag.value.actor)?.label,
    }));
    this.elsewhere ??= actorsElsewhere(this.work, this.sentence.id, Math.max(0, 9 - here.length));
    const there = this.elsewhere.map(({ actor, words, number, from }) => ({
      tag: null,
      from,
      quote: words,
      name: this.work.actors.get(actor)?.label,
      number,
    }));
    return [...here, ...there];
  }
}

customElements.define("attest-event-form", AttestEventForm);
