"""Who takes part: how many, with how much, how soon, and who votes with whom."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from bot.domain.ids import MemberId
from bot.domain.statistics.agreement import LEAST_TOGETHER, Pair
from bot.domain.statistics.closed_vote import PastVote, middle
from bot.domain.statistics.timing import EDGES
from bot.services.statistics.participation import MOST_VOTES, Overlap, TimeToVote, Turnout
from bot.wording.language import Language
from bot.wording.statistics.charts import (
    Bar,
    BarChart,
    LineChart,
    MatrixChart,
    Series,
    StatisticsWords,
)
from bot.wording.statistics.numbers import length, named, number, percent, picture


def turnout_words(found: Turnout, say: Language) -> StatisticsWords:
    """By heads and by power, vote by vote."""

    def lines(say: Language) -> list[str]:
        return _turnout_lines(found, say)

    charts = [] if len(found.votes) < 2 else turnout_charts(found.votes, say.plain(), linked=found.linked)
    return StatisticsWords(
        say._("Participation in {space}").format(space=named(found.space.name, say)),
        tuple(lines(say)),
        (
            say._(
                "Voters are members whose ballots counted; their power is that of the snapshot, and what was delegated."
            ),
        ),
        picture(charts, lines, say),
    )


def _turnout_lines(found: Turnout, say: Language) -> list[str]:
    votes = found.votes
    if not votes:
        return [none_closed(length(found.period, say), say)]
    lines = [closed_line(votes, length(found.period, say), say)]
    if found.cut:
        lines.append(cut_line(say))
    heads = [Fraction(each.voters) for each in votes]
    lines.append(
        say._("**Voters in a vote**: {least} to {most}, {middle} in the middle one.").format(
            least=number(min(heads), say),
            most=number(max(heads), say),
            middle=number(middle(heads) or heads[0], say),
        )
    )
    lines.append(
        say.ngettext(
            "{number} member had linked a wallet when the last of them opened.",
            "{number} members had linked a wallet when the last of them opened.",
            found.linked[-1],
        ).format(number=say.number(found.linked[-1]))
    )
    shares = [each.turnout for each in votes if each.turnout is not None]
    if shares:
        lines.append(
            say._(
                "**Power that was cast**: {least} to {most} of all there was, {middle} in the middle vote."
            ).format(
                least=percent(min(shares), say),
                most=percent(max(shares), say),
                middle=percent(middle(shares) or shares[0], say),
            )
        )
    if unknown := len(votes) - len(shares):
        lines.append(
            say.ngettext(
                "Of {number} vote it isn't known how much power there was in all.",
                "Of {number} votes it isn't known how much power there was in all.",
                unknown,
            ).format(number=say.number(unknown))
        )
    return lines


def none_closed(time: str, say: Language) -> str:
    """`time`: how long is looked back."""
    return say._("No vote was closed within {time}.").format(time=time)


def closed_line(votes: Sequence[PastVote], time: str, say: Language) -> str:
    """How many votes were closed within a time, and how many passed."""
    return say.ngettext(
        "**{number} vote** was closed within {time}; {passed} passed.",
        "**{number} votes** were closed within {time}; {passed} passed.",
        len(votes),
    ).format(number=say.number(len(votes)), time=time, passed=say.number(sum(each.passed for each in votes)))


def cut_line(say: Language) -> str:
    return say._("⚠️ Only the newest {number} votes are looked at.").format(number=say.number(MOST_VOTES))


def turnout_charts(
    votes: Sequence[PastVote],
    say: Language,
    *,
    linked: Sequence[int] = (),
) -> list[LineChart]:
    """The share of power, where it is known of two votes at least, and the voters; `say` without marks."""
    shares = tuple((each.closed_at, each.turnout) for each in votes if each.turnout is not None)
    voters = [
        Series(
            say.pgettext("chart", "voters"),
            tuple((each.closed_at, Fraction(each.voters)) for each in votes),
        )
    ]
    if linked:
        there = zip(votes, linked, strict=True)
        voters.append(
            Series(
                say.pgettext("chart", "members with a wallet"),
                tuple((each.closed_at, Fraction(members)) for each, members in there),
            )
        )
    charts = []
    span = votes[0].closed_at, votes[-1].closed_at
    if len(shares) > 1:
        name = say.pgettext("chart", "power that was cast")
        power = (Series(name, shares),)
        charts.append(LineChart(say.pgettext("chart", "Of all power"), power, percent=True, span=span))
    return [*charts, LineChart(say.pgettext("chart", "By heads"), tuple(voters), span=span)]


def time_to_vote_words(found: TimeToVote, say: Language) -> StatisticsWords:
    """How soon after the opening of a vote members come."""

    def lines(say: Language) -> list[str]:
        return _time_lines(found, say)

    return StatisticsWords(
        say._("How soon members of {space} vote").format(space=named(found.space.name, say)),
        tuple(lines(say)),
        (say._("Each member's first ballot in each vote counts; the time since the opening."),),
        picture([_time_chart(found, say.plain())] if found.delays.number else [], lines, say),
    )


def _time_lines(found: TimeToVote, say: Language) -> list[str]:
    delays, time = found.delays, length(found.period, say)
    if not delays.number:
        return [none_closed(time, say)]
    lines = [
        say.ngettext(
            "**{number} first ballot** in votes that were closed within {time}.",
            "**{number} first ballots** in votes that were closed within {time}.",
            delays.number,
        ).format(number=say.number(delays.number), time=time)
    ]
    if delays.half_by is None:
        lines.append(say._("Half of them came later than {time}.").format(time=say.duration(EDGES[-1])))
    else:
        lines.append(say._("**Half of them came within {time}.**").format(time=say.duration(delays.half_by)))
    day = EDGES[2]
    lines.append(
        say._("{share} came within {time}.").format(
            share=percent(delays.within(day), say), time=say.duration(day)
        )
    )
    return lines


def _time_chart(found: TimeToVote, say: Language) -> BarChart:
    edges = [say.duration(edge) for edge in EDGES]
    names = [
        say.pgettext("chart", "under {time}").format(time=edges[0]),
        *(
            say.pgettext("chart", "{least} to {most}").format(least=least, most=most)
            for least, most in pairwise(edges)
        ),
        say.pgettext("chart", "over {time}").format(time=edges[-1]),
    ]
    counts = found.delays.counts
    bars = tuple(
        Bar(name, (Fraction(count),), f"{say.number(count)} · {say.percent(count, found.delays.number)}")
        for name, count in zip(names, counts, strict=True)
    )
    return BarChart(say.pgettext("chart", "First ballots by the time since the opening"), bars)


def overlap_words(found: Overlap, say: Language) -> StatisticsWords:
    """Who votes with whom, of the most active."""

    def lines(say: Language) -> list[str]:
        return _overlap_lines(found, say)

    voters = found.agreement.voters
    listed = [
        say.ngettext(
            "**{place}** {member}: voted in {number} vote",
            "**{place}** {member}: voted in {number} votes",
            cast,
        ).format(place=place, member=say.markup.member(member), number=say.number(cast))
        for place, (member, cast) in enumerate(zip(voters, found.cast, strict=True), start=1)
    ]
    chart = MatrixChart(
        say.plain().pgettext("chart", "Votes in which both spoke for the same, in percent"),
        tuple(str(place) for place in range(1, len(voters) + 1)),
        tuple(tuple(pair.share for pair in pairs) for pairs in found.agreement.pairs),
    )
    return StatisticsWords(
        say._("Who votes with whom in {space}").format(space=named(found.space.name, say)),
        (*lines(say), *listed),
        (
            say._(
                "The same: both ballots speak for the same choices; of a ranking its first, of approvals all of them."
            ),
            say._("Nothing is said of two who met in fewer than {number} votes.").format(
                number=say.number(LEAST_TOGETHER)
            ),
        ),
        picture([chart] if found.agreement.nearest() else [], lines, say),
    )


def _overlap_lines(found: Overlap, say: Language) -> list[str]:
    if not found.agreement.voters:
        return [none_closed(length(found.period, say), say)]
    lines = [
        say.ngettext(
            "Of {number} vote that was closed within {time}: the members who voted most often.",
            "Of {number} votes that were closed within {time}: the members who voted most often.",
            found.votes,
        ).format(number=say.number(found.votes), time=length(found.period, say))
    ]
    if found.cut:
        lines.append(cut_line(say))
    if nearest := found.agreement.nearest():
        words = say._("**Most alike**: {one} and {other}, the same in {agreed} of {together} votes.")
        lines.append(_pair(words, nearest, say))
    farthest = found.agreement.farthest()
    if farthest and farthest != nearest:
        words = say._("**Least alike**: {one} and {other}, the same in {agreed} of {together} votes.")
        lines.append(_pair(words, farthest, say))
    return lines


def _pair(words: str, found: tuple[MemberId, MemberId, Pair], say: Language) -> str:
    one, other, pair = found
    return words.format(
        one=say.markup.member(one),
        other=say.markup.member(other),
        agreed=say.number(pair.agreed),
        together=say.number(pair.together),
    )
