"""A step on a chain that the bot has prepared on its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.chain import RpcError
from sandbox.discord import CannotDo
from sandbox.member_browser import MemberBrowser
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.presses.request import request_button, request_label, request_message, way_to_page
from sandbox.tour.scenario import Press
from sandbox.world.controls.mine import MAKE_FINAL

_TO_FINAL = (
    f"Back here, press {MAKE_FINAL.label!r} in the panel of the world, or wait for three blocks",
    Pointer(control=MAKE_FINAL.name),
)


@dataclass(frozen=True)
class SendPrepared(Press):
    """The step that the page offers now is sent from the member's wallet: whatever it is."""

    heading: str
    """What the message says above the button that leads to the page."""

    def words(self, play: Play) -> str:
        return (
            f"Press the button below {self.heading!r} in the discussion, log in on the page of the bot, read every "
            "action, and send the prepared transaction from the wallet"
        )

    def pointer(self, play: Play) -> Pointer:
        return request_button(play)

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        return [
            *way_to_page(play, self.heading),
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
