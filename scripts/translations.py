"""What is wrong with translations: each would fail, or hide something, only where somebody reads that language."""

import re
from collections.abc import Iterator
from string import Formatter

from babel.messages.catalog import Catalog, Message

from bot.wording.catalog import CHOICE, COMMAND, OPTION, TEXT

_LONGEST = {TEXT: 100, CHOICE: 100}
"""Characters that Discord takes, by context."""
_NAME = re.compile(r"[-_\w]{1,32}")


def faults(catalog: Catalog) -> Iterator[str]:
    """A line for each translation that can't be used; nothing for what isn't translated."""
    for message in catalog:
        if message.id and (why := _fault(message)):
            yield f"{_forms(message.id)[0]!r}: {why}"


def _fault(message: Message) -> str | None:
    translated = _forms(message.string)
    if not any(translated):
        return None
    if not all(translated):
        return "a form of the plural is missing"
    try:
        asked = [_placeholders(form) for form in _forms(message.id)]
        given = [_placeholders(form) for form in translated]
    except ValueError as error:
        return f"its braces can't be read: {error}"
    for names in given:
        if strange := names - set().union(*asked):
            return f"nothing fills {sorted(strange)}"
        if missing := set.intersection(*asked) - names:
            return f"{sorted(missing)} must stand in it"
    return _refused_by_discord(message.context, translated[0])


def _refused_by_discord(context: str | None, text: str) -> str | None:
    if context in (COMMAND, OPTION) and (not _NAME.fullmatch(text) or text != text.lower()):
        return "a name has at most 32 letters, all lowercase, and no spaces"
    if context in _LONGEST and len(text) > _LONGEST[context]:
        return f"it has more than {_LONGEST[context]} characters"
    return None


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text or ""),)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
