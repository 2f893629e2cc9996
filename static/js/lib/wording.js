// What stored words are called on the page; web/words.py has the same for templates.

import { t, tIn } from "./i18n.js";

export const STATE_WORDS = {
  unread: t("Not read"),
  draft: t("Draft"),
  submitted: t("Submitted"),
  approved_once: t("Approved once"),
  approved: t("Approved"),
  returned: t("Returned"),
  withdrawn: t("Withdrawn"),
  nothing_to_code: t("Nothing to code"),
  unsure: t("Unsure"),
};

export const KIND_WORDS = { event: t("Event"), actor: t("Actor"), reliability: t("Reliability") };

export const MODALITY_WORDS = {
  asserted: t("Asserted"),
  alleged: t("Alleged"),
  denied: t("Denied"),
  hypothetical: t("Hypothetical"),
};

export const POLARITY_WORDS = { positive: t("Happened"), negative: t("Did not happen") };

export const TENSE_WORDS = { unspecified: t("Not said"), past: t("Past"), present: t("Present"), future: t("Future") };

export const GENERICITY_WORDS = { specific: t("One event"), generic: t("Such events in general") };

export const BASIS_WORDS = {
  "": t("not said"),
  sentence: t("from this sentence"),
  other_sentence: t("from another sentence"),
  document: t("from the document"),
  world_knowledge: t("from what is known"),
};

export const DATE_PRECISION_WORDS = {
  "": t("not coded"),
  1: t("1: the day"),
  2: t("2: two to six days"),
  3: t("3: the week"),
  4: t("4: the month"),
  5: t("5: up to a year"),
};

export const PLACE_PRECISION_WORDS = {
  "": t("not coded"),
  1: t("1: exact place"),
  2: t("2: near a place"),
  3: t("3: district"),
  4: t("4: province"),
  5: t("5: a region"),
  6: t("6: country"),
  7: t("7: international"),
};

export const COMMITMENT_WORDS = {
  "": t("not coded"),
  factive: t("Told as fact"),
  neutral: t("Told without a stand"),
  sceptical: t("Told with doubt"),
};

export const CHECK_WORTHINESS_WORDS = {
  "": t("not coded"),
  NFS: t("NFS, no factual claim"),
  UFS: t("UFS, an unimportant claim"),
  CFS: t("CFS, worth checking"),
};

export const CREDIBILITY_WORDS = {
  1: t("confirmed by other sources"),
  2: t("probably true"),
  3: t("possibly true"),
  4: t("doubtful"),
  5: t("improbable"),
  6: t("cannot be judged"),
};

export const ACTOR_KIND_WORDS = {
  state: tIn("an actor", "State"),
  government: tIn("an actor", "Government"),
  party: tIn("an actor", "Party"),
  armed_group: tIn("an actor", "Armed group"),
  security_force: tIn("an actor", "Security force"),
  court: tIn("an actor", "Court"),
  organisation: tIn("an actor", "Organisation"),
  media: tIn("an actor", "Media"),
  community: tIn("an actor", "Community"),
  person: tIn("an actor", "Person"),
  other: tIn("an actor", "Other"),
};

export const REASON_WORDS = {
  wrong_span: t("Wrong words"),
  wrong_type: t("Wrong type"),
  wrong_actor: t("Wrong actor"),
  wrong_date: t("Wrong date"),
  missing_tag: t("A tag is missing"),
  extra_tag: t("A tag too many"),
  attribution: t("Attribution"),
  guideline: t("Against the guideline"),
  other: t("Other"),
};

/** A text cut to about `length` characters at a space. */
export function shortened(text, length = 60) {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), length / 2))}…`;
}
