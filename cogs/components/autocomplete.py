"""Suggestions for what nobody should have to remember. They read the database only, never a chain."""

import re
from collections.abc import Iterable

from discord import app_commands

from bot.domain.errors import NotSetUp, ProposalUnknown
from bot.domain.ids import MemberId, ProposalId, ProposalNumber
from bot.domain.policy.model import preset_names
from bot.domain.policy.trust import TrustLevel
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.services.proposals.finding import suggested
from bot.wording.markup.discord_markup import CHOICE_LIMIT
from bot.wording.markup.plain_text import cut, one_line
from bot.wording.suggestions import (
    executor_suggested,
    mirrored_suggested,
    proposal_suggested,
    wallet_suggested,
)
from cogs.components.interactions.actors import actor_of
from cogs.components.interactions.interaction import Interaction
from cogs.components.language import language_of

SUGGESTIONS = 25
_NUMBER = re.compile(r"#?([0-9]{1,9})", re.ASCII)
_DRAFT = re.compile(r"draft:([0-9]{1,18})", re.ASCII)
"""What is sent for a draft that was suggested: it has no number that its author could type."""

Suggestions = list[app_commands.Choice[str]]


class ProposalIn(app_commands.Transformer):
    """An option that takes a proposal by its number, and suggests those in the given states (all when none is given).

    With `own`, only to their authors and co-authors.
    """

    def __init__(self, *states: State, own: bool = False) -> None:
        super().__init__()
        self._states = states
        self._own = own

    async def transform(  # type: ignore[override]
        self, interaction: Interaction, value: str, /
    ) -> Proposal:
        """Of the server in which the command is used. Raises ProposalUnknown, also for what isn't a number."""
        typed, asker = value.strip(), actor_of(interaction)
        reading = interaction.client.services.proposal_reading
        if (number := _NUMBER.fullmatch(typed)) is not None:
            return await reading.numbered(asker.guild, ProposalNumber(int(number[1])))
        if (draft := _DRAFT.fullmatch(typed)) is not None:
            found, _ = await reading.get(asker.guild, ProposalId(int(draft[1])), asker.member)
            return found
        raise ProposalUnknown(value)

    async def autocomplete(  # type: ignore[override]
        self, interaction: Interaction, value: str, /
    ) -> Suggestions:
        asker, typed = actor_of(interaction), value.strip().removeprefix("#").casefold()
        say = language_of(interaction)
        return [
            app_commands.Choice(name=title, value=_sent(proposal))
            for proposal, now in await interaction.client.services.proposal_reading.newest(asker)
            if self._suggests(proposal, now, asker.member)
            and typed in (title := proposal_suggested(proposal, now, say)).casefold()
        ][:SUGGESTIONS]

    def _suggests(self, proposal: Proposal, now: State, asker: MemberId) -> bool:
        if self._states and now not in self._states:
            return False
        return not self._own or asker in proposal.authors


AnyProposal = app_commands.Transform[Proposal, ProposalIn()]


def _sent(proposal: Proposal) -> str:
    """What names it where it was chosen among the suggestions."""
    return f"draft:{proposal.id}" if proposal.submission is None else str(proposal.number)


async def open_tracks(interaction: Interaction, typed: str) -> Suggestions:
    """The tracks that take proposals; none before the server is set up."""
    try:
        asker = actor_of(interaction)
        tracks = await interaction.client.services.tracks.open(asker.guild, asker.channel)
    except NotSetUp:
        return []
    return matching(((track.name, track.name) for track in tracks), typed)


async def every_track(interaction: Interaction, typed: str) -> Suggestions:
    """The tracks of all spaces of the server, retired ones too."""
    tracks = await interaction.client.services.finding.tracks(actor_of(interaction).guild)
    of_one = len({space.id for space, _ in tracks}) == 1
    named = (
        (track.name if of_one else f"{space.name}: {track.name}", suggested(track)) for space, track in tracks
    )
    return matching(named, typed)


async def parts(interaction: Interaction, typed: str) -> Suggestions:
    """The parts of the channel's space that can be dissolved; none before the server is set up."""
    try:
        asker = actor_of(interaction)
        tree = await interaction.client.services.space_tree.of(asker.guild)
        here = await interaction.client.services.space_setup.place(asker.guild, asker.channel)
    except NotSetUp:
        return []
    children = (space for space in tree.children(here.id) if space.archived_at is None)
    return matching(((space.name, space.name) for space in children), typed)


async def own_wallets(interaction: Interaction, value: str) -> Suggestions:
    """The wallets that the member has linked."""
    wallets = await interaction.client.services.wallets.of(actor_of(interaction))
    say = language_of(interaction)
    return matching(((wallet_suggested(wallet, say), wallet.address) for wallet in wallets), value)


async def executors(interaction: Interaction, value: str) -> Suggestions:
    """What carries out what passes here; none before the server is set up."""
    try:
        asker = actor_of(interaction)
        known = await interaction.client.services.executor_proofs.known(asker.guild, asker.channel)
    except NotSetUp:
        return []
    say = language_of(interaction)
    offered = ((executor_suggested(each, say), f"{each.chain}:{each.address}") for each in known)
    return matching(offered, value)


async def sendable(interaction: Interaction, value: str) -> Suggestions:
    """What the server's executors can send, by the names that it has here."""
    asker = actor_of(interaction)
    names = await interaction.client.services.account_reading.sendable(asker.guild, asker.channel)
    return matching(((name, name) for name in names), value)


async def book_names(interaction: Interaction, value: str) -> Suggestions:
    """The names of the address book."""
    entries = await interaction.client.services.account_reading.book(actor_of(interaction).guild)
    return matching(((f"{entry.name}: {entry.account}", entry.name) for entry in entries), value)


async def mirrored(interaction: Interaction, value: str) -> Suggestions:
    """The contracts that the server mirrors; none before it is set up."""
    try:
        states = await interaction.client.services.mirroring.of(actor_of(interaction).guild)
    except NotSetUp:
        return []
    named = (each.mirror for each in states)
    return matching(
        ((f"{mirror.rules.name}: {mirror.address}", f"{mirror.chain}:{mirror.address}") for mirror in named),
        value,
    )


async def mirrored_votes(interaction: Interaction, value: str) -> Suggestions:
    """What takes votes, or soon will, on the contracts that the server mirrors."""
    found = await interaction.client.services.voting_on_chain.open(actor_of(interaction).guild)
    say = language_of(interaction)
    return matching(((mirrored_suggested(mirror, each, say), str(each.id)) for mirror, each in found), value)


async def chains(interaction: Interaction, value: str) -> Suggestions:
    """The chains that the operator has configured."""
    known = interaction.client.services.chains.values()
    return matching(((f"{chain.name} ({chain.id})", chain.name) for chain in known), value)


async def presets(interaction: Interaction, value: str) -> Suggestions:
    """The policies that ship with the bot."""
    return matching(((name, name) for name in preset_names()), value)


async def trust_levels(interaction: Interaction, value: str) -> Suggestions:
    """Those that the bot can keep."""
    known = interaction.client.services.trust_levels
    return matching(((level.value, level.value) for level in TrustLevel if level in known), value)


def matching(offered: Iterable[tuple[str, str]], typed: str) -> Suggestions:
    """Of (shown, value) those that contain what was typed, within Discord's limits."""
    wanted = typed.strip().casefold()
    return [
        app_commands.Choice(name=cut(one_line(shown), CHOICE_LIMIT), value=value)
        for shown, value in offered
        if wanted in shown.casefold() and len(value) <= CHOICE_LIMIT
    ][:SUGGESTIONS]
