// What the wallet shows stands in a shadow root, out of reach of the page's styles, and is only ever set as text.
const root = (() => {
  const host = document.createElement("sandbox-wallet");
  const made = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(OPTIONS.style);
  made.adoptedStyleSheets = [sheet];
  const place = () => document.body.append(host);
  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place);
  return made;
})();

// An element with properties and children; null children are left out.
function make(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((each) => each !== null));
  return made;
}

function short(address) {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

const DECLINED = 4001;
const BUSY = -32002;
let open = null;

// Shows a dialog until it is answered; `fill(done)` makes its content and calls `done(value)`. Escape and every way out
// but `done` decline, as in other wallets.
function ask(title, fill) {
  if (open) throw refusal(BUSY, "the wallet is asking something already");
  return new Promise((resolve, reject) => {
    const heading = make("h2", { textContent: title, tabIndex: -1 });
    const dialog = make(
      "dialog",
      {},
      make("p", { className: "brand", textContent: "Sandbox Wallet" }),
      heading,
    );
    dialog.setAttribute("aria-label", title);
    open = dialog;
    let answer;
    let answered = false;
    const done = (value) => {
      answer = value;
      answered = true;
      dialog.close();
    };
    dialog.append(...fill(done, dialog));
    dialog.addEventListener("close", () => {
      open = null;
      dialog.remove();
      if (answered) resolve(answer);
      else reject(refusal(DECLINED, "User rejected the request."));
    });
    root.append(dialog);
    dialog.showModal();
    heading.focus();
  });
}

// The two buttons of a dialog: the one that declines comes first, so that Enter does nothing that can't be undone.
function buttons(dialog, decline, agree, act) {
  const no = make("button", { type: "button", textContent: decline, className: "quiet" });
  no.addEventListener("click", () => dialog.close());
  const yes = make("button", { type: "button", textContent: agree, className: "agree" });
  yes.addEventListener("click", act);
  return make("div", { className: "buttons" }, no, yes);
}

async function server(name, said) {
  let answer;
  try {
    const response = await fetch(`${OPTIONS.path}/${name}`, {
      method: said ? "POST" : "GET",
      headers: said ? { "Content-Type": "application/json" } : {},
      body: said ? JSON.stringify(said) : undefined,
    });
    if (!response.ok) throw new Error(await response.text());
    answer = await response.json();
  } catch (error) {
    throw refusal(-32603, `the sandbox does not answer: ${error.message}`);
  }
  if (answer.error) throw refusal(answer.error.code, answer.error.message);
  return answer;
}
