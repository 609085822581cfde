"""What is written as actions, read as calls: each line on its chain, by what carries it out there."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace

from bot.domain.accounts.accounts import prefixes
from bot.domain.actions.actions import Action
from bot.domain.errors import NoExecutor
from bot.domain.ids import ChainId, GuildId
from bot.domain.policy.model import Policy
from bot.services.accounts.reading import AccountReading
from bot.services.ports import ActionCodec, Chain


class ActionReading(msgspec.Struct, frozen=True):
    chains: Mapping[ChainId, Chain]
    codec: ActionCodec
    account_reading: AccountReading

    async def read(self, guild: GuildId, policy: Policy, lines: str) -> tuple[Action, ...]:
        """The actions that the lines describe, those of the policy's usual chain first, then those of each other one.

        Raises BadAction, ChainUnavailable; NoExecutor where nothing of the policy carries out any.
        """
        found = await self.by_line(guild, policy, lines)
        return tuple(action for actions in found.values() for action in actions)

    async def by_line(self, guild: GuildId, policy: Policy, lines: str) -> dict[int, tuple[Action, ...]]:
        """The same by the numbers of their lines, from 1. Raises what `read` raises."""
        executors = {each.chain: each for each in policy.executors if each.chain in self.chains}
        if not executors or policy.executor is None or policy.executor.chain not in executors:
            raise NoExecutor
        usual = policy.executor.chain
        named = {
            name: chain for chain in executors for name in reversed(prefixes(chain, self.chains[chain].name))
        }
        found: dict[int, tuple[Action, ...]] = {}
        for number, text in self.codec.by_chain(lines, usual, named).items():
            chain = self.chains[number]
            actions = await self.codec.parse(
                text,
                number,
                await chain.latest(),
                account=executors[number].holder,
                names=self.account_reading.on(guild, chain),
            )
            if number != usual:
                actions = tuple(_on(chain.name, action) for action in actions)
            # Those that go on below were joined when chains were told apart.
            typed = [place for place, line in enumerate(text.splitlines(), start=1) if line.strip()]
            found |= zip(typed, _of_each_line(actions), strict=False)
        return found


def _on(chain: str, action: Action) -> Action:
    return replace(action, line=f"on {chain}: {action.line}") if action.line else action


def _of_each_line(actions: Sequence[Action]) -> list[tuple[Action, ...]]:
    """The actions that stand in the same line: the first one has it, and the others have none."""
    found: list[tuple[Action, ...]] = []
    for action in actions:
        if action.line or not found:
            found.append((action,))
        else:
            found[-1] = (*found[-1], action)
    return found
