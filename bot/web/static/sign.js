// Has an owner's wallet sign what the page shows (EIP-712, `eth_signTypedData_v4`), approve it or vote on chain, and
// anybody's send what enough have signed (`eth_sendTransaction`).
"use strict";

// The accounts that the wallet shows to this site, in small letters, on the chain that is needed.
async function accountsOn(words, provider, chain) {
  const accounts = await fromWallet(words, provider, "eth_requestAccounts", []);
  if ((await chainOf(words, provider)) !== chain) {
    const chainId = "0x" + BigInt(chain).toString(16);
    await fromWallet(words, provider, "wallet_switchEthereumChain", [{ chainId }]);
    if ((await chainOf(words, provider)) !== chain) throw new Error(words.elsewhere);
  }
  return (Array.isArray(accounts) ? accounts : []).map((account) => String(account).toLowerCase());
}

// Lets the wallets in a list do something with what the form beside it holds.
function withWallets(name, act) {
  const form = document.getElementById(name);
  if (!form) return;
  const list = document.getElementById(`${name}-wallets`);
  const status_ = document.getElementById(`${name}-status`);
  const say = (text) => {
    status_.textContent = text;
  };
  findWallets(list, form.dataset, async (provider) => {
    disable(list, true);
    try {
      say(form.dataset.asking);
      const accounts = await accountsOn(form.dataset, provider, form.dataset.chain);
      await act(form, provider, accounts, say);
    } catch (error) {
      say(error.message);
      disable(list, false);
    }
  });
}

withWallets("signing", async (form, provider, accounts, say) => {
  const words = form.dataset;
  const owner = accounts.find((account) => words.owners.split(" ").includes(account));
  if (!owner) throw new Error(words.stranger);
  if (words.contracts.split(" ").includes(owner)) throw new Error(words.contract);
  say(words.compare);
  const signature = await fromWallet(words, provider, "eth_signTypedData_v4", [owner, words.document]);
  say(words.checking);
  form.elements.signature.value = String(signature);
  form.submit();
});

async function send(words, provider, from, say) {
  say(words.confirm);
  const call = { from, to: words.to, value: words.value, data: words.data };
  const hash = await fromWallet(words, provider, "eth_sendTransaction", [call]);
  say(`${words.sent} ${String(hash).slice(0, 66)}`);
}

// What only certain accounts may send: an owner's approval, a holder's vote.
async function sendAsOwner(form, provider, accounts, say) {
  const owner = accounts.find((account) => form.dataset.owners.split(" ").includes(account));
  if (!owner) throw new Error(form.dataset.stranger);
  await send(form.dataset, provider, owner, say);
}

// What anybody may send, or the one account alone that it is for.
withWallets("executing", async (form, provider, accounts, say) => {
  if (form.dataset.owners) return sendAsOwner(form, provider, accounts, say);
  if (!accounts.length) throw new Error(form.dataset.nobody);
  await send(form.dataset, provider, accounts[0], say);
});
withWallets("approving", sendAsOwner);
withWallets("voting", sendAsOwner);
