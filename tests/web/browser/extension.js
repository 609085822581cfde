// What a wallet's extension puts into a page: a provider (EIP-1193) that announces itself (EIP-6963), or stands in
// window.ethereum. What it is asked is answered by the test. OPTIONS is filled in.
(() => {
  const options = OPTIONS;
  const provider = {
    request: async (asked) => {
      const answer = JSON.parse(await window.walletAsked(JSON.stringify(asked)));
      if (answer.error) throw Object.assign(new Error(answer.error.message), { code: answer.error.code });
      return answer.result;
    },
  };
  if (options.usual) {
    window.ethereum = provider;
    return;
  }
  const info = { uuid: options.uuid, name: options.name, icon: options.icon, rdns: "example.wallet" };
  const announce = () =>
    window.dispatchEvent(
      new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }),
    );
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
})();
