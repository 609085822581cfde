// A wallet's provider as a page sees it (EIP-1193): it announces itself (EIP-6963), or stands in window.ethereum where
// OPTIONS.usual says so. What belongs to this window (which account, which chain, connected or not) is kept in
// sessionStorage, so that each window is somebody of its own. `wallet` is asked to connect and to sign:
//   wallet.connect()    → {id, address} of whom the window is; throws with a code where they decline
//   wallet.sign(asked)  → what {holder, chain, method, params} gets
const UNAUTHORIZED = 4100;
const UNSUPPORTED = 4200;
const UNKNOWN_CHAIN = 4902;
const INVALID_PARAMS = -32602;

function refusal(code, message) {
  return Object.assign(new Error(message), { code });
}

const here = {
  read: () => JSON.parse(sessionStorage.getItem("sandbox-wallet") ?? "{}"),
  write: (changes) => sessionStorage.setItem("sandbox-wallet", JSON.stringify({ ...here.read(), ...changes })),
  get chain() {
    return here.read().chain ?? OPTIONS.chain ?? OPTIONS.chains[0];
  },
  // Whom the window is: {id, address}; `connected` says whether the page knows.
  get holder() {
    return here.read().holder ?? null;
  },
  get connected() {
    return here.read().connected ?? false;
  },
};

function makeProvider(wallet) {
  const listeners = new Map();
  const hex = (chain) => "0x" + chain.toString(16);
  const accounts = () => (here.connected && here.holder ? [here.holder.address] : []);

  const methods = {
    eth_accounts: async () => accounts(),
    eth_chainId: async () => hex(here.chain),
    eth_requestAccounts: async () => {
      if (!accounts().length) provider.become(await wallet.connect());
      return accounts();
    },
    wallet_switchEthereumChain: async ([asked]) => {
      const chainId = asked?.chainId;
      if (typeof chainId !== "string" || !/^0x[0-9a-fA-F]{1,16}$/.test(chainId)) {
        throw refusal(INVALID_PARAMS, "chainId is a hexadecimal number");
      }
      const chain = Number(chainId);
      if (!OPTIONS.chains.includes(chain)) throw refusal(UNKNOWN_CHAIN, `this wallet does not know the chain ${chain}`);
      if (chain !== here.chain) {
        here.write({ chain });
        provider.tell("chainChanged", hex(chain));
      }
      return null;
    },
  };
  const signing = async (method, params) => {
    if (!accounts().length) throw refusal(UNAUTHORIZED, "this site is not connected to an account");
    return wallet.sign({ holder: here.holder.id, chain: here.chain, method, params });
  };
  for (const method of ["personal_sign", "eth_signTypedData_v4", "eth_sendTransaction"]) {
    methods[method] = (params) => signing(method, params);
  }

  const provider = {
    request: async ({ method, params } = {}) => {
      if (!Object.hasOwn(methods, method)) {
        throw refusal(UNSUPPORTED, `this wallet does not know the method ${String(method).slice(0, 60)}`);
      }
      return methods[method](params ?? []);
    },
    on: (event, listener) => {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
      return provider;
    },
    removeListener: (event, listener) => {
      listeners.set(event, (listeners.get(event) ?? []).filter((each) => each !== listener));
      return provider;
    },
  };
  // Not for pages: an enumerable part of a provider is what EIP-1193 names.
  Object.defineProperties(provider, {
    tell: {
      value: (event, what) => {
        for (const listener of listeners.get(event) ?? []) listener(what);
      },
    },
    // The window is this person from now on, and the page may know.
    become: {
      value: ({ id, address }) => {
        const before = accounts()[0];
        here.write({ holder: { id, address }, connected: true });
        if (before !== address) provider.tell("accountsChanged", accounts());
      },
    },
  });
  return provider;
}

function announce(provider) {
  if (OPTIONS.usual) {
    window.ethereum = provider;
    return;
  }
  const info = Object.freeze({
    uuid: OPTIONS.uuid ?? crypto.randomUUID(),
    name: OPTIONS.name ?? "Sandbox Wallet",
    icon: OPTIONS.icon ?? ICON,
    rdns: "example.folkmoot.sandbox",
  });
  const tell = () =>
    window.dispatchEvent(
      new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }),
    );
  window.addEventListener("eip6963:requestProvider", tell);
  tell();
}

const ICON =
  "data:image/svg+xml;base64," +
  btoa(
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><rect width='32' height='32' rx='7' fill='#c2410c'/>" +
      "<path d='M6 12h20v13a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2zm0-2a3 3 0 0 1 3-3h13v3z' fill='#fff7ed'/>" +
      "<circle cx='21' cy='19' r='2.4' fill='#c2410c'/></svg>",
  );
