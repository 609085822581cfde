"""The wallet beside the sandbox's Discord: what the member of the window holds, and how they move it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp import web
from eth_utils import to_checksum_address
from markupsafe import Markup

from bot.domain.errors import BadAmount
from bot.domain.quantities import base_units, tokens
from sandbox.browser import Pages, Window, rendered
from sandbox.browser.panels import refused, told
from sandbox.browser.wallet.accounts import Holder
from sandbox.browser.wallet.address_book import Token
from sandbox.browser.wallet.by_hand import ByHand
from sandbox.browser.wallet.errors import ProviderError
from sandbox.browser.wallet.holdings import Holdings
from sandbox.browser.wallet.wallet import Wallet
from sandbox.chain import LocalChain

COIN, COIN_DECIMALS = "ETH", 18
_PERSON = r"/wallet/{user:\d{1,20}}"


class WalletPanel:
    """`pages_origin`: where the bot's pages are; links to them lead to the member's own address of them."""

    name = "wallet"
    title = "Wallet"

    def __init__(self, wallet: Wallet, pages_origin: str) -> None:
        self._wallet = wallet
        self._origin = pages_origin
        self._holdings = Holdings(wallet)
        self._by_hand = ByHand(wallet, pages_origin)

    @asynccontextmanager
    async def live(self, pages: Pages) -> AsyncIterator[None]:
        """Windows are told what changes, as long as the block."""
        self._by_hand.changed = lambda: pages.changed(self.name)
        async with self._holdings.watched(self._by_hand.changed):
            yield

    def routes(self) -> Sequence[web.RouteDef]:
        return [
            web.get(_PERSON, self._show),
            web.post(f"{_PERSON}/send", self._send),
            web.post(f"{_PERSON}/delegate", self._delegate),
            *self._by_hand.routes(_PERSON),
        ]

    def welcome(self) -> Markup:
        return Markup("")

    def html(self, window: Window) -> Markup:
        """What is known; the window's script asks for what isn't yet."""
        return self._drawn(str(window.person.id), str(window.guild.id) if window.guild else "")

    async def _show(self, request: web.Request) -> web.Response:
        me = request.match_info["user"]
        if holder := self._holder(me):
            await self._holdings.known(holder)
        return web.Response(text=self._drawn(me), content_type="text/html")

    def _drawn(self, me: str, server: str = "") -> Markup:
        """The panel of a member, in a window on this server where they may have no wallet themselves."""
        holder = self._holder(me)
        server = holder.server if holder else server
        neighbours = [each for each in self._wallet.holders if each.server == server]
        return rendered(
            "wallet/panel.html",
            me=me,
            origin=self._origin,
            holder=holder,
            holding=self._holdings.of(holder) if holder else None,
            by_hand=self._by_hand.of(me),
            everybody=neighbours,
            others=[each for each in neighbours if each.id != me],
            coin=COIN,
            in_coins=lambda wei: tokens(wei, COIN_DECIMALS, 4),
        )

    def _holder(self, number: str) -> Holder | None:
        return next((each for each in self._wallet.holders if each.id == number), None)

    async def _send(self, request: web.Request) -> web.Response:
        form = await request.post()
        holder, to = self._holder(request.match_info["user"]), self._holder(str(form.get("to", "")))
        if holder is None or to is None:
            return refused("Choose to whom.")
        symbol, amount = str(form.get("token", "")), str(form.get("amount", ""))
        token = self._token(holder, symbol)
        chain = token.contract.chain if token else self._chain_of_coin(symbol)
        if chain is None:
            return refused("Choose what to send.")
        decimals = token.decimals if token else COIN_DECIMALS
        try:
            units = base_units(amount, decimals)
        except BadAmount:
            return refused(f"Write an amount such as 12.5, with at most {decimals} digits after the point.")
        if not units:
            return refused("Nothing was sent: the amount is zero.")
        if units >= 2**256:
            return refused("Nothing was sent: there can't be so much.")
        address = to.account.address
        if token is None:
            return await self._done(
                holder, chain, address, units, b"", f"Sent {amount} {symbol} to {to.name}."
            )
        data = token.contract.data("transfer", address, units)
        sentence = f"Sent {token.amount(units)}{self._wallet.where(chain.chain_id)} to {to.name}."
        return await self._done(holder, chain, token.contract.address, 0, data, sentence)

    async def _delegate(self, request: web.Request) -> web.Response:
        form = await request.post()
        holder, to = self._holder(request.match_info["user"]), self._holder(str(form.get("to", "")))
        symbol = str(form.get("token", ""))
        token = self._token(holder, symbol) if holder else None
        if holder is None or to is None or token is None or not token.has_votes:
            return refused("Choose to whom.")
        data = token.contract.data("delegate", to_checksum_address(to.account.address))
        whom = "yourself" if to is holder or to.id == holder.id else to.name
        sentence = f"The votes of your {symbol} go to {whom} from the next block on."
        return await self._done(holder, token.contract.chain, token.contract.address, 0, data, sentence)

    def _token(self, holder: Holder, label: str) -> Token | None:
        """That of the holder's tokens which the form calls so: by its symbol, and its chain where that isn't the usual
        one."""
        for each in holder.tokens:
            if f"{each.symbol}{self._wallet.where(each.contract.chain.chain_id)}" == label:
                return each
        return None

    def _chain_of_coin(self, label: str) -> LocalChain | None:
        for chain_id, chain in self._wallet.chains.items():
            if f"{COIN}{self._wallet.where(chain_id)}" == label:
                return chain
        return None

    async def _done(
        self, holder: Holder, chain: LocalChain, to: str, value: int, data: bytes, sentence: str
    ) -> web.Response:
        try:
            await holder.account.send(chain, to, value, data)
        except ProviderError as why:
            return refused(f"The chain refused it: {why.message[:200]}")
        self._holdings.stir()
        return told(sentence)
