// Menus that float: of a message, of a member, of reactions.
import { ask } from "./dialogs.js";
import { edit, insert, reply } from "./composer.js";
import { address, piece, send, toast } from "./sending.js";

let floating = null;
let opener = null;

const close = (back = true) => {
  if (!floating) return;
  floating.remove();
  floating = null;
  if (back && opener?.isConnected) opener.focus();
};

const open = async (path, button, at) => {
  close(false);
  const body = await piece(path);
  if (!body) return;
  opener = button;
  floating = document.createElement("div");
  floating.id = "floating";
  floating.className = "popup";
  floating.append(...body.childNodes);
  document.body.append(floating);
  const place = at ?? button.getBoundingClientRect();
  const { width, height } = floating.getBoundingClientRect();
  const top = (place.bottom ?? place.y) + 4;
  floating.style.position = "fixed";
  floating.style.left = `${Math.max(8, Math.min(place.left ?? place.x, innerWidth - width - 8))}px`;
  floating.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`;
  floating.querySelector("[role=menuitem]")?.focus();
};

const thread = (message) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = `${address}/thread`;
  form.dataset.send = "";
  form.innerHTML =
    '<h2 id="small-title">Create Thread</h2><input type="hidden" name="message">' +
    '<div class="question"><label class="label" for="thread-name">Thread name</label>' +
    '<input id="thread-name" name="name" type="text" maxlength="100" required></div>' +
    '<div class="row end"><button type="button" class="button secondary" data-close>Cancel</button>' +
    '<button class="button primary">Create</button></div>';
  form.elements.message.value = message;
  ask(form);
};

const messageMenu = (message, button, at) => open(`menu?message=${message}`, button, at);

const act = {
  emoji: ({ message }) => open(`emoji?message=${message}`, opener),
  reply: ({ message }) => reply(message),
  edit: ({ message, menu }) => edit(message, menu.dataset.text),
  thread: ({ message }) => thread(message),
  copy: async ({ menu }) => {
    await navigator.clipboard?.writeText(menu.dataset.text);
    toast("Copied.");
  },
  dismiss: ({ message }) => send("dismiss", { message }),
  delete: ({ message }) => send("delete", { message }),
  react: ({ message, item }) => send("react", { message, emoji: item.dataset.emoji }),
  mention: ({ user }) => insert(`<@${user}> `),
  use: ({ message, user, item }) =>
    send("use-menu", user ? { user, command: item.dataset.command } : { message, command: item.dataset.command }),
};

document.addEventListener("click", (event) => {
  const item = event.target.closest("#floating [role=menuitem]");
  if (item) {
    const menu = item.closest("[role=menu]");
    const given = { message: menu.dataset.for, user: menu.dataset.user, menu, item };
    if (!item.dataset.do) return;
    if (item.dataset.do !== "emoji") close(!["reply", "edit", "thread", "mention"].includes(item.dataset.do));
    act[item.dataset.do](given);
    return;
  }
  if (floating && !floating.contains(event.target)) close(false);
  const button = event.target.closest("button");
  const message = event.target.closest("[data-message]")?.dataset.message;
  if (button?.matches(".who")) open(`menu?user=${button.dataset.user}`, button);
  else if (!message || !button) return;
  else if (button.name === "more") messageMenu(message, button);
  else if (button.name === "emoji") open(`emoji?message=${message}`, button);
  else if (button.name === "reply") reply(message);
});
document.addEventListener("contextmenu", (event) => {
  if (event.target.closest("a, input, textarea") || String(getSelection())) return;
  const who = event.target.closest(".who");
  const message = event.target.closest("#messages [data-message]");
  if (!who && !message) return;
  event.preventDefault();
  const at = { x: event.clientX, y: event.clientY };
  if (who) open(`menu?user=${who.dataset.user}`, who, at);
  else messageMenu(message.dataset.message, message.querySelector("[name=more]"), at);
});
document.addEventListener("keydown", (event) => {
  if (!floating?.contains(event.target)) return;
  const items = [...floating.querySelectorAll("[role=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    items[(to + items.length) % items.length]?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    close();
  }
});
