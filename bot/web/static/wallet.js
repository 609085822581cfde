// Finds the wallets of this browser (EIP-6963, else window.ethereum by EIP-1193), has one sign the message that the
// site makes (EIP-4361, `personal_sign`), and hands the signature in. What others say is only ever set as text.
"use strict";

const form = document.getElementById("signed");
const list = document.getElementById("wallets");
const status_ = document.getElementById("status");
const shown = document.getElementById("message");
const words = form.dataset;
const announced = new Map();

const DECLINED = 4001;
const BUSY = -32002;
const NAME_LIMIT = 60;
const MOST_WALLETS = 20;

function hexOf(text) {
  const bytes = new TextEncoder().encode(text);
  return "0x" + Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(text) {
  status_.textContent = text;
}

function offer(name, icon, provider) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  if (typeof icon === "string" && icon.startsWith("data:image/")) {
    const picture = document.createElement("img");
    picture.src = icon;
    picture.alt = "";
    button.append(picture);
  }
  button.append(String(name || words.unnamed).slice(0, NAME_LIMIT));
  button.addEventListener("click", () => link(provider));
  item.append(button);
  list.append(item);
  document.getElementById("no-wallet").hidden = true;
}

function choices(disabled) {
  for (const button of list.querySelectorAll("button")) button.disabled = disabled;
}

async function asked(address, chain) {
  let answer;
  let said;
  try {
    answer = await fetch("/wallet/message", {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ form_token: form.elements.form_token.value, address, chain }),
    });
    said = await answer.json();
  } catch {
    throw new Error(words.away);
  }
  if (!answer.ok) throw new Error(said.refused);
  return said;
}

function chainNumber(chain) {
  try {
    return BigInt(chain).toString();
  } catch {
    return "";
  }
}

async function fromWallet(provider, method, params) {
  try {
    return await provider.request({ method, params });
  } catch (error) {
    if (error?.code === DECLINED) throw new Error(words.declined);
    if (error?.code === BUSY) throw new Error(words.busy);
    throw new Error(`${words.failed} ${String(error?.message ?? error).slice(0, 300)}`);
  }
}

async function link(provider) {
  choices(true);
  try {
    say(words.asking);
    const accounts = await fromWallet(provider, "eth_requestAccounts", []);
    const chain = await fromWallet(provider, "eth_chainId", []);
    const request = await asked(String(accounts?.[0] ?? ""), chainNumber(chain));
    shown.textContent = request.message;
    shown.hidden = false;
    say(words.signing);
    const signature = await fromWallet(provider, "personal_sign", [hexOf(request.message), request.address]);
    say(words.checking);
    form.elements.nonce.value = request.nonce;
    form.elements.signature.value = String(signature);
    form.submit();
  } catch (error) {
    shown.hidden = true;
    say(error.message);
    choices(false);
  }
}

window.addEventListener("eip6963:announceProvider", (event) => {
  const { info, provider } = event.detail ?? {};
  if (!info?.uuid || !provider || announced.has(info.uuid) || announced.size >= MOST_WALLETS) return;
  // What stands in window.ethereum is one of those that announce themselves.
  if (!announced.size) list.replaceChildren();
  announced.set(info.uuid, provider);
  offer(info.name, info.icon, provider);
});

function usual() {
  if (window.ethereum && !announced.size && !list.children.length) offer("", "", window.ethereum);
}

window.dispatchEvent(new Event("eip6963:requestProvider"));
usual();
window.addEventListener("ethereum#initialized", usual, { once: true });
