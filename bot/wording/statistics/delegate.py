"""What a member did with their own power, and with that of those who delegate to them."""

from fractions import Fraction

from bot.domain.statistics.closed_vote import middle
from bot.services.statistics.delegate import DelegateNumbers
from bot.wording.delegation.delegate_profiles import participation_lines
from bot.wording.delegation.delegations import members
from bot.wording.language import Language
from bot.wording.statistics.charts import LineChart, Series, StatisticsWords
from bot.wording.statistics.numbers import percent, picture


def delegate_words(found: DelegateNumbers, say: Language) -> StatisticsWords:
    """Their record, and how much of each vote was with them."""

    def lines(say: Language) -> list[str]:
        return _lines(found, say)

    return StatisticsWords(
        say._("The record of {member}").format(member=say.markup.member(found.portrait.member)),
        tuple(lines(say)),
        (say._("Where they didn't vote, nothing counted with them."),),
        picture([_chart(found, say.plain())] if len(found.casts) > 1 else [], lines, say),
    )


def _lines(found: DelegateNumbers, say: Language) -> list[str]:
    lines = [
        say._("**Delegate to them**: {members}").format(members=members(found.portrait.delegators, say)),
        *participation_lines(found.portrait.participation, say),
    ]
    if not found.casts:
        return lines
    cast = [each for each in found.casts if each.voted]
    lines.append(
        say.ngettext(
            "Of the newest **{number} vote** they voted in {cast}, in {delegated} with power of others.",
            "Of the newest **{number} votes** they voted in {cast}, in {delegated} with power of others.",
            len(found.casts),
        ).format(
            number=say.number(len(found.casts)),
            cast=say.number(len(cast)),
            delegated=say.number(sum(each.delegated > 0 for each in cast)),
        )
    )
    share = middle(each.share for each in cast)
    if share is not None:
        largest = max(each.share for each in cast)
        lines.append(
            say._("They had **{middle}** of what was cast in the middle one, and {most} at most.").format(
                middle=percent(share, say), most=percent(largest, say)
            )
        )
    return lines


def _chart(found: DelegateNumbers, say: Language) -> LineChart:
    casts = found.casts
    together = tuple((each.vote.closed_at, each.share) for each in casts)
    own = tuple((each.vote.closed_at, Fraction(each.own, each.vote.cast_power or 1)) for each in casts)
    return LineChart(
        say.pgettext("chart", "Share of what was cast"),
        (
            Series(say.pgettext("chart", "with what was delegated"), together),
            Series(say.pgettext("chart", "their own"), own),
        ),
        percent=True,
    )
