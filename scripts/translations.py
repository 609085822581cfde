"""What is wrong with translations: each would fail, or hide something, only where somebody reads that language."""

import re
from collections.abc import Iterator, Mapping
from string import Formatter

from babel.messages.catalog import Catalog, Message

from bot.wording.catalog import CHOICE, COMMAND, OPTION, TEXT

_LONGEST = {TEXT: 100, CHOICE: 100}
"""Characters that Discord takes, by context."""
_NAME = re.compile(r"[-_\w]{1,32}")
_SHORT = re.compile(r"`([a-z-]+)`")
_LONGEST_ENTRY = 32
"""Characters of what stands in the menu of a message, where any letters and spaces may be."""


def faults(catalog: Catalog) -> Iterator[str]:
    """A line for each translation that can't be used; nothing for what isn't translated."""
    commands = _commands(catalog)
    for message in catalog:
        if message.id and (why := _fault(message, commands)):
            yield f"{_forms(message.id)[0]!r}: {why}"


def untranslated(catalog: Catalog) -> Iterator[str]:
    """The sentences of which this language has no translation, or not every form."""
    yield from (_forms(message.id)[0] for message in catalog if message.id and not is_translated(message))


def is_translated(message: Message) -> bool:
    """Whether every form of it is: a plural has several."""
    return all(_forms(message.string))


def _fault(message: Message, commands: Mapping[str, str]) -> str | None:
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
    if message.context in (COMMAND, OPTION):
        return _no_name(_forms(message.id)[0], translated[0])
    english = _forms(message.id)
    for place, form in enumerate(translated):
        if typed := _missing_command(english[min(place, len(english) - 1)], form, commands):
            return f"the command is {typed} in this language"
    return _refused_by_discord(message.context, translated[0])


def _commands(catalog: Catalog) -> dict[str, str]:
    """How each command is typed in English and in this language, the longest first."""
    entries = [each for each in catalog if each.context == COMMAND and each.string]
    names = {str(each.id): str(each.string) for each in entries}
    paths = {path for each in entries for path in each.auto_comments}
    typed = {path: "/" + " ".join(names.get(word, word) for word in path[1:].split()) for path in paths}
    return dict(sorted(typed.items(), key=lambda each: len(each[0]), reverse=True))


def _missing_command(english: str, translated: str, commands: Mapping[str, str]) -> str | None:
    """How a command that the sentence names is typed in this language, where the translation doesn't say so."""
    if "/" not in english:
        return None
    groups = set()
    for path, typed in commands.items():
        mention = re.compile(rf"(?<![\w/.]){re.escape(path)}(?![-\w/]|\.\w)")
        if mention.search(english):
            groups.add(path.rpartition(" ")[0])
            if typed not in translated:
                return typed
        english = mention.sub("", english)
    # `/wallet list`, `unlink`: others of the same group stand there by their last word.
    for group in groups:
        for word in _SHORT.findall(english):
            last = commands.get(f"{group} {word}", "").rpartition(" ")[2]
            if last and f"`{last}`" not in translated:
                return last
    return None


def _no_name(english: str, text: str) -> str | None:
    if " " in english:
        return None if len(text) <= _LONGEST_ENTRY else f"it has more than {_LONGEST_ENTRY} characters"
    if not _NAME.fullmatch(text) or text != text.lower():
        return "a name has at most 32 letters, all lowercase, and no spaces"
    return None


def _refused_by_discord(context: str | None, text: str) -> str | None:
    if context in _LONGEST and len(text) > _LONGEST[context]:
        return f"it has more than {_LONGEST[context]} characters"
    return None


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text or ""),)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
