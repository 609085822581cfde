"""What a delegate says of themself, the form in which they write it, and what they did."""

import discord
from discord import ui

from bot.client import FolkmootClient
from bot.domain.delegation.delegation import Profile
from bot.domain.delegation.participation import Participation
from bot.services.delegation.delegating import CONFLICTS_LIMIT, STATEMENT_LIMIT, TOPICS_LIMIT, Portrait
from bot.services.reputation.reputation import MemberReputation
from bot.wording.delegated_power import members
from bot.wording.reputation import reputation_lines
from bot.wording.text import body, member, when
from cogs.components.actors import actor_of
from cogs.components.answers import answer
from cogs.components.layouts import lines_view
from cogs.components.modal_retries import RetryableModal
from cogs.components.persistent import Field, PersistentItem


def profile_view(portrait: Portrait, reputation: MemberReputation, *, own: bool) -> ui.LayoutView:
    """A delegate's profile; their own with the button that opens the form."""
    view = lines_view(*profile_lines(portrait, reputation, own=own))
    if own:
        button = ui.Button[ui.LayoutView](
            label="Edit", style=discord.ButtonStyle.primary, custom_id="delegate:edit"
        )
        view.add_item(ui.ActionRow(button))
    return view


def profile_lines(portrait: Portrait, reputation: MemberReputation, *, own: bool) -> list[str]:
    """What the member says, who delegates to them, and what they did."""
    lines = [f"## Delegate {member(portrait.member)}", *_said(portrait.profile, own=own)]
    lines.append(f"**Delegate to them**: {members(portrait.delegators)}")
    lines += participation_lines(portrait.participation)
    if reputation.events:
        lines += reputation_lines(reputation)
    return lines


def _said(profile: Profile | None, *, own: bool) -> list[str]:
    if profile is None or not (profile.statement or profile.topics or profile.conflicts):
        return [
            "You have not said yet what you stand for: press “Edit”."
            if own
            else "They have not written a profile."
        ]
    parts = [
        (profile.statement, "**What I stand for**"),
        (profile.topics, "**Topics**"),
        (profile.conflicts, "**Conflicts of interest**"),
    ]
    lines = [f"{head}\n{body(text)}" for text, head in parts if text]
    if not profile.conflicts:
        lines.append("**Conflicts of interest**: they name none.")
    return [*lines, f"-# written {when(profile.at)}"]


def participation_lines(found: Participation) -> list[str]:
    """Of the newest closed votes: how often they voted, what came out, whether they said why."""
    if not found.votes:
        return ["**Votes**: none is closed here yet."]
    lines = [f"**Voted** in {found.cast} of the last {found.votes} closed votes"]
    if found.decided:
        lines.append(f"**As it came out**: {found.agreed} of {found.decided} votes for or against")
    if found.cast:
        lines.append(f"**Gave a reason**: {found.reasons} of {found.cast} times")
    return lines


class ProfileForm(RetryableModal):
    """What a delegate says of themself; everything may be left empty."""

    template = r"delegate:profile"

    @property
    def title(self) -> str:
        return "Your delegate profile"

    @property
    def key(self) -> str:
        return "delegate:profile"

    @property
    def fields(self) -> tuple[Field, ...]:
        return (
            Field(
                "statement",
                "What you stand for",
                "How you decide, and why somebody should delegate you their power. Empty: you are not on the board.",
                required=False,
                long=True,
                limit=STATEMENT_LIMIT,
            ),
            Field(
                "topics",
                "Topics",
                "What you know about",
                False,
                limit=TOPICS_LIMIT,
                placeholder="parks, budgets",
            ),
            Field(
                "conflicts",
                "Conflicts of interest",
                "Who pays you, what you hold, whom you work for, as far as it touches votes here",
                required=False,
                long=True,
                limit=CONFLICTS_LIMIT,
            ),
        )

    async def sent(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        actor, services = actor_of(interaction), interaction.client.services
        await services.delegating.describe(
            actor, self.filled["statement"], self.filled["topics"], self.filled["conflicts"]
        )
        portrait = await services.delegating.portrait(actor.guild, actor.member)
        reputation = await services.reputation.of_member(actor.guild, actor.member)
        await answer(interaction, view=profile_view(portrait, reputation, own=True))


class EditProfile(PersistentItem, template=r"delegate:edit"):
    """Opens the form with what stands in the profile now."""

    async def used(self, interaction: discord.Interaction[FolkmootClient]) -> None:
        actor = actor_of(interaction)
        profile = (await interaction.client.services.delegating.portrait(actor.guild, actor.member)).profile
        filled = (
            {"statement": profile.statement, "topics": profile.topics, "conflicts": profile.conflicts}
            if profile
            else {}
        )
        await ProfileForm({}, filled).open(interaction)
