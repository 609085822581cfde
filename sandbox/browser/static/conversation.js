// The messages: new ones at their place, changed ones in place, older ones as one scrolls up.
import { made, main, piece, send } from "./sending.js";

const list = document.getElementById("messages");
const scroll = document.getElementById("scroll");
const EPOCH = 1420070400000n;
const TOGETHER = 7 * 60 * 1000;
const history = main.dataset.before !== undefined;

const timeOf = (article) => Number((BigInt(article.dataset.message) >> 22n) + EPOCH);
const isAtEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60;
export const toEnd = () => {
  scroll.scrollTop = scroll.scrollHeight;
};

// Messages of one author stand together under one name.
const group = (article) => {
  if (!article) return;
  const before = article.previousElementSibling;
  const follows =
    before && before.dataset.author === article.dataset.author && article.dataset.kind === "0" &&
    ["0", "19"].includes(before.dataset.kind) && before.matches(".ephemeral") === article.matches(".ephemeral") &&
    timeOf(article) - timeOf(before) < TOGETHER;
  article.classList.toggle("follows", Boolean(follows));
};

const pathTo = (element) => {
  if (element.dataset.customId) return `[data-custom-id="${CSS.escape(element.dataset.customId)}"]`;
  const menu = element.closest(".menu");
  if (menu) return `.menu[data-custom-id="${CSS.escape(menu.dataset.customId)}"] .opens`;
  return element.name ? `[name="${CSS.escape(element.name)}"]` : null;
};

const replace = (old, fresh) => {
  const open = old.querySelector(".menu.open");
  if (open) {
    // Nobody's list closes under their hand: the message changes when it is closed.
    open.addEventListener("closed", () => setTimeout(() => put(fresh)), { once: true });
    return;
  }
  fresh.classList.toggle("follows", old.classList.contains("follows"));
  if (old.outerHTML === fresh.outerHTML) return;
  const path = old.contains(document.activeElement) ? pathTo(document.activeElement) : null;
  for (const seen of old.querySelectorAll(".spoiler.seen")) {
    const place = [...old.querySelectorAll(".spoiler")].indexOf(seen);
    fresh.querySelectorAll(".spoiler")[place]?.classList.add("seen");
  }
  old.replaceWith(fresh);
  if (path) (fresh.querySelector(path) ?? document.getElementById("text"))?.focus({ preventScroll: true });
};

const put = (fresh) => {
  const old = document.getElementById(fresh.id);
  const atEnd = isAtEnd();
  if (old) replace(old, fresh);
  else if (!history) {
    let next = null;
    for (let each = list.lastElementChild; each; each = each.previousElementSibling) {
      if (BigInt(each.dataset.message) < BigInt(fresh.dataset.message)) break;
      next = each;
    }
    list.insertBefore(fresh, next);
    group(fresh);
    group(next);
  }
  if (atEnd) toEnd();
};

export const show = ({ id, html }) => {
  if (!list) return;
  const old = document.getElementById(`message-${id}`);
  if (html !== null) {
    put(made(html).firstElementChild);
    return;
  }
  if (!old) return;
  const next = old.nextElementSibling;
  if (old.contains(document.activeElement)) document.getElementById("text")?.focus();
  old.remove();
  group(next);
};

// What is not there any more, of the newest messages.
export const present = ({ ids }) => {
  if (!list || history) return;
  const there = new Set(ids);
  const oldest = ids.length ? BigInt(ids[0]) : 0n;
  for (const each of [...list.children]) {
    if (!there.has(each.dataset.message) && BigInt(each.dataset.message) >= oldest) each.remove();
  }
};

if (list) {
  const target = location.hash.startsWith("#message-") && document.getElementById(location.hash.slice(1));
  if (target) target.scrollIntoView({ block: "center" });
  else toEnd();
  document.fonts.ready.then(() => target || toEnd());

  let loading = false;
  let ended = list.children.length < 50;
  scroll.addEventListener("scroll", async () => {
    if (scroll.scrollTop > 300 || loading || ended || !list.firstElementChild) return;
    loading = true;
    const body = await piece(`older?before=${list.firstElementChild.dataset.message}`);
    const height = scroll.scrollHeight - scroll.scrollTop;
    const first = list.firstElementChild;
    if (body?.children.length) list.prepend(...body.children);
    else ended = true;
    group(first);
    scroll.scrollTop = scroll.scrollHeight - height;
    loading = false;
  });

  scroll.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    const message = event.target.closest("[data-message]")?.dataset.message;
    if (!button || !message) return;
    if (button.name === "custom_id") {
      if (button.classList.contains("busy")) return;
      button.classList.add("busy");
      await send("click", { message, custom_id: button.value });
      button.classList.remove("busy");
    } else if (button.name === "react") send("react", { message, emoji: button.value });
    else if (button.name === "dismiss") send("dismiss", { message });
  });
}

const reveal = (event) => {
  const spoiler = event.target.closest(".spoiler:not(.seen)");
  if (!spoiler) return;
  spoiler.classList.add("seen");
  event.preventDefault();
  event.stopPropagation();
};
document.addEventListener("click", reveal, true);
document.addEventListener("keydown", (event) => {
  if (["Enter", " "].includes(event.key) && event.target.matches?.("[role=button][tabindex]")) {
    event.preventDefault();
    event.target.click();
  }
});
