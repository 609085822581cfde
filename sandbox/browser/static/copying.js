// Buttons that copy: what they name themselves, or the block of text that they stand in.
import { toast } from "./sending.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], .copy");
  if (!button) return;
  const block = button.closest("pre")?.querySelector("code");
  try {
    await navigator.clipboard.writeText(button.dataset.copy ?? block.textContent);
    button.dataset.copied = "";
    toast("Copied.");
  } catch {
    if (block) getSelection().selectAllChildren(block);
    toast(block ? "The browser does not let this page copy. The text is selected: copy it." : "The browser does not let this page copy.");
  }
});
