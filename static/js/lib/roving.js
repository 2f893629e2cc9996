// A group of buttons that Tab meets once: inside it the arrow keys go from one to the next.

/** Make the buttons of `group` one stop; called again whenever they were made anew. */
export function oneStop(group) {
  const buttons = [...group.querySelectorAll("button")];
  const at = Math.max(0, buttons.findIndex((button) => button.getAttribute("aria-pressed") === "true"));
  buttons.forEach((button, index) => (button.tabIndex = index === at ? 0 : -1));
  if (group.isRoving) return;
  group.isRoving = true;
  group.addEventListener("keydown", (event) => {
    const stops = [...group.querySelectorAll("button")];
    const step = stepOf(event, getComputedStyle(group).direction);
    const from = stops.indexOf(event.target.closest("button"));
    if (step === 0 || from < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const next = stops[(from + step + stops.length) % stops.length];
    for (const stop of stops) stop.tabIndex = stop === next ? 0 : -1;
    next.focus();
  });
}

function stepOf({ key }, direction) {
  const onward = direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (key === onward || key === "ArrowDown") return 1;
  return key === "ArrowUp" || key === "ArrowLeft" || key === "ArrowRight" ? -1 : 0;
}
