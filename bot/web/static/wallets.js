// What all pages do with the wallets of this browser: find them (EIP-6963, else window.ethereum by EIP-1193), and ask
// them. What a wallet says is only ever set as text. Each page has its own script, which comes after this one.
"use strict";

const DECLINED = 4001;
const BUSY = -32002;
const NAME_LIMIT = 60;
const MOST_WALLETS = 20;

// Puts a button for each wallet into the list; `chosen` is called with the provider. `words` are the page's own.
function findWallets(list, words, chosen) {
  const announced = new Map();

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
    button.addEventListener("click", () => chosen(provider));
    item.append(button);
    list.append(item);
    for (const note of document.querySelectorAll(".no-wallet")) note.hidden = true;
  }

  function usual() {
    if (window.ethereum && !announced.size && !list.children.length) offer("", "", window.ethereum);
  }

  window.addEventListener("eip6963:announceProvider", (event) => {
    const { info, provider } = event.detail ?? {};
    if (!info?.uuid || !provider || announced.has(info.uuid) || announced.size >= MOST_WALLETS) return;
    // What stands in window.ethereum is one of those that announce themselves.
    if (!announced.size) list.replaceChildren();
    announced.set(info.uuid, provider);
    offer(info.name, info.icon, provider);
  });
  window.dispatchEvent(new Event("eip6963:requestProvider"));
  usual();
  window.addEventListener("ethereum#initialized", usual, { once: true });
}

function disable(list, disabled) {
  for (const button of list.querySelectorAll("button")) button.disabled = disabled;
}

async function fromWallet(words, provider, method, params) {
  try {
    return await provider.request({ method, params });
  } catch (error) {
    if (error?.code === DECLINED) throw new Error(words.declined);
    if (error?.code === BUSY) throw new Error(words.busy);
    throw new Error(`${words.failed} ${String(error?.message ?? error).slice(0, 300)}`);
  }
}

// The number of the chain that the wallet is on, as decimal text; "" where it tells none.
async function chainOf(words, provider) {
  const chain = await fromWallet(words, provider, "eth_chainId", []);
  try {
    return BigInt(chain).toString();
  } catch {
    return "";
  }
}
