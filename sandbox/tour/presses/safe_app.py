"""What an owner of the Safe does with the newest transaction: confirm it, execute it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox import safe_app
from sandbox.chain.safe import LocalSafe
from sandbox.discord import CannotDo
from sandbox.tour.play import OWNERS, Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.presses.request import request_button, way_to_page
from sandbox.tour.scenario import Press
from sandbox.world.controls.mine import MAKE_FINAL


def newest_transaction(play: Play) -> tuple[LocalSafe, dict[str, Any]]:
    """The one that was handed in last, as the Safe's transaction service has it. Raises CannotDo where there is
    none."""
    known = [(safe, each) for safe in play.safes for each in play.stage.service.transactions(safe.address)]
    if not known:
        raise CannotDo("the Safe has no transaction yet")
    return max(known, key=lambda found: (found[1]["submissionDate"], int(found[1]["nonce"])))


@dataclass(frozen=True)
class Confirm(Press):
    def words(self, play: Play) -> str:
        return (
            "Compare the hash below 'To sign' in the discussion with what the wallet shows, and sign: "
            "in the Safe app or on the page of the bot that the message leads to"
        )

    def pointer(self, play: Play) -> Pointer:
        return request_button(play)

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        return [
            *way_to_page(play, "To sign"),
            (
                "On that page: press 'Sandbox wallet', compare what the wallet shows with the message, and sign",
                Pointer(),
            ),
        ]

    async def do(self, play: Play, who: str) -> None:
        safe, newest = newest_transaction(play)
        await safe_app.confirm(play.stage.service, safe, play.wallet(who), newest["safeTxHash"])


@dataclass(frozen=True)
class Execute(Press):
    """Sends the transaction with the signatures of the first two owners."""

    def words(self, play: Play) -> str:
        return "Execute the transaction in the Safe app, with the two signatures"

    def pointer(self, play: Play) -> Pointer:
        return request_button(play)

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        return [
            *way_to_page(play, "To sign"),
            ("On that page: press 'Sandbox wallet' below the signatures, read, and send", Pointer()),
            (
                f"Back here, press {MAKE_FINAL.label!r} in the panel of the world, or wait for three blocks",
                Pointer(control=MAKE_FINAL.name),
            ),
        ]

    async def do(self, play: Play, who: str) -> None:
        stage = play.stage
        signers = [play.wallet(name) for name in OWNERS[:2]]
        safe, newest = newest_transaction(play)
        await safe_app.execute(stage.service, safe, newest["safeTxHash"], signers, play.wallet(who))
        await stage.finalize()
