"""Names of accounts in the sources of power that a moderator writes in one line."""

import re
from collections.abc import Iterator, Mapping

import msgspec

from bot.domain.ids import Address, ChainId
from bot.domain.policy.sources_text import bare_word
from bot.domain.power import SOURCES, Allowlist, Attestation, OfContract

_HEAD = re.compile(r"\s*(\w+)\s*:?\s+([^\s,=]+)")
_LISTED = re.compile(r"([^\s,=]+)\s*=\s*[0-9]+")
_INDEXER = re.compile(r"\sindexer\s+([^\s,=]+)", re.IGNORECASE)
_ATTESTER = re.compile(r"(?:\sby\s+|,\s*)([^\s,=]+)", re.IGNORECASE)
_ON = re.compile(r"\son\s+(\S+)", re.IGNORECASE)


class SourceName(msgspec.Struct, frozen=True):
    """A word that stands for an account and is no address; from where to where it stands in the text."""

    text: str
    chain: ChainId
    start: int
    end: int
    alone: bool = False
    """Whether the source says nothing else of what is read: the kind of the contract is to be found."""


def source_names(text: str, chain: ChainId, chains: Mapping[str, ChainId]) -> list[SourceName]:
    """The names in the text, each with the chain on which its source is read: this one, where it names no other."""
    found: list[SourceName] = []
    start = 0
    for part in text.split("+"):
        on = _on(part, chain, chains)
        found += [
            SourceName(match[group], on, start + match.start(group), start + match.end(group))
            for match, group in _accounts(part)
            if not match[group].startswith("0x")
        ]
        if alone := bare_word(part):
            place = start + part.index(alone)
            found.append(SourceName(alone, on, place, place + len(alone), alone=True))
        start += len(part) + 1
    return found


def with_accounts(text: str, found: Mapping[SourceName, Address]) -> str:
    """The text with addresses where the names stand."""
    for name in sorted(found, key=lambda each: each.start, reverse=True):
        text = text[: name.start] + found[name] + text[name.end :]
    return text


def _accounts(part: str) -> Iterator[tuple[re.Match[str], int]]:
    head = _HEAD.match(part)
    kind = SOURCES.get(head[1].lower()) if head else None
    if head is None or kind is None:
        return
    if issubclass(kind, OfContract):
        yield head, 2
        if issubclass(kind, Attestation):
            for pattern in (_INDEXER, _ATTESTER):
                for match in pattern.finditer(part, head.end(2)):
                    yield match, 1
    elif issubclass(kind, Allowlist):
        for match in _LISTED.finditer(part, head.start(2)):
            yield match, 1


def _on(part: str, chain: ChainId, chains: Mapping[str, ChainId]) -> ChainId:
    named = _ON.search(part)
    for name, each in chains.items():
        if named and named[1].casefold() in (name.casefold(), str(each)):
            return each
    return chain
