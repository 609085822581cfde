// What the server tells of changes.
import { present, show } from "./conversation.js";
import { refresh } from "./dialogs.js";
import { address, made, main } from "./sending.js";
import { clock } from "./times.js";

const put = (part, html) => {
  const path = part.contains(document.activeElement) && document.activeElement.id;
  const place = part.scrollTop;
  const open = new Set([...part.querySelectorAll("details[open]")].map((each) => each.id));
  const typed = new Map([...part.querySelectorAll("input[name], select[name], textarea[name]")].map((each) => [each.name, each.value]));
  // What one is about to send: a number, a file that was chosen.
  const chosen = [...part.querySelectorAll("form:not([data-sent]) input:is([type=number], [type=file])[id]")];
  part.replaceChildren(...made(html).childNodes);
  for (const each of chosen) part.querySelector(`#${CSS.escape(each.id)}`)?.replaceWith(each);
  for (const each of part.querySelectorAll("details[id]")) if (open.has(each.id)) each.open = true;
  for (const each of part.querySelectorAll("input[type=text][name], textarea[name], select[name]")) {
    if (typed.has(each.name)) each.value = typed.get(each.name);
  }
  part.scrollTop = place;
  if (path) document.getElementById(path)?.focus();
};

const source = new EventSource(`${address}/events`);
const heard = (kind, act) => source.addEventListener(kind, (event) => act(JSON.parse(event.data)));
heard("message", show);
heard("present", present);
heard("clock", (told) => {
  clock(told);
  main.dataset.live = "";
});
heard("part", async ({ id, html }) => {
  if (id === "form") {
    refresh(html);
    return;
  }
  const part = document.getElementById(id);
  if (!part) return;
  if (id === "posts" && location.search) {
    const answer = await fetch(location.href);
    html = made(await answer.text()).querySelector("#posts").innerHTML;
  }
  put(part, html);
  part.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
});
window.addEventListener("pagehide", () => source.close());
