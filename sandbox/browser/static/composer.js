// Writing: ordinary messages, the picker of slash commands and mentions, the options of a command.
import { activateFirst, active, latest, narrow, steer } from "./lists.js";
import { piece, send, toast } from "./sending.js";

const form = document.getElementById("write");
const field = document.getElementById("text");
const picker = document.getElementById("picker");
const place = document.getElementById("command");
const doing = document.getElementById("doing");
const attached = document.getElementById("attached");
let task = {};

const pending = (given, words) => {
  task = given;
  doing.hidden = !words;
  doing.firstElementChild.textContent = words ?? "";
  field.focus();
};
export const reply = (message) => {
  if (!form) return;
  const who = document.querySelector(`#message-${message} .author`)?.textContent ?? "a message";
  pending({ reply_to: message }, `Replying to ${who}`);
};
export const edit = (message, text) => {
  if (!form) return;
  field.value = text;
  pending({ message }, "Editing a message");
};
export const insert = (text) => {
  if (!form) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.focus();
};

// The picker above the field: commands after "/", members after "@".
const mention = () => /(?:^|\s)@([\w.-]{0,32})$/.exec(field.value.slice(0, field.selectionStart));
const find = latest(async () => {
  const text = field.value;
  if (text.startsWith("/")) return piece(`commands?search=${encodeURIComponent(text.slice(1))}`);
  const found = mention();
  if (!found) return null;
  const offered = await piece(`pick?kind=mentionable&search=${encodeURIComponent(found[1])}`);
  const list = document.createElement("ul");
  list.setAttribute("role", "listbox");
  list.id = "picker-list";
  list.setAttribute("aria-label", "Members");
  list.append(...offered.children);
  offered.append(list);
  return offered;
});
const hidePicker = () => {
  picker.hidden = true;
  picker.replaceChildren();
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
};
const offer = async () => {
  const found = await find();
  if (found === undefined) return;
  if (!found || !(field.value.startsWith("/") || mention())) {
    hidePicker();
    return;
  }
  picker.replaceChildren(...found.childNodes);
  picker.hidden = false;
  field.setAttribute("aria-expanded", "true");
  activateFirst(field, picker);
};
const take = async (option) => {
  if (!option || option.getAttribute("aria-disabled")) return;
  const { command, value } = option.dataset;
  if (command) {
    field.value = "";
    hidePicker();
    await open(command);
    return;
  }
  const found = mention();
  const end = field.selectionStart;
  const isRole = option.querySelector("small")?.textContent === "role";
  field.setRangeText(`<@${isRole ? "&" : ""}${value}> `, end - found[1].length - 1, end, "end");
  hidePicker();
  field.focus();
};

// A command's options.
let first = true;
export const open = async (path) => {
  const body = await piece(`command?path=${encodeURIComponent(path)}`);
  if (!body) return;
  place.replaceChildren(...body.childNodes);
  const command = place.querySelector("form");
  const visible = command.querySelector(".field:not([hidden]) input:not([type=hidden])");
  first = true;
  if (!visible) command.querySelector(".button.primary").focus();
  else visible.focus();
};
const drop = () => {
  place.replaceChildren();
  field.focus();
};

const listOf = (combo) => combo.closest(".field").querySelector("[role=listbox]");
const popupOf = (combo) => combo.closest(".field").querySelector(".popup");
const hiddenOf = (combo) => combo.closest(".field").querySelector("input[type=hidden]");
const ask = latest(async (combo) => {
  const command = combo.closest("form");
  const kind = combo.dataset.combo;
  if (kind !== "suggestions") {
    return piece(`pick?${new URLSearchParams({ kind, types: combo.dataset.types, search: combo.value })}`);
  }
  const body = new FormData(command);
  body.set("focused", combo.closest(".field").dataset.option);
  for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
  return piece("suggestions", body);
});
const expand = async (combo) => {
  const kind = combo.dataset.combo;
  if (kind === "list") {
    const chosen = hiddenOf(combo).value;
    narrow(listOf(combo), chosen ? "" : combo.value);
  } else {
    const found = await ask(combo);
    if (!found || document.activeElement !== combo) return;
    listOf(combo).replaceChildren(...found.children);
  }
  popupOf(combo).hidden = false;
  combo.setAttribute("aria-expanded", "true");
  if (combo.value || kind === "list") activateFirst(combo, listOf(combo));
};
const collapse = (combo) => {
  popupOf(combo).hidden = true;
  combo.setAttribute("aria-expanded", "false");
  combo.removeAttribute("aria-activedescendant");
};
const fill = (combo, option) => {
  if (!option || option.getAttribute("aria-disabled")) return;
  combo.value = (option.querySelector("b") ?? option).textContent;
  hiddenOf(combo).value = option.dataset.value;
  combo.setAttribute("aria-invalid", "false");
  collapse(combo);
  next(combo);
};
// On to the next field that is shown, or to the button that sends.
const next = (from) => {
  const command = from.closest("form");
  const all = [...command.querySelectorAll(".field:not([hidden]) input:not([type=hidden])")];
  const following = all.slice(all.indexOf(from) + 1).find((each) => !each.value);
  (following ?? command.querySelector(".button.primary")).focus();
};
const complete = (command) => {
  for (const each of command.querySelectorAll(".field:not([hidden]) input:not([type=hidden])")) {
    const combo = each.dataset.combo;
    const empty = combo ? !hiddenOf(each).value : !each.value;
    const bad = (each.required && empty) || (combo && each.value && !hiddenOf(each).value) || !each.checkValidity();
    each.setAttribute("aria-invalid", String(Boolean(bad)));
    if (bad) {
      each.focus();
      toast(empty && each.required ? "This option is required. Specify a value" : each.dataset.wrong);
      return false;
    }
  }
  return true;
};

