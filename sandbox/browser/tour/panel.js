// The tour beside the window: says when a step is done, and keeps at hand what is to be typed into a form.
import { toast } from "/static/sending.js";

const panel = document.getElementById("panel-tour");

const position = () => panel.querySelector("#tour-progress")?.value;
let known = position();
panel?.addEventListener("drawn", () => {
  const now = position();
  if (now > known) {
    const next = panel.querySelector(".tour h3")?.textContent;
    toast(next ? `✅ Done. Next: ${next}` : "✅ Done. That is the end of the tour.");
  }
  known = now;
});

// A control of the world that is used several times has the number filled in.
document.addEventListener("click", (event) => {
  const { show, count } = event.target.closest?.("[data-show][data-count]")?.dataset ?? {};
  const field = show && document.querySelector(show)?.closest("form")?.elements.count;
  if (field) field.value = count;
});

// The field of a command's option, or of a form's label.
const fieldOf = (form, name) => {
  const option = form.querySelector(`.field[data-option="${CSS.escape(name)}"]`);
  if (option) {
    form.querySelector(`[data-add="${CSS.escape(name)}"]`)?.click();
    return option.querySelector("input:not([type=hidden])");
  }
  const question = [...form.querySelectorAll(".question")].find((each) => each.querySelector(".label")?.textContent.replace("*", "").trim() === name);
  return question?.querySelector("input:not([type=hidden]), textarea");
};

const put = (form, { name, copy }) => {
  const field = fieldOf(form, name);
  if (!field) return;
  field.focus();
  field.value = field.dataset.combo && !["suggestions", "list"].includes(field.dataset.combo) ? copy.replace(/^[#@]/, "") : copy;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
};

// A copy of the list in the form, with buttons that type.
const helpWith = (form, given) => {
  if (!given || form.querySelector(".given")) return;
  const help = document.createElement("details");
  help.className = "tour-help";
  help.open = true;
  const list = given.cloneNode(true);
  for (const button of list.querySelectorAll("button")) {
    button.textContent = "Type it";
    button.setAttribute("aria-label", `Type it: ${button.dataset.name}`);
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      put(form, button.dataset);
    });
  }
  const title = document.createElement("summary");
  title.textContent = "The tour says";
  help.append(title, list);
  form.querySelector("h2, p").after(help);
};

const command = document.getElementById("command");
const form = document.getElementById("form");
const look = () => {
  const used = command?.querySelector("form.command");
  if (used) helpWith(used, panel.querySelector(`.given[data-command="${CSS.escape(used.dataset.path)}"]`));
  if (form?.children.length) helpWith(form, panel.querySelector(".given[data-form]"));
};
if (panel) {
  const observer = new MutationObserver(look);
  for (const each of [command, form]) if (each) observer.observe(each, { childList: true });
  look();
}
