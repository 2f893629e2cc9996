// Where unsaved work is kept: localStorage, one item per request. Each tab sends its own and those of tabs that are gone.

import { OutboxStore } from "../lib/outbox.js";
import { newId } from "../lib/uuid.js";

const PREFIX = "attest-tab-";

/** The store of this tab for a scope (person, project, source). */
export async function openStore(scope) {
  const tab = newId();
  const living = new Set();
  if (navigator.locks) {
    navigator.locks.request(PREFIX + tab, () => new Promise(() => {})); // held until the tab closes
    const { held } = await navigator.locks.query();
    for (const { name } of held) if (name.startsWith(PREFIX)) living.add(name.slice(PREFIX.length));
  }
  living.delete(tab);
  return new OutboxStore(localStorage, scope, tab, living);
}
