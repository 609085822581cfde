"""Wallets in a browser, whose keys are the test's."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eth_account.messages import encode_typed_data

from sandbox.chain import Account, LocalChain
from sandbox.chromium import Page
from sandbox.stage import sign

_EXTENSION = Path(__file__).with_name("extension.js").read_text()
_ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'%3E"
    "%3Ccircle cx='4' cy='4' r='4' fill='%23e2761b'/%3E%3C/svg%3E"
)


@dataclass
class Wallet:
    """A wallet of one account. Each of `refusals` is the code and message with which it refuses one question."""

    account: Account
    chain: int
    name: str = "Acorn Wallet"
    icon: str = _ICON
    usual: bool = False
    """Stands in window.ethereum alone."""
    key: Account | None = None
    """Signs with the key of another account."""
    refusals: list[tuple[str, int, str]] = field(default_factory=list)
    """Method, code and message."""
    asked: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    """The texts, and the typed data as JSON, that it was shown."""
    sent: list[str] = field(default_factory=list)
    """The transactions that were mined."""
    sender: LocalChain | None = None
    """The chain to which it sends transactions."""

    async def install(self, page: Page) -> None:
        await page.offer("walletAsked", self._answer)
        options = {"name": self.name, "icon": self.icon, "usual": self.usual, "uuid": f"uuid-{self.name}"}
        await page.prepare(_EXTENSION.replace("OPTIONS", json.dumps(options)))

    async def _answer(self, question: str) -> str:
        asked: dict[str, Any] = json.loads(question)
        method, params = asked["method"], asked["params"]
        self.asked.append(method)
        if self.refusals and self.refusals[0][0] == method:
            _, code, message = self.refusals.pop(0)
            return json.dumps({"error": {"code": code, "message": message}})
        return json.dumps({"result": await self._result(method, params)})

    async def _result(self, method: str, params: list[Any]) -> Any:
        if method == "eth_requestAccounts":
            return [self.account.address]
        if method == "eth_chainId":
            return hex(self.chain)
        if method == "wallet_switchEthereumChain":
            self.chain = int(params[0]["chainId"], 16)
            return None
        if method == "eth_signTypedData_v4":
            return self._typed_data(*params)
        if method == "eth_sendTransaction":
            return await self._sent(params[0])
        assert method == "personal_sign", method
        text = bytes.fromhex(params[0].removeprefix("0x")).decode()
        assert params[1] == self.account.address
        self.signed.append(text)
        return sign(self.key or self.account, text)

    def _typed_data(self, address: str, document: str) -> str:
        assert address == self.account.address.lower()
        asked = json.loads(document)
        # As wallets do, which know of one chain at a time.
        assert asked["domain"]["chainId"] == self.chain
        self.signed.append(document)
        key = (self.key or self.account).key
        return "0x" + bytes(key.sign_message(encode_typed_data(full_message=asked)).signature).hex()

    async def _sent(self, call: dict[str, str]) -> str:
        assert self.sender is not None
        assert call["from"] == self.account.address.lower()
        data = bytes.fromhex(call["data"].removeprefix("0x"))
        receipt = await self.sender.send(self.account, call["to"], int(call["value"], 16), data)
        self.sent.append(str(receipt["transactionHash"]))
        return self.sent[-1]
