// Lists of options that are steered from a text field: arrows move, Enter takes, Escape leaves.
let count = 0;

const options = (list) => [...list.querySelectorAll("[role=option]:not([hidden]):not([aria-disabled])")];

export const active = (list) => list.querySelector("[data-active]:not([hidden])");

export const activate = (field, list, option) => {
  for (const each of list.querySelectorAll("[data-active]")) delete each.dataset.active;
  if (!option) {
    field.removeAttribute("aria-activedescendant");
    return;
  }
  option.id ||= `offered-${++count}`;
  option.dataset.active = "";
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
};

export const activateFirst = (field, list) => activate(field, list, options(list)[0]);

// Whether the key moved in the list.
export const steer = (event, field, list) => {
  const all = options(list);
  const at = all.indexOf(active(list));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[event.key];
  if (to === undefined || !all.length) return false;
  event.preventDefault();
  const wrapped = event.key.startsWith("Arrow") ? (to + all.length) % all.length : Math.max(0, Math.min(all.length - 1, to));
  activate(field, list, all[wrapped]);
  return true;
};

// Hide the options in which the words are not found.
export const narrow = (list, search) => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  for (const each of list.querySelectorAll("[role=option]")) {
    const text = each.textContent.toLowerCase();
    each.hidden = !words.every((word) => text.includes(word));
  }
};

// Only the newest of several questions is answered.
export const latest = (ask) => {
  let asked = 0;
  return async (...given) => {
    const mine = ++asked;
    const answer = await ask(...given);
    return mine === asked ? answer : undefined;
  };
};
