// Claims of one sentence: which may hold another, and the pair of grades that the field writes together.

import { t } from "./i18n.js";
import { CREDIBILITY_WORDS } from "./wording.js";

/** The claims that `uid` may be told within: all others that do not themselves lead to it. */
export function claimsAround(set, uid) {
  const claims = set.tags.filter(({ kind, tag }) => kind === "reliability" && tag !== uid);
  return uid ? claims.filter((claim) => !leadsTo(set, claim, uid)) : claims;
}

function leadsTo(set, claim, uid) {
  const seen = new Set();
  for (let at = claim; at && !seen.has(at.tag); at = set.tags.find(({ tag }) => tag === at.value.parent)) {
    if (at.tag === uid) return true;
    seen.add(at.tag);
  }
  return false;
}

/** "B2": the outlet's reliability and the content's credibility, rated apart. "–2" where no outlet was graded. */
export function pairOf(outlet, credibility) {
  return `${outlet?.grade || "–"}${credibility}`;
}

/** What the pair means, in words. */
export function pairWords(outlet, credibility) {
  const words = { outlet: outlet?.grade || t("not graded"), grade: credibility, words: CREDIBILITY_WORDS[credibility] };
  return t("Outlet %(outlet)s, content %(grade)s: %(words)s", words);
}
