// What is done in the window, sent to the server, and what the server says to it.
import { tell } from "./times.js";

export const main = document.querySelector("main");
export const address = main.dataset.address ?? "";

export const made = (html) => tell(new DOMParser().parseFromString(html, "text/html").body);

export const toast = (sentence) => {
  const shown = document.createElement("div");
  shown.textContent = sentence;
  const toasts = document.getElementById("toasts");
  toasts.append(shown);
  while (toasts.children.length > 4) toasts.firstElementChild.remove();
  setTimeout(() => shown.remove(), 6000);
};

// Whether it was taken, also where nobody answered it. A refusal is shown; a new place is gone to.
export const send = async (path, fields) => {
  const body = fields instanceof FormData ? fields : new FormData();
  if (body !== fields) {
    for (const [name, value] of Object.entries(fields ?? {})) {
      for (const each of [value].flat()) body.append(name, each);
    }
  }
  let answer;
  try {
    answer = await fetch(path.startsWith("/") ? path : `${address}/${path}`, { method: "POST", body });
  } catch {
    toast("The sandbox does not answer.");
    return false;
  }
  const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
  if (said.told || said.refused) toast(said.told ?? said.refused);
  else if (!answer.ok && !said.failed) toast("That is not there any more.");
  if (said.go) location.assign(said.go);
  return answer.ok || Boolean(said.failed);
};

// A piece of HTML of the server's; null where it refuses.
export const piece = async (path, body) => {
  const answer = await fetch(`${address}/${path}`, body ? { method: "POST", body } : {});
  if (answer.headers.get("Content-Type")?.startsWith("text/html") && answer.ok) return made(await answer.text());
  if (answer.status !== 404) toast((await answer.json()).refused ?? "That did not work.");
  return null;
};

// Any form that says so is sent without leaving the page.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-send]")) return;
  event.preventDefault();
  const submitter = event.submitter;
  const path = submitter?.getAttribute("formaction") ?? form.getAttribute("action");
  submitter?.classList.add("busy");
  form.dataset.sent = "";
  const taken = await send(path, new FormData(form, submitter));
  delete form.dataset.sent;
  submitter?.classList.remove("busy");
  if (taken && form.isConnected) form.closest("dialog")?.close();
});
