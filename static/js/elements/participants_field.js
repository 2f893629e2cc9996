// Who took part: the sentence's actors by number, then those of other sentences, each in a role. "1" adds the first, "v2"
// the second as victim, "v-" says that nobody is named as victim.

import { freshId, h, icon } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { ROLES, nextRole, readKeys, withParticipant } from "../lib/participants.js";
import { isSameLink, link as linked } from "../lib/tag_values.js";
import { BASIS_WORDS } from "../lib/wording.js";
import { borrowedWords } from "./borrowed_field.js";

export class ParticipantsField {
  constructor(form) {
    this.form = form;
    this.input = h("input", {
      id: freshId("participants"),
      autocomplete: "off",
      spellcheck: "false",
      placeholder: form.actors.length > 0 ? t("1, or v2 for a victim") : t("No actors are tagged here yet"),
      "aria-describedby": "participants-hint",
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
    });
    this.rows = h("div", { class: "participants" });
    this.pick = h("div", { class: "pick", onpointerdown: (event) => event.preventDefault() }); // the field keeps the focus
    this.hint = h("span", { class: "hint", id: "participants-hint", role: "status" });
    this.parts = [h("label", { for: this.input.id }, t("Participants")), this.rows, this.input, this.pick, this.hint];
    this.show();
  }

  get links() {
    return this.form.value.participants;
  }

  show() {
    const { actors } = this.form;
    this.rows.replaceChildren(...this.links.map((link, place) => this.#row(link, place, actors)));
    this.pick.replaceChildren(...this.#choices(actors));
    const { code } = this.form;
    const needsRecipient = code?.needs_recipient && !this.links.some(({ role }) => role === "recipient");
    this.hint.textContent = needsRecipient ? t("%(code)s needs a recipient.", { code: code.value }) : "";
    this.hint.hidden = !needsRecipient;
  }

  #row(link, place, actors) {
    const actor = link.actor ? actors.find(({ tag }) => tag === link.actor) : null;
    const name = link.from ? link.from.quote : link.actor ? (actor?.quote ?? t("an actor that is gone")) : t("nobody named");
    const change = (field, value) => {
      this.#set(this.links.map((one, at) => (at === place ? { ...one, [field]: value } : one)));
      (this.rows.children[place]?.querySelector(`[name="${field}"]`) ?? this.input).focus();
    };
    const remove = () => {
      this.#set(this.links.filter((_, at) => at !== place));
      this.input.focus();
    };
    return h(
      "div",
      { class: "participant", dataset: { row: String(place) } },
      h(
        "select",
        {
          class: "participant-role",
          name: "role",
          "aria-label": t("Role of %(name)s", { name }),
          onchange: (event) => change("role", event.target.value),
        },
        ROLES.map(({ role, word, key }) => h("option", { value: role, selected: role === link.role }, `${word} (${key})`)),
      ),
      h("span", { class: `participant-who${link.actor || link.from ? "" : " is-nobody"}` }, this.#who(link, name)),
      h(
        "button",
        {
          type: "button",
          class: "button is-quiet is-small",
          "aria-label": t("Remove %(name)s", { name }),
          onclick: remove,
        },
        icon("close"),
      ),
      link.from ? this.#basis(link, name, change) : null,
    );
  }

  #who(link, name) {
    return link.from ? borrowedWords(this.form.work, link.from) : h("bdi", { class: "clip" }, name);
  }

  #basis(link, name, change) {
    const options = Object.entries(BASIS_WORDS)
      .filter(([value]) => value)
      .map(([value, word]) => h("option", { value, selected: value === link.basis }, word));
    return h(
      "select",
      {
        class: "participant-basis",
        name: "basis",
        "aria-label": t("What %(name)s rests on", { name }),
        onchange: (event) => change("basis", event.target.value),
      },
      options,
    );
  }

  #choices(actors) {
    const there = actors.findIndex(({ tag }) => !tag);
    const choices = actors.map((actor, index) => this.#choice(actor, index));
    if (there >= 0) choices.splice(there, 0, h("span", { class: "pick-title" }, t("In other sentences")));
    return choices;
  }

  #choice(actor, index) {
    const isIn = this.links.some((one) => isSameLink({ ...one, role: "" }, { ...this.#link("", actor), role: "" }));
    const from = actor.from ? t("sentence %(number)s", { number: actor.number }) : "";
    return h(
      "button",
      {
        type: "button",
        class: "actor-choice",
        tabIndex: -1,
        "aria-pressed": String(isIn),
        title: [actor.quote, actor.name, from].filter(Boolean).join(", "),
        onclick: () => this.#add(this.#link(nextRole(this.links), actor)),
      },
      h("kbd", {}, String(index + 1)),
      h("bdi", { class: "clip" }, actor.quote),
    );
  }

  #link(role, actor) {
    return linked(role, actor ? { actor: actor.tag, from: actor.from } : {});
  }

  #typed() {
    const chosen = readKeys(this.input.value, this.form.actors.length, this.links);
    if (chosen?.isFinal) this.#take(chosen);
    else if (/\p{Nd}\s$/u.test(this.input.value) && chosen) this.#take(chosen);
  }

  #take({ role, number }) {
    this.#add(this.#link(role, this.form.actors[number - 1]));
    this.input.value = "";
  }

  #add(link) {
    this.#set(withParticipant(this.links, link));
  }

  #set(links) {
    this.form.isTouched = true;
    this.form.value.participants = links.filter((link, at) => links.findIndex((one) => isSameLink(one, link)) === at);
    this.show();
  }

  #key(event) {
    if (event.key === "Backspace" && this.input.value === "" && this.links.length > 0) {
      event.preventDefault();
      this.#set(this.links.slice(0, -1));
    } else if (event.key === "Enter" && this.input.value.trim()) {
      const chosen = readKeys(this.input.value, this.form.actors.length, this.links);
      event.preventDefault();
      event.stopPropagation();
      if (chosen) this.#take(chosen);
      else {
        this.hint.textContent = t(
          "Type the number of an actor below, with a role's letter before it if you like; a letter and - where nobody is named.",
        );
        this.hint.hidden = false;
      }
    }
  }
}
