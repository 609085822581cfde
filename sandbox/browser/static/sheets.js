// What stands beside the conversation, light and dark, and pointing at things.
import { piece, toast } from "./sending.js";

const side = document.getElementById("side");
const nav = document.getElementById("nav");
const buttons = [...document.querySelectorAll("[data-sheet]")];
const phone = matchMedia("(max-width: 900px)");
const KEPT = "side";

const state = () => {
  for (const each of buttons) {
    const sheet = document.getElementById(each.dataset.sheet);
    const shown = sheet.classList.contains("on") && (!each.dataset.tab || document.getElementById(each.dataset.tab).classList.contains("on"));
    each.setAttribute("aria-expanded", String(shown));
  }
};
const open = (sheet, tab) => {
  if (tab) for (const each of side.querySelectorAll("section")) each.classList.toggle("on", each.id === tab);
  sheet.classList.add("on");
  state();
};
const hide = (sheet) => {
  sheet.classList.remove("on");
  state();
};
for (const each of buttons) {
  each.addEventListener("click", () => {
    const sheet = document.getElementById(each.dataset.sheet);
    const shown = each.getAttribute("aria-expanded") === "true";
    if (shown) hide(sheet);
    else open(sheet, each.dataset.tab);
    if (sheet === side) sessionStorage.setItem(KEPT, shown ? "" : each.dataset.tab);
    if (!shown && phone.matches) sheet.querySelector("a, button")?.focus();
  });
}
const leave = () => {
  for (const sheet of [side, nav]) {
    if (!sheet.classList.contains("on")) continue;
    hide(sheet);
    buttons.find((each) => each.dataset.sheet === sheet.id)?.focus();
  }
};
document.querySelector("[data-close-sheet]").addEventListener("click", leave);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && phone.matches && !event.defaultPrevented) leave();
});
document.addEventListener("click", (event) => {
  if (phone.matches && !event.target.closest(".sheet, [data-sheet], dialog, #floating, #toasts")) {
    hide(side);
    hide(nav);
  }
});
const tabs = [...side.querySelectorAll("section")].map((each) => each.id);
const kept = sessionStorage.getItem(KEPT);
const first = kept ?? tabs.find((each) => each.startsWith("panel-")) ?? tabs.at(-1);
// A link that leads to a panel opens it, on a phone too.
const wanted = tabs.find((each) => location.hash === `#${each}`);
if (wanted) history.replaceState(history.state, "", location.pathname + location.search);
if (wanted || (!phone.matches && tabs.includes(first))) open(side, wanted ?? first);
state();

document.getElementById("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.className ? root.className === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.className = dark ? "light" : "dark";
  document.cookie = `theme=${root.className}; path=/; SameSite=Strict; max-age=31536000`;
});

document.addEventListener("click", async (event) => {
  const more = event.target.closest("[data-following]");
  if (!more) return;
  const body = await piece(`members?after=${more.dataset.following}`);
  if (!body) return;
  const place = more.closest(".following");
  const next = body.querySelector("button");
  place.replaceWith(...body.childNodes);
  next?.focus();
});

// A button that points at something in the window: the newest of its kind, in the conversation before what is beside it.
const ROOMS = ["dialog[open]", "main", "#side", "#nav"];
const pointedAt = ({ show: selector, saying }) => {
  const all = [...document.querySelectorAll(selector)].filter((each) => !saying || each.textContent.trim() === saying);
  for (const room of ROOMS) {
    const found = all.filter((each) => each.closest(room) && (each.offsetParent !== null || each.closest(".sheet"))).at(-1);
    if (found) return found;
  }
  return null;
};
// It stays framed for a while, also where the server draws it anew.
let pointing = null;
let until = 0;
const unframe = () => document.querySelectorAll(".pointed").forEach((each) => each.classList.remove("pointed"));
const drawn = new MutationObserver(() => {
  if (!document.querySelector(".pointed")) pointedAt(pointing)?.classList.add("pointed");
});
const frame = (found, asked) => {
  pointing = { ...asked };
  found.classList.add("pointed");
  drawn.observe(document.body, { childList: true, subtree: true });
  clearTimeout(until);
  until = setTimeout(() => {
    drawn.disconnect();
    unframe();
  }, 6000);
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show]");
  if (!button) return;
  const found = pointedAt(button.dataset);
  drawn.disconnect();
  unframe();
  if (!found) {
    toast(button.dataset.missing ?? "It is not in this window: go there first.");
    return;
  }
  const sheet = found.closest(".sheet");
  if (phone.matches && sheet !== side) leave();
  if (sheet) open(sheet, found.closest("#side section")?.id);
  frame(found, button.dataset);
  found.scrollIntoView({ block: "center" });
  const inside = (of) => [...found.querySelectorAll(of)].find((each) => each.offsetParent !== null);
  (found.matches("a, button, input, textarea") ? found : (inside("textarea") ?? inside("input, select") ?? inside("button")))?.focus({ preventScroll: true });
});
