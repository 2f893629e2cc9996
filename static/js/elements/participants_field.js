// Who took part: the sentence's actors by number, each in a role. "1" adds the first, "v2" the second as victim.

import { freshId, h, icon } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { ROLES, nextRole, readKeys, withParticipant } from "../lib/participants.js";

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
    this.pick = h("div", { class: "pick" });
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
    this.pick.replaceChildren(...actors.map((actor, index) => this.#choice(actor, index)));
    const code = this.form.work.codes.find(({ value }) => value === this.form.value.code);
    const needsRecipient = code?.needs_recipient && !this.links.some(({ role }) => role === "recipient");
    this.hint.textContent = needsRecipient ? t("%(code)s needs a recipient.", { code: code.value }) : "";
    this.hint.hidden = !needsRecipient;
  }

  #row(link, place, actors) {
    const actor = actors.find(({ tag }) => tag === link.actor);
    const options = ROLES.map(({ role, word, key }) =>
      h("option", { value: role, selected: role === link.role }, `${word} (${key})`),
    );
    const change = (event) => this.#set(this.links.map((one, at) => (at === place ? { ...one, role: event.target.value } : one)));
    const remove = () => {
      this.#set(this.links.filter((_, at) => at !== place));
      this.input.focus();
    };
    const name = actor?.quote ?? t("an actor that is gone");
    return h(
      "div",
      { class: "participant" },
      h(
        "select",
        { class: "participant-role", "aria-label": t("Role of %(name)s", { name }), tabIndex: -1, onchange: change },
        options,
      ),
      h("bdi", { class: "participant-who clip" }, name),
      h(
        "button",
        {
          type: "button",
          class: "button is-quiet is-small",
          tabIndex: -1,
          "aria-label": t("Remove %(name)s", { name }),
          onclick: remove,
        },
        icon("close"),
      ),
    );
  }

  #choice(actor, index) {
    const isIn = this.links.some((link) => link.actor === actor.tag);
    return h(
      "button",
      {
        type: "button",
        class: "actor-choice",
        tabIndex: -1,
        "aria-pressed": String(isIn),
        title: actor.name ? `${actor.quote}: ${actor.name}` : actor.quote,
        onclick: () => this.#add(nextRole(this.links), actor),
      },
      h("kbd", {}, String(index + 1)),
      h("bdi", { class: "clip" }, actor.quote),
    );
  }

  #typed() {
    const chosen = readKeys(this.input.value, this.form.actors.length, this.links);
    if (chosen?.isFinal) this.#take(chosen);
    else if (/\d\s$/u.test(this.input.value) && chosen) this.#take(chosen);
  }

  #take({ role, number }) {
    this.#add(role, this.form.actors[number - 1]);
    this.input.value = "";
  }

  #add(role, actor) {
    this.#set(withParticipant(this.links, role, actor.tag));
  }

  #set(links) {
    this.form.isTouched = true;
    this.form.value.participants = links.filter(
      (link, at) => links.findIndex((one) => one.role === link.role && one.actor === link.actor) === at,
    );
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
        this.hint.textContent = t("Type the number of an actor above the text, or a role's letter and a number.");
        this.hint.hidden = false;
      }
    }
  }
}
