// Both sides of a conflict beside each other, in the column and never over the text: mine, theirs, both.

import { h } from "../lib/dom.js";
import { choicesFor } from "../lib/conflicts.js";
import { shownCoordinates } from "../lib/coordinates.js";
import { t } from "../lib/i18n.js";
import { roleWord } from "../lib/participants.js";
import {
  ACTOR_KIND_WORDS,
  BASIS_WORDS,
  CHECK_WORTHINESS_WORDS,
  COMMITMENT_WORDS,
  GENERICITY_WORDS,
  MODALITY_WORDS,
  POLARITY_WORDS,
  TENSE_WORDS,
  shortened,
} from "../lib/wording.js";

const FIELDS = {
  quote: t("Words"),
  code: t("Type"),
  modes: t("Modes"),
  other_codes: t("Further codes"),
  date_edtf: t("Date"),
  date: t("Date in the text"),
  date_resolved: t("Means, in EDTF"),
  date_basis: t("The date rests on"),
  date_prec: t("Precision of the date"),
  place_name: t("Place"),
  place: t("Place in the text"),
  place_basis: t("The place rests on"),
  country: t("Country"),
  coordinates: t("Latitude, longitude"),
  where_prec: t("Precision of the place"),
  people: t("Deaths, low/best/high"),
  deaths: t("Words that say the deaths"),
  injured: t("Injured"),
  injured_words: t("Words that say the injured"),
  arrested: t("Arrested"),
  arrested_words: t("Words that say the arrested"),
  modality: t("Told as"),
  polarity: t("Polarity"),
  tense: t("Tense"),
  genericity: t("Genericity"),
  participants: t("Participants"),
  actor: t("Actor"),
  credibility: t("Grade"),
  source: t("Said by"),
  anonymous: t("The source is not named"),
  parent: t("Told within"),
  cue: t("Cue"),
  commitment: t("How the text takes it up"),
  hedge: t("Hedge"),
  check_worthiness: t("Check-worthiness"),
  rationale: t("Why"),
  note: t("Note"),
  outcome: t("Marked"),
  question: t("Question"),
};

// What is shown even where both say the same: it tells which tag this is.
const ALWAYS = new Set(["quote", "code", "actor", "credibility", "outcome"]);

const CODED = {
  date_basis: BASIS_WORDS,
  place_basis: BASIS_WORDS,
  modality: MODALITY_WORDS,
  polarity: POLARITY_WORDS,
  tense: TENSE_WORDS,
  genericity: GENERICITY_WORDS,
  commitment: COMMITMENT_WORDS,
  check_worthiness: CHECK_WORTHINESS_WORDS,
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
  const isAlone = !mine.value || !theirs?.value;
  const names = Object.keys(FIELDS).filter(
    (name) => (own[name] || other[name]) && (isAlone || ALWAYS.has(name) || own[name] !== other[name]),
  );
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
  const spanned = (part) => {
    const [start, end] = [value[`${part}_start`], value[`${part}_end`]];
    return start === null || start === undefined ? (value[`${part}_from`]?.quote ?? "") : text.shown({ start, end });
  };
  for (const part of ["date", "place", "deaths", "source", "cue", "hedge"]) words[part] = spanned(part);
  for (const part of ["injured", "arrested"]) words[`${part}_words`] = spanned(part);
  for (const [name, names] of Object.entries(CODED)) if (value[name]) words[name] = names[value[name]] ?? value[name];
  words.modes = value.modes?.join(", ");
  words.other_codes = value.other_codes?.map(({ code, modes }) => [code, ...modes].join(" ")).join(", ");
  words.coordinates = shownCoordinates(value);
  const deaths = ["low", "best", "high"].map((edge) => value[`deaths_${edge}`] ?? "?");
  words.people = deaths.some((number) => number !== "?") ? deaths.join("/") : "";
  for (const part of ["injured", "arrested", "date_prec", "where_prec"]) words[part] = String(value[part] ?? "");
  words.anonymous = value.anonymous ? t("yes") : "";
  words.parent = claimWords(work, value.parent);
  if ("actor" in value) {
    const actor = work.actors.get(value.actor);
    words.actor = actor ? `${actor.label} (${ACTOR_KIND_WORDS[actor.kind]})` : value.actor ? t("in the registry") : t("not linked");
  }
  if (value.participants) {
    const tags = work.shown(work.focus).tags;
    const name = ({ actor, from }) => {
      const tag = tags.find((one) => one.tag === actor);
      if (from || !actor) return from?.quote ?? t("nobody named");
      return tag ? text.shown(tag.value) : t("an actor that is gone");
    };
    words.participants = value.participants.map((link) => `${roleWord(link.role)}: ${name(link)}`).join("; ");
  }
  return words;
}

function claimWords(work, uid) {
  if (!uid) return "";
  const claim = work.shown(work.focus).tags.find(({ tag }) => tag === uid);
  return claim ? shortened(work.current.text.shown(claim.value), 60) : t("a claim that is gone");
}
