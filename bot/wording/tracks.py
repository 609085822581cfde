"""Tracks and their policies in words."""

from collections.abc import Sequence
from difflib import unified_diff

from bot.domain.policy.model import Policy
from bot.domain.space import Track
from bot.services.governance.tracks import TrackSet, Version
from bot.wording.discord_markup import DISCORD
from bot.wording.executors.registry import words_of
from bot.wording.language import language
from bot.wording.markup import PLAIN
from bot.wording.policies import policy_lines as plain_lines
from bot.wording.policy_lines import policy_lines, threshold_words
from bot.wording.text import code_block, cut, escape, member, when

_DIFF_LIMIT = 3_500
KEEPS = "Votes that are open keep the rules with which they opened; proposals under discussion follow the new ones."
PUBLIC = "The public log says so."


def track_name(name: str) -> str:
    return escape(name, 40)


def track_lines(tracks: Sequence[Track]) -> list[str]:
    """All tracks of a space, each in a line."""
    lines = ["**Tracks**: each kind of decision has rules of its own"]
    for track in tracks:
        policy = track.policy
        line = f"• **{track_name(track.name)}**: policy {escape(policy.name, 40)} `{policy.hash[:12]}…`"
        if track.retired_at:
            lines.append(f"{line}, retired {when(track.retired_at)}: nothing new is proposed on it")
            continue
        then = f", then {track_name(policy.next_track)}" if policy.next_track else ""
        lines.append(f"{line}, {threshold_words(policy)}{then}")
    return lines


def set_lines(done: TrackSet) -> list[str]:
    """What a track's policy is now, and what is different."""
    track = done.track
    lines = [
        f"✅ **The track {track_name(track.name)} has the policy {escape(track.policy.name, 40)}.** {PUBLIC}"
    ]
    lines += [
        f"✅ The track {track_name(made.name)} was made with it, for what passes." for made in done.made
    ]
    if done.missing:
        lines.append(
            f"⚠️ There is no track {track_name(done.missing)}: what passes here can't go on → **Mend:** "
            "`/gov track add`"
        )
    if done.executor:
        words, say = words_of(done.executor.kind), language(markup=DISCORD)
        lines.append(words.bound(done.executor, say))
        if not done.executor.reachable:
            lines.append(words.not_reached(say))
    if done.under_way:
        votes = "1 open vote keeps" if done.under_way == 1 else f"{done.under_way} open votes keep"
        lines.append(
            f"{votes} the rules with which it opened." if done.under_way == 1 else f"{votes} theirs."
        )
    lines += ["**Rules**", *policy_lines(track.policy)]
    return [*lines, f"-# {KEEPS}", f"-# Policy hash `{track.policy.hash}`"]


def retired_lines(ended: Track, running: int, left: Sequence[Track]) -> list[str]:
    """What became of a track that was retired, and which of those that are left led to it."""
    goes_on = "Nothing runs on it."
    if running:
        goes_on = (
            "1 proposal goes on to its end." if running == 1 else f"{running} proposals go on to their ends."
        )
    lines = [f"✅ **The track {track_name(ended.name)} is retired.** {goes_on} {PUBLIC}"]
    for track in left:
        if (track.policy.next_track or "").casefold() == ended.name.casefold():
            lines.append(f"⚠️ What passes on the track {track_name(track.name)} can't go on any more.")
    return [*lines, "`/gov track add` with its name takes it up again."]


def shown_lines(track: Track, version: Version) -> list[str]:
    """A policy of a track, in sentences."""
    return [
        f"**Track {track_name(track.name)}, policy {escape(version.policy.name, 40)}**, {_version(version)}",
        *policy_lines(version.policy),
        f"-# Hash `{version.policy.hash}`. The file is the same as TOML, for `/gov policy upload`.",
    ]


def history_lines(track: Track, versions: Sequence[Version]) -> list[str]:
    """All versions, the newest first."""
    lines = [f"**Policies of the track {track_name(track.name)}**, the newest first"]
    for version in reversed(versions):
        lines.append(
            f"{version.number}. {escape(version.policy.name, 40)} `{version.policy.hash[:16]}…` {_since(version)}"
        )
    return lines


def difference_lines(old: tuple[str, Policy], new: tuple[str, Policy]) -> list[str]:
    """What differs between two policies, sentence by sentence."""
    before, after = (plain_lines(policy, PLAIN) for _, policy in (old, new))
    if before == after:
        return [f"{old[0]} and {new[0]} say the same."]
    lines = unified_diff(before, after, PLAIN.name(old[0]), PLAIN.name(new[0]), lineterm="", n=0)
    shown = "\n".join(line for line in lines if not line.startswith("@@"))
    return [f"**From {old[0]} to {new[0]}**", code_block(cut(shown, _DIFF_LIMIT), "diff")]


def _version(version: Version) -> str:
    return f"version {version.number}, {_since(version)}"


def _since(version: Version) -> str:
    by = f" by {member(version.by)}" if version.by else ""
    return f"since {when(version.at)}{by}"
