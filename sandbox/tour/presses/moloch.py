"""What members do in a Moloch DAO from wallets of their own, beside sending what the bot has prepared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox.chain.baal import COIN, LocalBaal
from sandbox.discord import CannotDo
from sandbox.tour.play import Play
from sandbox.tour.presses.by_wallet import ByWallet
from sandbox.tour.presses.request import request_message

HEADING = "In the DAO"
_NUMBER = re.compile(r"Number in the DAO\W*`(\d+)`")


@dataclass(frozen=True)
class VoteInDao(ByWallet):
    """A member with shares votes in the DAO, from the wallet."""

    contract = "the DAO"

    in_favour: bool

    def words(self, play: Play) -> str:
        side = "true" if self.in_favour else "false"
        return f"From a wallet, call submitVote with the number below {HEADING!r} and {side} in the DAO"

    async def send(self, play: Play, who: str) -> None:
        found = _NUMBER.search(request_message(play).text)
        if found is None:
            raise CannotDo("it has no number in the DAO yet")
        await baal_of(play).vote(int(found[1]), self.in_favour, sender=play.wallet(who))


@dataclass(frozen=True)
class Leave(ByWallet):
    """A member burns all shares, and takes along a part of the coins in the DAO's Safe."""

    contract = "the DAO"

    def words(self, play: Play) -> str:
        return "From a wallet, call ragequit with all its shares in the DAO"

    async def send(self, play: Play, who: str) -> None:
        baal, wallet = baal_of(play), play.wallet(who)
        shares = await baal.shares.call("balanceOf", wallet.address)
        await baal.contract.send("ragequit", wallet.address, shares, 0, [COIN], sender=wallet)


def baal_of(play: Play) -> LocalBaal:
    """The scenario's. Raises CannotDo where it has none."""
    if play.baal is None:
        raise CannotDo("no Moloch DAO is on this chain")
    return play.baal
