// Who is meant: the words of a mention, linked to the project's registry or to nobody yet; a new actor without leaving.

import "./attest_combobox.js";
import { h } from "../lib/dom.js";
import { refusalWords } from "../lib/api.js";
import { inARow, t } from "../lib/i18n.js";
import { actorsByNumber } from "../lib/tag_set.js";
import { freshActor } from "../lib/tag_values.js";
import { folded, ranked } from "../lib/type_ahead.js";
import { ACTOR_KIND_WORDS } from "../lib/wording.js";
import { spanField } from "./attest_span_field.js";
import { FormSections } from "./form_sections.js";
import { TagForm } from "./tag_form.js";

const SURE = 90; // the registry's score of a name that is the same or starts the same

export class AttestActorForm extends TagForm {
  fresh(span) {
    return freshActor(span);
  }

  fields() {
    this.kinds = h(
      "select",
      { name: "kind" },
      h("option", { value: "" }, t("Choose a kind")),
      Object.entries(ACTOR_KIND_WORDS).map(([value, word]) => h("option", { value }, word)),
    );
    this.newKind = this.field("kind", t("Kind of the new actor"), this.kinds);
    this.newKind.hidden = true;
    const hint = h("span", { class: "hint" }, t("Leave it open if the text does not say who."));
    this.sections = new FormSections([
      { name: "more", letter: "m", title: t("Note"), fields: [this.note()], isUsed: Boolean(this.value.note) },
    ]);
    return [
      this.field("actor", t("Actor"), this.#search(), hint),
      this.newKind,
      ...this.sections.parts,
      this.field("main", t("Mention"), spanField(this, "", t("Mention"), { isRequired: true })),
    ];
  }

  enter() {
    this.combo.input.focus();
    this.combo.input.select();
    if (this.form.tag) return;
    this.combo.isDirty = true;
    this.combo.refresh();
  }

  get mention() {
    return this.sentence.text.shown(this.value).replace(/\s+/gu, " ");
  }

  #search() {
    this.combo = document.createElement("attest-combobox");
    this.combo.setAttribute("remote", "");
    this.combo.setAttribute("opens", "");
    this.combo.shownAs = (choice) => choice.name;
    this.combo.offers = (typed) => this.#offers(typed.trim() || this.mention);
    this.combo.addEventListener("choose", ({ detail }) => this.#take(detail));
    this.combo.connectedCallback();
    const known = this.work.actors.get(this.value.actor);
    if (known) this.combo.set({ value: known.id, name: known.label });
    else if (!this.form.tag) this.combo.input.value = this.mention;
    return this.combo;
  }

  /** First those this source already has, at once; then what the registry finds, typing errors forgiven. */
  async *#offers(name) {
    const beside = this.#beside();
    const [chosen] = beside.filter(({ key }) => key === name);
    const here = ranked(name, [...this.work.actors.values()])
      .slice(0, 5)
      .map((actor) => this.#offer(actor, t("In this source")));
    const others = beside.filter(({ value }) => value !== chosen?.value && !here.some((one) => one.value === value));
    const known = [...(chosen ? [chosen] : []), ...here.filter(({ value }) => value !== chosen?.value)];
    const close = (found) => [...found, ...others.map((one) => ({ ...one, isWeak: true })), ...this.#closing(name, found)];
    yield close(known);
    if (chosen) return;
    const { status, body } = await this.work.ask(
      "GET",
      `${this.work.payload.urls.api}actors/?search=${encodeURIComponent(name.slice(0, 200))}`,
    );
    if (status !== 200) return;
    const found = body.results
      .filter(({ id }) => !known.some(({ value }) => value === id))
      .map((actor) => this.#offer(actor, t("In the registry")));
    yield close([...known, ...found]);
  }

  /** Whom the other actor tags of this sentence mean, by their numbers: for "he", "the movement". */
  #beside() {
    const offers = [];
    actorsByNumber(this.set).forEach((tag, index) => {
      const actor = this.work.actors.get(tag.value.actor);
      if (!actor || tag.tag === this.form.tag?.tag || offers.some(({ value }) => value === actor.id)) return;
      offers.push({ ...this.#offer(actor, t("In this sentence, by number")), key: String(index + 1) });
    });
    return offers;
  }

  #offer(actor, group) {
    const other = actor.name && folded(actor.name) !== folded(actor.label) ? t("as “%(name)s”", { name: actor.name }) : "";
    const kind = ACTOR_KIND_WORDS[actor.kind] ?? "";
    const words = inARow([kind, actor.country, other, actor.is_ambiguous ? t("the name is ambiguous") : ""]);
    return { value: actor.id, code: actor.label, name: actor.label, words, group, actor, isWeak: (actor.score ?? SURE) < SURE };
  }

  #closing(name, found) {
    const exact = found.some(({ name: other }) => folded(other) === folded(name));
    const group = exact ? t("Another of that name") : t("Not in the registry");
    const create = { value: "new", name, words: t("Create “%(name)s” …", { name }), group };
    const nobody = { value: null, name: "", words: t("Nobody yet"), group };
    return [create, nobody];
  }

  #take(choice) {
    this.isTouched = true;
    this.isNew = choice?.value === "new";
    this.newKind.hidden = !this.isNew;
    this.newName = choice?.name;
    this.value.actor = this.isNew ? null : (choice?.value ?? null);
    if (choice?.actor) this.work.actors.set(choice.actor.id, { ...this.work.actors.get(choice.actor.id), ...choice.actor });
    if (this.isNew) this.kinds.focus();
  }

  faults() {
    if (this.combo.isDirty && !this.combo.chosen && this.combo.typed.trim() && !this.isNew) {
      if (this.combo.isOpen || this.combo.typed.trim() !== this.mention)
        return [{ field: "actor", message: t("Take one of the offers, create it, or clear the field to leave it open.") }];
    }
    if (this.isNew && !this.kinds.value) return [{ field: "kind", message: t("Say what kind of actor this is.") }];
    return [];
  }

  async save() {
    const faults = this.faults();
    if (faults.length > 0 || !this.isNew) return super.save();
    const { status, body } = await this.work.ask("POST", `${this.work.payload.urls.api}actors/`, {
      label: this.newName,
      kind: this.kinds.value,
    });
    if (status !== 201) {
      const words =
        status === 0
          ? t("No connection: the new actor cannot be entered now. Leave it open and link it later, or try again.")
          : refusalWords(body, status);
      return this.showFaults([{ field: body?.errors?.[0]?.field === "kind" ? "kind" : "actor", message: words }]);
    }
    this.work.actors.set(body.id, body);
    this.isNew = false;
    this.value.actor = body.id;
    return super.save();
  }
}

customElements.define("attest-actor-form", AttestActorForm);
