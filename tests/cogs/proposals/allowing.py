"""A server whose votes may change it, and whose bot may do that."""

from bot.domain.ids import GuildId
from bot.domain.policy.model import Policy
from bot.domain.policy.toml.writing import policy_toml
from sandbox.discord.world.permissions import P
from tests.cogs.conftest import BOT


async def let(dao, *acts, roles=(), categories=(), track="main"):
    """A policy by which votes may do these."""
    policy = (await dao.services.tracks.named(GuildId(dao.guild.id), track)).policy
    server = {
        "acts": acts,
        "roles": [str(role.id) for role in roles],
        "categories": [str(each.id) for each in categories],
    }
    policy = Policy.model_validate({**policy.model_dump(), "name": "ours", "server": server})
    file = ("policy.toml", policy_toml(policy).encode())
    shown = await dao.use("mona", "gov policy upload", file=file, track=track)
    await dao.click("mona", shown, f"Apply to {track}")


def with_council(dao):
    """A role that the bot may give, by what passes."""
    (own,) = dao.guild.bot(dao.world.app).roles
    own.allow(BOT | P.MANAGE_ROLES | P.MANAGE_CHANNELS)
    role = dao.guild.create_role("Council")
    own.position = max(each.position for each in dao.guild.roles.values()) + 1
    dao.guild.role_changed(own)
    return role
