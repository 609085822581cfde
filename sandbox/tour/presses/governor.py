"""What members do with a Governor from wallets of their own: send what the bot has prepared, and vote on chain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.chain import RpcError
from sandbox.chain.governor import AGAINST, FOR, LocalGovernor
from sandbox.discord import CannotDo
from sandbox.member_browser import MemberBrowser
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.presses.request import request_button, request_label, request_message, way_to_page
from sandbox.tour.scenario import Press
from sandbox.world.controls.mine import MAKE_FINAL

HEADING = "On the Governor"
_ID = re.compile(r"Id on the Governor\W*`(\d+)`")
_TO_FINAL = (
    f"Back here, press {MAKE_FINAL.label!r} in the panel of the world, or wait for three blocks",
    Pointer(control=MAKE_FINAL.name),
)


@dataclass(frozen=True)
class SendPrepared(Press):
    """The step that the page offers now is sent from the member's wallet: it is proposed, queued or executed."""

    def words(self, play: Play) -> str:
        return (
            f"Press the button below {HEADING!r} in the discussion, log in on the page of the bot, read every action, "
            "and send the prepared transaction from the wallet"
        )

    def pointer(self, play: Play) -> Pointer:
        return request_button(play)

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        return [
            *way_to_page(play, HEADING),
            ("On that page: press 'Sandbox wallet', read what it shows, and send", Pointer()),
            _TO_FINAL,
        ]

    async def do(self, play: Play, who: str) -> None:
        stage, message = play.stage, request_message(play)
        play.reply = await play.person(who).click(message, label=request_label(message))
        links = [button.url for button in (await play.reply.settled(timeout=30)).buttons if button.url]
        if not links:
            raise CannotDo(f"no link was given: {play.reply.text}")
        async with MemberBrowser.open(stage.discord) as browser:
            prepared = await browser.prepared(links[0], play.person(who))
        try:
            await prepared.send(stage.chain, play.wallet(who))
        except RpcError as refusal:
            raise CannotDo(f"the chain refuses it: {refusal}") from refusal
        await stage.finalize()


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
