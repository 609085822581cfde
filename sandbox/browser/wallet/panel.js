// What a member holds is read from the chain when they are looked at for the first time.
async function read() {
  const panel = document.querySelector(".wallet:has([data-reading])");
  if (!panel) return;
  const answer = await fetch(`/wallet/${panel.dataset.person}`);
  const made = new DOMParser().parseFromString(await answer.text(), "text/html");
  panel.replaceWith(made.querySelector(".wallet"));
}
read();

// Each member has the bot's pages at an address of their own, with a login and a wallet that are theirs.
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("a[href]");
    const { pages, person } = document.querySelector("[data-pages]")?.dataset ?? {};
    if (link && pages && link.origin === pages) link.hostname = `${person}.localhost`;
  },
  { capture: true },
);
