"""What a file has of another shape than it should, in the words of this program."""

from __future__ import annotations

import re

import msgspec

from bot.domain.counting.errors import MissingMember, UnknownMember, WrongShape
from bot.domain.fault import Fault

_PLACE = r"(?s)^(?P<what>.*?)(?: - at `(?:key in )?\$\.?(?P<place>.*)`)?$"
_MEMBER = r"(?s)^Object (missing required|contains unknown) field `(.*)`$"


def misfit(error: msgspec.ValidationError, place: str) -> tuple[str, Fault]:
    """The field that msgspec means, under `place`, and what is wrong with it."""
    found = re.match(_PLACE, str(error))
    what, inner = (found["what"], found["place"]) if found else (str(error), None)
    member = re.match(_MEMBER, what)
    names = [place, inner or ""]
    fault: Fault = WrongShape(what)
    if member:
        names.append(member[2])
        fault = MissingMember() if member[1].startswith("missing") else UnknownMember()
    return ".".join(filter(None, names)) or "document", fault
