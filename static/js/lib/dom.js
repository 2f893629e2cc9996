// Making elements without markup in strings: nothing from outside is ever read as HTML.

/** An element with properties (class, dataset, aria-*, on…) and children; null and false children are left out. */
export function h(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "dataset") Object.assign(element.dataset, value);
    else if (key === "class") element.className = value;
    else if (key in element && !key.includes("-") && typeof value !== "string") element[key] = value;
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A drawing of img/icons.svg; the words beside it carry the meaning. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${document.querySelector("[data-icons]")?.dataset.icons ?? ""}#${name}`);
  svg.append(use);
  return svg;
}

/** Words with keys in them: what stands in brackets in `Press [e] to …` is drawn as a key. */
export function withKeys(words) {
  return words.split(/\[(.+?)\]/u).map((part, index) => (index % 2 ? h("kbd", {}, part) : part));
}

/** A state as sign and word. */
export function chip(state, words, isMute = false) {
  return h("span", { class: isMute ? "chip is-mute" : "chip", dataset: { state } }, words);
}

let last = 0;

/** An id no other element of the page has. */
export function freshId(prefix) {
  last += 1;
  return `${prefix}-${last}`;
}

/** Whether someone is writing here, so that single letters must not act. */
export function isField(element) {
  if (!element?.tagName) return false;
  if (element.isContentEditable || /^(TEXTAREA|SELECT)$/u.test(element.tagName)) return true;
  return element.tagName === "INPUT" && !/^(checkbox|button|submit)$/u.test(element.type);
}
