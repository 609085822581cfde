"""Actions of one kind, from their lines."""

from collections.abc import Sequence

from bot.domain.actions import Action, DecodedAction
from bot.domain.blocks import BlockRef
from bot.domain.effects import CoinsAlone
from bot.domain.errors import BadAction
from bot.domain.ids import Address, ChainId, address


class FakeActionCodec:
    """Understands one kind of line: `transfer AMOUNT to ADDRESS`, in wei."""

    async def parse(
        self, lines: str, chain: ChainId, at: BlockRef, *, account: Address
    ) -> tuple[Action, ...]:
        return tuple(
            self._parsed(number, line, chain)
            for number, line in enumerate(lines.splitlines(), 1)
            if line.strip()
        )

    async def decode(
        self, actions: Sequence[Action], at: BlockRef, *, account: Address | None = None
    ) -> tuple[DecodedAction, ...]:
        return self.decode_unread(actions)

    def decode_unread(
        self, actions: Sequence[Action], *, account: Address | None = None
    ) -> tuple[DecodedAction, ...]:
        return tuple(DecodedAction(action, CoinsAlone(), "ETH") for action in actions)

    def _parsed(self, number: int, line: str, chain: ChainId) -> Action:
        match line.split():
            case ["transfer", amount, "to", to] if amount.isdecimal():
                return Action(chain, address(to), int(amount), "0x", line=line)
        raise BadAction(number, line, "it is not a transfer")
