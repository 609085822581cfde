"""What members do with a Governor from wallets of their own, beside sending what the bot has prepared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.chain import RpcError
from sandbox.chain.governor import AGAINST, FOR, LocalGovernor
from sandbox.discord import CannotDo
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.presses.request import request_button, request_message
from sandbox.tour.scenario import Press

HEADING = "On the Governor"
_ID = re.compile(r"Id on the Governor\W*`(\d+)`")


@dataclass(frozen=True)
class VoteOnChain(Press):
    """A holder of the token votes on the Governor, from the wallet."""

    in_favour: bool

    def words(self, play: Play) -> str:
        side = f"{FOR} (For)" if self.in_favour else f"{AGAINST} (Against)"
        return f"From a wallet, call castVote with the id below {HEADING!r} and {side} on the Governor"

    def pointer(self, play: Play) -> Pointer:
        return request_button(play)

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        return [
            (self.words(play), self.pointer(play)),
            ("Press 'Do it for me', and the wallet sends just that call", Pointer()),
        ]

    async def do(self, play: Play, who: str) -> None:
        side = FOR if self.in_favour else AGAINST
        try:
            await governor_of(play).vote(id_on_governor(play), side, sender=play.wallet(who))
        except RpcError as refusal:
            raise CannotDo(f"the Governor refuses it: {refusal}") from refusal
        await play.stage.finalize()


def governor_of(play: Play) -> LocalGovernor:
    """The scenario's. Raises CannotDo where it has none."""
    if play.governor is None:
        raise CannotDo("no Governor is on this chain")
    return play.governor


def id_on_governor(play: Play) -> int:
    """The id of the newest proposal there, as the discussion says it. Raises CannotDo before it is proposed."""
    found = _ID.search(request_message(play).text)
    if found is None:
        raise CannotDo("it has no id on the Governor yet")
    return int(found[1])
