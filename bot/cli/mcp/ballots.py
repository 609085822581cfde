"""A ballot prepared for a member: looked at, and where to cast it. Nothing here can cast one."""

from collections.abc import Mapping
from typing import Any

from bot.cli.mcp.reader import NotAnswered
from bot.domain.ballot_formats.names import NotUnderstood
from bot.domain.ballot_formats.registry import BALLOT_FORMATS
from bot.domain.counting.registry import MECHANISMS

_OPEN = "voting"


def prepared(proposal: Mapping[str, Any], ballot: str) -> dict[str, Any]:
    """What the member would cast, and where. Raises NotAnswered where the vote is not open or the text is no ballot of
    its kind."""
    if proposal["state"] != _OPEN:
        raise NotAnswered(f"Its vote is not open now: the proposal is in the state {proposal['state']!r}.")
    mechanism = MECHANISMS.get(proposal["mechanism"])
    form = None if mechanism is None else BALLOT_FORMATS.get(mechanism.ballot)
    if mechanism is None or form is None:
        raise NotAnswered("Nobody votes on it with a ballot that can be written; see its page.")
    try:
        choice = form.parse(proposal["choices"], ballot)
    except NotUnderstood:
        named = ", ".join(proposal["choices"])
        raise NotAnswered(
            f"That is no ballot of the kind {mechanism.name!r}. The choices: {named}."
        ) from None
    return {
        "cast": False,
        "ballot": form.words(proposal["choices"], choice),
        "number": proposal["number"],
        "how": "The member opens `url` and from there the card in Discord, or uses `/vote cast` in Discord with this "
        "proposal and `choice`. Only they can cast it.",
        "choice": form.written(choice),
        "url": proposal["url"],
        "dangers": proposal["dangers"],
        "ends_at": proposal["ends_at"],
    }
