"""A translation of a proposal by a model, which nobody has checked."""

import re

import msgspec

_NUMBER = re.compile(r"\d(?:[\d.,'’\u00a0\u202f ]*\d)?")
_ADDRESS = re.compile(r"(?:\w+:/|www\.|discord\.|t\.me)\S*|\S+\.\w{2,}/\S*", re.IGNORECASE)
_LEFT_OUT = "…"
LONGEST = 6_000
"""Characters."""


class Translation(msgspec.Struct, frozen=True):
    title: str
    text: str
    model: str
    odd_numbers: tuple[str, ...] = ()
    """Numbers that the text hasn't: who trusts one is told."""


def translation_of(title: str, text: str, said_title: str, said: str, model: str) -> Translation:
    """What is shown of a model's answer: bounded, without addresses of its own."""
    source = f"{title}\n{text}"
    there = {_digits(found) for found in _NUMBER.findall(source)}
    odd = dict.fromkeys(
        found for found in _NUMBER.findall(f"{said_title}\n{said}") if _digits(found) not in there
    )
    return Translation(
        _without_own_addresses(said_title[:200], source),
        _without_own_addresses(said[: min(LONGEST, 3 * len(text) + 200)], source),
        model,
        tuple(odd)[:10],
    )


def _digits(number: str) -> str:
    """The same in any language: `25,000` and `25.000`."""
    return "".join(sign for sign in number if sign.isdigit())


def _without_own_addresses(said: str, source: str) -> str:
    return _ADDRESS.sub(lambda found: found[0] if found[0].rstrip(".,;:!?)") in source else _LEFT_OUT, said)
