// The workbench page: takes what the server sent with it, and starts text, outline, tags and foot on one piece of work.

import "../elements/attest_desk.js";
import "../elements/attest_foot.js";
import "../elements/attest_outline.js";
import "../elements/attest_reading.js";
import { suggestionList } from "../elements/suggestion_list.js";
import { SentenceTools } from "../elements/sentence_tools.js";
import { ask } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { isToDo } from "../lib/tag_set.js";
import { Work } from "../lib/work.js";
import { Keys } from "./keys.js";
import { Suggesting } from "./suggesting.js";
import { openStore } from "./unsaved.js";
import { Verbs } from "./verbs.js";
import { watchOthers } from "./others.js";

const payload = JSON.parse(document.getElementById("workbench-data").textContent);
const [outline, reading, desk, foot] = ["attest-outline", "attest-reading", "attest-desk", "attest-foot"].map((name) =>
  document.querySelector(name),
);
const store = await openStore(`${payload.me.code}.${payload.project}.${payload.source.id}`);
const work = new Work(payload, { store, ask });

outline.start(work);
reading.start(work);
desk.start(work);
foot.start(work);
const verbs = new Verbs(work, { reading, desk });
work.mayLeave = () => verbs.leaveForm();
verbs.suggesting = new Suggesting(work, verbs);
desk.suggestions = suggestionList(verbs.suggesting);
const tools = new SentenceTools(work, verbs);
reading.querySelector(".sentences").append(tools.element);
new Keys(work, verbs, { reading });

const listen = (name, act) => document.addEventListener(name, (event) => act(event.detail));
listen("tag-save", ({ value }) => verbs.save(value));
listen("tag-cancel", () => verbs.cancel());
listen("tag-remove", () => verbs.remove());
listen("open-tag", ({ tag }) => verbs.openTag(tag));
listen("to-text", () => verbs.toText());
listen("sheet-moved", () => reading.keepInSight());
addEventListener("resize", () => work.form && reading.keepInSight()); // a turned screen, a narrower window
listen("remove-tag", ({ tag }) => verbs.remove(tag));
listen("words-chosen", ({ cursor }) => desk.formElement?.takeWords(cursor));
listen("tag-hover", (tag) => {
  for (const mark of reading.querySelectorAll(".mark"))
    mark.classList.toggle("is-hovered", Boolean(tag) && mark.dataset.tag === tag);
});

// What the cursor is on is said to those who do not see it.
const voice = h("p", { class: "visually-hidden", "aria-live": "polite" });
document.querySelector("main").append(voice);
listen("cursor-drawn", ({ words }) => {
  if (document.activeElement?.closest?.("attest-reading")) voice.textContent = words;
});

work.addEventListener("notice", ({ detail }) => toast(detail));
work.addEventListener("recut", ({ detail }) => {
  const place = detail?.sentences?.[0]?.id ?? detail?.sentence;
  if (place) history.replaceState(null, "", `#s-${place}`);
  location.reload();
});
work.addEventListener("form", () => requestAnimationFrame(() => reading.keepInSight()));

// On narrow screens the outline is a panel.
const opener = document.querySelector("[data-opens-outline]");
const showOutline = (isOpen) => {
  outline.classList.toggle("is-open", isOpen);
  opener.setAttribute("aria-expanded", String(isOpen));
};
opener.addEventListener("click", () => {
  showOutline(!outline.classList.contains("is-open"));
  if (outline.classList.contains("is-open")) outline.querySelector(".outline-row[aria-current]")?.focus();
});
reading.addEventListener("pointerdown", () => showOutline(false));
listen("to-text", () => showOutline(false));

function toast({ words, level }) {
  if (!words) return;
  const notice = h("div", { class: "notice", dataset: { level } }, h("span", {}, words));
  const toasts = document.getElementById("toasts");
  toasts.replaceChildren(...[...toasts.children].slice(-2), notice);
  setTimeout(() => notice.remove(), 6000);
}

const asked = Number(/^#s-(\d+)$/u.exec(location.hash)?.[1]);
const first = work.sentences.has(asked) ? asked : (work.order.find((id) => isToDo(work.shown(id))) ?? work.order[0]);
if (first !== undefined) work.goTo(first);
work.addEventListener("focus", ({ detail }) => history.replaceState(null, "", `#s-${detail.sentence}`));
addEventListener("hashchange", () => work.goTo(Number(/^#s-(\d+)$/u.exec(location.hash)?.[1])));

work.outbox.retry();
addEventListener("online", () => work.outbox.retry());
addEventListener("offline", () => work.dispatchEvent(new CustomEvent("status")));
document.addEventListener("visibilitychange", () => !document.hidden && work.outbox.entries.length > 0 && work.outbox.retry());
watchOthers(work);
document.documentElement.dataset.ready = "";
