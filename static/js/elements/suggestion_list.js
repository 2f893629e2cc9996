// Suggestions in the right column, below the tags: what, on which words, why; one button each to accept and to reject.

import { h, icon } from "../lib/dom.js";
import { t } from "../lib/i18n.js";
import { mustChoose } from "../lib/suggestions.js";
import { KIND_WORDS, shortened } from "../lib/wording.js";

const MORE_WORDS = { date: t("Date"), casualties: t("Number") };

/** The list; it keeps itself up to date and is gone when there is nothing to show. */
export function suggestionList(suggesting) {
  const rows = h("ul", { class: "suggestion-rows" });
  const element = h(
    "section",
    { class: "suggestions", "aria-label": t("Suggestions"), hidden: true },
    h("h2", { class: "suggestions-head" }, t("Suggestions"), h("span", { class: "suggestion-keys" }, keys())),
    rows,
  );
  const draw = () => {
    const { list, current } = suggesting;
    const isInside = rows.contains(document.activeElement);
    element.hidden = list.length === 0;
    rows.replaceChildren(...list.map((one) => row(suggesting, one, one === current)));
    if (isInside) rows.querySelector(".is-current button")?.focus();
  };
  suggesting.addEventListener("change", draw);
  draw();
  return element;
}

function keys() {
  return [h("kbd", {}, "."), ` ${t("accept")} `, h("kbd", {}, ","), ` ${t("reject")}`];
}

function row(suggesting, one, isCurrent) {
  const { text } = suggesting.work.current;
  const name = MORE_WORDS[one.kind] ?? KIND_WORDS[one.kind];
  const kind = one.event ? "event" : one.kind;
  return h(
    "li",
    {
      class: isCurrent ? "suggestion is-current" : "suggestion",
      dataset: { kind },
      "aria-current": isCurrent ? "true" : null,
      onclick: () => suggesting.choose(one),
    },
    h(
      "span",
      { class: "suggestion-what" },
      h("span", { class: "suggestion-code" }, one.kind === "event" ? one.value.code : name),
      " ",
      h("bdi", { class: "suggestion-quote", lang: text.language || null }, shortened(one.quote, 60)),
    ),
    h(
      "span",
      { class: "suggestion-acts" },
      act(mustChoose(one) ? t("Choose who “%(quote)s” is", { quote: shortened(one.quote, 40) }) : t("Accept “%(quote)s”", { quote: shortened(one.quote, 40) }), "check", () => suggesting.accept(one)),
      act(t("Reject “%(quote)s”", { quote: shortened(one.quote, 40) }), "close", () => suggesting.reject(one)),
    ),
    h("span", { class: "suggestion-why", dir: "auto" }, one.why),
  );
}

function act(words, sign, onclick) {
  const press = (event) => {
    event.stopPropagation();
    onclick();
  };
  return h("button", { type: "button", class: "suggestion-act", "aria-label": words, title: words, onclick: press }, icon(sign));
}
