"use strict";
// Keeps the window up to date with what the server tells, and sends what is done in it.
{
  const main = document.querySelector("main");
  const list = document.getElementById("messages");
  const made = (html) => new DOMParser().parseFromString(html, "text/html").body;

  const toast = (sentence) => {
    const shown = document.createElement("div");
    shown.textContent = sentence;
    document.getElementById("toasts").append(shown);
    setTimeout(() => shown.remove(), 6000);
  };

  const show = ({ id, html }) => {
    const old = document.getElementById(`message-${id}`);
    if (html === null) return old?.remove();
    const fresh = made(html).firstElementChild;
    if (old) return old.replaceWith(fresh);
    const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
    const next = [...list.children].find((each) => BigInt(each.id.slice(8)) > BigInt(id));
    list.insertBefore(fresh, next ?? null);
    if (atEnd) list.scrollTop = list.scrollHeight;
  };

  const source = new EventSource(`${main.dataset.address}/events`);
  source.addEventListener("message", (event) => show(JSON.parse(event.data)));
  source.addEventListener("part", (event) => {
    const { id, html } = JSON.parse(event.data);
    document.getElementById(id)?.replaceChildren(...made(html).childNodes);
  });
  window.addEventListener("pagehide", () => source.close());

  const send = async (address, body) => {
    const answer = await fetch(address, { method: "POST", body });
    const said = await answer.json();
    if (said.told || said.refused) toast(said.told ?? said.refused);
    return answer.ok;
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-send]")) return;
    event.preventDefault();
    if (await send(form.action, new FormData(form, event.submitter))) form.reset();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=custom_id]");
    if (!button) return;
    const body = new FormData();
    body.set("message", button.closest(".message").id.slice(8));
    body.set("custom_id", button.value);
    send(`${main.dataset.address}/click`, body);
  });
  list.scrollTop = list.scrollHeight;
}
