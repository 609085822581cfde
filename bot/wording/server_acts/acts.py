"""Acts on roles, rules and offices in words: what each does, and what to look at twice."""

from datetime import timedelta

from bot.domain.policy.model import Policy
from bot.domain.server_acts.roles.create_role import CreateRole
from bot.domain.server_acts.roles.grant_role import GrantRole
from bot.domain.server_acts.roles.grant_to_winners import GrantToWinners
from bot.domain.server_acts.roles.roles import NamedRole
from bot.domain.server_acts.roles.take_role import TakeRole
from bot.domain.server_acts.spaces.change_guardians import ChangeGuardians
from bot.domain.server_acts.spaces.change_moderators import ChangeModerators
from bot.domain.server_acts.spaces.change_rules import ChangeRules
from bot.domain.server_acts.spaces.retire_track import RetireTrack
from bot.wording.language import Language
from bot.wording.proposals.rule_changes import changed_rules_lines
from bot.wording.server_acts.base import (
    ROLE_LIMIT,
    act_danger,
    act_danger_in_short,
    act_words,
    more_of,
    role_words,
)
from bot.wording.server_acts.rights import rights_words

_TRACK_LIMIT = 40


@act_words.register
def _(act: GrantRole, say: Language) -> str:
    role, member = role_words(act.role, say), say.markup.member(act.member)
    if act.days is None:
        return say._("give {role} to {member}").format(role=role, member=member)
    return say._("give {role} to {member} for {time} from then on; Folkmoot takes it at the end").format(
        role=role, member=member, time=say.duration(timedelta(days=act.days))
    )


@act_danger.register
def _(act: GrantRole, say: Language) -> str | None:
    return _of_rights(act.role, say)


@act_danger_in_short.register
def _(act: GrantRole, say: Language) -> str:
    return say._("**rights over others** are given")


@act_words.register
def _(act: GrantToWinners, say: Language) -> str:
    role = role_words(act.role, say)
    if act.days is None:
        return say._("give {role} to each member who is elected").format(role=role)
    return say._(
        "give {role} to each member who is elected, for {time} from then on; Folkmoot takes it at the end"
    ).format(role=role, time=say.duration(timedelta(days=act.days)))


@act_danger.register
def _(act: GrantToWinners, say: Language) -> str | None:
    return _of_rights(act.role, say)


@act_danger_in_short.register
def _(act: GrantToWinners, say: Language) -> str:
    return say._("**rights over others** are given")


@act_words.register
def _(act: TakeRole, say: Language) -> str:
    return say._("take {role} from {member}").format(
        role=role_words(act.role, say), member=say.markup.member(act.member)
    )


@act_danger.register
def _(act: TakeRole, say: Language) -> str | None:
    if not act.role.rights:
        return None
    return say._("who loses {role} can't do this any more: {rights}").format(
        role=role_words(act.role, say), rights=rights_words(act.role.rights, say)
    )


@act_danger_in_short.register
def _(act: TakeRole, say: Language) -> str:
    return say._("rights over others are taken")


@act_words.register
def _(act: CreateRole, say: Language) -> str:
    return say._("create the role {name}, which permits nothing").format(
        name=say.markup.strong(say.markup.name(act.name, ROLE_LIMIT))
    )


@act_words.register
def _(act: ChangeRules, say: Language) -> str:
    return say._("change the rules of the track {track}").format(track=_track(act.track, say))


@more_of.register
def _(act: ChangeRules, say: Language) -> list[str]:
    return changed_rules_lines(act.before, act.policy, say)


@act_danger.register
def _(act: ChangeRules, say: Language) -> str | None:
    words = say._("what is proposed on {track} from then on passes by other rules")
    wider = _wider(act.before, act.policy)
    if wider:
        words = say._(
            "what is proposed on {track} from then on passes by other rules, and may change more of this server"
        )
    return words.format(track=_track(act.track, say))


@act_danger_in_short.register
def _(act: ChangeRules, say: Language) -> str:
    return say._("other rules from then on, maybe wider ones")


@act_words.register
def _(act: RetireTrack, say: Language) -> str:
    return say._("retire the track {track}: nothing new is proposed on it").format(
        track=_track(act.track, say)
    )


@act_danger.register
def _(act: RetireTrack, say: Language) -> str | None:
    return say._("nothing can be proposed on {track} any more").format(track=_track(act.track, say))


@act_danger_in_short.register
def _(act: RetireTrack, say: Language) -> str:
    return say._("nothing can be proposed there any more")


@act_words.register
def _(act: ChangeModerators, say: Language) -> str:
    return say._("have {role} moderate Folkmoot here").format(role=role_words(act.role, say))


@act_danger.register
def _(act: ChangeModerators, say: Language) -> str | None:
    return say._(
        "everybody with {role} **becomes a moderator**: they set the rules, pause votes and end them; today's "
        "moderators are none any more"
    ).format(role=role_words(act.role, say))


@act_danger_in_short.register
def _(act: ChangeModerators, say: Language) -> str:
    return say._("**other moderators**")


@act_words.register
def _(act: ChangeGuardians, say: Language) -> str:
    return say._("have {role} veto what is submitted from then on").format(role=role_words(act.role, say))


@act_danger.register
def _(act: ChangeGuardians, say: Language) -> str | None:
    return say._("everybody with {role} **may veto** what passes; today's guardians may not any more").format(
        role=role_words(act.role, say)
    )


@act_danger_in_short.register
def _(act: ChangeGuardians, say: Language) -> str:
    return say._("**others may veto**")


def _of_rights(role: NamedRole, say: Language) -> str | None:
    if not role.rights:
        return None
    return say._("who gets {role} gets **rights over others**: {rights}").format(
        role=role_words(role, say), rights=rights_words(role.rights, say)
    )


def _track(name: str, say: Language) -> str:
    return say.markup.name(name, _TRACK_LIMIT)


def _wider(before: Policy, after: Policy) -> bool:
    """Whether more of the server may be changed by the new rules."""
    if after.server is None:
        return False
    if before.server is None:
        return True
    return bool(
        set(after.server.acts) - set(before.server.acts)
        or set(after.server.roles) - set(before.server.roles)
        or set(after.server.categories) - set(before.server.categories)
    )
