"""What is written as actions, read as calls: each line on its chain, by what carries it out there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.accounts.accounts import prefixes
from bot.domain.actions.actions import Action
from bot.domain.errors import NoExecutor
from bot.domain.ids import ChainId, GuildId
from bot.domain.policy.model import Policy
from bot.services.accounts.reading import AccountReading
from bot.services.ports import ActionCodec, Chain


@dataclass(frozen=True)
class ActionReading:
    chains: Mapping[ChainId, Chain]
    codec: ActionCodec
    account_reading: AccountReading

    async def read(self, guild: GuildId, policy: Policy, lines: str) -> tuple[Action, ...]:
        """The actions that the lines describe, those of the policy's usual chain first, then those of each other one.

        Raises BadAction, ChainUnavailable; NoExecutor where nothing of the policy carries out any.
        """
        return tuple((await self.by_line(guild, policy, lines)).values())

    async def by_line(self, guild: GuildId, policy: Policy, lines: str) -> dict[int, Action]:
        """The same by the numbers of their lines, from 1. Raises what `read` raises."""
        executors = {each.chain: each for each in policy.executors if each.chain in self.chains}
        if not executors or policy.executor is None or policy.executor.chain not in executors:
            raise NoExecutor
        usual = policy.executor.chain
        named = {
            name: chain for chain in executors for name in reversed(prefixes(chain, self.chains[chain].name))
        }
        found: dict[int, Action] = {}
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
                actions = tuple(replace(action, line=f"on {chain.name}: {action.line}") for action in actions)
            # Each line of a chain's text is one action: those that go on below were joined when chains were told apart.
            typed = [place for place, line in enumerate(text.splitlines(), start=1) if line.strip()]
            found |= zip(typed, actions, strict=False)
        return found
