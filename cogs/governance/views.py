"""A space in words, and the questions that are asked before something is done.

Acts that can't be undone are asked for once: what will happen, the reason that everyone will read, and a button.
Nothing is kept between the question and the click: the reason stands in the question itself, so that what is done
is what was shown, also after a restart.
"""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.ids import ProposalId
from bot.domain.policy.model import Policy
from bot.domain.proposal import Proposal
from bot.domain.space import Space, Track
from bot.services.governance.space_setup import SetupResult
from bot.services.ports import LogEntry
from bot.wording.amounts import symbol_of
from bot.wording.checks import check_line
from bot.wording.executors.registry import words_of
from bot.wording.policies import policy_lines
from bot.wording.sources.registry import source_words
from bot.wording.text import code_block, escape, member, title_of, when
from bot.wording.tracks import uploaded_lines
from cogs.components.custom_ids import PROPOSAL, TOKEN, CustomId
from cogs.components.language import ENGLISH
from cogs.components.layouts import lines_view
from cogs.governance.channels import check_channels

CANCEL = CustomId("cancel", proposal=PROPOSAL)
VETO = CustomId("veto", proposal=PROPOSAL)
APPLY_POLICY = CustomId("apply-policy", token=TOKEN)
PUBLIC = "The thread, the announcements and the public log say so, with your reason."
REASON = 100
"""The number of the component that shows the reason."""


def space_lines(space: Space, tracks: Sequence[Track]) -> list[str]:
    """Channels, roles and the rules of each track."""
    lines = [f"## {escape(space.name, 100)}", *_place_lines(space)]
    for track in tracks:
        lines += [f"**Rules of the track {escape(track.name, 40)}**", *policy_lines(track.policy, ENGLISH)]
    return lines


def _place_lines(space: Space) -> list[str]:
    return [
        f"Announcements in <#{space.announcements}>, discussions in <#{space.discussion}>, "
        f"public log in <#{space.log}>.",
        f"Moderators: <@&{space.moderators}>. Guardians (may veto): <@&{space.guardians}>.",
    ]


def _changes(found: SetupResult) -> list[str]:
    """What is different from before; nothing where there was no before."""
    if found.earlier is None:
        return []
    space, track = found.earlier
    before = [*_place_lines(space), *policy_lines(track.policy, ENGLISH)]
    now = [*_place_lines(found.space), *policy_lines(found.track.policy, ENGLISH)]
    changed = [f"was: {line}" for line in before if line not in now]
    changed += [f"is now: {line}" for line in now if line not in before]
    return ["**What changed**", *(changed or ["nothing: all is as it was"])]


def set_up_lines(guild: discord.Guild, found: SetupResult) -> list[str]:
    """Everything that was found, and what is still to be mended."""
    policy = found.track.policy
    checks = check_channels(guild, found.space)
    mends = [check_line(check, ENGLISH) for check in checks if not check.good] + _warnings(guild, found)
    lines = [
        "✅ **The space is set up.**",
        *(f"✅ The track {escape(made.name, 40)} was made with it, for what passes." for made in found.made),
        *_changes(found),
        "**Power and Safe**",
        *(f"✅ {source_words(source, ENGLISH)}" for source in policy.power.sources),
        f"✅ one whole {symbol_of(policy.power.symbol, ENGLISH)} has {policy.power.decimals} decimals",
        *_executor_lines(found),
        *(check_line(check, ENGLISH) for check in checks if check.good),
    ]
    lines += ["**Still to mend**", *mends] if mends else ["**Nothing is left to mend.**"]
    return [
        *lines,
        f"**Rules of the track {escape(found.track.name, 40)}** (votes under way keep theirs)",
        *policy_lines(policy, ENGLISH),
        "**Next**: members use `/wallet link`, then `/propose`. Moderators without Manage Server see `/gov` when you "
        "add their role in Server Settings, Integrations, Folkmoot.",
    ]


def _executor_lines(found: SetupResult) -> list[str]:
    if found.executor is None:
        return ["✅ no Safe: proposals decide, and nothing is executed"]
    return [words_of(found.executor.kind).bound(found.executor, ENGLISH)]


def _warnings(guild: discord.Guild, found: SetupResult) -> list[str]:
    warnings = []
    if found.executor is not None and not found.executor.reachable:
        warnings.append(words_of(found.executor.kind).not_reached(ENGLISH))
    for name, role in (("moderators", found.space.moderators), ("guardians", found.space.guardians)):
        if role == guild.id:
            warnings.append(
                f"⚠️ the {name} are @everyone → **Mend:** make a role for them and use `/gov setup` again"
            )
    return warnings


def log_line(entry: LogEntry) -> str:
    """An administrative act in one line."""
    about = f" proposal {entry.proposal}" if entry.proposal else ""
    reason = f": {escape(entry.reason, 150)}" if entry.reason else ""
    return f"{when(entry.at)} {member(entry.actor)} **{escape(entry.act, 40)}**{about}{reason} `{entry.hash[:8]}`"


def cancel_view(proposal: Proposal, reason: str) -> ui.LayoutView:
    """The question before a proposal is cancelled."""
    effect = "it ends without a result, takes no votes any more, and nothing of it is executed"
    return _confirmation_view(f"Cancel proposal {proposal.id}", proposal, effect, reason, CANCEL)


def veto_view(proposal: Proposal, reason: str) -> ui.LayoutView:
    """The question before a proposal is vetoed."""
    effect = "it has passed, but nothing of it is executed"
    return _confirmation_view(f"Veto proposal {proposal.id}", proposal, effect, reason, VETO)


def _confirmation_view(
    label: str, proposal: Proposal, effect: str, reason: str, custom_id: CustomId
) -> ui.LayoutView:
    view = lines_view(
        f"**{label}?** That is {title_of(proposal.content.title)}. If you do, {effect}. This can't be undone.",
        f"{PUBLIC} Your reason:",
    )
    view.add_item(ui.TextDisplay(code_block(reason), id=REASON))
    button = ui.Button[ui.LayoutView](
        label=label, style=discord.ButtonStyle.danger, custom_id=custom_id(proposal=proposal.id)
    )
    return view.add_item(ui.ActionRow(button))


def cancelled_line(proposal: ProposalId) -> str:
    return f"Proposal {proposal} is cancelled. {PUBLIC}"


def vetoed_line(proposal: ProposalId) -> str:
    return f"Proposal {proposal} is vetoed: nothing of it is executed. {PUBLIC}"


def upload_view(track: Track, policy: Policy, token: str) -> ui.LayoutView:
    """The rules of an uploaded policy, and the button that gives them to the track."""
    view = lines_view(*uploaded_lines(track, policy, ENGLISH))
    button = ui.Button[ui.LayoutView](
        label=f"Apply to {track.name}"[:80],
        style=discord.ButtonStyle.primary,
        custom_id=APPLY_POLICY(token=token),
    )
    return view.add_item(ui.ActionRow(button))
