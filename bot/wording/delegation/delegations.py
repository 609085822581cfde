"""Delegations in words: who lets whom vote for them, who does that for others, and how a delegate voted."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from bot.domain.delegation.delegation import Delegation
from bot.domain.ids import MemberId
from bot.domain.quantities import base_units
from bot.services.delegation.delegating import ACCEPTED_PLACES, Made, Mine, Portrait
from bot.wording.delegation.delegated_power import parts_words
from bot.wording.language import Language

_TRACK_SHOWN = 40
_STATEMENT_SHOWN = 160
_TOPICS_SHOWN = 80
_TRACKS_SHOWN = 10


def made_lines(made: Made, say: Language) -> list[str]:
    """A new delegation: to whom, on what, until when, and when it acts."""
    lines = [_made(made, say)] if len(made.delegations) == 1 else _split_lines(made, say)
    named = {each.delegate for each in made.delegations}
    if before := [each.delegate for each in made.replaced if each.delegate not in named]:
        replaced = say._("It takes the place of your delegation to {member}.")
        lines.append(replaced.format(member=say.both([say.markup.member(each) for each in before])))
    lines.append(
        say._(
            "It counts in votes that open from now on; those that are open keep what was frozen when they opened. "
            "Your own vote always goes before your delegate's."
        )
    )
    lines += _accepted_lines(made, say)
    if made.passed_on:
        lines.append(say._("Where your delegate delegates too, your power goes on to their delegate."))
    if made.notify:
        lines.append(
            say._("You are told in a direct message how your delegates vote. `/notify` changes that.")
        )
    if made.without:
        names = ", ".join(say.markup.name(track.name, _TRACK_SHOWN) for track in made.without[:_TRACKS_SHOWN])
        lines.append(say._("⚠️ Not on {tracks}: power is not delegated there.").format(tracks=names))
    if not made.wallets:
        lines.append(
            say._("⚠️ You have no linked wallet, so that there is nothing to delegate yet: `/wallet link`.")
        )
    return lines


def _accepted_lines(made: Made, say: Language) -> list[str]:
    words = say._("{member} accepts at most {amount} votes of others. What is over it counts for nobody.")
    return [
        words.format(member=say.markup.member(member), amount=accepted_amount(amount, say))
        for member, amount in made.accepted.items()
    ]


def accepted_amount(accepts: str, say: Language) -> str:
    """How many votes a delegate accepts, as people read it."""
    return say.tokens(base_units(accepts, ACCEPTED_PLACES), ACCEPTED_PLACES)


def _split_lines(made: Made, say: Language) -> list[str]:
    first, whole = made.delegations[0], sum(each.parts for each in made.delegations)
    if made.track and first.until:
        words = say._("✅ **You split your power** on track **{track}**, until {moment}:")
    elif made.track:
        words = say._("✅ **You split your power** on track **{track}**, until you revoke it:")
    elif first.until:
        words = say._(
            "✅ **You split your power** on all tracks without a delegate of their own, until {moment}:"
        )
    else:
        words = say._(
            "✅ **You split your power** on all tracks without a delegate of their own, until you revoke it:"
        )
    head = words.format(
        track=say.markup.name(made.track.name, _TRACK_SHOWN) if made.track else "",
        moment=say.moment(first.until) if first.until else "",
    )
    shares = (
        parts_words(each.parts, whole, say.markup.member(each.delegate), say) for each in made.delegations
    )
    return [head, *(f"• {each}" for each in shares)]


def _made(made: Made, say: Language) -> str:
    new = made.delegations[0]
    if made.track and new.until:
        words = say._("✅ **You delegate to {member}** on track **{track}**, until {moment}.")
    elif made.track:
        words = say._("✅ **You delegate to {member}** on track **{track}**, until you revoke it.")
    elif new.until:
        words = say._(
            "✅ **You delegate to {member}** on all tracks without a delegate of their own, until {moment}."
        )
    else:
        words = say._(
            "✅ **You delegate to {member}** on all tracks without a delegate of their own, until you revoke it."
        )
    return words.format(
        member=say.markup.member(new.delegate),
        track=say.markup.name(made.track.name, _TRACK_SHOWN) if made.track else "",
        moment=say.moment(new.until) if new.until else "",
    )


def revoked_lines(revoked: Sequence[Delegation], mine: Mine, say: Language) -> list[str]:
    """What was taken back."""
    no_longer = say._("no longer {member}")
    return [
        say._("✅ **Your power is yours again** in votes that open from now on:"),
        *(
            f"• {_topic(each, mine, say)}: {no_longer.format(member=say.markup.member(each.delegate))}"
            for each in revoked
        ),
        say._("Votes that are open keep what was frozen when they opened; your own vote goes before it."),
    ]


def mine_lines(mine: Mine, now: datetime, say: Language) -> list[str]:
    """Both sides of a member's delegations, one a line."""
    if not mine.made and not mine.received:
        return [
            say._("You delegate to nobody, and nobody delegates to you."),
            say._(
                "`/delegate to` lets a member vote with your power; `/delegate board` shows who does that for others."
            ),
        ]
    lines = [say._("**You delegate**") if mine.made else say._("**You delegate** to nobody.")]
    for each in mine.made:
        delegate = _with_share(say.markup.member(each.delegate), each, mine, say)
        line = f"• {_topic(each, mine, say)}: {_with_state(delegate, each, now, say)}"
        lines.append(_with_accepted(line, each.delegate, mine, say))
    lines.append(say._("**Delegate to you**") if mine.received else say._("**Delegate to you**: nobody."))
    for each in mine.received:
        delegator = _with_share(say.markup.member(each.delegator), each, mine, say)
        topic = f"{delegator}, {_topic(each, mine, say)}"
        lines.append(f"• {_with_state(topic, each, now, say)}")
    return lines


