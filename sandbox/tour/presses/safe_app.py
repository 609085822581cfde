"""What an owner of the Safe does with the newest transaction: confirm it, execute it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox import safe_app
from sandbox.discord import CannotDo
from sandbox.tour.play import OWNERS, Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.scenario import Press


def newest_transaction(play: Play) -> dict[str, Any]:
    """As the Safe's transaction service has it. Raises CannotDo where there is none."""
    known = play.stage.service.transactions(play.stage.safe.address)
    if not known:
        raise CannotDo("the Safe has no transaction yet")
    return max(known, key=lambda transaction: int(transaction["nonce"]))


@dataclass(frozen=True)
class Confirm(Press):
    def words(self, play: Play) -> str:
        return (
            "Compare the hash below 'To sign' in the discussion with what the wallet shows, and sign: "
            "in the Safe app or on the page of the bot that the message leads to"
        )

    def pointer(self, play: Play) -> Pointer:
        return Pointer(channel=play.discussion.id)

    async def do(self, play: Play, who: str) -> None:
        stage = play.stage
        await safe_app.confirm(
            stage.service, stage.safe, play.wallet(who), newest_transaction(play)["safeTxHash"]
        )


@dataclass(frozen=True)
class Execute(Press):
    """Sends the transaction with the signatures of the first two owners."""

    def words(self, play: Play) -> str:
        return "Execute the transaction in the Safe app, with the two signatures"

    def pointer(self, play: Play) -> Pointer:
        return Pointer(channel=play.discussion.id)

    async def do(self, play: Play, who: str) -> None:
        stage = play.stage
        signers = [play.wallet(name) for name in OWNERS[:2]]
        await safe_app.execute(
            stage.service, stage.safe, newest_transaction(play)["safeTxHash"], signers, play.wallet(who)
        )
        await stage.finalize()
