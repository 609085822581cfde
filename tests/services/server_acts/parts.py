"""Parts of the DAO with Safes of their own, as votes of the whole create them, and what is done in them."""

from dataclasses import dataclass

from msgspec.structs import replace

from bot.domain.executors import SafeExecutor
from bot.domain.ids import ChannelId, ProposalId, RoleId
from bot.domain.policy.model import Policy
from bot.domain.server_acts.channels.channels import ChannelKind
from bot.domain.spaces.space import MAIN, Space
from bot.services.actors import Actor
from bot.services.governance.policies.policy_changes import Changes
from tests.fakes import MAINNET, FakeSafe, account
from tests.harness import GUILD, ServiceHarness
from tests.harness.setting import SIGNERS
from tests.services.server_acts.changed_server import STEWARDS, carried_out, founded

NEWS, TALK, LOG, VOICE = 801, 802, 803, 804
GRANTS = "create space Grants from subdao moderators @Stewards announcements #news discussion #talk log #log"


async def in_a_server_with_channels(harness: ServiceHarness) -> None:
    await founded(harness)
    harness.server.open_room(NEWS, "news")
    harness.server.open_room(TALK, "talk", ChannelKind.FORUM)
    harness.server.open_room(LOG, "log")
    harness.server.open_room(VOICE, "voice", ChannelKind.OTHER)
    harness.server.open_room(805, "twin")
    harness.server.open_room(806, "twin")


async def spaces(harness: ServiceHarness) -> list[Space]:
    async with harness.services.uow.reading() as repositories:
        return list((await repositories.spaces.tree(GUILD)).spaces)


def wei(amount: int) -> str:
    """As a line writes it, of the coin."""
    return f"0.{amount:018d} ETH"


@dataclass(frozen=True)
class Part:
    """A part of the DAO with a Safe, and its moderator."""

    harness: ServiceHarness
    name: str
    talk: ChannelId
    moderator: Actor
    safe: FakeSafe

    def member(self, name: str = "ada") -> Actor:
        """Who types in its channel."""
        return replace(self.harness.actor(name), channel=self.talk)

    async def space(self) -> Space:
        async with self.harness.services.uow.reading() as repositories:
            found = (await repositories.spaces.tree(GUILD)).named(self.name)
        assert found is not None
        return found

    async def policy(self) -> Policy:
        (main, *_) = await self.harness.services.tracks.all(GUILD, self.talk)
        return main.policy

    async def drafted(self, actions: str) -> ProposalId:
        proposing = self.harness.services.proposing
        return (await proposing.draft(self.member(), "A well", "We need water.", actions)).proposal.id

    async def submitted(self, actions: str) -> ProposalId:
        proposal = await self.drafted(actions)
        await self.harness.services.proposing.submit(self.member(), proposal)
        await self.harness.thread_stands(proposal)
        return proposal

    async def all_passed(self, *actions: str) -> list[ProposalId]:
        """A proposal for each, written at the same time, and passed: all wait for their execution."""
        harness, periods = self.harness, (await self.policy()).periods
        found = [await self.submitted(each) for each in actions]
        await harness.pass_time(periods.discussion)
        for proposal in found:
            assert await harness.open_now(proposal)
            await harness.services.power_reads.everyone(proposal)
            harness.proposal = proposal
            await harness.vote("ada", "For")
        for proposal in found:
            assert (await harness.close(proposal)).passed
        await harness.pass_time(periods.timelock)
        return found


async def with_safe(
    harness: ServiceHarness, name: str = "Grants", talk: int = TALK, role: RoleId = STEWARDS
) -> Part:
    """The part, whose moderator has named a Safe; an owner has signed that it belongs there."""
    safe = harness.safes.add(FakeSafe(account(f"safe of {name}"), SIGNERS))
    moderator = replace(harness.actor(f"mo of {name}", role), channel=ChannelId(talk))
    part = Part(harness, name, ChannelId(talk), moderator, safe)
    await harness.services.tracks.edit(moderator, MAIN, Changes(executor=safe.address, quorum="1 voters"))
    await harness.prove(moderator)
    assert (await part.policy()).executor == SafeExecutor(chain=MAINNET, address=safe.address)
    return part


async def grants(harness: ServiceHarness, limit: str = "") -> Part:
    """The part Grants with a Safe, created with this limit."""
    await in_a_server_with_channels(harness)
    await carried_out(harness, GRANTS + (f" limit {limit}" if limit else ""))
    return await with_safe(harness)
