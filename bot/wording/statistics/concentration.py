"""How power was distributed in a closed vote."""

from collections.abc import Sequence
from fractions import Fraction

from bot.domain.statistics.distribution import TOP
from bot.services.pages.voters import Voter
from bot.services.statistics.concentration import MOST_ROWS, Concentration
from bot.wording.blocks import block_list
from bot.wording.language import Language
from bot.wording.statistics.charts import Bar, BarChart, StatisticsWords
from bot.wording.statistics.numbers import majority_line, measures, named, percent, picture


def concentration_words(found: Concentration, say: Language) -> StatisticsWords:
    """What is measured comes with the measures: those who voted, and all members whose power is known."""

    def lines(say: Language) -> list[str]:
        return _lines(found, say)

    vote = found.vote
    listed = [
        say._("**{place}** {member}: {power}, {share}").format(
            place=place,
            member=say.markup.member(each.member),
            power=say.power(each.weight[0], vote.decimals, vote.symbol, exact=False),
            share=say.percent(each.weight[0], found.voted.total),
        )
        for place, each in enumerate(_top(found.voters), start=1)
    ]
    return StatisticsWords(
        say._("How power is distributed in {space}").format(space=named(found.space.name, say)),
        (*lines(say), *listed),
        _foot(found, say),
        picture([top_chart(found.voters, found.voted.total, say.plain())] if listed else [], lines, say),
    )


def _top(voters: Sequence[Voter]) -> list[Voter]:
    return [each for each in voters[:TOP] if each.weight[0]]


def _lines(found: Concentration, say: Language) -> list[str]:
    vote, voted = found.vote, found.voted
    lines = [
        say._("**Those who voted** on #{number}, closed {when}:").format(
            number=vote.number, when=say.when(vote.closed_at)
        )
    ]
    if not voted.holders:
        return [*lines, say._("Nobody voted who had any power.")]
    lines += [majority_line(voted, say), measures(voted, say)]
    if vote.turnout is not None:
        lines.append(
            say._("They cast {share} of all power that there was.").format(share=percent(vote.turnout, say))
        )
        lines.append(
            say._("Together they held no more than half of all power.")
            if found.of_all is None
            else say._("{number} of them held more than half of **all** power.").format(
                number=say.number(found.of_all)
            )
        )
    if found.members is not None:
        lines += [
            say._(
                "**All members whose power is known**, whether they voted or not ({number}), by what is their own:"
            ).format(number=say.number(found.members.holders)),
            measures(found.members, say),
        ]
    return lines


def _foot(found: Concentration, say: Language) -> tuple[str, ...]:
    lines = [
        say._("Voters hold what was delegated to them, too."),
        say._(
            "Gini and Herfindahl: near 0 where many hold about the same, near 1 where one holds everything."
        ),
    ]
    if found.blocks:
        lines.append(say._("Power is that at {blocks}.").format(blocks=block_list(found.blocks, say)))
    if found.members is None:
        lines.append(
            say._(
                "Roles give power here: who had them and didn't vote isn't known, so that only voters are measured."
            )
        )
    else:
        lines.append(say._("Accounts that are no member's linked wallet are in none of these figures."))
    if found.voted.holders > MOST_ROWS:
        lines.append(
            say._("A file has the {number} voters with the most power.").format(number=say.number(MOST_ROWS))
        )
    return tuple(lines)


def top_chart(voters: Sequence[Voter], total: int, say: Language, labels: Sequence[str] = ()) -> BarChart:
    """The largest voters by their places, and all others together; `labels` stand beside their shares."""
    top = _top(voters)
    shares = [Fraction(each.weight[0], total) for each in top]
    bars = []
    for place, share in enumerate(shares):
        label = percent(share, say)
        if place < len(labels):
            label = f"{label} · {labels[place]}"
        bars.append(Bar(str(place + 1), (share,), label))
    rest = 1 - sum(shares, Fraction(0))
    if rest > 0:
        bars.append(Bar(say.pgettext("chart", "others"), (rest,), percent(rest, say)))
    return BarChart(say.pgettext("chart", "Shares of what was cast"), tuple(bars))
