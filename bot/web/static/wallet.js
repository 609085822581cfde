// Has a wallet sign the message that the site makes (EIP-4361, `personal_sign`), and hands the signature in.
"use strict";

const form = document.getElementById("signed");
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
    answer = await fetch("/wallet/message", {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({
        form_token: form.elements.form_token.value,
        address,
        chain,
        until: document.getElementById("until").value,
        up_to: document.getElementById("up-to").value,
      }),
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
    form.elements.nonce.value = request.nonce;
    form.elements.signature.value = String(signature);
    form.submit();
  } catch (error) {
    shown.hidden = true;
    say(error.message);
    disable(list, false);
  }
}

findWallets(list, words, link);
