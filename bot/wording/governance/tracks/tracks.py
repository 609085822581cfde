"""Tracks and their policies in words."""

from collections.abc import Sequence
from difflib import unified_diff

from bot.domain.accounts.accounts import NamedAccount
from bot.domain.errors.chain.contracts import SourceDoubt
from bot.domain.policy.model import Policy
from bot.domain.power import AnySource
from bot.domain.spaces.space import Track
from bot.services.execution.track_limits import Budget
from bot.services.governance.tracks.tracks import TrackSet, Version
from bot.wording.errors import clause
from bot.wording.execution.tracks_executors import beside_lines, bound_lines, not_reached_lines
from bot.wording.governance.executor_proofs import binding_line
from bot.wording.governance.names import name_lines
from bot.wording.governance.policies.limits import budget_lines
from bot.wording.governance.policies.policies import policy_lines, threshold_words
from bot.wording.language import Language
from bot.wording.markup.markup import PLAIN
from bot.wording.markup.plain_text import cut
from bot.wording.sources.registry import source_words

_DIFF_LIMIT = 3_500
_NAME_LIMIT = 40
_HASH_LISTED, _HASH_OF_VERSION = 12, 16


def track_lines(tracks: Sequence[Track], say: Language) -> list[str]:
    """All tracks of a space, each in a line."""
    return [
        say._("**Tracks**: each kind of decision has rules of its own"),
        *(f"• {', '.join(_track_parts(track, say))}" for track in tracks),
    ]


def _track_parts(track: Track, say: Language) -> list[str]:
    policy = track.policy
    named = say._("**{track}**: policy {policy} {hash}").format(
        track=_name(track.name, say),
        policy=_name(policy.name, say),
        hash=say.markup.code(f"{policy.hash[:_HASH_LISTED]}…"),
    )
    if track.retired_at:
        retired = say._("retired {when}: nothing new is proposed on it")
        return [named, retired.format(when=say.when(track.retired_at))]
    parts = [named, threshold_words(policy, say)]
    if policy.next_track:
        parts.append(say._("then {track}").format(track=_name(policy.next_track, say)))
    return parts


def doubt_line(source: AnySource, doubt: SourceDoubt, say: Language) -> str:
    """What a moderator should know of a source."""
    return say._("⚠️ {source}: {doubt}").format(source=source_words(source, say), doubt=clause(doubt, say))


def set_lines(done: TrackSet, say: Language) -> list[str]:
    """What a track's policy is now, and what is different."""
    track = done.track
    lines = [
        say._("✅ **The track {track} has the policy {policy}.** The public log says so.").format(
            track=_name(track.name, say), policy=_name(track.policy.name, say)
        ),
        *(made_line(each, say) for each in done.made),
    ]
    if done.missing:
        lines.append(
            say._(
                "⚠️ There is no track {track}: what passes here can't go on → **Mend:** `/gov track add`"
            ).format(track=_name(done.missing, say))
        )
    lines += [doubt_line(source, doubt, say) for source, doubt in done.doubts]
    lines += name_lines(done.names, say)
    if done.executors:
        lines += [*bound_lines(done.executors, say), *beside_lines(done.executors, say)]
        lines += not_reached_lines(done.executors, say)
    lines += [binding_line(binding, say) for binding in done.bindings]
    if done.under_way:
        kept = say.ngettext(
            "{number} open vote keeps the rules with which it opened.",
            "{number} open votes keep theirs.",
            done.under_way,
        )
        lines.append(kept.format(number=done.under_way))
    return [
        *lines,
        say._("**Rules**"),
        *policy_lines(track.policy, say),
        say.markup.small(_keeps(say)),
        say.markup.small(say._("Policy hash {hash}").format(hash=say.markup.code(track.policy.hash))),
    ]


def made_line(made: Track, say: Language) -> str:
    """That a track was made along with another one, which leads to it."""
    return say._("✅ The track {track} was made with it, for what passes.").format(
        track=_name(made.name, say)
    )


def apply_label(track: str, say: Language) -> str:
    """Of the button that gives the track the rules that were shown. Buttons show no formatting."""
    return say._("Apply to {track}").format(track=track)


def _keeps(say: Language) -> str:
    return say._(
        "Votes that are open keep the rules with which they opened. Proposals under discussion follow the new ones, "
        "and their threads say what changed; but if the sources of power change, they keep the rules that they had."
    )


