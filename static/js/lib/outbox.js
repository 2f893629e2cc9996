// What waits to be saved. Every request is kept in the browser before it is sent, in order within its sentence, until the
// server has answered; a reload, a lost connection or an expired session loses nothing. Ids make repeating harmless.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
const AGAIN = new Set([0, 408, 425, 429, 500, 502, 503, 504]);

/** Entries are {id, sentence, verb, body, at}; `send(entry)` answers {status, body} and status 0 when nothing came back. */
export class Outbox {
  constructor({ store, send, onAnswer, onChange, clock = globalThis, isOnline = () => navigator.onLine }) {
    Object.assign(this, { store, send, onAnswer, onChange, clock, isOnline });
    this.entries = store.load();
    this.blocked = new Map(); // sentence -> {entry, status, body}: waits for the person
    this.isPaused = false; // signed out: everything waits
    this.failures = 0;
    this.sending = null;
    this.timer = null;
  }

  /** Keep a request and send it when its turn comes. */
  add(entry) {
    this.store.put(entry);
    this.entries.push(entry);
    this.flush();
    this.onChange();
  }

  /** The requests of a sentence that are not confirmed yet, oldest first. */
  of(sentence) {
    return this.entries.filter((entry) => entry.sentence === sentence);
  }

  /** Send what can be sent, one at a time. */
  flush() {
    if (this.sending || this.isPaused || this.timer) return;
    const entry = this.entries.find(({ sentence }) => !this.blocked.has(sentence));
    if (!entry || !this.isOnline()) return;
    this.sending = entry;
    entry.tried = true;
    this.store.put(entry);
    this.send(entry)
      .catch(() => ({ status: 0, body: null }))
      .then((answer) => this.#answered(entry, answer));
  }

  /** Try at once: the connection is back, or the person asks. */
  retry() {
    this.clock.clearTimeout(this.timer);
    this.timer = null;
    this.isPaused = false;
    this.flush();
    this.onChange();
  }

  /** The person decided on what was refused: the entries that take the place of the sentence's first one. */
  resolve(sentence, replacements) {
    const { entry } = this.blocked.get(sentence);
    const at = this.entries.indexOf(entry);
    this.blocked.delete(sentence);
    this.store.remove(entry);
    this.entries.splice(at, 1, ...replacements);
    for (const one of this.entries) this.store.put(one);
    this.flush();
    this.onChange();
  }

  /** Take back the newest request of a sentence that was not sent yet; null when there is none. */
  takeBack(sentence) {
    const entry = this.of(sentence).at(-1);
    if (!entry || entry.tried) return null; // once tried it may be saved, even if no answer came
    this.#drop(entry);
    this.onChange();
    return entry;
  }

  /** Drop a request that says nothing any more. */
  forget(entry) {
    if (entry !== this.sending) this.#drop(entry);
  }

  /** What the foot says: {state, waiting}. */
  get status() {
    const waiting = this.entries.length;
    const statuses = [...this.blocked.values()].map(({ status }) => status);
    const state = statuses.includes(409)
      ? "conflict"
      : statuses.length > 0
        ? "failed"
        : this.isPaused
          ? "signed-out"
          : waiting === 0
            ? "saved"
            : !this.isOnline()
              ? "offline"
              : this.failures > 0
                ? "waiting"
                : "saving";
    return { state, waiting };
  }

  #answered(entry, { status, body }) {
    this.sending = null;
    if (AGAIN.has(status)) this.#later();
    else if (status === 401 || body?.code === "csrf" || body?.code === "not-authenticated") this.isPaused = true;
    else if (status >= 400) this.blocked.set(entry.sentence, { entry, status, body });
    else {
      this.failures = 0;
      this.#drop(entry);
      this.onAnswer(entry, body);
    }
    if (status !== 0 && status < 500) this.failures = 0;
    if (this.blocked.get(entry.sentence)?.entry === entry) this.onAnswer(entry, null, { status, body });
    this.flush();
    this.onChange();
  }

  #later() {
    const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.failures);
    this.failures += 1;
    this.timer = this.clock.setTimeout(() => {
      this.timer = null;
      this.flush();
      this.onChange();
    }, wait);
  }

  #drop(entry) {
    this.entries = this.entries.filter((one) => one !== entry);
    this.store.remove(entry);
  }
}

/** Keeps entries in localStorage, one item each, so that two tabs never overwrite each other's. */
export class OutboxStore {
  /** `scope` names person and project; `tab` this tab; `livingTabs` those whose entries are theirs to send. */
  constructor(storage, scope, tab, livingTabs = new Set()) {
    Object.assign(this, { storage, prefix: `attest.outbox.${scope}.`, tab, livingTabs });
  }

  /** This tab's entries and those of tabs that are gone, oldest first. */
  load() {
    const found = [];
    for (let index = 0; index < this.storage.length; index += 1) {
      const key = this.storage.key(index);
      if (!key.startsWith(this.prefix)) continue;
      const entry = JSON.parse(this.storage.getItem(key));
      if (entry.tab === this.tab || !this.livingTabs.has(entry.tab)) found.push(entry);
    }
    return found.sort((a, b) => a.at - b.at || a.place - b.place).map((entry) => ({ ...entry, tab: this.tab }));
  }

  put(entry) {
    entry.tab = this.tab;
    entry.place ??= this.next = (this.next ?? 0) + 1;
    this.storage.setItem(this.prefix + entry.id, JSON.stringify(entry));
  }

  remove(entry) {
    this.storage.removeItem(this.prefix + entry.id);
  }
}
