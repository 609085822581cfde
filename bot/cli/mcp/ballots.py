"""A ballot prepared for a member: looked at, and where to cast it. Nothing here can cast one."""

from collections.abc import Mapping
from typing import Any

from bot.cli.mcp.reader import NotAnswered
from bot.domain.ballot_formats.names import NotUnderstood
from bot.domain.ballot_formats.registry import BALLOT_FORMATS
from bot.domain.counting.registry import MECHANISMS
from bot.wording import mcp as words
from bot.wording.language import Language

_OPEN = "voting"


def prepared(proposal: Mapping[str, Any], ballot: str, say: Language) -> dict[str, Any]:
    """What the member would cast, and where. Raises NotAnswered where the vote is not open or the text is no ballot of
    its kind."""
    if proposal["state"] != _OPEN:
        raise NotAnswered(words.not_open(proposal["state"], say))
    mechanism = MECHANISMS.get(proposal["mechanism"])
    form = None if mechanism is None else BALLOT_FORMATS.get(mechanism.ballot)
    if mechanism is None or form is None:
        raise NotAnswered(words.no_written_ballots(say))
    try:
        choice = form.parse(proposal["choices"], ballot)
    except NotUnderstood:
        raise NotAnswered(words.no_such_ballot(mechanism.name, proposal["choices"], say)) from None
    return {
        "cast": False,
        "ballot": form.words(proposal["choices"], choice),
        "number": proposal["number"],
        "how": words.how_to_cast(say),
        "choice": form.written(choice),
        "url": proposal["url"],
        "dangers": proposal["dangers"],
        "ends_at": proposal["ends_at"],
    }
