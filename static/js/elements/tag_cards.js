// A tag as a card: one line with what it says, a form when it is open.

import { h } from "../lib/dom.js";
import { shownDate } from "../lib/event_dates.js";
import { inARow, t, tIn } from "../lib/i18n.js";
import { pairWords } from "../lib/claims.js";
import { isComplete } from "../lib/tag_set.js";
import { roleWord } from "../lib/participants.js";
import { ACTOR_KIND_WORDS, COMMITMENT_WORDS, CREDIBILITY_WORDS, KIND_WORDS, MODALITY_WORDS, shortened } from "../lib/wording.js";
import { labelOf } from "./sentence_painter.js";

const NEW_WORDS = { event: t("New event"), actor: t("New actor"), reliability: t("New reliability") };

/** The card of a tag; `body` is its form when it is open. */
export function card(work, tag, { body = null, isCurrent = false, open, hover }) {
  const sentence = work.current;
  const set = work.shown(work.focus);
  const quote = sentence.text.shown(tag.value);
  const isWhole = tag.value.end - tag.value.start > 40;
  const name = ["card", body && "is-open", isCurrent && "is-current", !tag.isNew && !isComplete(tag) && "has-problem"]
    .filter(Boolean)
    .join(" ");
  return h(
    "article",
    {
      class: name,
      dataset: { kind: tag.kind, tag: tag.tag ?? "" },
      "aria-label": `${KIND_WORDS[tag.kind]}: ${shortened(quote, 80)}`,
      onpointerenter: ({ pointerType }) => pointerType === "mouse" && hover(tag.tag),
      onpointerleave: () => hover(null),
    },
    h(
      "button",
      { type: "button", class: "card-line", "aria-expanded": String(Boolean(body)), onclick: open },
      h("span", { class: "card-code", title: isPair(tag) ? pairWords(work.payload.source.outlet, tag.value.credibility) : null }, tag.isNew ? NEW_WORDS[tag.kind] : labelOf(tag, set, work.payload.source.outlet)),
      h(
        "bdi",
        { class: "card-quote", lang: sentence.text.language || null },
        isWhole ? shortened(quote, body ? 90 : 120) : quote,
      ),
      h("span", { class: "card-key" }, tag.version === 0 ? "…" : ""),
      h("span", { class: "card-sum" }, summary(work, tag, set)),
    ),
    body,
  );
}

function isPair({ kind, isNew, value }) {
  return kind === "reliability" && !isNew && Boolean(value.credibility);
}

/** What a tag says, on one line. */
export function summary(work, { kind, value }, set) {
  if (kind === "event") return eventSummary(work, value, set);
  if (kind === "actor") return actorSummary(work, value);
  return reliabilitySummary(work, value);
}

function reliabilitySummary(work, value) {
  const words =
    value.source_start === null ? value.source_from?.quote : work.current.text.shown({ start: value.source_start, end: value.source_end });
  return inARow([
    CREDIBILITY_WORDS[value.credibility] ?? t("no grade yet"),
    words ? t("said by %(words)s", { words }) : value.anonymous ? t("said by someone not named") : t("no attribution"),
    value.commitment ? COMMITMENT_WORDS[value.commitment].toLowerCase() : "",
    value.parent ? t("told within another claim") : "",
    value.check_worthiness,
  ]);
}

function eventSummary(work, value, set) {
  if (!value.code) return t("no type yet");
  const who = (role) =>
    value.participants
      .filter((link) => link.role === role)
      .map((link) => nameOf(work, set, link))
      .join(", ");
  const rest = value.participants.filter(({ role }) => role !== "actor" && role !== "recipient");
  const parts = [
    ...(value.modes ?? []),
    who("actor") || who("recipient") ? inARow([who("actor") || "–", who("recipient") || "–"], tIn("from one to the other", " → ")) : "",
    ...rest.map((link) => `${roleWord(link.role)} ${nameOf(work, set, link)}`),
    shownDate(value),
    value.place_name || value.country,
    deaths(value),
    value.modality === "asserted" ? "" : MODALITY_WORDS[value.modality].toLowerCase(),
    value.polarity === "negative" ? t("did not happen") : "",
    ...(value.other_codes ?? []).map(({ code }) => code),
  ];
  return inARow(parts) || t("nothing more stated");
}

function deaths({ deaths_low: low, deaths_best: best, deaths_high: high }) {
  if ([low, best, high].every((number) => number === null || number === undefined)) return "";
  const range = low !== null && high !== null && low !== high ? ` (${low}–${high})` : "";
  return t("%(count)s killed", { count: `${best ?? low ?? high}${range}` });
}

function actorSummary(work, value) {
  const actor = work.actors.get(value.actor);
  if (!actor) return value.actor ? t("in the registry") : t("not linked");
  return inARow([actor.label, (ACTOR_KIND_WORDS[actor.kind] ?? actor.kind).toLowerCase()]);
}

function nameOf(work, set, { actor, from }) {
  if (from) return work.actors.get(from.actor)?.label ?? from.quote;
  if (!actor) return t("nobody named");
  const tag = set.tags.find((one) => one.tag === actor);
  if (!tag) return "?";
  return work.actors.get(tag.value.actor)?.label ?? work.current.text.shown(tag.value);
}
