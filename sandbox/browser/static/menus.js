// Select menus of messages and forms: a button that opens a list with a field to search in it.
import { activate, activateFirst, active, latest, narrow, steer } from "./lists.js";
import { piece, send } from "./sending.js";

const ENTITIES = ["user", "role", "mentionable", "channel"];
let open = null;

const ask = latest((menu, search) =>
  piece(`pick?${new URLSearchParams({ kind: menu.dataset.kind, types: menu.dataset.types, search })}`),
);

const inForm = (menu) => menu.closest("form.form");

const selected = (menu) =>
  [...menu.querySelectorAll("[role=option][aria-selected=true]")].map((each) => ({
    value: each.dataset.value,
    label: (each.querySelector("b") ?? each).textContent,
  }));

class Opened {
  constructor(menu) {
    this.menu = menu;
    this.button = menu.querySelector(".opens");
    this.list = menu.querySelector(".choices");
    this.most = Number(menu.dataset.most);
    this.least = Number(menu.dataset.least);
    this.chosen = new Map(
      inForm(menu)
        ? [...menu.querySelectorAll("input[type=hidden]")].map((each) => [each.value, each.dataset.label])
        : selected(menu).map(({ value, label }) => [value, label]),
    );
    this.before = [...this.chosen.keys()].join();
    this.popup = document.createElement("div");
    this.popup.className = "popup";
    this.field = document.createElement("input");
    this.list.id ||= `choices-${Math.random().toString(36).slice(2)}`;
    for (const [name, value] of Object.entries({
      type: "text", role: "combobox", autocomplete: "off", "aria-expanded": "true", "aria-autocomplete": "list",
      "aria-controls": this.list.id, "aria-label": "Search", placeholder: "Search",
    })) this.field.setAttribute(name, value);
    this.popup.append(this.field, this.list);
    if (this.most > 1) {
      const done = document.createElement("button");
      done.type = "button";
      done.className = "button primary done";
      done.textContent = "Done";
      done.addEventListener("click", () => this.close(true));
      this.popup.append(done);
    }
    menu.append(this.popup);
    menu.classList.add("open");
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("input", () => this.search());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[role=option]")), {
      signal: (this.listening = new AbortController()).signal,
    });
    this.search().then(() => this.popup.scrollIntoView({ block: "nearest" }));
    this.field.focus();
  }

  async search() {
    if (ENTITIES.includes(this.menu.dataset.kind)) {
      const found = await ask(this.menu, this.field.value);
      if (!found || open !== this) return;
      this.list.replaceChildren(...found.children);
      this.mark();
    } else narrow(this.list, this.field.value);
    activateFirst(this.field, this.list);
  }

  mark() {
    for (const each of this.list.children) {
      each.setAttribute("aria-selected", String(this.chosen.has(each.dataset.value)));
    }
  }

  key(event) {
    if (steer(event, this.field, this.list)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      this.take(active(this.list));
    } else if (event.key === "Escape" || (event.key === "Tab" && this.most === 1)) {
      event.preventDefault();
      event.stopPropagation();
      this.close(this.most > 1);
    }
  }

  take(option) {
    if (!option || option.getAttribute("aria-disabled")) return;
    const { value } = option.dataset;
    const label = (option.querySelector("b") ?? option).textContent;
    if (this.chosen.has(value) && (this.most > 1 || this.least === 0)) this.chosen.delete(value);
    else if (this.most === 1) this.chosen = new Map([[value, label]]);
    else if (this.chosen.size < this.most) this.chosen.set(value, label);
    this.mark();
    activate(this.field, this.list, option);
    if (this.most === 1) this.close(true);
  }

  close(send) {
    open = null;
    this.listening.abort();
    this.menu.append(this.list);
    this.list.hidden = true;
    this.popup.remove();
    this.menu.classList.remove("open");
    this.button.setAttribute("aria-expanded", "false");
    this.button.focus();
    if (send && [...this.chosen.keys()].join() !== this.before) this.choose();
    this.menu.dispatchEvent(new Event("closed", { bubbles: true }));
  }

  choose() {
    const label = this.button.firstElementChild;
    label.textContent = [...this.chosen.values()].join(", ") || this.menu.dataset.hint;
    label.className = this.chosen.size ? "chosen" : "hint";
    const values = [...this.chosen.keys()];
    if (inForm(this.menu)) {
      this.menu.querySelectorAll("input[type=hidden]").forEach((each) => each.remove());
      for (const [value, shown] of this.chosen) {
        const field = document.createElement("input");
        Object.assign(field, { type: "hidden", name: this.menu.dataset.customId, value });
        field.dataset.label = shown;
        this.menu.append(field);
      }
      return;
    }
    const message = this.menu.closest("[data-message]").dataset.message;
    send("select", { message, custom_id: this.menu.dataset.customId, values });
  }
}

document.addEventListener("click", (event) => {
  if (open && !open.popup.contains(event.target) && event.target.isConnected) {
    const again = open.button.contains(event.target);
    open.close(open.most > 1);
    if (again) return;
  }
  const button = event.target.closest(".menu .opens");
  if (button) open = new Opened(button.closest(".menu"));
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" || !event.target.matches?.(".menu .opens")) return;
  event.preventDefault();
  event.target.click();
});
