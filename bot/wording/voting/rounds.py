"""The rounds of a run-off: who went out when, and what each choice had in each of them."""

from bot.domain.elections.tally import Result
from bot.domain.policy.model import Policy, PowerRule
from bot.wording.language import Language
from bot.wording.markup.plain_text import one_line
from bot.wording.voting.choices import all_of

_NAME, _CELL = 16, 14
"""Characters of a name and of an amount in a table."""
_TABLE = 1800
"""Characters of one table: it must fit into a message."""


def round_lines(policy: Policy, result: Result, say: Language) -> list[str]:
    """Who went out in which round of a run-off; nothing where there was one round only."""
    if len(result.rounds) < 2:
        return []
    out = [
        say._("{round}: {choices} out").format(
            round=number, choices=all_of((policy.choices[choice - 1] for choice in each.eliminated), say)
        )
        for number, each in enumerate(result.rounds, start=1)
        if each.eliminated
    ]
    number = len(result.rounds)
    head = say.ngettext("**{number} round**", "**{number} rounds**", number).format(number=number)
    return [f"{head}: {'; '.join(out)}."]


def round_tables(policy: Policy, result: Result, say: Language) -> list[str]:
    """The power of each choice in each round, as tables of so many rounds as fit into a message."""
    if not result.rounds:
        return []
    rows = len(policy.choices) + 2
    columns = max(1, (_TABLE // rows - _NAME - 2) // _CELL)
    tables = []
    for start in range(0, len(result.rounds), columns):
        some = list(enumerate(result.rounds, start=1))[start : start + columns]
        head = say.pgettext("of a run-off", "Round")[: _NAME - 1].ljust(_NAME)
        lines = [head + "".join(str(number).rjust(_CELL) for number, _ in some)]
        for place, name in enumerate(policy.choices):
            cells = [_cell(each.scores[place], policy.power, say) for _, each in some]
            lines.append(one_line(name)[: _NAME - 1].ljust(_NAME) + "".join(cells))
        tables.append(say.markup.code_block("\n".join(lines)))
    return tables


def _cell(score: int | None, power: PowerRule, say: Language) -> str:
    if score is None:
        return say.pgettext("of a run-off", "out")[:_CELL].rjust(_CELL)
    text = say.tokens(score, power.decimals, 2)
    if len(text) >= _CELL:
        text = f"~10^{len(str(score)) - 1 - power.decimals}"
    return text.rjust(_CELL)
