// What stored words are called on the page; web/words.py has the same for templates.

export const STATE_WORDS = {
  unread: "Not read",
  draft: "Draft",
  submitted: "Submitted",
  approved_once: "Approved once",
  approved: "Approved",
  returned: "Returned",
  withdrawn: "Withdrawn",
  nothing_to_code: "Nothing to code",
  unsure: "Unsure",
};

export const KIND_WORDS = { event: "Event", actor: "Actor", reliability: "Reliability" };

export const MODALITY_WORDS = {
  asserted: "Asserted",
  alleged: "Alleged",
  denied: "Denied",
  hypothetical: "Hypothetical",
};

export const POLARITY_WORDS = { positive: "Happened", negative: "Did not happen" };

export const CREDIBILITY_WORDS = {
  1: "confirmed by other sources",
  2: "probably true",
  3: "possibly true",
  4: "doubtful",
  5: "improbable",
  6: "cannot be judged",
};

export const ACTOR_KIND_WORDS = {
  state: "State",
  government: "Government",
  party: "Party",
  armed_group: "Armed group",
  security_force: "Security force",
  court: "Court",
  organisation: "Organisation",
  media: "Media",
  community: "Community",
  person: "Person",
  other: "Other",
};

export const REASON_WORDS = {
  wrong_span: "Wrong words",
  wrong_type: "Wrong type",
  wrong_actor: "Wrong actor",
  wrong_date: "Wrong date",
  missing_tag: "A tag is missing",
  extra_tag: "A tag too many",
  attribution: "Attribution",
  guideline: "Against the guideline",
  other: "Other",
};

/** `1 sentence`, `2 sentences`; the plural may be given. */
export function counted(number, noun, plural = `${noun}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? noun : plural}`;
}

/** A text cut to about `length` characters at a space. */
export function shortened(text, length = 60) {
  if (text.length <= length) return text;
  const cut = text.slice(0, length);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), length / 2))}…`;
}
