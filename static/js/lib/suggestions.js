// What may be done with a suggestion: whether it still says something new, and the operation that accepts it.
// Shapes are those of GET sentences/<id>/suggestions/.

import { adding, changing } from "./tag_set.js";
import { freshActor, freshEvent, freshReliability } from "./tag_values.js";

const FRESH = { event: freshEvent, actor: freshActor, reliability: freshReliability };

/** In reading order of the words they are drawn at: the suggestions that the tags of a set do not say already and that were not put away; none while it is under review. */
export function open(suggestions, set, away = new Set()) {
  if (set.outcome === "nothing_to_code" || /^(?:submitted|approved_once|approved)$/u.test(set.state)) return [];
  return suggestions
    .filter((one) => !away.has(one.key) && !isSaid(one, set.tags))
    .sort((a, b) => wordsOf(a).start - wordsOf(b).start || wordsOf(a).end - wordsOf(b).end);
}

function isSaid({ kind, event, value, start, end }, tags) {
  if (event) {
    const tag = tags.find((one) => one.tag === event);
    return !tag || (kind === "date" ? Boolean(tag.value.date_edtf) : Object.keys(value).some((name) => isNumber(name, tag.value)));
  }
  const same = tags.filter((tag) => tag.kind === kind).map((tag) => tag.value);
  if (kind === "event") return same.some((tag) => tag.start < end && start < tag.end);
  const part = ["cue_", "hedge_"].find((prefix) => typeof value[`${prefix}start`] === "number");
  if (kind === "reliability" && part)
    return same.some((tag) => tag[`${part}start`] === value[`${part}start`] || (tag.start === start && tag.end === end));
  return same.some((tag) => tag.start === start && tag.end === end);
}

const isNumber = (name, value) => !/_(?:start|end)$/u.test(name) && value[name] !== null && value[name] !== undefined;

/** Whether a person must choose before it can be saved: several actors go by the name. */
export function mustChoose({ candidates }) {
  return candidates.length > 1;
}

/** The operation that accepts a suggestion; `parents` are the tags by the key of the suggestion they came from. */
export function accepting(suggestion, [set, pending], shown, parents = new Map()) {
  const { kind, event, value } = suggestion;
  if (event) {
    const tag = shown.tags.find((one) => one.tag === event);
    return changing(set, pending, tag, { ...tag.value, ...value });
  }
  const { start, end, quote } = suggestion;
  const fresh = FRESH[kind]({ start, end, quote });
  const parent = parents.get(suggestion.parent_key);
  const isThere = parent && shown.tags.some(({ tag }) => tag === parent);
  return adding(kind, { ...fresh, ...value, ...(isThere ? { parent } : {}) });
}

/** Where a suggestion is drawn: its own words, of an account the cue or the hedge. */
export function wordsOf({ kind, start, end, value }) {
  if (kind !== "reliability") return { start, end };
  const part = ["cue_", "hedge_"].find((prefix) => typeof value[`${prefix}start`] === "number");
  return part ? { start: value[`${part}start`], end: value[`${part}end`] } : { start, end };
}
