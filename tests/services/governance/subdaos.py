"""A parliament with a part of its own, which has its own channels, moderators and rules."""

from msgspec.structs import replace

from bot.domain.ids import ChannelId, RoleId
from bot.domain.policy.model import preset
from bot.domain.spaces.space import MAIN, Space, Track
from bot.services.actors import Actor
from tests.harness import GUILD, ServiceHarness

GRANTS_CHANNELS = {"announcements": ChannelId(701), "discussion": ChannelId(702), "log": ChannelId(703)}
GRANTERS, GRANT_GUARDIANS = RoleId(704), RoleId(705)


async def with_grants(harness: ServiceHarness) -> tuple[Space, Track]:
    """The server is set up and has a part called Grants, with a track `main` whose voting period is its own."""
    await harness.set_up()
    async with harness.services.uow.writing() as repositories:
        root = await repositories.spaces.of_guild(GUILD)
        roles = {"moderators": GRANTERS, "guardians": GRANT_GUARDIANS}
        now = harness.clock.now()
        space = await repositories.spaces.create(root, "Grants", **GRANTS_CHANNELS, **roles, at=now)
        policy = preset("quadratic").model_copy(
            update={
                "power": (await repositories.spaces.tracks(root.id))[0].policy.power,
                "proposal_threshold": 1,
            }
        )
        track = await repositories.spaces.set_track(space.id, MAIN, policy, now)
    return space, track


def in_grants(actor: Actor) -> Actor:
    """The same member in the discussion of Grants."""
    return replace(actor, channel=GRANTS_CHANNELS["discussion"])


def granter(harness: ServiceHarness) -> Actor:
    """A moderator of Grants, there."""
    return in_grants(harness.actor("gail", GRANTERS))
