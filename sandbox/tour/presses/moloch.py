"""What members do in a Moloch DAO from wallets of their own, beside sending what the bot has prepared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.chain import RpcError
from sandbox.chain.baal import COIN, LocalBaal
from sandbox.discord import CannotDo
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.presses.request import request_button, request_message
from sandbox.tour.scenario import Press

HEADING = "In the DAO"
_NUMBER = re.compile(r"Number in the DAO\W*`(\d+)`")
_DO_IT = ("Press 'Do it for me', and the wallet sends just that call", Pointer())


@dataclass(frozen=True)
class VoteInDao(Press):
    """A member with shares votes in the DAO, from the wallet."""

    in_favour: bool

    def words(self, play: Play) -> str:
        side = "true" if self.in_favour else "false"
        return f"From a wallet, call submitVote with the number below {HEADING!r} and {side} in the DAO"

    def pointer(self, play: Play) -> Pointer:
        return request_button(play)

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        return [(self.words(play), self.pointer(play)), _DO_IT]

    async def do(self, play: Play, who: str) -> None:
        found = _NUMBER.search(request_message(play).text)
        if found is None:
            raise CannotDo("it has no number in the DAO yet")
        try:
            await baal_of(play).vote(int(found[1]), self.in_favour, sender=play.wallet(who))
        except RpcError as refusal:
            raise CannotDo(f"the DAO refuses it: {refusal}") from refusal
        await play.stage.finalize()


@dataclass(frozen=True)
class Leave(Press):
    """A member burns all shares, and takes along a part of the coins in the DAO's Safe."""

    def words(self, play: Play) -> str:
        return "From a wallet, call ragequit with all its shares in the DAO"

    def pointer(self, play: Play) -> Pointer:
        return request_button(play)

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        return [(self.words(play), self.pointer(play)), _DO_IT]

    async def do(self, play: Play, who: str) -> None:
        baal, wallet = baal_of(play), play.wallet(who)
        shares = await baal.shares.call("balanceOf", wallet.address)
        try:
            await baal.contract.send("ragequit", wallet.address, shares, 0, [COIN], sender=wallet)
        except RpcError as refusal:
            raise CannotDo(f"the DAO refuses it: {refusal}") from refusal
        await play.stage.finalize()


def baal_of(play: Play) -> LocalBaal:
    """The scenario's. Raises CannotDo where it has none."""
    if play.baal is None:
        raise CannotDo("no Moloch DAO is on this chain")
    return play.baal
