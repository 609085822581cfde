"""What a delegate says of themself, and what they did."""

import discord
from discord import ui

from bot.domain.delegation.delegation import Profile
from bot.domain.delegation.participation import Participation
from bot.services.delegation.delegating import Portrait
from bot.services.reputation.reputation import MemberReputation
from bot.wording.delegations import members
from bot.wording.reputation import reputation_lines
from bot.wording.text import body, member, when
from cogs.components.custom_ids import CustomId
from cogs.components.language import ENGLISH
from cogs.components.layouts import lines_view

EDIT_PROFILE = CustomId("profile")


def profile_view(portrait: Portrait, reputation: MemberReputation, *, own: bool) -> ui.LayoutView:
    """A delegate's profile; their own with the button that opens the form."""
    view = lines_view(*profile_lines(portrait, reputation, own=own))
    if own:
        button = ui.Button[ui.LayoutView](
            label="Edit", style=discord.ButtonStyle.primary, custom_id=EDIT_PROFILE()
        )
        view.add_item(ui.ActionRow(button))
    return view


def profile_lines(portrait: Portrait, reputation: MemberReputation, *, own: bool) -> list[str]:
    """What the member says, who delegates to them, and what they did."""
    lines = [f"## Delegate {member(portrait.member)}", *_said(portrait.profile, own=own)]
    lines.append(f"**Delegate to them**: {members(portrait.delegators, ENGLISH)}")
    lines += participation_lines(portrait.participation)
    if reputation.events:
        lines += reputation_lines(reputation, ENGLISH)
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
