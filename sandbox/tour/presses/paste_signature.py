"""A text that the bot has shown is signed by a wallet, and the signature handed back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.discord import CannotDo
from sandbox.stage import sign, sign_in_text
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.presses.click import Below, Click
from sandbox.tour.presses.fill import Fill
from sandbox.tour.scenario import Press

BUTTON = "I have signed it"
FIELD = "Signature"


@dataclass(frozen=True)
class PasteSignature(Press):
    wallet: str
    """Whose wallet signs, by the name of its owner."""

    def words(self, play: Play) -> str:
        return (
            f"Have {self.wallet}'s wallet sign the text of the answer; "
            f"press {BUTTON!r}, paste the signature and send it"
        )

    def pointer(self, play: Play) -> Pointer:
        return Pointer(label=BUTTON, wallet=play.wallet(self.wallet).address)

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        return [
            ("Copy the text that the answer shows", Pointer(copies=True)),
            (
                f"In the panel of the wallet, paste it below 'Sign a text', choose the wallet of {self.wallet}, "
                "read it, sign it, and copy the signature",
                Pointer(wallet=play.wallet(self.wallet).address),
            ),
            (f"Press {BUTTON!r} below the answer", Pointer(label=BUTTON)),
            ("Paste the signature and send it", Pointer(fields={FIELD: ""})),
        ]

    async def do(self, play: Play, who: str) -> None:
        shown = Below.ANSWER.message(play)
        if shown is None or "```" not in shown.text:
            raise CannotDo(f"there is no text to sign: {shown.text if shown else 'nothing was answered'}")
        signature = sign(play.wallet(self.wallet), sign_in_text(shown.text))
        await Click(BUTTON).do(play, who)
        await Fill({FIELD: signature}).do(play, who)
