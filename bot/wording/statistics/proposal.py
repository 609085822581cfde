"""One closed vote in numbers."""

from bot.domain.elections.choices import describe
from bot.domain.statistics.distribution import TOP
from bot.services.statistics.proposal import ProposalNumbers
from bot.wording.language import Language
from bot.wording.statistics.charts import Chart, LineChart, Series, StatisticsWords
from bot.wording.statistics.concentration import top_chart
from bot.wording.statistics.numbers import majority_line, measures, percent, picture
from bot.wording.voting.apart import choice_in_parts
from bot.wording.voting.choices import ballot_words
from bot.wording.voting.conflicts import conflict_line

_CHOICE = 24


def proposal_words(found: ProposalNumbers, say: Language) -> StatisticsWords:
    """Who voted with how much, and when."""

    def lines(say: Language) -> list[str]:
        return _lines(found, say)

    return StatisticsWords(
        say._("#{number} {title} in numbers").format(number=found.vote.number, title=say.title(found.title)),
        (*lines(say), *_largest(found, say)),
        (
            say._("Voters hold what was delegated to them, too."),
            say._("Ballots that were replaced are in none of these figures."),
        ),
        picture(_charts(found, say.plain()), lines, say),
    )


def _lines(found: ProposalNumbers, say: Language) -> list[str]:
    vote = found.vote
    words = say._("It **passed** {when}.") if vote.passed else say._("It was **defeated** {when}.")
    lines = [
        words.format(when=say.when(vote.closed_at)),
        say.ngettext(
            "**{number} voter**; members with a linked wallet when it opened: {linked}.",
            "**{number} voters**; members with a linked wallet when it opened: {linked}.",
            vote.voters,
        ).format(number=say.number(vote.voters), linked=say.number(found.linked)),
    ]
    if vote.turnout is not None:
        lines.append(
            say._("They cast {share} of all power that there was.").format(share=percent(vote.turnout, say))
        )
    if not found.distribution.holders:
        return lines
    lines += [majority_line(found.distribution, say), measures(found.distribution, say)]
    half = next((each for each in found.arrivals if 2 * each.heads >= 1), None)
    if half is not None:
        lines.append(
            say._("Half of the ballots that counted were there by {when}.").format(when=say.moment(half.at))
        )
    return lines


def _largest(found: ProposalNumbers, say: Language) -> list[str]:
    return [
        say._("**{place}** {member}: {power}, {choice}").format(
            place=place,
            member=say.markup.member(each.member),
            power=say.power(each.weight[0], found.vote.decimals, found.vote.symbol, exact=False),
            choice=choice_in_parts(found.policy, each.choice, each.parts, say, _CHOICE * 2),
        )
        + (f" · {conflict_line(each.conflict, say)}" if each.conflict else "")
        for place, each in enumerate(found.voters[:TOP], start=1)
        if each.weight[0]
    ]


def _charts(found: ProposalNumbers, say: Language) -> list[Chart]:
    if not found.distribution.holders:
        return []
    heads = tuple((each.at, each.heads) for each in found.arrivals)
    power = tuple((each.at, each.power) for each in found.arrivals)
    labels = [ballot_words(describe(found.policy, each.choice), say, _CHOICE) for each in found.voters[:TOP]]
    return [
        LineChart(
            say.pgettext("chart", "When the ballots came that counted"),
            (Series(say.pgettext("chart", "voters"), heads), Series(say.pgettext("chart", "power"), power)),
            percent=True,
        ),
        top_chart(found.voters, found.distribution.total, say, labels),
    ]
