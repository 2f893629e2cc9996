// Both sides of a conflict beside each other, in the column and never over the text: mine, theirs, both.

import { h } from "../lib/dom.js";
import { choicesFor } from "../lib/conflicts.js";
import { t } from "../lib/i18n.js";
import { roleWord } from "../lib/participants.js";
import { ACTOR_KIND_WORDS } from "../lib/wording.js";

const FIELDS = {
  quote: t("Words"),
  code: t("Type"),
  date_edtf: t("Date"),
  modality: t("Told as"),
  polarity: t("Polarity"),
  participants: t("Participants"),
  actor: t("Actor"),
  credibility: t("Grade"),
  source: t("Said by"),
  cue: t("Cue"),
  hedge: t("Hedge"),
  rationale: t("Why"),
  outcome: t("Marked"),
  question: t("Question"),
};

const CHOICE_WORDS = { mine: t("Keep mine"), theirs: t("Take theirs"), both: t("Keep both") };

/** The panel; `decide(choice)` is called with what the person chose. */
export function conflictPanel(work, body, decide) {
  const clashes = body.conflicts;
  return h(
    "section",
    { class: "conflict", role: "alert", "aria-label": t("Two people changed the same") },
    h(
      "div",
      { class: "conflict-head" },
      h("b", {}, t("Changed by two people."), " "),
      clashes.map(({ message }) => message).join(" "),
    ),
    clashes.map((clash) => sides(work, clash)),
    h(
      "div",
      { class: "conflict-actions" },
      choicesFor(clashes).map((choice, index) =>
        h(
          "button",
          { type: "button", class: "button is-small", dataset: { choice }, onclick: () => decide(choice) },
          CHOICE_WORDS[choice],
          h("kbd", {}, String(index + 1)),
        ),
      ),
    ),
  );
}

function sides(work, { mine, theirs }) {
  const [own, other] = [readable(work, mine.value), readable(work, theirs?.value)];
  const names = Object.keys(FIELDS).filter((name) => own[name] || other[name]);
  return h(
    "div",
    { class: "conflict-sides" },
    side(t("Yours"), mine.value ? own : null, other, names),
    side(theirs?.by || t("Theirs"), theirs?.value ? other : null, own, names),
  );
}

function side(title, value, against, names) {
  if (!value) return h("div", { class: "conflict-side" }, h("h2", {}, title), h("p", { class: "differs" }, t("Removed")));
  return h(
    "div",
    { class: "conflict-side" },
    h("h2", {}, title),
    h(
      "dl",
      {},
      names.flatMap((name) => [
        h("dt", {}, FIELDS[name]),
        h("dd", { class: value[name] === against[name] ? "" : "differs", dir: "auto" }, value[name] || "–"),
      ]),
    ),
  );
}

/** A value in words a person compares. */
function readable(work, value) {
  if (!value) return {};
  const { text } = work.current;
  const words = { ...value };
  for (const part of ["source", "cue", "hedge"]) {
    const [start, end] = [value[`${part}_start`], value[`${part}_end`]];
    words[part] = start === null || start === undefined ? "" : text.shown({ start, end });
  }
  if ("actor" in value) {
    const actor = work.actors.get(value.actor);
    words.actor = actor ? `${actor.label} (${ACTOR_KIND_WORDS[actor.kind]})` : value.actor ? t("in the registry") : t("not linked");
  }
  if (value.participants) {
    const tags = work.shown(work.focus).tags;
    const name = (uid) => {
      const tag = tags.find((one) => one.tag === uid);
      return tag ? text.shown(tag.value) : t("an actor that is gone");
    };
    words.participants = value.participants.map(({ role, actor }) => `${roleWord(role)}: ${name(actor)}`).join("; ");
  }
  return words;
}
