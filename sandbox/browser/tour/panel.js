"use strict";
// "Show me": whatever in the window a step speaks of is brought into view and framed for a while.
{
  const SHOWN_MS = 4000;
  const NOWHERE = "It is not in this window: go there first.";

  const say = (sentence) => {
    const shown = document.createElement("div");
    shown.textContent = sentence;
    document.getElementById("toasts").append(shown);
    setTimeout(() => shown.remove(), SHOWN_MS);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show]");
    if (!button) return;
    const found = document.querySelector(button.dataset.show);
    if (!found) return say(NOWHERE);
    found.scrollIntoView({ block: "center" });
    found.classList.add("shown-by-the-tour");
    setTimeout(() => found.classList.remove("shown-by-the-tour"), SHOWN_MS);
  });
}
