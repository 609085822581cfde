"""Which line of a proposal's actions is meant for which chain: `on polygon: transfer 1 POL to 0x…`.

A line that says nothing of it, and in which every account is written without a chain or with the same one, is of that
chain, or of the usual one.
"""

import re
from collections.abc import Mapping

from bot.domain.errors import BadAction
from bot.domain.errors.proposals.action_lines import NoExecutorOn
from bot.domain.ids import ChainId
from bot.execution.actions.lexer import Unbalanced, logical_lines, words

_ON = re.compile(r"on\s+([^:]{1,60}?)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_PREFIXED = re.compile(r"([^\s:]{1,60}):0x[0-9a-fA-F]{40}", re.ASCII)


def lines_by_chain(lines: str, usual: ChainId, named: Mapping[str, ChainId]) -> dict[ChainId, str]:
    """The text of each chain with what says so taken away, the usual chain first; each action's number stays that of
    its line. `named` says how each chain may be called.

    Raises BadAction for a line that names a chain which isn't among them.
    """
    by_name = {name.casefold(): chain for name, chain in named.items()}
    rows = len(lines.splitlines())
    found = {chain: [""] * rows for chain in dict.fromkeys([usual, *named.values()])}
    for number, line in logical_lines(lines):
        chain, text = usual, line
        if match := _ON.fullmatch(line):
            known = by_name.get(match[1].casefold())
            if known is None:
                raise BadAction(number, line, NoExecutorOn(match[1], tuple(_first_names(named))))
            chain, text = known, match[2]
        elif len(prefixed := _prefixed(line, by_name)) == 1:
            (chain,) = prefixed
        found[chain][number - 1] = text
    return {chain: "\n".join(texts) for chain, texts in found.items() if any(texts)}


def _prefixed(line: str, named: Mapping[str, ChainId]) -> set[ChainId]:
    """The chains that stand before the accounts of a line."""
    try:
        given = words(line)
    except Unbalanced:
        return set()
    prefixes = (match[1].casefold() for word in given if (match := _PREFIXED.fullmatch(word.text)))
    return {named[prefix] for prefix in prefixes if prefix in named}


def _first_names(named: Mapping[str, ChainId]) -> list[str]:
    """One name of each chain."""
    first: dict[ChainId, str] = {}
    for name, chain in named.items():
        first.setdefault(chain, name)
    return list(first.values())
