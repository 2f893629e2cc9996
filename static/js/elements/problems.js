// What could not be saved, above the cards: conflicts, refusals, an ended session. Nothing goes until the person decides.

import { h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { decide, discard } from "../lib/refusals.js";
import { conflictPanel } from "./conflict_panel.js";
import { refusal, signedOut } from "./side_notes.js";

/** Panels for everything that waits for the person; `settled()` is called once one is dealt with. */
export function problemsOf(work, settled) {
  const act = (verb) => () => {
    verb();
    settled();
  };
  const shown = work.outbox.isPaused ? [signedOut(work)] : [];
  for (const [id, blocked] of work.outbox.blocked) {
    if (id !== work.focus) shown.push(elsewhere(work, id));
    else if (blocked.body?.conflicts) {
      shown.push(conflictPanel(work, blocked.body, (choice) => act(() => decide(work, id, choice))()));
    } else {
      const retry = act(() => work.outbox.resolve(id, [blocked.entry]));
      shown.push(refusal(blocked, { retry, discard: act(() => discard(work, id)) }));
    }
  }
  return shown;
}

function elsewhere(work, id) {
  return h(
    "div",
    { class: "notice is-flat", dataset: { level: "error" } },
    h("span", {}, t("Sentence %(number)s has something that is not saved.", { number: work.sentences.get(id)?.number ?? "" })),
    h(
      "span",
      { class: "notice-actions" },
      h("button", { type: "button", class: "button is-small", onclick: () => work.goTo(id) }, t("Go there")),
    ),
  );
}
