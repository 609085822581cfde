"""Contracts elsewhere on the chain whose proposals are mirrored."""

import asyncio
import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from bot.domain.actions.actions import Action
from bot.domain.errors import WrongContract
from bot.domain.errors.chain.contracts import NotAGovernor
from bot.domain.executors import GovernorRules
from bot.domain.executors.governor import StageName
from bot.domain.ids import Address, ChainId, TransactionHash
from bot.domain.mirrors import BlockSpan, Mirror, MirroredGovernorStage, MirroredProposal
from bot.services.ports import MirrorReading
from tests.fakes.chain import FakeChain
from tests.fakes.names import account, digest


@dataclass
class FakeFramework:
    """One Governor, and what is proposed there."""

    rules: GovernorRules
    chain: FakeChain
    proposals: dict[str, MirroredProposal] = field(default_factory=dict)
    fault: Exception | None = None
    """While set, every look at it fails so."""
    gate: asyncio.Event | None = None
    """While one is there and not set, looks wait at it."""
    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a look waits at the gate."""
    looks: int = 0
    unread: int = 0
    """Looks that it takes to read what was before the first one."""
    left_out: int = 0
    """So many blocks had too many events."""

    def propose(
        self,
        key: str = "1",
        words: str = "# A bridge\n\nOver the river.",
        *,
        actions: Sequence[Action] = (),
        stage: StageName = "active",
        **more: object,
    ) -> MirroredProposal:
        """In a new block, which is final when another one is mined."""
        at = self.chain.advance()
        self.proposals[key] = replace(
            MirroredProposal(
                key,
                account("proposer"),
                tuple(actions),
                0,
                True,
                words,
                len(words),
                at.number,
                TransactionHash(digest("proposed", key)),
                MirroredGovernorStage(stage, key, starts=1, ends=100, planned_end=100),
            ),
            **more,
        )
        self.chain.advance()
        return self.proposals[key]

    def goes_on(self, key: str, stage: StageName, **more: object) -> None:
        before = self.proposals[key]
        told = dataclasses.replace(before.stage, name=stage, **more)
        self.proposals[key] = replace(before, stage=told)
        self.chain.advance()


class FakeMirrorReader:
    """The reader of the kind `governor`."""

    def __init__(self, chain: FakeChain) -> None:
        self._chain = chain
        self._known: dict[Address, FakeFramework] = {}

    def add(self, name: str = "river", **rules: object) -> FakeFramework:
        """A Governor that is called so."""
        address = account(name)
        usual = GovernorRules(
            address,
            "openzeppelin",
            name,
            "5",
            False,
            account("votes"),
            "RIVER",
            0,
            "block",
            1,
            20,
            4,
            1,
            None,
            0,
        )
        self._known[address] = FakeFramework(dataclasses.replace(usual, **rules), self._chain)
        return self._known[address]

    async def check(self, chain: ChainId, account: Address) -> GovernorRules:
        await self._chain.finalized()
        if account not in self._known:
            raise WrongContract(account, "Governor", NotAGovernor())
        return self._known[account].rules

    async def read(self, mirror: Mirror, live: Sequence[MirroredProposal]) -> MirrorReading:
        at, framework = await self._chain.finalized(), self._known[mirror.address]
        framework.looks += 1
        if framework.gate is not None:
            framework.waiting.set()
            await framework.gate.wait()
        if framework.fault is not None:
            raise framework.fault
        begun = BlockSpan(0, at.number + 1, 0, at.hash, at.number, at.timestamp)
        read = mirror.read or dataclasses.replace(begun, since=1 if framework.unread else 0)
        if mirror.read is not None and framework.unread:
            framework.unread -= 1
            read = dataclasses.replace(read, since=1 if framework.unread else 0)
        known = {each.key: each for each in live}
        new = {key for key, each in framework.proposals.items() if read.until < each.block <= at.number}
        changed = [
            replace(each, id=known[key].id if key in known else None)
            for key, each in framework.proposals.items()
            if key in new or (key in known and known[key].stage != each.stage)
        ]
        span = dataclasses.replace(read, until=at.number, hash=at.hash, left_out=framework.left_out)
        return MirrorReading(span, True, framework.rules, tuple(changed))
