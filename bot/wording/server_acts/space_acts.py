"""Acts on the parts of a space in words: what each does, and what to look at twice."""

from datetime import timedelta

from bot.domain.server_acts.spaces.archive_space import ArchiveSpace
from bot.domain.server_acts.spaces.create_space import CreateSpace
from bot.domain.server_acts.spaces.limit_space import LimitSpace
from bot.domain.server_acts.spaces.veto_proposal import VetoProposal
from bot.domain.spaces.limits import SpaceLimits
from bot.domain.spaces.space import LONGEST_SPACE_NAME
from bot.wording.governance.policies.limits import space_limits_lines
from bot.wording.governance.policies.policies import policy_lines
from bot.wording.language import Language
from bot.wording.server_acts.base import act_danger, act_danger_in_short, act_words, more_of, role_words


@act_words.register
def _(act: CreateSpace, say: Language) -> str:
    return say._("create the part {space}, moderated by {role}").format(
        space=say.markup.strong(_name(act, say)),
        role=role_words(act.moderators, say),
    )


@more_of.register
def _(act: CreateSpace, say: Language) -> list[str]:
    channel = say.markup.channel
    return [
        say._("announcements in {announcements}, discussions in {discussion}, public log in {log}").format(
            announcements=channel(act.announcements),
            discussion=channel(act.discussion),
            log=channel(act.log),
        ),
        say._("guardians (may veto there): {role}").format(role=role_words(act.guardians, say)),
        *_limits(act.limits, say),
        *_least_timelock(act.policy.periods.timelock, say),
        *policy_lines(act.policy, say),
    ]


@act_danger.register
def _(act: CreateSpace, say: Language) -> str | None:
    return say._(
        "everybody with {role} **becomes a moderator** of the part {space}: they may change its rules, also those by "
        "which it votes"
    ).format(
        role=role_words(act.moderators, say),
        space=_name(act, say),
    )


@act_danger_in_short.register
def _(act: CreateSpace, say: Language) -> str:
    return say._("its moderators set its rules")


@act_words.register
def _(act: ArchiveSpace, say: Language) -> str:
    return say._("dissolve the part {space}: nothing new is proposed there, and what runs goes on").format(
        space=say.markup.strong(_name(act, say))
    )


@act_danger.register
def _(act: ArchiveSpace, say: Language) -> str | None:
    return say._(
        "nothing can be proposed in {space} any more, nor in what stands below it; what it holds on a chain stays "
        "where it is"
    ).format(space=_name(act, say))


@act_danger_in_short.register
def _(act: ArchiveSpace, say: Language) -> str:
    return say._("nothing can be proposed there any more")


@act_words.register
def _(act: LimitSpace, say: Language) -> str:
    if act.timelock is not None:
        return say._("set how short timelocks may be in the part {space}: {time} at least").format(
            space=say.markup.strong(_name(act, say)), time=say.markup.strong(say.duration(act.timelock))
        )
    if act.limits is None:
        return say._("take the limits off the part {space}").format(space=say.markup.strong(_name(act, say)))
    return say._("set what the part {space} may move").format(space=say.markup.strong(_name(act, say)))


@more_of.register
def _(act: LimitSpace, say: Language) -> list[str]:
    if act.timelock is not None:
        return _least_timelock(act.timelock, say)
    return _limits(act.limits, say)


@act_danger.register
def _(act: LimitSpace, say: Language) -> str | None:
    if act.timelock is not None:
        return say._(
            "the moderators of the part {space} may make its timelock as short as {time}: so long is left for a veto"
        ).format(space=_name(act, say), time=say.markup.strong(say.duration(act.timelock)))
    if act.limits is not None:
        return None
    return say._(
        "the part {space} may move **everything** that its Safe holds: its own rules alone say how much, and its own "
        "moderators set these"
    ).format(space=_name(act, say))


@act_danger_in_short.register
def _(act: LimitSpace, say: Language) -> str:
    if act.timelock is not None:
        return say._("so long is left for a veto there")
    return say._("it may move **everything** that its Safe holds")


@act_words.register
def _(act: VetoProposal, say: Language) -> str:
    return say._("veto proposal {number}, which passed in {space}: nothing of it is executed").format(
        number=act.number, space=say.markup.strong(_name(act, say))
    )


@act_danger.register
def _(act: VetoProposal, say: Language) -> str | None:
    return say._(
        "what members of {space} have voted for in proposal {number} is **never carried out**"
    ).format(number=act.number, space=_name(act, say))


@act_danger_in_short.register
def _(act: VetoProposal, say: Language) -> str:
    return say._("what passed there is **never carried out**")


def _limits(limits: SpaceLimits | None, say: Language) -> list[str]:
    """What may be moved, first in one line, then each asset in one of its own: who shows them puts the marks."""
    return [line.removeprefix("• ") for line in space_limits_lines(limits, say)]


def _least_timelock(least: timedelta, say: Language) -> list[str]:
    if not least:
        return [
            say._("no shortest timelock: its moderators may take it away, and with it the time for a veto")
        ]
    words = say._("no track there has a shorter timelock than {time}; shorter ones are lengthened")
    return [words.format(time=say.duration(least))]


def _name(act: CreateSpace | LimitSpace | ArchiveSpace | VetoProposal, say: Language) -> str:
    name = act.space if isinstance(act, VetoProposal) else act.name
    return say.markup.name(name, LONGEST_SPACE_NAME)
