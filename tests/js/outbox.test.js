import { Outbox, OutboxStore } from "/static/js/lib/outbox.js";
import { assert, assertEqual, test } from "/tests/js/runner.js";

/** localStorage without a browser behind it. */
class Shelf {
  #items = new Map();
  get length() { return this.#items.size; }
  key(index) { return [...this.#items.keys()][index]; }
  getItem(key) { return this.#items.get(key) ?? null; }
  setItem(key, value) { this.#items.set(key, value); }
  removeItem(key) { this.#items.delete(key); }
}

function desk({ shelf = new Shelf(), answers = [], online = true, tab = "t1", living } = {}) {
  const log = { sent: [], answered: [], timers: [], online };
  const clock = { setTimeout: (body, wait) => log.timers.push({ body, wait }), clearTimeout: () => (log.timers.length = 0) };
  const send = async (entry) => {
    log.sent.push(entry.id);
    const answer = answers.shift() ?? { status: 200, body: {} };
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const store = new OutboxStore(shelf, "edith.desk", tab, living);
  const outbox = new Outbox({ store, send, clock, isOnline: () => log.online, onChange() {}, onAnswer: (entry, body, problem) => log.answered.push([entry.id, problem?.status ?? 200]) });
  return { outbox, log, shelf };
}

const settle = () => new Promise((done) => setTimeout(done, 5));
const entry = (id, sentence = 1) => ({ id, sentence, verb: "operations", body: { operations: [] }, at: Number(id) });

test("requests are sent one at a time in order and forgotten when answered", async () => {
  const { outbox, log, shelf } = desk();
  outbox.add(entry("1"));
  outbox.add(entry("2", 2));
  assertEqual(outbox.status, { state: "saving", waiting: 2 });
  await settle();
  assertEqual(log.sent, ["1", "2"]);
  assertEqual([outbox.status, shelf.length], [{ state: "saved", waiting: 0 }, 0]);
});

test("without a connection everything waits, and a reload finds it", async () => {
  const { outbox, log, shelf } = desk({ online: false });
  outbox.add(entry("1"));
  outbox.add(entry("2"));
  await settle();
  assertEqual([log.sent, outbox.status], [[], { state: "offline", waiting: 2 }]);
  const reloaded = desk({ shelf, tab: "t2" });
  assertEqual(reloaded.outbox.entries.map(({ id }) => id), ["1", "2"]);
  reloaded.outbox.flush();
  await settle();
  assertEqual(reloaded.log.sent, ["1", "2"]);
});

test("a lost answer is asked for again with the same id, later and later", async () => {
  const { outbox, log } = desk({ answers: [new Error("cut"), { status: 503 }] });
  outbox.add(entry("1"));
  await settle();
  assertEqual([outbox.status.state, log.timers.map(({ wait }) => wait)], ["waiting", [1000]]);
  log.timers.shift().body();
  await settle();
  assertEqual(log.timers.map(({ wait }) => wait), [2000]);
  log.timers.shift().body();
  await settle();
  assertEqual([log.sent, outbox.status.state], [["1", "1", "1"], "saved"]);
});

test("a conflict holds back its sentence only, until the person decides", async () => {
  const { outbox, log } = desk({ answers: [{ status: 409, body: { conflicts: [] } }] });
  outbox.add(entry("1"));
  outbox.add(entry("2"));
  outbox.add(entry("3", 9));
  await settle();
  assertEqual([log.sent, outbox.status], [["1", "3"], { state: "conflict", waiting: 2 }]);
  outbox.resolve(1, [entry("4")]);
  await settle();
  assertEqual([log.sent, outbox.status.state], [["1", "3", "4", "2"], "saved"]);
});

test("a refusal keeps the work and says so", async () => {
  const { outbox, log, shelf } = desk({ answers: [{ status: 403, body: { code: "not-allowed" } }] });
  outbox.add(entry("1"));
  await settle();
  assertEqual([outbox.status.state, log.answered, shelf.length], ["failed", [["1", 403]], 1]);
});

test("an ended session pauses everything and loses nothing", async () => {
  const { outbox, log } = desk({ answers: [{ status: 401, body: { code: "not-authenticated" } }] });
  outbox.add(entry("1"));
  outbox.add(entry("2", 2));
  await settle();
  assertEqual([log.sent, outbox.status], [["1"], { state: "signed-out", waiting: 2 }]);
  outbox.retry();
  await settle();
  assertEqual(outbox.status.state, "saved");
});

test("only what was never tried can be taken back", async () => {
  const { outbox, log } = desk({ answers: [new Error("cut")] });
  outbox.add(entry("1"));
  await settle();
  log.online = false;
  outbox.add(entry("2"));
  assertEqual(outbox.takeBack(1).id, "2");
  assertEqual(outbox.takeBack(1), null);
});

test("a living tab's entries are its own to send", () => {
  const { outbox, shelf } = desk({ online: false });
  outbox.add(entry("1"));
  assertEqual(desk({ shelf, tab: "t2", living: new Set(["t1"]) }).outbox.entries, []);
  assert(desk({ shelf, tab: "t3", living: new Set(["t2"]) }).outbox.entries.length === 1, "orphans are adopted");
});
