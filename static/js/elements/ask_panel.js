// A small question in the column, answered with Enter: what the lead should look at, whether to cut the text here.

import { freshId, h } from "../lib/dom.js";
import { t } from "../lib/i18n.js";

/** A panel with an optional text; `done(text)` on Enter, `left()` on Esc. */
export function askPanel({ title, words, label, text = "", yes, removal, done, left }) {
  const id = freshId("ask");
  const field = label === undefined ? null : h("textarea", { id, rows: 3, maxLength: 2000, dir: "auto" });
  if (field) field.value = text;
  const finish = () => done(field ? field.value.trim() : "");
  const panel = h(
    "form",
    {
      class: "ask-panel card-form",
      "aria-label": title,
      onsubmit: (event) => {
        event.preventDefault();
        finish();
      },
    },
    h("b", {}, title),
    words ? h("p", { class: "hint" }, words) : null,
    field ? h("div", { class: "card-field" }, h("label", { for: id }, label), field) : null,
    h(
      "div",
      { class: "card-actions" },
      h("button", { class: "button is-primary is-small" }, yes, " ", h("kbd", {}, "Enter")),
      h("button", { type: "button", class: "button is-quiet is-small", onclick: left }, t("Cancel")),
      removal
        ? h("button", { type: "button", class: "button is-quiet is-small is-danger", onclick: () => done("") }, removal)
        : null,
    ),
  );
  panel.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") left();
    else if (event.key === "Enter" && event.target === field && !event.shiftKey) finish();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  panel.enter = () => (field ?? panel.querySelector("button")).focus();
  return panel;
}
