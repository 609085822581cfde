"""A space in words: its channels and roles, what its set-up found, and what was done in it."""

from collections.abc import Sequence

from bot.domain.ids import RoleId
from bot.domain.policy.model import Policy
from bot.domain.spaces.space import PagesFor, Space, Track, UnreadableTrack
from bot.services.governance.doctor import Check
from bot.services.governance.setup.space_setup import Places, SetupResult
from bot.services.governance.space_tree import DescribedSpace
from bot.services.ports import LogEntry
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.amounts import symbol_of
from bot.wording.execution.tracks_executors import beside_lines, bound_lines, not_reached_lines
from bot.wording.governance.checks import check_line
from bot.wording.governance.executor_proofs import binding_line
from bot.wording.governance.log.log_acts import act_in
from bot.wording.governance.log.log_entries import actor_words
from bot.wording.governance.names import name_lines
from bot.wording.governance.offices.auditors import auditors_line
from bot.wording.governance.policies.limits import budget_lines, space_limits_lines
from bot.wording.governance.policies.policies import policy_lines
from bot.wording.governance.tracks.tracks import doubt_line, made_line
from bot.wording.governance.tree import archived_line, space_name, space_path
from bot.wording.language import Language
from bot.wording.proposals.rule_changes import different_lines
from bot.wording.sources.registry import source_words

_SPACE_LIMIT = 100
_TRACK_LIMIT = 40
_REASON_LIMIT = 150
_HASH_SHOWN = 8


def space_lines(found: DescribedSpace, pages: str | None, say: Language) -> list[str]:
    """Whether it was dissolved, what stands above and below it, channels, roles, auditors, where its pages are, and the
    rules of each track."""
    space, tracks = found.space, found.tracks
    lines = [
        say.markup.heading(say.markup.name(space.name, _SPACE_LIMIT)),
        *filter(None, [archived_line(space, say)]),
        *_relatives(found, say),
        *_limits(found, say),
        *_least_timelock(found, say),
        *place_lines(space, say),
        *([auditors_line(found.auditors, say)] if found.auditors else []),
        pages_line(space.pages, pages, say),
        links_line(space.logs_links, say),
    ]
    for track in tracks:
        rules = say._("**Rules of the track {track}**").format(track=_name(track, say))
        lines += [rules, *policy_lines(track.policy, say)]
    return lines


def _relatives(found: DescribedSpace, say: Language) -> list[str]:
    lines = []
    if found.above:
        parents = space_path(found.above[0], list(found.above[1:]), say)
        lines.append(say._("**Part of** {space}, whose votes alone can dissolve it").format(space=parents))
    if found.children:
        names = ", ".join(space_name(each, say) for each in found.children)
        lines.append(say._("**Its parts**: {spaces}").format(spaces=names))
    return lines


def _limits(found: DescribedSpace, say: Language) -> list[str]:
    """What a part may move, and what is left of it; nothing for the root, above which nobody stands."""
    if found.space.limits is None:
        return budget_lines(found.budgets, say)
    head, *allowed = space_limits_lines(found.space.limits, say)
    title = say._("**Limits**: {limits}").format(limits=head)
    return [title, *allowed, *budget_lines(found.budgets, say)]


def _least_timelock(found: DescribedSpace, say: Language) -> list[str]:
    if not found.least_timelock:
        return []
    words = say._("**Shortest timelock**: {time}, set from above so that there is time for a veto.")
    return [words.format(time=say.duration(found.least_timelock))]


def pages_line(pages: PagesFor, url: str | None, say: Language) -> str:
    """Where the space's pages are, and who may see them. `url` is None where there are none."""
    if url is None:
        return say._("**Pages in the browser**: none.")
    if pages is PagesFor.EVERYBODY:
        return say._("**Pages in the browser**: {url}, for everybody who has the address.").format(url=url)
    return say._(
        "**Pages in the browser**: {url}, for members of this server, who log in with Discord there."
    ).format(url=url)


def links_line(logged: bool, say: Language) -> str:
    """Which links of wallets the public log shows."""
    if logged:
        return say._("**Links of wallets**: the public log shows each, with its member.")
    return say._(
        "**Links of wallets**: the public log shows those alone that move to another account, or take themselves off "
        "one."
    )