def uploaded_lines(track: str, policy: Policy, names: Sequence[NamedAccount], say: Language) -> list[str]:
    """The policy of a file that was read and is not applied yet; `names` are those by which it writes accounts."""
    hashed = say._("Hash {hash}.").format(hash=say.markup.code(policy.hash))
    return [
        say._("**The track {track} would have these rules.** Nothing is changed yet.").format(
            track=_name(track, say)
        ),
        *name_lines(names, say),
        *policy_lines(policy, say),
        say.markup.small(f"{hashed} {_keeps(say)}"),
    ]


def retired_lines(ended: Track, running: int, left: Sequence[Track], say: Language) -> list[str]:
    """What became of a track that was retired, and which of those that are left led to it."""
    if running:
        words = say.ngettext(
            "✅ **The track {track} is retired.** {number} proposal goes on to its end. The public log says so.",
            "✅ **The track {track} is retired.** {number} proposals go on to their ends. The public log says so.",
            running,
        )
    else:
        words = say._("✅ **The track {track} is retired.** Nothing runs on it. The public log says so.")
    lines = [words.format(track=_name(ended.name, say), number=running)]
    for track in left:
        if (track.policy.next_track or "").casefold() == ended.name.casefold():
            led = say._("⚠️ What passes on the track {track} can't go on any more.")
            lines.append(led.format(track=_name(track.name, say)))
    return [*lines, say._("`/gov track add` with its name takes it up again.")]


def shown_lines(track: Track, version: Version, say: Language, budgets: Sequence[Budget] = ()) -> list[str]:
    """A policy of a track, in sentences, and what it has spent of what it may."""
    head = say._("**Track {track}, policy {policy}**").format(
        track=_name(track.name, say), policy=_name(version.policy.name, say)
    )
    file = say._("Hash {hash}. The file is the same as TOML, for `/gov policy upload`.")
    return [
        f"{head}, {version_name(version, say)}, {_since(version, say)}",
        *policy_lines(version.policy, say),
        *budget_lines(budgets, say),
        say.markup.small(file.format(hash=say.markup.code(version.policy.hash))),
    ]


def history_lines(track: Track, versions: Sequence[Version], say: Language) -> list[str]:
    """All versions, the newest first."""
    lines = [
        say._("**Policies of the track {track}**, the newest first").format(track=_name(track.name, say))
    ]
    for version in reversed(versions):
        policy = version.policy
        code = say.markup.code(f"{policy.hash[:_HASH_OF_VERSION]}…")
        lines.append(f"{version.number}. {_name(policy.name, say)} {code} {_since(version, say)}")
    return lines


def preset_difference_lines(name: str, preset: Policy, new: Version, say: Language) -> list[str]:
    """What differs between a preset and a policy, sentence by sentence."""
    before, after = say._("the preset {name}").format(name=name), version_name(new, say)
    head = say._("**From the preset {name} to version {number}**")
    same = say._("The preset {name} and version {number} say the same.")
    shown = _difference((before, preset), (after, new.policy), say)
    return _with_head(head if shown else same, shown, say, name=_name(name, say), number=new.number)


def version_difference_lines(old: Version, new: Version, say: Language) -> list[str]:
    """What differs between two versions of a policy, sentence by sentence."""
    head = say._("**From version {old} to version {number}**")
    same = say._("Version {old} and version {number} say the same.")
    before, after = (version_name(old, say), old.policy), (version_name(new, say), new.policy)
    shown = _difference(before, after, say)
    return _with_head(head if shown else same, shown, say, old=old.number, number=new.number)


def _with_head(head: str, shown: str, say: Language, **names: str | int) -> list[str]:
    words = head.format(**names)
    return [words, say.markup.code_block(cut(shown, _DIFF_LIMIT), "diff")] if shown else [words]


def _difference(old: tuple[str, Policy], new: tuple[str, Policy], say: Language) -> str:
    """The sentences that only one of two policies has; nothing where they say the same."""
    before, after = (policy_lines(policy, say.plain()) for _, policy in (old, new))
    lines = unified_diff(before, after, PLAIN.name(old[0]), PLAIN.name(new[0]), lineterm="", n=0)
    return "\n".join(line for line in lines if not line.startswith("@@"))


def version_name(version: Version, say: Language) -> str:
    return say._("version {number}").format(number=version.number)


def _since(version: Version, say: Language) -> str:
    if version.by is None:
        return say._("since {when}").format(when=say.when(version.at))
    return say._("since {when} by {member}").format(
        when=say.when(version.at), member=say.markup.member(version.by)
    )


def _name(name: str, say: Language) -> str:
    return say.markup.name(name, _NAME_LIMIT)
