"use strict";
// Keeps the part of the page that says how the vote stands up to date. Each event brings all of it, made and escaped by
// the server; without this script the page is as it was when it was loaded.
{
  const standing = document.getElementById("standing");
  let shown = null;
  const show = (html) => {
    if (html === shown) return;
    shown = html;
    const made = new DOMParser().parseFromString(html, "text/html");
    const open = [...standing.querySelectorAll("details")].map((each) => each.open);
    made.querySelectorAll("details").forEach((each, place) => {
      each.open = open[place] ?? false;
    });
    standing.replaceChildren(...made.body.childNodes);
  };
  const source = new EventSource(standing.dataset.events);
  source.addEventListener("message", (event) => show(JSON.parse(event.data)));
  window.addEventListener("pagehide", () => source.close());
}