def _with_accepted(line: str, delegate: MemberId, mine: Mine, say: Language) -> str:
    """The line of a delegation, with how much the delegate accepts where they say so."""
    accepts = mine.accepted.get(delegate)
    if accepts is None:
        return line
    if not base_units(accepts, ACCEPTED_PLACES):
        return say._("{line} ⚠️ They accept no power of others: it counts for nobody.").format(line=line)
    return say._("{line} They accept at most {amount} votes of others.").format(
        line=line, amount=accepted_amount(accepts, say)
    )


def _with_share(member: str, delegation: Delegation, mine: Mine, say: Language) -> str:
    """The member, and which part of the power it is where that is split."""
    whole = mine.wholes[delegation.delegator, delegation.track]
    if whole == delegation.parts:
        return member
    return f"{member} ({say.share(Fraction(delegation.parts, whole))})"


def all_tracks(say: Language) -> str:
    """Where a delegation counts that names no track."""
    return say._("all tracks without a delegate of their own")


def _topic(delegation: Delegation, mine: Mine, say: Language) -> str:
    if delegation.track is None:
        return all_tracks(say)
    track = mine.tracks.get(delegation.track)
    if track is None:
        return say._("a track that is no longer in use")
    return say._("track {track}").format(track=say.markup.name(track.name, _TRACK_SHOWN))


def _with_state(what: str, delegation: Delegation, now: datetime, say: Language) -> str:
    """What it is about, and how long it lasts."""
    until = delegation.until
    if until is not None and delegation.over(now):
        over = say._("over since {moment}").format(moment=say.moment(until))
        what = f"{what} — {over}"
    elif until is not None:
        lasts = say._("until {moment}").format(moment=say.moment(until))
        what = f"{what}, {lasts}"
    return what


def members(number: int, say: Language) -> str:
    return say.ngettext("{number} member", "{number} members", number).format(number=say.number(number))


def board_lines(portraits: Sequence[Portrait], say: Language) -> list[str]:
    """The delegates of a server, one an entry."""
    if not portraits:
        return [
            say._("Nobody votes for others here yet."),
            say._("`/delegate profile` writes your own profile: then others find you here."),
        ]
    lines = [say._("**Delegates of this server**")]
    for place, portrait in enumerate(portraits, start=1):
        profile = portrait.profile
        lines.append(
            f"{place}. {say.markup.member(portrait.member)} · {' · '.join(_portrait_parts(portrait, say))}"
        )
        if profile and profile.statement:
            lines.append(f"> {say.markup.name(profile.statement, _STATEMENT_SHOWN)}")
    return [
        *lines,
        say.markup.small(
            say._("`/delegate profile` shows one of them, `/delegate to` delegates them your power")
        ),
    ]


def _portrait_parts(portrait: Portrait, say: Language) -> list[str]:
    """How many delegate to them, how often they voted and said why, and on what they know something."""
    done, profile, delegators = portrait.participation, portrait.profile, portrait.delegators
    delegate = say.ngettext(
        "{number} member delegates to them", "{number} members delegate to them", delegators
    )
    parts = [delegate.format(number=say.number(delegators))]
    if done.votes:
        parts.append(say._("voted in {cast} of {votes}").format(cast=done.cast, votes=done.votes))
    if done.cast:
        reasons = say.ngettext("{number} reason given", "{number} reasons given", done.reasons)
        parts.append(reasons.format(number=done.reasons))
    if profile and profile.topics:
        topics = say.markup.name(profile.topics, _TOPICS_SHOWN)
        parts.append(say._("topics: {topics}").format(topics=topics))
    return parts
