"""The digest of a discussion."""

import msgspec

from bot.domain.assistance.arguments import Argument
from bot.domain.ids import GuildId
from bot.services.assistance.digests import Digest, News, Question, Side
from bot.services.proposals.listing import Listed
from bot.wording.language import Language
from bot.wording.markup.links import channel_url, message_url
from bot.wording.proposals.lifecycle.states import state_words
from bot.wording.voting.choices import ballot_words

_ARGUMENT, _REASON, _ANSWER = 300, 200, 200


def digest_lines(digest: Digest, guild: GuildId, say: Language) -> list[str]:
    """What is new first; then both sides, the questions (those that nobody answered first), the reasons of ballots, and
    what it comes from."""
    proposal = digest.proposal
    lines = [
        say._("**{title}** (proposal {number}): the digest of its discussion").format(
            title=say.title(proposal.content.title), number=proposal.number
        )
    ]
    if digest.news is not None:
        lines.append(_news(digest.news, say))
    return [*lines, *discussion_lines(digest, guild, say)]


def discussion_lines(digest: Digest, guild: GuildId, say: Language) -> list[str]:
    """The same without its head, for everybody."""
    lines = [
        *_side(say._("**For**"), digest.for_it, digest, guild, say),
        *_side(say._("**Against**"), digest.against_it, digest, guild, say),
        *_questions(digest, guild, say),
    ]
    if digest.reasons:
        lines.append(say._("**Why members voted as they did**"))
        lines += [
            say._("• {member}, {choice}: {reason}").format(
                member=say.markup.member(each.member),
                choice=say.markup.strong(ballot_words(each.choice, say)),
                reason=say.markup.name(each.text, _REASON),
            )
            for each in digest.reasons
        ]
    if digest.alike:
        lines.append(say._("**Earlier proposals that are like it**"))
        lines += [_alike(each, guild, say) for each in digest.alike]
    return [*lines, say.markup.small(where_it_is_from(say))]


class DigestWords(msgspec.Struct, frozen=True):
    """Of a page, which is the same for all."""

    head: str
    lines: tuple[str, ...]


def digest_words(digest: Digest, guild: GuildId, say: Language) -> DigestWords | None:
    """None where nobody has put anything there."""
    if not (digest.for_it.shown or digest.against_it.shown or digest.questions or digest.reasons):
        return None
    return DigestWords(say._("The digest of its discussion"), tuple(discussion_lines(digest, guild, say)))


def where_it_is_from(say: Language) -> str:
    """What was read for it, and what was not."""
    return say._(
        "🤖 Put together by a machine from what members gave it: `/proposal argue`, messages that were added, answers "
        "to questions, and reasons of votes. It reads nothing else of the thread. Each line is its author's own."
    )


def _side(head: str, side: Side, digest: Digest, guild: GuildId, say: Language) -> list[str]:
    if not side.shown:
        return [head, say._("Nobody has put an argument here yet.")]
    lines = [head, *(_entry(each, digest, guild, say) for each in side.shown)]
    if side.more:
        lines.append(
            say.ngettext(
                "… and {number} more in the thread", "… and {number} more in the thread", side.more
            ).format(number=say.number(side.more))
        )
    return lines


def _questions(digest: Digest, guild: GuildId, say: Language) -> list[str]:
    waiting = [each for each in digest.questions if not each.answers]
    answered = [each for each in digest.questions if each.answers]
    lines = []
    if waiting:
        lines.append(say._("**Questions that nobody has answered**"))
        lines += [f"{_entry(each.asked, digest, guild, say)} · {say.when(each.asked.at)}" for each in waiting]
    if answered:
        lines.append(say._("**Questions and answers**"))
        for each in answered:
            lines += _answered(each, digest, guild, say)
    return lines


def _answered(question: Question, digest: Digest, guild: GuildId, say: Language) -> list[str]:
    newest = question.answers[-1]
    answer = say._("↳ {member}: {text}").format(
        member=say.markup.member(newest.member), text=say.markup.name(newest.text, _ANSWER)
    )
    return [
        _entry(question.asked, digest, guild, say),
        f"{answer} · {_link(newest, digest, guild, say)}",
    ]


def _entry(argument: Argument, digest: Digest, guild: GuildId, say: Language) -> str:
    entry = say._("• {member}: {text}").format(
        member=say.markup.member(argument.member), text=say.markup.name(argument.text, _ARGUMENT)
    )
    return f"{entry} · {_link(argument, digest, guild, say)}"


def _link(argument: Argument, digest: Digest, guild: GuildId, say: Language) -> str:
    """The way to the message that it comes from."""
    if argument.channel is not None and argument.message is not None:
        return say.markup.link(
            say.pgettext("link", "message"), message_url(guild, argument.channel, argument.message)
        )
    if digest.thread is not None:
        return say.markup.link(say.pgettext("link", "thread"), channel_url(guild, digest.thread.channel))
    return say.pgettext("link", "not posted yet")


def _alike(listed: Listed, guild: GuildId, say: Language) -> str:
    proposal, place = listed.proposal, listed.place
    title = say._("**{title}** (proposal {number})").format(
        title=say.title(proposal.content.title), number=proposal.number
    )
    line = f"• {title}: {state_words(listed.state, say)}"
    if place is None:
        return line
    link = say.markup.link(say.pgettext("link", "message"), message_url(guild, place.channel, place.message))
    return f"{line} · {link}"


def _news(news: News, say: Language) -> str:
    since = say.when(news.since)
    if news.nothing:
        return say._("Nothing is new since you looked {when}.").format(when=since)
    parts = []
    if news.opened:
        parts.append(say._("the vote has opened"))
    if news.closed:
        parts.append(say._("the vote has ended"))
    if news.edits:
        parts.append(
            say.ngettext("the text was edited once", "the text was edited {number} times", news.edits).format(
                number=say.number(news.edits)
            )
        )
    if news.arguments:
        parts.append(
            say.ngettext("{number} new entry", "{number} new entries", news.arguments).format(
                number=say.number(news.arguments)
            )
        )
    return say._("**Since you looked {when}**: {news}").format(when=since, news=say.both(parts))
