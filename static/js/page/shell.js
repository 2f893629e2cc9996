// What every page does beyond HTML: menus close, keys help, times stay true, notices leave. Each part works without it.

import { plural, t, tIn } from "../lib/i18n.js";

const root = document.documentElement;
root.dataset.js = "";

/** Whether a key event is someone writing, so that single letters must not act. */
export function isWriting(event) {
  const at = event.composedPath()[0];
  return event.isComposing || at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName ?? "");
}

/** Whether the person left single-letter keys on (WCAG 2.1.4). */
export function singleKeysOn() {
  return localStorage.getItem("single-keys") !== "off";
}

function openDialog(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
}

document.addEventListener("click", (event) => {
  closeMenus(event.target.closest("details.menu"));
  const opener = event.target.closest("[data-opens-dialog]");
  if (opener) openDialog(opener.dataset.opensDialog);
  event.target.closest("[data-dismisses]")?.closest(".notice").remove();
  const copier = event.target.closest("[data-copies]");
  if (copier) copy(copier);
  if (event.target.matches?.("dialog")) event.target.close(); // the backdrop
});

async function copy(button) {
  const field = document.getElementById(button.dataset.copies);
  field.select();
  await navigator.clipboard?.writeText(field.value);
  button.textContent = t("Copied");
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.querySelector("details.menu[open]");
    closeMenus();
    menu?.querySelector("summary").focus();
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isWriting(event) || !singleKeysOn()) return;
  if (event.key === "?") openDialog("key-help");
  else if (event.key === "/") {
    const search = document.querySelector("main input[type=search]");
    if (!search) return;
    search.focus();
  } else return;
  event.preventDefault();
});

for (const box of document.querySelectorAll("[data-single-keys]")) {
  box.checked = singleKeysOn();
  box.addEventListener("change", () => localStorage.setItem("single-keys", box.checked ? "on" : "off"));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-theme-choice]") || !event.submitter) return;
  event.preventDefault();
  const theme = event.submitter.value;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const button of form.querySelectorAll("[name=theme]")) button.ariaPressed = String(button === event.submitter);
  fetch(form.action, { method: "POST", body: new FormData(form, event.submitter) });
});

/** The words for a moment, as the server says them. */
export function relative(at, now = Date.now()) {
  const seconds = Math.trunc((now - at) / 1000);
  const size = Math.abs(seconds);
  if (size < 60) return t("just now");
  if (size >= 30 * 86400) return null;
  const span =
    size < 3600
      ? plural("%(count)s min", "%(count)s min", Math.trunc(size / 60))
      : size < 86400
        ? plural("%(count)s h", "%(count)s h", Math.trunc(size / 3600))
        : plural("%(count)s day", "%(count)s days", Math.trunc(size / 86400));
  return seconds > 0 ? t("%(span)s ago", { span }) : t("in %(span)s", { span });
}

setInterval(() => {
  if (document.hidden) return;
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const words = relative(Date.parse(time.dateTime));
    if (words && words !== time.textContent) time.textContent = words;
  }
}, 30_000);

/** Tell something at the edge of the page, in plain text. */
export function tell(words, level = "error") {
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.dataset.level = level;
  const text = document.createElement("span");
  text.textContent = words;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button is-quiet is-small notice-close";
  close.dataset.dismisses = "";
  close.textContent = t("Dismiss");
  notice.append(text, close);
  document.getElementById("toasts").replaceChildren(notice);
}

document.addEventListener("htmx:sendError", () =>
  tell(t("There is no connection. Nothing was changed; try again when you are back.")),
);
document.addEventListener("htmx:timeout", () => tell(t("The server did not answer in time. Try again.")));
document.addEventListener("htmx:responseError", (event) => {
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  const refusal = page.querySelector("[data-refusal]")?.textContent.trim().replace(/\s+/g, " ");
  tell(refusal || t("This was not done: the server refused. Reload the page and try again."));
});

function dropzoneOf(event) {
  return event.target.closest?.(".dropzone");
}

document.addEventListener("change", (event) => {
  const zone = event.target.type === "file" && dropzoneOf(event);
  if (!zone) return;
  const names = Array.from(event.target.files, (file) => file.name);
  const chosen = zone.querySelector("[data-chosen]");
  if (!chosen) return;
  const first = names.slice(0, 3).join(tIn("between two facts", ", "));
  const more = names.length - 3;
  chosen.textContent =
    more > 0 ? plural("%(names)s and %(count)s more", "%(names)s and %(count)s more", more, { names: first }) : first;
});
for (const type of ["dragover", "dragleave", "drop"])
  document.addEventListener(type, (event) => dropzoneOf(event)?.toggleAttribute("data-over", type === "dragover"));
