"""A space in which members stake on proposals that ask a Safe for coins."""

from datetime import timedelta
from typing import Any

from bot.domain.conviction.staking import Staking
from bot.domain.executors import SafeExecutor
from bot.domain.ids import ProposalId
from bot.domain.policy.model import Periods, Policy, Pool, PowerRule
from bot.domain.power import Native
from bot.services.conviction.chain_readings import READ_EVERY, Staked
from bot.services.conviction.staking import StakeReceipt
from tests.fakes import MAINNET, account
from tests.harness import EXECUTION, GRACE, GUILD, SAFE, TIMELOCK, TOKEN, UNRESOLVED_AFTER, ServiceHarness

ETH = Native(chain=MAINNET)
HOUR = timedelta(hours=1)
POLICY = Policy(
    name="conviction",
    mechanism="conviction",
    options={"decay": "9/10", "time_unit": 3600, "max_ratio": "1/5", "weight": "1/500"},
    choices=("Fund",),
    rules={},
    periods=Periods(
        discussion=timedelta(0),
        voting=timedelta(days=1),
        timelock=TIMELOCK,
        execution=EXECUTION,
        unresolved_after=UNRESOLVED_AFTER,
    ),
    power=PowerRule(sources=(TOKEN,), symbol="VOTE", decimals=0),
    proposal_threshold=0,
    reactions=False,
    pool=Pool(asset=None, symbol="wei", decimals=0),
    executor=SafeExecutor(chain=MAINNET, address=SAFE),
)
"""α = 0.9 an hour, β = 0.2, ρ = 0.002: those of 1Hive's tests."""


class StakingHarness:
    """What the tests of staking say aloud."""

    def __init__(self, harness: ServiceHarness) -> None:
        self.harness = harness

    async def begin(
        self, powers: dict[str, int], *, funds: int = 15_000, supply: int = 7_000, policy: Policy = POLICY
    ) -> None:
        await self.harness.set_up()
        await self.use(policy)
        self.fund(funds)
        if supply:
            self.harness.chain.supply(TOKEN, supply)
        await self.harness.powers(powers)

    async def use(self, policy: Policy) -> None:
        """The track has this policy from now on."""
        services = self.harness.services
        async with services.uow.writing() as repositories:
            space = await repositories.spaces.of_guild(GUILD)
            (track, *_) = await repositories.spaces.tracks(space.id)
            await repositories.spaces.set_track(space.id, track.name, policy, self.harness.clock.now())

    def fund(self, amount: int) -> None:
        self.harness.chain.hold(ETH, SAFE, amount)

    async def proposed(
        self, asks: int = 1_000, *, author: str = "ada", title: str = "A new well"
    ) -> ProposalId:
        """A proposal that one can stake on."""
        actions = f"transfer {asks} to {account('the builder')}" if asks else ""
        proposal = await self.harness.submitted(author, actions=actions, title=title)
        opening = await self.harness.open_now(proposal)
        assert opening is not None
        return proposal

    async def add(self, name: str, proposal: ProposalId, amount: str, **how: Any) -> StakeReceipt:
        interaction = how.pop("interaction", None) or self.harness.interaction(how.pop("at", None))
        actor = self.harness.actor(name, **how)
        return await self.harness.services.staking.add(actor, proposal, amount, interaction)

    async def withdraw(self, name: str, proposal: ProposalId, amount: str = "all") -> StakeReceipt:
        actor, interaction = self.harness.actor(name), self.harness.interaction()
        return await self.harness.services.staking.withdraw(actor, proposal, amount, interaction)

    async def move(
        self, name: str, source: ProposalId, target: ProposalId, amount: str = "all"
    ) -> StakeReceipt:
        actor, interaction = self.harness.actor(name), self.harness.interaction()
        return await self.harness.services.staking.move(actor, source, target, amount, interaction)

    async def wait(self, time: timedelta) -> None:
        """Time passes, with a sweep now and then."""
        end, step = self.harness.clock.now() + time, max(READ_EVERY * 4, time / 6)
        while (now := self.harness.clock.now()) < end:
            await self.harness.pass_time(min(end - now, step))
            await self.harness.sweep.run()

    async def look(self) -> None:
        """It is time for the next look, which sees what the chain has mined meanwhile."""
        await self.harness.pass_time(READ_EVERY)
        await self.harness.pass_time(2 * GRACE)
        await self.harness.sweep.run()

    async def staked(self, proposal: ProposalId) -> Staked:
        staked = (await self.harness.services.cards.card(proposal)).staked
        assert staked is not None
        return staked

    async def stakes(self, *proposals: ProposalId) -> list[Staking]:
        async with self.harness.services.uow.reading() as repositories:
            return await repositories.stakes.of_proposals(proposals)

    async def on(self, proposal: ProposalId) -> dict[str, int]:
        """What each member has on it."""
        amounts = {staking.member: staking.amount for staking in await self.stakes(proposal)}
        names = {self.harness.member(name): name for name in ("ada", "ben", "cleo", "dan", "eve", "finn")}
        return {names[member]: amount for member, amount in amounts.items() if amount}
