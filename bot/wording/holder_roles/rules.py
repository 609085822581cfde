"""What /roles shows, and what a member is told before a role is taken."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.holder_roles.rule import Halt, RoleRule
from bot.services.holder_roles.making import RuleSeen
from bot.wording.holder_roles.registry import mend_words, rule_words
from bot.wording.language import Language

_NAME_LIMIT = 100


def added_lines(seen: RuleSeen, say: Language) -> list[str]:
    """A rule that was made just now."""
    look = say._("All members whom it is about are looked at now, and once a day from now on.")
    channels = say._("⚠️ Look in Server Settings, Roles, at which channels the role opens.")
    return [
        say._("✅ **Rule {number}**").format(number=seen.rule.number),
        *_rule(seen.rule, say),
        look,
        channels,
    ]


def listed_lines(rules: Sequence[RuleSeen], say: Language) -> list[str]:
    """Those of the space, with how whoever asks stands to each."""
    if not rules:
        return [say._("No role follows from a rule here. Moderators make one with `/roles holding`.")]
    return [line for seen in rules for line in _listed(seen, say)]


def removed_line(seen: RuleSeen, say: Language) -> str:
    words = say.ngettext(
        "✅ Rule {number} is taken away. {members} member has {role} by it and keeps it: take it by hand, or delete "
        "the role.",
        "✅ Rule {number} is taken away. {members} members have {role} by it and keep it: take it by hand, or delete "
        "the role.",
        seen.have,
    )
    role, members = say.markup.role(seen.rule.role), say.number(seen.have)
    return words.format(number=seen.rule.number, members=members, role=role)


def run_line(rules: Sequence[RuleSeen], say: Language) -> str:
    if not rules:
        return listed_lines(rules, say)[0]
    return say._(
        "✅ All members are looked at now, and whoever should have a role gets it again, also where somebody took it "
        "by hand."
    )


def losing_text(losing: tuple[RoleRule, datetime], say: Language) -> str:
    """To a member who doesn't meet the condition any more."""
    rule, takes_at = losing
    role = say.markup.name(rule.role_name, _NAME_LIMIT)
    words = say._(
        "🎫 Your role **{role}** is taken from you {when}, since its rule isn't met any more. {rule}. {mend}"
    )
    return words.format(
        role=role,
        when=say.when(takes_at),
        rule=rule_words(rule.condition, role, say),
        mend=mend_words(rule.condition, say),
    )


def halt_words(halt: Halt, say: Language) -> str:
    """Why a rule gives and takes nothing."""
    match halt:
        case Halt.ROLE_GONE:
            return say._("the role was deleted")
        case Halt.OUT_OF_REACH:
            return say._("the role stands above the bot's own, or Discord or another bot gives it")
        case Halt.NO_PERMISSION:
            return say._("the bot lacks “Manage Roles”")
        case Halt.GIVEN_BY_VOTES:
            return say._("votes give and take the role")
        case Halt.GIVES_RIGHTS:
            return say._("the role gives rights over others, or counts as power")


def mend_halt_words(halt: Halt, number: int, say: Language) -> str:
    match halt:
        case Halt.ROLE_GONE:
            return say._("take rule {number} away with `/roles remove`").format(number=number)
        case Halt.OUT_OF_REACH:
            return say._("move the bot's role above it in Server Settings, Roles")
        case Halt.NO_PERMISSION:
            return say._("allow “Manage Roles” for the bot's role in Server Settings, Roles")
        case Halt.GIVEN_BY_VOTES:
            return say._(
                "take the role out of `[server]` in the policy, or rule {number} away with `/roles remove`"
            ).format(number=number)
        case Halt.GIVES_RIGHTS:
            return say._(
                "take its rights away in Server Settings, Roles, or the role out of the policy, or rule {number} with "
                "`/roles remove`"
            ).format(number=number)


def _rule(rule: RoleRule, say: Language) -> list[str]:
    grace = say._("Who doesn't meet it any more keeps the role for {time}.")
    return [
        rule_words(rule.condition, say.markup.role(rule.role), say),
        grace.format(time=say.duration(rule.grace)),
    ]


def _listed(seen: RuleSeen, say: Language) -> list[str]:
    rule = seen.rule
    who, grace = _rule(rule, say)
    head = say.ngettext(
        "**Rule {number}** · {members} member", "**Rule {number}** · {members} members", seen.have
    ).format(number=rule.number, members=say.number(seen.have))
    lines = [head, who, say.markup.small(grace)]
    if rule.halt is not None:
        halted = say._("⚠️ It gives and takes nothing now: {why}.")
        lines.insert(1, halted.format(why=halt_words(rule.halt, say)))
    if seen.own is not None and seen.own.takes_at is not None:
        lines.append(
            say._("⚠️ It is taken from you {when}. {mend}").format(
                when=say.when(seen.own.takes_at), mend=mend_words(rule.condition, say)
            )
        )
    elif seen.own is not None and seen.own.given_at is not None:
        lines.append(say._("🎫 You have the role by it."))
    return lines
