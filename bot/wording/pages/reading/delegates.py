"""The page of those who vote for others: what they stand for, what they did, and how to delegate to them."""

import msgspec

from bot.services.delegation.delegating import Portrait
from bot.services.pages.reading import DelegatesPage
from bot.wording.amounts import power_text
from bot.wording.delegation.delegate_profiles import accepted_lines, participation_lines
from bot.wording.delegation.delegations import members
from bot.wording.language import Language
from bot.wording.markup.links import channel_url

_NAME = 100
_TOPICS = 200


class DelegateWords(msgspec.Struct, frozen=True):
    member: str
    lines: tuple[str, ...]
    """What they did, and for whom."""
    statement: str
    """Empty where they have written none, as the others are."""
    topics: str
    conflicts: str


class DelegatesWords(msgspec.Struct, frozen=True):
    title: str
    plain_title: str
    about: str
    none: str
    delegates: tuple[DelegateWords, ...]
    delegate: str
    """The button."""
    how: str
    """What is to be typed there; empty where power can't be delegated."""
    there: str
    """Where it is typed."""
    back: str


def delegates_words(page: DelegatesPage, say: Language) -> DelegatesWords:
    title = say._("Delegates of {space}")
    is_open = any(portrait.open for portrait in page.portraits)
    return DelegatesWords(
        title=title.format(space=say.markup.name(page.space.name, _NAME)),
        plain_title=title.format(space=say.plain().markup.name(page.space.name, _NAME)),
        about=say._(
            "Whom most members delegate to comes first. Your own vote always goes before your delegate's."
        ),
        none=say._("Nobody votes for others here yet."),
        delegates=tuple(_delegate(each, page, say) for each in page.portraits),
        delegate=say.pgettext("button", "Delegate in Discord"),
        how=say._("There you type `/delegate to`, or press the button under `/delegate profile`.")
        if is_open
        else "",
        there=channel_url(page.space.guild, page.space.announcements),
        back=say._("Back to the votes"),
    )


def _delegate(portrait: Portrait, page: DelegatesPage, say: Language) -> DelegateWords:
    profile, newest = portrait.profile, page.newest
    delegators = say._("**Delegate to them**: {members}")
    lines = [delegators.format(members=members(portrait.delegators, say))]
    if newest is not None:
        power = page.weights.get(portrait.member)
        words = say._("**Power**: did not vote on #{number}")
        if power is not None:
            words = say._("**Power**: voted with {power} on #{number}")
        shown = power_text(power or 0, newest.rules.power, say)
        lines.append(words.format(power=shown, number=newest.number))
    lines += accepted_lines(profile, say)
    lines += participation_lines(portrait.participation, say)
    return DelegateWords(
        member=say.markup.member(portrait.member),
        lines=tuple(lines),
        statement=say.markup.body(profile.statement) if profile else "",
        topics=_labelled(say._("**Topics**"), profile.topics if profile else "", say),
        conflicts=_labelled(say._("**Conflicts of interest**"), profile.conflicts if profile else "", say),
    )


def _labelled(head: str, text: str, say: Language) -> str:
    return f"{head}: {say.markup.name(text, _TOPICS)}" if text else ""