def place_lines(space: Space | Places, say: Language) -> list[str]:
    """Channels and roles, a line for each kind."""
    markup = say.markup
    channels = say._("Announcements in {announcements}, discussions in {discussion}, public log in {log}.")
    roles = say._("Moderators: {moderators}. Guardians (may veto): {guardians}.")
    return [
        channels.format(
            announcements=markup.channel(space.announcements),
            discussion=markup.channel(space.discussion),
            log=markup.channel(space.log),
        ),
        roles.format(moderators=markup.role(space.moderators), guardians=markup.role(space.guardians)),
        voters_line(space.voters, say),
    ]


def voters_line(voters: RoleId | None, say: Language) -> str:
    """Who is mentioned when a vote opens."""
    if voters is None:
        return say._("Nobody is mentioned when a vote opens.")
    return say._("Mentioned when a vote opens: {role}.").format(role=say.markup.role(voters))


def set_up_lines(found: SetupResult, checks: Sequence[Check], say: Language) -> list[str]:
    """Everything that was found, and what is still to be mended.

    `checks` are those of the channels.
    """
    policy = found.track.policy
    mends = [
        *(check_line(check, say) for check in checks if not check.good),
        *(binding_line(binding, say) for binding in found.bindings if not binding.holds),
        *not_reached_lines(found.executors, say),
        *(doubt_line(source, doubt, say) for source, doubt in found.doubts),
    ]
    decimals = say._("✅ one whole {symbol} has {decimals} decimals")
    rules = say._("**Rules of the track {track}** (votes under way keep theirs)")
    return [
        say._("✅ **The space is set up.**"),
        *(made_line(made, say) for made in found.made),
        *_changes(found, say),
        say._("**Power and Safe**"),
        *(f"✅ {source_words(source, say)}" for source in policy.power.sources),
        decimals.format(symbol=symbol_of(policy.power.symbol, say), decimals=policy.power.decimals),
        *bound_lines(found.executors, say),
        *beside_lines(found.executors, say),
        *name_lines(found.names, say),
        *(binding_line(binding, say) for binding in found.bindings if binding.holds),
        *(check_line(check, say) for check in checks if check.good),
        *([say._("**Still to mend**"), *mends] if mends else [say._("**Nothing is left to mend.**")]),
        rules.format(track=_name(found.track, say)),
        *policy_lines(policy, say),
        say._(
            "**Next**: members use `/wallet link`, then `/propose`. Moderators without Manage Server see `/gov` when "
            "you add their role in Server Settings, Integrations, Folkmoot."
        ),
    ]


def _changes(found: SetupResult, say: Language) -> list[str]:
    """What is different from before; nothing where there was no before."""
    if found.earlier is None:
        return []
    changed = changed_lines(found.earlier, found.space, found.track.policy, say)
    return [say._("**What changed**"), *changed]


def changed_lines(
    earlier: tuple[Space, Track | UnreadableTrack], places: Space | Places, policy: Policy, say: Language
) -> list[str]:
    """In what a space with these places and these rules differs from what it was, as far as that can be read."""
    space, track = earlier
    before = place_lines(space, say)
    if isinstance(track, Track):
        before += policy_lines(track.policy, say)
    now = [*place_lines(places, say), *policy_lines(policy, say)]
    return different_lines(before, now, say) or [say._("nothing: all is as it was")]


@telling_accounts_apart
def log_lines(entries: Sequence[LogEntry], say: Language) -> list[str]:
    """The last administrative acts, one a line, in the order in which they are given: the newest first."""
    lines = [_log_line(entry, say) for entry in entries] or [say._("Nothing has been done yet.")]
    return [say._("**The last administrative acts**, the newest first"), *lines]


def _log_line(entry: LogEntry, say: Language) -> str:
    """An administrative act in one line: when, by whom, what, about which proposal and why."""
    if entry.number and entry.reason:
        words = say._("{when} {member} **{act}** proposal {proposal}: {reason} {hash}")
    elif entry.number:
        words = say._("{when} {member} **{act}** proposal {proposal} {hash}")
    elif entry.reason:
        words = say._("{when} {member} **{act}**: {reason} {hash}")
    else:
        words = say._("{when} {member} **{act}** {hash}")
    return words.format(
        when=say.when(entry.at),
        member=actor_words(entry.actor, say),
        act=act_in(entry, say),
        proposal=entry.number,
        reason=say.markup.name(entry.reason, _REASON_LIMIT) if entry.reason else "",
        hash=say.markup.code(entry.hash[:_HASH_SHOWN]),
    )


def _name(track: Track, say: Language) -> str:
    return say.markup.name(track.name, _TRACK_LIMIT)
