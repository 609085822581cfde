"""An executor is proved and let go, as the tests of proofs need it."""

from __future__ import annotations

from bot.domain.executors import ProofDemand, ProofRequest, SafeExecutor
from bot.domain.ids import Address, GuildId, SpaceId
from bot.services.delivery.notifications import PostEvent, SubmitRequest
from bot.services.ports import LogEntry
from tests.fakes import MAINNET, account
from tests.harness import GUILD, SAFE, SIGNERS, ServiceHarness

ACTION = f"transfer 5 to {account('well builder')}"
EXECUTOR = SafeExecutor(chain=MAINNET, address=SAFE)


async def asked(
    harness: ServiceHarness,
    signer: Address = SIGNERS[0],
    demand: ProofDemand = ProofDemand.ONE,
    guild: GuildId = GUILD,
) -> ProofRequest:
    return await harness.services.executor_proofs.request(harness.moderator(guild=guild), "", signer, demand)


async def answered(
    harness: ServiceHarness, request: ProofRequest, signature: str = "", guild: GuildId = GUILD
) -> bool:
    """Hand in what the signer signed, or another signature; whether the Safe belongs to the space then."""
    given = signature or harness.chain.sign(request.signer, request.message)
    moderator = harness.moderator(guild=guild)
    return (await harness.services.executor_proofs.prove(moderator, request.nonce, given)).holds


async def space_of(harness: ServiceHarness, guild: GuildId = GUILD) -> SpaceId:
    return (await harness.services.space_setup.space(guild))[0].id


async def bound(harness: ServiceHarness, guild: GuildId = GUILD) -> bool:
    space = await space_of(harness, guild)
    return await harness.services.executor_proofs.executor_is_bound(space, EXECUTOR)


async def log_of(harness: ServiceHarness, guild: GuildId = GUILD) -> list[LogEntry]:
    async with harness.services.uow.reading() as repositories:
        return (await repositories.log.of_guild(guild))[::-1]


async def acts(harness: ServiceHarness, guild: GuildId = GUILD) -> list[str]:
    return [entry.act for entry in await log_of(harness, guild)]


def replaced(harness: ServiceHarness, *owners: Address) -> None:
    """The Safe has these owners from now on."""
    harness.safe.owners = owners


async def told(harness: ServiceHarness) -> list[int]:
    """The proposals whose threads were told that they wait for a proof."""
    events = [each for each in await harness.notified(PostEvent) if each.event == "held_up"]
    assert {each.data["cause"] for each in events} <= {"unproved"}
    assert not [each for each in await harness.notifications() if isinstance(each, SubmitRequest)]
    return [event.proposal for event in events]
