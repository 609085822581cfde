// Forms: one that an application opened, and small ones of the page.
import { made, send } from "./sending.js";

const dialog = document.getElementById("form-dialog");
const form = document.getElementById("form");
const small = document.getElementById("small-dialog");

const count = (field) => {
  const shown = field.nextElementSibling;
  if (shown?.matches(".length")) shown.textContent = `${[...field.value].length} / ${field.maxLength}`;
};

const open = () => {
  for (const field of form.querySelectorAll("input[type=text][maxlength], textarea[maxlength]")) {
    const length = document.createElement("small");
    length.className = "length";
    length.setAttribute("aria-hidden", "true");
    field.after(length);
    count(field);
  }
  if (!dialog.open) dialog.showModal();
  form.querySelector("input:not([type=hidden]), textarea, .opens")?.focus();
};

// What the server says that is open; a form that one is filling in stays as it is.
let shown = form.innerHTML;
export const refresh = (html) => {
  const fresh = made(html).innerHTML;
  if (fresh === shown) return;
  shown = fresh;
  form.innerHTML = "";
  form.append(...made(html).childNodes);
  if (html) open();
  else if (dialog.open) dialog.close();
};
if (form.children.length) open();

form.addEventListener("input", (event) => {
  if (event.target.maxLength > 0) count(event.target);
});

const wrong = () => {
  for (const each of form.querySelectorAll(".menu[data-custom-id]")) {
    const must = each.closest(".question")?.querySelector(".must");
    const chosen = each.querySelectorAll("input[type=hidden]").length;
    if (must ? chosen < Number(each.dataset.least) : chosen && chosen < Number(each.dataset.least)) return each.querySelector(".opens");
  }
  for (const each of form.querySelectorAll("[role=group][data-least], [role=radiogroup][data-least]")) {
    const chosen = each.querySelectorAll("input:checked").length;
    if (chosen < Number(each.dataset.least) || chosen > Number(each.dataset.most)) return each.querySelector("input");
  }
  return null;
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  form.querySelector(".form-error")?.remove();
  const missing = wrong();
  if (missing) {
    const said = document.createElement("div");
    said.className = "failed form-error";
    said.setAttribute("role", "alert");
    said.textContent = "This field is required";
    missing.closest(".question").append(said);
    missing.focus();
    return;
  }
  const button = form.querySelector(".button.primary");
  button.classList.add("busy");
  await send("submit", new FormData(form));
  button.classList.remove("busy");
});
form.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) send("close");
});
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  send("close");
});

export const ask = (content) => {
  small.replaceChildren(content);
  small.showModal();
};
small.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) small.close();
});
document.querySelector("[data-new-post]")?.addEventListener("click", () => {
  ask(document.getElementById("new-post").content.cloneNode(true));
});
