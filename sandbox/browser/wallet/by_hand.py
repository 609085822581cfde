"""A text that somebody pastes to have it signed, as into "sign message" of a wallet: they read it first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from aiohttp import web

from sandbox.browser.panels import refused, told
from sandbox.browser.wallet.accounts import Holder
from sandbox.browser.wallet.errors import ProviderError
from sandbox.browser.wallet.signing.review import Review
from sandbox.browser.wallet.wallet import Wallet


@dataclass(frozen=True)
class Pasted:
    """What was pasted last in the windows of a member."""

    number: str
    """The request's in the wallet."""
    holder: Holder
    """Whose wallet signs."""
    review: Review
    signature: str = ""
    """Empty until they agree."""


class ByHand:
    """Texts by the member in whose window they were pasted. `origin`: of the bot's pages, for which texts of the bot
    are meant: another site in a text is a danger."""

    def __init__(self, wallet: Wallet, origin: str) -> None:
        self._wallet = wallet
        self._origin = origin
        self._pasted: dict[str, Pasted] = {}
        self.changed: Callable[[], None] = lambda: None
        """Called when something else is to be shown."""

    def of(self, member: str) -> Pasted | None:
        return self._pasted.get(member)

    def routes(self, person: str) -> Sequence[web.RouteDef]:
        """`person`: the path of a member's wallet, which holds their id as `user`."""
        return [
            web.post(f"{person}/read", self._read),
            web.post(f"{person}/sign", self._sign),
            web.post(f"{person}/forget", self._forget),
        ]

    async def _read(self, request: web.Request) -> web.Response:
        form = await request.post()
        text = str(form.get("text", "")).replace("\r\n", "\n")
        if not text.strip():
            return refused("Paste the text that is to be signed.")
        try:
            holder = self._wallet.holder(str(form.get("holder", "")))
            params = ["0x" + text.encode().hex(), holder.account.address]
            chain = next(iter(self._wallet.chains))
            number, asked = await self._wallet.ask(self._origin, holder.id, chain, "personal_sign", params)
        except ProviderError as why:
            return refused(f"The wallet refuses: {why.message[:200]}.")
        self._pasted[request.match_info["user"]] = Pasted(number, holder, asked.review)
        self.changed()
        return told("Read it; then sign it, or not.")

    async def _sign(self, request: web.Request) -> web.Response:
        member = request.match_info["user"]
        pasted = self._pasted.get(member)
        if pasted is None or pasted.signature:
            return refused("There is no text to sign.")
        try:
            signature = await self._wallet.approve(pasted.number)
        except ProviderError as why:
            del self._pasted[member]
            return refused(f"The wallet refuses: {why.message[:200]}.")
        finally:
            self.changed()
        self._pasted[member] = replace(pasted, signature=signature)
        return told("Signed. Copy the signature, and paste it where it is asked for.")

    async def _forget(self, request: web.Request) -> web.Response:
        pasted = self._pasted.pop(request.match_info["user"], None)
        if pasted is None:
            return refused("There is no text.")
        self.changed()
        if pasted.signature:
            return told("Forgotten.")
        try:
            self._wallet.reject(pasted.number)
        except ProviderError as why:
            return refused(f"The wallet refuses: {why.message[:200]}.")
        return told("Nothing was signed.")
