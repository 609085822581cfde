"""Wallets of the sandbox in a browser, that sign without asking a person, and can be made to misbehave."""

import json
from dataclasses import dataclass, field
from typing import Any

from eth_typing import ChecksumAddress

from sandbox.browser.wallet.accounts import Holder, KeyAccount, WalletAccount
from sandbox.browser.wallet.errors import ProviderError
from sandbox.browser.wallet.script_tag import PROVIDER, script
from sandbox.browser.wallet.wallet import Wallet as SandboxWallet
from sandbox.chain import Account, LocalChain
from sandbox.chromium import Page

_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E"
    "%3Ccircle cx='4' cy='4' r='4' fill='%23e2761b'/%3E%3C/svg%3E"
)
_HOLDER = "1"
_ASKS_THE_TEST = """
const asked = async (question) => {
  const answer = JSON.parse(await window.walletAsked(JSON.stringify({ origin: location.origin, ...question })));
  if (answer.error) throw refusal(answer.error.code, answer.error.message);
  return answer.result;
};
announce(makeProvider({ connect: () => asked({ method: "eth_requestAccounts" }), sign: asked }));
"""


@dataclass(frozen=True)
class _OtherKey(KeyAccount):
    """Says that it is one account, and signs with the key of another."""

    shown: ChecksumAddress | None = None

    @property
    def address(self) -> ChecksumAddress:
        assert self.shown is not None
        return self.shown


@dataclass
class Wallet:
    """A wallet of one account. Each of `refusals` is the code and message with which it refuses one question."""

    account: Account
    sender: LocalChain
    """The chain to which it sends transactions."""
    chain: int
    """The one that it is on; the page may ask for another."""
    name: str = "Acorn Wallet"
    icon: str = _ICON
    usual: bool = False
    """Stands in window.ethereum alone."""
    key: Account | None = None
    """Signs with the key of another account."""
    refusals: list[tuple[str, int, str]] = field(default_factory=list)
    """Method, code and message."""
    signed: list[str] = field(default_factory=list)
    """The texts, and the typed data as JSON, that it was shown."""
    sent: list[str] = field(default_factory=list)
    """The transactions that were sent."""

    async def install(self, page: Page) -> None:
        await page.offer("walletAsked", self._answer)
        chains = [self.sender.chain_id]
        look = {"name": self.name, "icon": self.icon, "usual": self.usual, "uuid": f"uuid-{self.name}"}
        await page.prepare(script(PROVIDER, _ASKS_THE_TEST, chains=chains, chain=self.chain, **look))

    async def _answer(self, question: str) -> str:
        asked: dict[str, Any] = json.loads(question)
        method = asked["method"]
        if self.refusals and self.refusals[0][0] == method:
            _, code, message = self.refusals.pop(0)
            return json.dumps({"error": {"code": code, "message": message}})
        if method == "eth_requestAccounts":
            return json.dumps({"result": {"id": _HOLDER, "address": self.account.address}})
        try:
            return json.dumps({"result": await self._done(asked)})
        except ProviderError as refusal:
            return json.dumps({"error": refusal.as_json()})

    async def _done(self, asked: dict[str, Any]) -> str:
        account: WalletAccount = KeyAccount(self.account)
        if self.key is not None:
            account = _OtherKey(self.key, shown=self.account.address)
        wallet = SandboxWallet({"local": self.sender}, lambda: [Holder(_HOLDER, self.name, "", account)])
        self.chain, method, params = asked["chain"], asked["method"], asked["params"]
        number, request = await wallet.ask(asked["origin"], asked["holder"], self.chain, method, params)
        result = await wallet.approve(number)
        if method == "eth_sendTransaction":
            self.sent.append(result)
        else:
            self.signed.append(request.review.text or params[1])
        return result
