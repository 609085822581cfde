"""What is to be translated: the sentences in the code, found in its syntax tree.

Babel's own reader of Python sees no sentence inside an f-string before Python 3.12; this one does.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeGuard

CALLS = {"_": (0, 1), "ngettext": (0, 2), "pgettext": (1, 1), "npgettext": (1, 2)}
"""The methods of `Language` that look a sentence up: how many of their arguments are a context, how many sentences."""
_CATALOGUES = ("self._catalogue", "catalogue")
"""How gettext's objects are called, which have methods of the same names."""


class Sentence(NamedTuple):
    """One entry of the catalogues."""

    context: str | None
    forms: tuple[str, ...]
    """One, or the singular and the plural."""


class NotReadable(Exception):
    """A sentence that isn't written where it is looked up, so that no catalogue can have it."""


def sentences_in(paths: Iterable[Path], root: Path) -> Iterator[tuple[str, Sentence]]:
    """(file, sentence) for each place where one is looked up. Raises NotReadable for one that isn't plain text."""
    for path in sorted(paths):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and _looks_up(node.func):
                name = path.relative_to(root).as_posix()
                yield name, _sentence(node, node.func.attr, f"{name}:{node.lineno}")


def _looks_up(called: ast.expr) -> TypeGuard[ast.Attribute]:
    """Whether it is a method of a `Language`, whatever that one is called, and not one of gettext's own objects."""
    if not isinstance(called, ast.Attribute) or called.attr not in CALLS:
        return False
    return ast.unparse(called.value) not in _CATALOGUES


def _sentence(call: ast.Call, method: str, where: str) -> Sentence:
    contexts, forms = CALLS[method]
    texts = [
        argument.value
        for argument in call.args[: contexts + forms]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]
    if len(texts) != contexts + forms:
        raise NotReadable(f"{where}: {method}() looks up what isn't written there")
    return Sentence(texts[0] if contexts else None, tuple(texts[contexts:]))
