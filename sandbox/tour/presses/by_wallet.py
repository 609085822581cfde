"""A call that a member sends from a wallet, to a contract that isn't the bot's."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sandbox.chain import RpcError
from sandbox.discord import CannotDo
from sandbox.tour.play import Play
from sandbox.tour.pointers import Pointer
from sandbox.tour.presses.request import request_button
from sandbox.tour.scenario import Press


@dataclass(frozen=True)
class ByWallet(Press):
    contract: ClassVar[str]
    """What the contract is called within a sentence."""

    @abstractmethod
    async def send(self, play: Play, who: str) -> None:
        """Send the call. Raises RpcError where the contract refuses it, CannotDo where there is nothing to call."""

    def pointer(self, play: Play) -> Pointer:
        return request_button(play)

    def moves(self, play: Play) -> Sequence[tuple[str, Pointer]]:
        return [
            (self.words(play), self.pointer(play)),
            ("Press 'Do it for me', and the wallet sends just that call", Pointer()),
        ]

    async def do(self, play: Play, who: str) -> None:
        try:
            await self.send(play, who)
        except RpcError as refusal:
            raise CannotDo(f"{self.contract} refuses it: {refusal}") from refusal
        await play.stage.finalize()
