// Who takes part in an event, from as few keys as possible: "1" is the first actor in the next free role, "v2" the second as victim.

import { latinDigits } from "./counts.js";
import { tIn } from "./i18n.js";
import { isSameLink } from "./tag_values.js";

export const ROLES = [
  { role: "actor", word: tIn("a role in an event", "actor"), key: "a" },
  { role: "recipient", word: tIn("a role in an event", "recipient"), key: "r" },
  { role: "victim", word: tIn("a role in an event", "victim"), key: "v" },
  { role: "place", word: tIn("a role in an event", "place"), key: "p" },
  { role: "time", word: tIn("a role in an event", "time"), key: "t" },
  { role: "instrument", word: tIn("a role in an event", "instrument"), key: "i" },
  { role: "beneficiary", word: tIn("a role in an event", "beneficiary"), key: "b" },
  { role: "third_party", word: tIn("a role in an event", "third party"), key: "y" },
  { role: "theme", word: tIn("a role in an event", "theme"), key: "m" },
];

/** What a role is called. */
export function roleWord(role) {
  return ROLES.find((one) => one.role === role)?.word ?? role.replace("_", " ");
}

/** The role the next participant most likely has: actor, then recipient. */
export function nextRole(participants) {
  return participants.some(({ role }) => role === "actor") ? "recipient" : "actor";
}

/** What typed keys mean when `count` actors are on offer: {role, number}, or null while they are unfinished.
 *
 * "v-" says that the victim is nobody named: number 0.
 */
export function readKeys(typed, count, participants) {
  const keys = latinDigits(typed);
  const nobody = /^\s*([a-z])\s*-\s*$/iu.exec(keys);
  if (nobody) {
    const role = ROLES.find(({ key }) => key === nobody[1].toLowerCase())?.role;
    return role ? { role, number: 0, isFinal: true } : null;
  }
  const match = /^\s*([a-z]?)\s*([1-9]\d*)\s*$/iu.exec(keys);
  if (!match) return null;
  const number = Number(match[2]);
  if (number > count) return null;
  const chosen = ROLES.find(({ key }) => key === match[1].toLowerCase());
  if (match[1] && !chosen) return null;
  return { role: chosen?.role ?? nextRole(participants), number, isFinal: number * 10 > count };
}

/** The participants with one more; the same filler in the same role stands once. */
export function withParticipant(participants, added) {
  if (participants.some((one) => isSameLink(one, added))) return participants;
  return [...participants, added];
}
