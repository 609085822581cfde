"""Names in action lines: looked up once, and replaced by the addresses that they stand for."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from bot.domain.accounts.accounts import NamedAccount
from bot.domain.errors import BadAction
from bot.domain.errors.proposals.actions import BadAddressOf
from bot.domain.fault import Fault
from bot.domain.ids import Address
from bot.execution.actions.lexer import Word
from bot.execution.actions.lines import names_in
from bot.services.ports import AccountNames


class Spelt(msgspec.Struct, frozen=True):
    """A line with addresses where names were, and those names."""

    line: str
    names: tuple[NamedAccount, ...] = ()


async def spell_out(lines: Sequence[tuple[int, str]], native: str, names: AccountNames) -> list[Spelt]:
    """The numbered lines with addresses where names of accounts and tokens were.

    A symbol that nobody knows stays as it is. Raises BadAction for a name that stands for nothing, ChainUnavailable.
    """
    found = [(number, line, names_in(line, native)) for number, line in lines]
    accounts = await names.accounts({word.text for _, _, each in found for word in each.accounts})
    tokens = await names.tokens({word.text for _, _, each in found for word in each.tokens})
    return [
        _spelt(number, line, (*_answers(each.accounts, accounts), *_answers(each.tokens, tokens)))
        for number, line, each in found
    ]


Answer = Address | NamedAccount | Fault | None


def _answers(words: Iterable[Word], answers: Mapping[str, Answer]) -> Iterable[tuple[Word, Answer]]:
    return ((word, answers[word.text]) for word in words)


def _spelt(number: int, line: str, answers: Sequence[tuple[Word, Answer]]) -> Spelt:
    names: list[NamedAccount] = []
    text = line
    for word, answer in sorted(answers, key=lambda each: each[0].place, reverse=True):
        if isinstance(answer, Fault):
            raise BadAction(number, line, BadAddressOf(word.text, answer))
        if answer is None:
            continue
        if isinstance(answer, NamedAccount):
            names.insert(0, answer)
        start, end = word.place
        text = text[:start] + (answer.account if isinstance(answer, NamedAccount) else answer) + text[end:]
    return Spelt(text, tuple(dict.fromkeys(names)))
