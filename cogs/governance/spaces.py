"""A space in words: where it lives, by which rules, and what was found when it was set up."""

from collections.abc import Sequence

import discord

from bot.domain.policy.model import Policy
from bot.domain.space import Space, Track
from bot.services.governance.space_setup import SetupResult
from bot.services.ports import LogEntry
from bot.wording.checks import check_line
from bot.wording.policy_lines import policy_lines
from bot.wording.results import symbol_of
from bot.wording.source_lines import source_words
from bot.wording.text import escape, full, member, when
from cogs.governance.channels import check_channels


def space_lines(space: Space, tracks: Sequence[Track]) -> list[str]:
    """Channels, roles and the rules of each track."""
    lines = [f"## {escape(space.name, 100)}", *_place_lines(space)]
    for track in tracks:
        lines += [f"**Rules of the track {escape(track.name, 40)}**", *policy_lines(track.policy)]
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
    before = [*_place_lines(space), *policy_lines(track.policy)]
    now = [*_place_lines(found.space), *policy_lines(found.track.policy)]
    changed = [f"was: {line}" for line in before if line not in now]
    changed += [f"is now: {line}" for line in now if line not in before]
    return ["**What changed**", *(changed or ["nothing: all is as it was"])]


def set_up_lines(guild: discord.Guild, found: SetupResult) -> list[str]:
    """Everything that was found, and what is still to be mended."""
    policy = found.track.policy
    checks = check_channels(guild, found.space)
    mends = [check_line(check) for check in checks if not check.good] + _warnings(guild, found)
    lines = [
        "✅ **The space is set up.**",
        *(f"✅ The track {escape(made.name, 40)} was made with it, for what passes." for made in found.made),
        *_changes(found),
        "**Power and Safe**",
        *(f"✅ {source_words(source)}" for source in policy.power.sources),
        f"✅ one whole {symbol_of(policy.power.symbol)} has {policy.power.decimals} decimals",
        *_safe_lines(policy, found),
        *(check_line(check) for check in checks if check.good),
    ]
    lines += ["**Still to mend**", *mends] if mends else ["**Nothing is left to mend.**"]
    return [
        *lines,
        f"**Rules of the track {escape(found.track.name, 40)}** (votes under way keep theirs)",
        *policy_lines(policy),
        "**Next**: members use `/wallet link`, then `/propose`. Moderators without Manage Server see `/gov` when you "
        "add their role in Server Settings, Integrations, Folkmoot.",
    ]


def _safe_lines(policy: Policy, found: SetupResult) -> list[str]:
    if found.safe is None or policy.executor is None:
        return ["✅ no Safe: proposals decide, and nothing is executed"]
    safe = found.safe
    signers = f"{safe.threshold} of {len(safe.owners)} owners sign"
    return [
        f"✅ Safe {full(safe.address)}, version {escape(safe.version, 20)}, {signers}, next nonce {safe.nonce}"
    ]


def _warnings(guild: discord.Guild, found: SetupResult) -> list[str]:
    warnings = []
    if found.safe is not None and not found.may_propose:
        warnings.append(
            "⚠️ the bot's proposer key may not propose to the Safe → **Mend:** `/gov doctor` says which address "
            "an owner adds as a delegate"
        )
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
