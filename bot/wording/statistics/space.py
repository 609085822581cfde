"""A space at a glance."""

from collections.abc import Sequence
from fractions import Fraction

from bot.domain.statistics.outcomes import Outcomes, together
from bot.services.ports import Acts
from bot.services.statistics.space import SpaceNumbers
from bot.wording.delegation.delegations import members
from bot.wording.governance.log.log_acts import act_words
from bot.wording.language import Language
from bot.wording.statistics.charts import Bar, BarChart, StatisticsWords
from bot.wording.statistics.numbers import length, named, picture

_TRACKS = 8
_ACTS = 10
_TRACK_NAME = 24


def space_words(found: SpaceNumbers, say: Language) -> StatisticsWords:
    """What was proposed, who was there, what moderators did."""

    def lines(say: Language) -> list[str]:
        return _lines(found, say)

    return StatisticsWords(
        say._("{space} in numbers").format(space=named(found.space.name, say)),
        (*lines(say), *_acts(found.acts, say)),
        (
            say._("Stopped: withdrawn, cancelled or vetoed. Open: without an end yet."),
            say._("Acts are those of the whole server that stand in its public log."),
        ),
        picture([_chart(found, say.plain())] if found.outcomes else [], lines, say),
    )


def _lines(found: SpaceNumbers, say: Language) -> list[str]:
    time, people = length(found.period, say), found.people
    total = together(found.outcomes)
    return [
        say.ngettext(
            "**{number} proposal** was submitted within {time}; authors: {authors}.",
            "**{number} proposals** were submitted within {time}; authors: {authors}.",
            total.number,
        ).format(number=say.number(total.number), time=time, authors=say.number(people.authors)),
        say._(
            "Passed **{passed}** · defeated **{defeated}** · stopped **{stopped}** · open **{open}**"
        ).format(
            passed=say.number(total.passed),
            defeated=say.number(total.defeated),
            stopped=say.number(total.stopped),
            open=say.number(total.open),
        ),
        say.ngettext(
            "**{number} member** voted in what was closed; {new} had never voted here before.",
            "**{number} members** voted in what was closed; {new} had never voted here before.",
            people.voters,
        ).format(number=say.number(people.voters), new=say.number(people.newcomers)),
        say.ngettext(
            "**{number} member** has linked a wallet now.",
            "**{number} members** have linked a wallet now.",
            found.linked,
        ).format(number=say.number(found.linked)),
    ]


def _acts(acts: Sequence[Acts], say: Language) -> list[str]:
    if not acts:
        return [say._("**Moderators**: nothing stands in the public log of that time.")]
    by_act: dict[str, list[Acts]] = {}
    for each in acts:
        by_act.setdefault(each.act, []).append(each)
    counted = sorted(by_act.items(), key=lambda each: (-sum(one.number for one in each[1]), each[0]))
    lines = [
        say._("• {act}: {number}, by {members}").format(
            act=act_words(act, say),
            number=say.number(sum(each.number for each in done)),
            members=say.both([say.markup.member(each.actor) for each in done[:3]])
            if len(done) <= 3
            else members(len(done), say),
        )
        for act, done in counted[:_ACTS]
    ]
    if (more := len(counted) - _ACTS) > 0:
        lines.append(say.and_more(more))
    return [say._("**What moderators did**"), *lines]


def _chart(found: SpaceNumbers, say: Language) -> BarChart:
    bars = [
        _bar(say.markup.name(_name(found, each), _TRACK_NAME), each, say) for each in found.outcomes[:_TRACKS]
    ]
    if rest := found.outcomes[_TRACKS:]:
        bars.append(_bar(say.pgettext("chart", "others"), together(rest), say))
    legend = (
        say.pgettext("chart", "passed"),
        say.pgettext("chart", "defeated"),
        say.pgettext("chart", "stopped"),
        say.pgettext("chart", "open"),
    )
    return BarChart(say.pgettext("chart", "Proposals by track"), tuple(bars), legend)


def _name(found: SpaceNumbers, each: Outcomes) -> str:
    return "?" if each.track is None else found.tracks.get(each.track, "?")


def _bar(name: str, each: Outcomes, say: Language) -> Bar:
    parts = (each.passed, each.defeated, each.stopped, each.open)
    return Bar(name, tuple(map(Fraction, parts)), say.number(each.number))
