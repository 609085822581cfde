"""What a member is told of what they asked for: one entry for each notice, the most urgent first."""

import itertools
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.elections.tally import decode_result
from bot.domain.ids import ChainId, GuildId
from bot.domain.notices.topics import Topic
from bot.domain.policy.rules import rules_of
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State, state
from bot.services.notices.telling import Told
from bot.wording.holder_roles.rules import losing_text
from bot.wording.language import Language
from bot.wording.markup.links import channel_url, message_url
from bot.wording.markup.plain_text import cut
from bot.wording.notices.digests import NOTICE_ROOM, digest_text
from bot.wording.voting.choices import ballot_words
from bot.wording.voting.verdicts import outcome_sentence

_ROOM = 3_500
"""Characters, within a message that names its server first."""


def notices_text(
    told: Sequence[Told], guild: GuildId, chains: Mapping[ChainId, str], now: datetime, say: Language
) -> tuple[str, Sequence[Told]]:
    """What happened, each with the way there, and what has no room and is for another message. `chains` are the names
    of the chains."""
    entries = [_entry(each, guild, chains, now, say) for each in told]
    lengths = itertools.accumulate(len(entry) + 1 for entry in entries)
    fitting = max(1, sum(length <= _ROOM for length in lengths))
    return cut("\n".join(entries[:fitting]), _ROOM), told[fitting:]


def _entry(told: Told, guild: GuildId, chains: Mapping[ChainId, str], now: datetime, say: Language) -> str:
    proposal = told.proposal
    if told.week is not None:
        return digest_text(told.week, chains, now, say, NOTICE_ROOM)
    if told.losing is not None:
        return losing_text(told.losing, say)
    if proposal is None:
        return _delegated(told, say)
    url = _url(told, guild)
    text = _text(told, proposal, now, say)
    return f"{text} · {url}" if url else text


def _text(told: Told, proposal: Proposal, now: datetime, say: Language) -> str:
    match told.notice.topic:
        case Topic.ENDING:
            return _ending(told, proposal, now, say)
        case Topic.DELEGATE:
            return _delegate(told, proposal, now, say)
        case Topic.OPENING:
            return _opening(proposal, now, say)
        case Topic.RESULT:
            return _result(proposal, say)
        case Topic.DUE:
            return _due(told, proposal, say)
        case _:
            return _proposed(proposal, say)


def _named(words: str, proposal: Proposal, say: Language, **others: str) -> str:
    """The sentence with the proposal in it."""
    return words.format(title=say.title(proposal.content.title), number=proposal.number, **others)


def _ending(told: Told, proposal: Proposal, now: datetime, say: Language) -> str:
    ends_at = proposal.ends_at(now)
    when = say.when(ends_at) if ends_at else ""
    if told.delegate is None:
        words = say._("⏰ **{title}** (proposal {number}) ends {when}, and you haven't voted.")
        return _named(words, proposal, say, when=when)
    words = say._(
        "⏰ **{title}** (proposal {number}) ends {when}. You haven't voted, and {member}, to whom you delegate, hasn't "
        "either."
    )
    return _named(words, proposal, say, when=when, member=say.markup.member(told.delegate))


def _delegate(told: Told, proposal: Proposal, now: datetime, say: Language) -> str:
    member = say.markup.member(told.delegate) if told.delegate else ""
    if told.choice is None:
        words = say._(
            "🗳️ {member}, to whom you delegate, has taken their vote back on **{title}** (proposal {number})."
        )
    else:
        words = say._(
            "🗳️ {member}, to whom you delegate, voted **{choice}** on **{title}** (proposal {number})."
        )
    text = _named(words, proposal, say, member=member, choice=ballot_words(told.choice or "", say))
    ends_at = proposal.ends_at(now)
    if state(proposal, now) is not State.VOTING or ends_at is None:
        return text
    own = say._("Your own vote goes before theirs, until {moment}.")
    return f"{text} {own.format(moment=say.moment(ends_at))}"


def _opening(proposal: Proposal, now: datetime, say: Language) -> str:
    ends_at = proposal.ends_at(now)
    if ends_at is None:
        return _named(say._("🗳️ **{title}** (proposal {number}) is open for stakes."), proposal, say)
    words = say._("🗳️ **{title}** (proposal {number}): the vote is open until {moment}.")
    return _named(words, proposal, say, moment=say.moment(ends_at))


def _result(proposal: Proposal, say: Language) -> str:
    closing = proposal.closing
    if closing is None or proposal.rules.open_ended:
        return _named(say._("📊 **{title}** (proposal {number}): **Passed** by its stakes."), proposal, say)
    result = decode_result(closing.result, rules_of(proposal.rules))
    words = say._("📊 **{title}** (proposal {number}): {outcome}")
    return _named(words, proposal, say, outcome=outcome_sentence(proposal.rules, result, say))


def _due(told: Told, proposal: Proposal, say: Language) -> str:
    if told.notice.request is not None:
        words = say._("✍️ **{title}** (proposal {number}) passed, and your signature is due.")
        return _named(words, proposal, say)
    words = say._("🛡️ **{title}** (proposal {number}) passed. You can stop it until {moment}, with `/veto`.")
    ends_at = proposal.timelock_ends_at
    return _named(words, proposal, say, moment=say.moment(ends_at) if ends_at else "")


def _proposed(proposal: Proposal, say: Language) -> str:
    words = say._("💬 **{title}** (proposal {number}), a new proposal by {member}, is discussed.")
    return _named(words, proposal, say, member=say.markup.member(proposal.author))


def _delegated(told: Told, say: Language) -> str:
    words = say._(
        "🤝 {member} delegates to you: your ballots in votes that open from now on count with their power, too. "
        "`/delegate list` shows it."
    )
    return words.format(member=say.markup.member(told.notice.who) if told.notice.who else "")


def _url(told: Told, guild: GuildId) -> str:
    """Where the member goes on from here; empty where nothing stands there yet."""
    ways = (told.shown_as, *_WAYS.get(told.notice.topic, ("card", "thread")))
    place = next((told.places[what] for what in ways if what in told.places), None)
    if place is None:
        return ""
    if place.what == "thread":
        return channel_url(guild, place.channel)
    return message_url(guild, place.channel, place.message)


_WAYS: Mapping[Topic, Sequence[str]] = {
    Topic.PROPOSALS: ("thread",),
    Topic.RESULT: ("result", "card"),
    Topic.DUE: ("result", "card"),
}
"""What of a proposal one wants to see, the first that stands."""
