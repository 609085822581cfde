"""Actions of one kind, from their lines."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from bot.domain.accounts.accounts import NamedAccount
from bot.domain.actions.actions import Action, DecodedAction
from bot.domain.actions.effects import CoinsAlone
from bot.domain.blocks import BlockRef
from bot.domain.errors import BadAction
from bot.domain.errors.proposals.actions import BadAddressOf
from bot.domain.fault import Fault
from bot.domain.ids import Address, ChainId, address
from bot.execution.actions.chain_lines import lines_by_chain
from bot.services.ports import AccountNames


class FakeActionCodec:
    """Understands two kinds of lines: `transfer AMOUNT to ADDRESS`, in wei, and `stream AMOUNT to ADDRESS`, two actions
    of which the second one is that transfer."""

    def by_chain(self, lines: str, usual: ChainId, named: Mapping[str, ChainId]) -> dict[ChainId, str]:
        return lines_by_chain(lines, usual, named)

    def makes_streams(self, chain: ChainId) -> bool:
        return True

    async def parse(
        self,
        lines: str,
        chain: ChainId,
        at: BlockRef,
        *,
        account: Address,
        names: AccountNames | None = None,
    ) -> tuple[Action, ...]:
        found: list[Action] = []
        for number, line in enumerate(lines.splitlines(), 1):
            if line.startswith("stream "):
                moved = await self._parsed(number, line.replace("stream", "transfer", 1), chain, names)
                found += [
                    replace(moved, value=0, line=moved.line.replace("transfer", "stream", 1)),
                    replace(moved, line=""),
                ]
            elif line.strip():
                found.append(await self._parsed(number, line, chain, names))
        return tuple(found)

    async def decode(
        self, actions: Sequence[Action], at: BlockRef, *, account: Address | None = None
    ) -> tuple[DecodedAction, ...]:
        return self.decode_unread(actions)

    def decode_unread(
        self, actions: Sequence[Action], *, account: Address | None = None
    ) -> tuple[DecodedAction, ...]:
        return tuple(DecodedAction(action, CoinsAlone(), "ETH") for action in actions)

    async def _parsed(self, number: int, line: str, chain: ChainId, names: AccountNames | None) -> Action:
        match line.split():
            case ["transfer", amount, "to", to] if amount.isdecimal():
                found = (await names.accounts([to]))[to] if names else address(to)
                if isinstance(found, Fault):
                    raise BadAction(number, line, BadAddressOf(to, found))
                if isinstance(found, NamedAccount):
                    line = f"transfer {amount} to {found.account}"
                    return Action(chain, found.account, int(amount), "0x", line=line, names=(found,))
                return Action(chain, found, int(amount), "0x", line=line)
        raise BadAction(number, line, "it is not a transfer")
