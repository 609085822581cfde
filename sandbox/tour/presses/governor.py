"""What members do with a Governor from wallets of their own, beside sending what the bot has prepared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sandbox.chain.governor import AGAINST, FOR, LocalGovernor
from sandbox.discord import CannotDo
from sandbox.tour.play import Play
from sandbox.tour.presses.by_wallet import ByWallet
from sandbox.tour.presses.request import request_message

HEADING = "On the Governor"
_ID = re.compile(r"Id on the Governor\W*`(\d+)`")


@dataclass(frozen=True)
class VoteOnChain(ByWallet):
    """A holder of the token votes on the Governor, from the wallet."""

    contract = "the Governor"

    in_favour: bool

    def words(self, play: Play) -> str:
        side = f"{FOR} (For)" if self.in_favour else f"{AGAINST} (Against)"
        return f"From a wallet, call castVote with the id below {HEADING!r} and {side} on the Governor"

    async def send(self, play: Play, who: str) -> None:
        side = FOR if self.in_favour else AGAINST
        await governor_of(play).vote(id_on_governor(play), side, sender=play.wallet(who))


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
