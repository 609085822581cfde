"""How a space does: how centralized, how engaged, how lasting, each beside the time before."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from msgspec.structs import replace

from bot.domain.statistics.health import Figure, Move
from bot.services.statistics.health import MEASURED, HealthReport, ImportedPast
from bot.wording.language import Language
from bot.wording.statistics.charts import Chart, StatisticsWords
from bot.wording.statistics.numbers import coefficient, length, named, number, percent, picture
from bot.wording.statistics.participation import none_closed, turnout_charts

_MARKS = {Move.UP: "▲", Move.DOWN: "▼", Move.SAME: "＝", None: "·"}
_NOTHING = "–"
_Shown = Callable[[Fraction, Language], str]


def health_words(found: HealthReport, say: Language) -> StatisticsWords:
    """In short sentences, each with what it was before."""

    def lines(say: Language) -> list[str]:
        return _lines(found, say)

    time = length(found.period, say)
    foot = [
        say._(
            "▲ more, ▼ less, ＝ about the same as in the {time} before; in brackets what it was then."
        ).format(time=time),
        say._(
            "How power was distributed is that of those who voted, in the newest {number} votes of each time at most."
        ).format(number=say.number(MEASURED)),
    ]
    if found.imported is not None:
        foot += _sources(found.imported, time, say)
    return StatisticsWords(
        say._("How {space} does").format(space=named(found.space.name, say)),
        tuple(lines(say)),
        tuple(foot),
        picture(_charts(found, say.plain()), lines, say),
    )


def _lines(found: HealthReport, say: Language) -> list[str]:
    health, time = found.health, length(found.period, say)

    def told(words: str, name: str, shown: _Shown) -> str:
        imported = None if found.imported is None else found.imported.figure(name)
        return _sentence(words, getattr(health, name), imported, shown, say)

    return [
        *([] if health.votes.now else [none_closed(time, say)]),
        told(say._("{mark} Votes that were closed: {now}"), "votes", number),
        say._("**How centralized**"),
        *_danger(found, say),
        told(
            say._("{mark} So few of the voters held more than half of what was cast: {now}"),
            "nakamoto",
            number,
        ),
        told(say._("{mark} The largest voter's share: {now}"), "largest", percent),
        told(say._("{mark} Inequality of voters (Gini): {now}"), "gini", coefficient),
        say._("**How engaged**"),
        told(say._("{mark} Voters in the middle vote: {now}"), "heads", number),
        told(say._("{mark} Share of all power that was cast: {now}"), "turnout", percent),
        told(say._("{mark} Members who voted at all: {now}"), "voters", number),
        say._("**How lasting**"),
        told(say._("{mark} Of those who voted in the time before, voted again: {now}"), "returned", percent),
        told(say._("{mark} Members who voted for the first time: {now}"), "newcomers", number),
        told(say._("{mark} Members who proposed something: {now}"), "authors", number),
        told(say._("{mark} Votes that passed: {now}"), "passed", percent),
    ]


def _sources(past: ImportedPast, time: str, say: Language) -> Iterator[str]:
    """Where the imported past is from, and how far it can be believed."""
    said = {
        "snapshot": say._(
            "🕰 On Snapshot, as it was imported: of the {time} that ended {when}, voters being wallets. Nobody here "
            "checked it."
        ),
        "folkmoot": say._(
            "🕰 In another server, as it was imported: of the {time} that ended {when}. Its records were checked when "
            "they came, and nobody here has seen the votes."
        ),
    }
    for source, words in said.items():
        if source in past.sources:
            yield words.format(time=time, when=say.when(past.until))


def _danger(found: HealthReport, say: Language) -> list[str]:
    if found.health.nakamoto.now != 1:
        return []
    return [say._("⚠️ In most votes **one voter alone** held more than half of what was cast.")]


def _sentence(words: str, figure: Figure, imported: Fraction | None, shown: _Shown, say: Language) -> str:
    now = _NOTHING if figure.now is None else shown(figure.now, say)
    before = _NOTHING if figure.before is None else shown(figure.before, say)
    if imported is None:
        value = say.pgettext("value", "**{now}** ({before})").format(now=now, before=before)
    else:
        value = say.pgettext("value", "**{now}** ({before}; 🕰 {imported})").format(
            now=now, before=before, imported=shown(imported, say)
        )
    return words.format(mark=_MARKS[figure.move], now=value)


def _charts(found: HealthReport, say: Language) -> list[Chart]:
    begins = found.period.since, say.pgettext("chart", "this time")
    charts: list[Chart] = []
    if len(found.votes) > 1:
        charts += [replace(each, boundary=begins) for each in turnout_charts(found.votes, say)]
    if found.imported is not None and len(found.imported.told.votes) > 1:
        title = say.pgettext("chart", "Imported: by heads")
        if found.imported.sources == {"snapshot"}:
            title = say.pgettext("chart", "On Snapshot, imported: by heads")
        charts += [replace(each, title=title) for each in turnout_charts(found.imported.told.votes, say)]
    return charts
