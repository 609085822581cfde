"""Suggestions for what nobody should have to remember. They read the database only, never a chain."""

from collections.abc import Iterable

import discord
from discord import app_commands

from bot.client import FolkmootClient
from bot.domain.errors import ProposalUnknown
from bot.domain.ids import MemberId, ProposalId
from bot.domain.policy.model import preset_names
from bot.domain.proposal import Proposal, State, state
from bot.wording.states import state_words
from bot.wording.text import CHOICE_LIMIT, cut, one_line
from cogs.components.actors import actor_of

SUGGESTIONS = 25
SEARCHED = 200
"""So many of the newest proposals are looked through."""
_LONGEST_NUMBER = 18

Suggestions = list[app_commands.Choice[str]]


class ProposalIn(app_commands.Transformer):
    """An option that takes a proposal by its number, and suggests those in the given states (all when none is given).

    With `own`, only to their authors.
    """

    def __init__(self, *states: State, own: bool = False) -> None:
        super().__init__()
        self._states = states
        self._own = own

    async def transform(self, interaction: discord.Interaction, value: str, /) -> ProposalId:
        """Raises ProposalUnknown for what isn't a number."""
        digits = value.strip().removeprefix("#")
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= _LONGEST_NUMBER):
            raise ProposalUnknown(value)
        return ProposalId(int(digits))

    async def autocomplete(  # type: ignore[override]
        self, interaction: discord.Interaction[FolkmootClient], value: str, /
    ) -> Suggestions:
        asker, now = actor_of(interaction), interaction.client.services.clock.now()
        typed = value.strip().removeprefix("#").casefold()
        return [
            app_commands.Choice(name=title, value=str(proposal.id))
            for proposal in await newest(interaction)
            if self._track_choices(proposal, state(proposal, now), asker.member)
            and typed in (title := _title(proposal, state(proposal, now))).casefold()
        ][:SUGGESTIONS]

    def _track_choices(self, proposal: Proposal, now: State, asker: MemberId) -> bool:
        if self._states and now not in self._states:
            return False
        return not self._own or proposal.author == asker


AnyProposal = app_commands.Transform[ProposalId, ProposalIn()]


async def newest(interaction: discord.Interaction[FolkmootClient]) -> list[Proposal]:
    """The newest proposals of the server that the member may see."""
    actor = actor_of(interaction)
    return await interaction.client.services.proposing.of_guild(actor.guild, actor.member, limit=SEARCHED)


async def own_wallets(interaction: discord.Interaction[FolkmootClient], value: str) -> Suggestions:
    """The wallets that the member has linked."""
    wallets = await interaction.client.services.wallets.of(actor_of(interaction))
    return matching(
        ((f"{w.address} (primary)" if w.primary else w.address, w.address) for w in wallets), value
    )


async def chains(interaction: discord.Interaction[FolkmootClient], value: str) -> Suggestions:
    """The chains that the operator has configured."""
    known = interaction.client.services.chains.values()
    return matching(((f"{chain.name} ({chain.id})", chain.name) for chain in known), value)


async def presets(interaction: discord.Interaction[FolkmootClient], value: str) -> Suggestions:
    """The policies that ship with the bot."""
    return matching(((name, name) for name in preset_names()), value)


def matching(offered: Iterable[tuple[str, str]], typed: str) -> Suggestions:
    """Of (shown, value) those that contain what was typed, within Discord's limits."""
    wanted = typed.strip().casefold()
    return [
        app_commands.Choice(name=cut(one_line(shown), CHOICE_LIMIT), value=value)
        for shown, value in offered
        if wanted in shown.casefold() and len(value) <= CHOICE_LIMIT
    ][:SUGGESTIONS]


def _title(proposal: Proposal, now: State) -> str:
    end = f" · {state_words(now)}"
    return (
        cut(f"#{proposal.id} {one_line(proposal.content.title) or 'Untitled'}", CHOICE_LIMIT - len(end)) + end
    )
