// Has a wallet sign the message that the site makes (EIP-4361, `personal_sign`), and hands the signature in: by the form
// of this page that asks for a message, and by the one that hands it in.
"use strict";

const form = document.getElementById("signed");
const asking = document.getElementById("elsewhere");
const list = document.getElementById("wallets");
const status_ = document.getElementById("status");
const shown = document.getElementById("message");
const words = form.dataset;

function hexOf(text) {
  const bytes = new TextEncoder().encode(text);
  return "0x" + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(text) {
  status_.textContent = text;
}

async function asked(address, chain) {
  let answer;
  let said;
  try {
    const body = new URLSearchParams(new FormData(asking));
    body.set("address", address);
    body.set("chain", chain);
    answer = await fetch(asking.getAttribute("action"), {
      method: "POST",
      headers: { Accept: "application/json" },
      body,
    });
    said = await answer.json();
  } catch {
    throw new Error(words.away);
  }
  if (!answer.ok) throw new Error(said.refused);
  return said;
}

async function link(provider) {
  disable(list, true);
  try {
    say(words.asking);
    const accounts = await fromWallet(words, provider, "eth_requestAccounts", []);
    const chain = await chainOf(words, provider);
    const request = await asked(String(accounts?.[0] ?? ""), chain);
    shown.textContent = request.message;
    shown.hidden = false;
    say(words.signing);
    const given = [hexOf(request.message), request.address];
    const signature = await fromWallet(words, provider, "personal_sign", given);
    say(words.checking);
    for (const [name, value] of Object.entries(request)) {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    }
    form.elements.signature.value = String(signature);
    form.submit();
  } catch (error) {
    shown.hidden = true;
    say(error.message);
    disable(list, false);
  }
}

findWallets(list, words, link);
