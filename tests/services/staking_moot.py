"""A space in which members stake on proposals that ask a Safe for coins."""

from datetime import timedelta
from typing import Any

from bot.domain.ids import ProposalId
from bot.domain.policy import Periods, Policy, Pool, PowerRule, SafeExecutor
from bot.domain.power import Native
from bot.domain.staking import Staking
from bot.services.stake_looks import LOOK_EVERY, Staked
from bot.services.staking import StakeReceipt
from tests.assembly import EXECUTION, GRACE, GUILD, SAFE, TIMELOCK, TOKEN, UNRESOLVED_AFTER, Assembly
from tests.fakes import MAINNET, account

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


class StakingMoot:
    """What the tests of staking say aloud."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly = assembly

    async def begin(
        self, powers: dict[str, int], *, funds: int = 15_000, supply: int = 7_000, policy: Policy = POLICY
    ) -> None:
        await self.assembly.set_up()
        await self.use(policy)
        self.fund(funds)
        if supply:
            self.assembly.chain.supply(TOKEN, supply)
        await self.assembly.powers(powers)

    async def use(self, policy: Policy) -> None:
        """The track has this policy from now on."""
        folkmoot = self.assembly.folkmoot
        async with folkmoot.uow.writing() as facts:
            space = await facts.spaces.of_guild(GUILD)
            (track, *_) = await facts.spaces.tracks(space.id)
            await facts.spaces.set_track(space.id, track.name, policy, self.assembly.clock.now())

    def fund(self, amount: int) -> None:
        self.assembly.chain.hold(ETH, SAFE, amount)

    async def proposed(
        self, asks: int = 1_000, *, author: str = "ada", title: str = "A new well"
    ) -> ProposalId:
        """A proposal that one can stake on."""
        actions = f"transfer {asks} to {account('the builder')}" if asks else ""
        proposal = await self.assembly.submitted(author, actions=actions, title=title)
        opening = await self.assembly.folkmoot.opening.open(proposal)
        assert opening is not None
        return proposal

    async def add(self, name: str, proposal: ProposalId, amount: str, **how: Any) -> StakeReceipt:
        interaction = how.pop("interaction", None) or self.assembly.interaction(how.pop("at", None))
        actor = self.assembly.actor(name, **how)
        return await self.assembly.folkmoot.staking.add(actor, proposal, amount, interaction)

    async def withdraw(self, name: str, proposal: ProposalId, amount: str = "all") -> StakeReceipt:
        actor, interaction = self.assembly.actor(name), self.assembly.interaction()
        return await self.assembly.folkmoot.staking.withdraw(actor, proposal, amount, interaction)

    async def move(
        self, name: str, source: ProposalId, target: ProposalId, amount: str = "all"
    ) -> StakeReceipt:
        actor, interaction = self.assembly.actor(name), self.assembly.interaction()
        return await self.assembly.folkmoot.staking.move(actor, source, target, amount, interaction)

    async def wait(self, time: timedelta) -> None:
        """Time passes, with a sweep now and then."""
        end, step = self.assembly.clock.now() + time, max(LOOK_EVERY * 4, time / 6)
        while (now := self.assembly.clock.now()) < end:
            await self.assembly.pass_time(min(end - now, step))
            await self.assembly.folkmoot.sweep.run()

    async def look(self) -> None:
        """It is time for the next look, which sees what the chain has mined meanwhile."""
        await self.assembly.pass_time(LOOK_EVERY)
        await self.assembly.pass_time(2 * GRACE)
        await self.assembly.folkmoot.sweep.run()

    async def staked(self, proposal: ProposalId) -> Staked:
        staked = (await self.assembly.folkmoot.showing.card(proposal)).staked
        assert staked is not None
        return staked

    async def stakes(self, *proposals: ProposalId) -> list[Staking]:
        async with self.assembly.folkmoot.uow.reading() as facts:
            return await facts.stakes.of_proposals(proposals)

    async def on(self, proposal: ProposalId) -> dict[str, int]:
        """What each member has on it."""
        amounts = {staking.member: staking.amount for staking in await self.stakes(proposal)}
        names = {self.assembly.member(name): name for name in ("ada", "ben", "cleo", "dan", "eve", "finn")}
        return {names[member]: amount for member, amount in amounts.items() if amount}