if (form) {
  // Whoever types without having gone anywhere writes a message.
  document.addEventListener("keydown", (event) => {
    const free = document.activeElement === document.body || document.activeElement.id === "scroll";
    if (free && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) field.focus();
  });
  field.addEventListener("input", offer);
  field.addEventListener("keydown", (event) => {
    if (!picker.hidden) {
      if (steer(event, field, picker)) return;
      if (["Enter", "Tab"].includes(event.key) && active(picker)) {
        event.preventDefault();
        take(active(picker));
        return;
      }
      if (event.key === "Escape") {
        event.preventDefault();
        hidePicker();
        return;
      }
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    } else if (event.key === "Escape" && !doing.hidden) {
      event.preventDefault();
      field.value = "";
      pending({});
    }
  });
  picker.addEventListener("click", (event) => take(event.target.closest("[role=option]")));
  doing.addEventListener("click", (event) => {
    if (!event.target.closest("[data-stop]")) return;
    field.value = "";
    pending({});
  });
  form.elements.files.addEventListener("change", () => {
    attached.textContent = [...form.elements.files.files].map((file) => file.name).join(", ");
    field.focus();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const files = form.elements.files.files.length;
    if (!field.value.trim() && !files) return;
    const body = new FormData(form);
    if (!files) body.delete("files");
    for (const [name, value] of Object.entries(task)) body.set(name, value);
    const editing = "message" in task;
    const text = field.value;
    field.value = "";
    if (await send(editing ? "edit" : "say", body)) {
      form.reset();
      attached.textContent = "";
      pending({});
    } else if (!field.value) field.value = text;
  });

  place.addEventListener("input", (event) => {
    const combo = event.target.closest("[data-combo]");
    if (!combo) return;
    hiddenOf(combo).value = combo.dataset.combo === "suggestions" ? combo.value : "";
    expand(combo);
  });
  place.addEventListener("focusin", (event) => {
    const combo = event.target.closest("[data-combo]");
    for (const each of place.querySelectorAll("[data-combo]")) if (each !== combo) collapse(each);
    if (combo) expand(combo);
  });
  place.addEventListener("keydown", (event) => {
    const combo = event.target.closest("[data-combo]");
    const isOpen = combo && !popupOf(combo).hidden;
    if (combo && event.key === "ArrowDown" && !isOpen) expand(combo);
    if (isOpen && steer(event, combo, listOf(combo))) return;
    if (event.key === "Escape") {
      event.preventDefault();
      if (isOpen) collapse(combo);
      else drop();
    } else if (["Enter", "Tab"].includes(event.key) && isOpen && active(listOf(combo)) && !event.shiftKey) {
      event.preventDefault();
      fill(combo, active(listOf(combo)));
    } else if (event.key === "Enter" && event.target.matches("input:not([type=file])")) {
      event.preventDefault();
      place.querySelector("form").requestSubmit();
    }
  });
  place.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    // The focus stays where it is: a list that closes would move a button away from under the mouse.
    if (option || event.target.closest("button")) event.preventDefault();
    if (!option) return;
    fill(option.closest(".field").querySelector("[data-combo]"), option);
  });
  place.addEventListener("click", (event) => {
    if (event.target.closest("[data-drop]")) drop();
    const add = event.target.closest("[data-add]");
    if (!add) return;
    const option = place.querySelector(`.field[data-option="${CSS.escape(add.dataset.add)}"]`);
    option.hidden = false;
    add.remove();
    option.querySelector("input").focus();
  });
  place.addEventListener("submit", async (event) => {
    event.preventDefault();
    const command = event.target;
    if (!first || !complete(command)) return;
    first = false;
    const body = new FormData(command);
    for (const [name, value] of [...body]) if (value === "" || (value instanceof File && !value.name)) body.delete(name);
    command.querySelector(".button.primary").classList.add("busy");
    const taken = await send("use", body);
    first = true;
    if (!command.isConnected) return;
    command.querySelector(".button.primary").classList.remove("busy");
    if (taken) drop();
  });
}
document.addEventListener("click", (event) => {
  const used = event.target.closest("[data-use]");
  if (used && form) open(used.dataset.use);
});
