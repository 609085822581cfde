"""/help: what one can do here, by role."""

from discord import app_commands
from discord.ext import commands

from bot.client import FolkmootClient
from bot.domain.errors import NotSetUp
from bot.domain.space import Space
from bot.services.actors import Actor
from cogs.components.actors import actor_of
from cogs.components.answers import answer
from cogs.components.interaction import Interaction

_MEMBERS = """**Everyone**
`/wallet link` links a wallet with a signature; `/wallet list`, `unlink`, `primary` look after them.
Vote with the buttons on a proposal's card, by reaction, or with `/vote cast`; `/vote mine` shows your ballot, \
`/vote why` where its power comes from. You can change it until the end.
`/propose` writes a proposal: you see it first, then it is discussed, then voted on. `/proposal list`, `view`, \
`actions`, `diff` read; `edit`, `withdraw` change your own until the vote opens.
`/delegate to` delegates your power to somebody who votes for you, until you vote yourself or `/delegate revoke` it; \
`/delegate board` and `profile` show who offers that.
`/stake add` puts your power on proposals that a shared pool may pay, `move` and `withdraw` change it, `/stake mine` \
shows it."""
_MODERATORS = """**Moderators**
`/gov setup` and `/gov space` for channels, roles, tokens, Safe and rules; `/gov doctor` when something is ill.
`/gov policy` shows, changes and compares the rules of a track; `/gov track` adds, edits and retires tracks.
`/gov pause`, `resume`, `cancel` with a public reason; `/gov log` shows every such act. Nobody can change a ballot."""
_GUARDIANS = """**Guardians**
`/veto` stops what has passed within its timelock, with a public reason."""
_NOT_SET_UP = "Folkmoot is not set up in this server yet: somebody with Manage Server runs `/gov setup`."


class HelpCommand(commands.Cog):
    def __init__(self, bot: FolkmootClient) -> None:
        self.space_setup = bot.services.space_setup

    @app_commands.command(name="help")
    @app_commands.guild_only()
    async def help_(self, interaction: Interaction) -> None:
        """What you can do here"""
        actor = actor_of(interaction)
        space = await self._space(actor)
        await answer(interaction, "\n\n".join(help_parts(actor, space)))

    async def _space(self, actor: Actor) -> Space | None:
        try:
            return (await self.space_setup.space(actor.guild))[0]
        except NotSetUp:
            return None


def help_parts(actor: Actor, space: Space | None) -> list[str]:
    """The help for what this member may do."""
    if space is None:
        return [_NOT_SET_UP, *([_MODERATORS] if actor.administrator else [])]
    parts = [_MEMBERS]
    if actor.administrator or space.moderators in actor.roles:
        parts.append(_MODERATORS)
    if space.guardians in actor.roles:
        parts.append(_GUARDIANS)
    return [*parts, f"Moderators are <@&{space.moderators}>, guardians <@&{space.guardians}>."]


async def setup(bot: FolkmootClient) -> None:
    await bot.add_cog(HelpCommand(bot))
