"""Power sources as a moderator writes them, in one line.

    sources   = source *( "+" source )
    source    = what [ times weight ]
    what      = ( "erc20" | "erc20_votes" ) contract
              | "erc721" contract [ "ids" ids ]
              | "erc1155" contract "ids" ids
              | "native"
              | "call" contract name "(address)" [ "of" name "()" ] [ "decimals" number ]
              | "allowlist" account "=" amount *( "," account "=" amount )
    ids       = id [ "=" weight ] *( "," id [ "=" weight ] )
    times     = "x" | "*" | "×"

A colon may stand after the kind. Capital letters make no difference in the names of kinds and in words. Weights and
amounts are whole numbers from 1.
"""

import re
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from bot.domain.errors import BadSetting
from bot.domain.ids import ChainId, address
from bot.domain.power import (
    MAX_IDS,
    MAX_LISTED,
    Allowlist,
    AnySource,
    Erc20,
    Erc20Votes,
    Erc721,
    Erc1155,
    Native,
    ViewCall,
)

_KIND = re.compile(r"(\w+)\s*:?\s*(.*)", re.DOTALL)
_TIMES = re.compile(r"(?:\s+x\s*|\s*[*×]\s*)([0-9]+)$", re.IGNORECASE)
_CONTRACT = re.compile(r"(0x\w+)")
_CONTRACT_IDS = re.compile(r"(0x\w+)(?:\s+ids\s+(.+))?", re.IGNORECASE | re.DOTALL)
_CALL = re.compile(
    r"(0x\w+)\s+([\w$]+)\s*\(\s*address\s*\)(?:\s+of\s+([\w$]+)\s*\(\s*\))?(?:\s+decimals\s+([0-9]{1,2}))?",
    re.IGNORECASE | re.ASCII,
)
_ID = re.compile(r"([0-9]{1,78})(?:\s*=\s*([0-9]{1,30}))?", re.ASCII)
_LISTED = re.compile(r"(0x\w+)\s*=\s*([0-9]{1,30})", re.ASCII)

_EXAMPLE_ITEMS = "`erc1155 0x… ids 1, 2=5`: at least one id, where 2=5 makes each token 2 count five times"
_EXAMPLE_CALL = (
    "`call 0x… stakedOf(address)`, and ` of totalStaked()` and ` decimals 18` after it where needed"
)
_EXAMPLE_LIST = "`allowlist 0x…=10, 0x…=5`: accounts with whole numbers of votes"


def parse_sources(text: str, chain: ChainId) -> list[AnySource]:
    """The sources that the text names, with their weights as written; all that are read are on this chain.

    Raises BadSetting with the source that can't be read and what is expected there, BadAddress.
    """
    return [_source(part.strip(), chain) for part in text.split("+")]


def _source(text: str, chain: ChainId) -> AnySource:
    times = _TIMES.search(text)
    match = _KIND.fullmatch(text[: times.start()].strip() if times else text)
    read = _KINDS.get(match[1].lower()) if match else None
    if match is None or read is None:
        raise BadSetting("sources", text, _EXPECTED)
    weight = times[1] if times else "1"
    if len(weight) > 30 or int(weight) == 0:
        raise BadSetting("sources", text, "a weight of at least 1, with at most 30 digits")
    parse, expected = read
    try:
        return parse(match[2].strip(), {"weight": int(weight), "chain": chain})
    except _Unreadable as unreadable:
        raise BadSetting("sources", text, unreadable.expected or expected) from None
    except ValidationError as refused:
        why = refused.errors()[0]["msg"].removeprefix("Value error, ")
        raise BadSetting("sources", text, f"{expected} ({why})") from None


class _Unreadable(Exception):
    """The text doesn't have the form of its kind."""

    def __init__(self, expected: str = "") -> None:
        self.expected = expected


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    if match := pattern.fullmatch(text):
        return match
    raise _Unreadable


def _token(kind: type[Erc20 | Erc20Votes]) -> Callable[[str, dict[str, Any]], AnySource]:
    def parse(text: str, common: dict[str, Any]) -> AnySource:
        return kind(contract=address(_match(_CONTRACT, text)[1]), **common)

    return parse


def _nft(text: str, common: dict[str, Any]) -> AnySource:
    match = _match(_CONTRACT_IDS, text)
    return Erc721(contract=address(match[1]), ids=_ids(match[2]) if match[2] else (), **common)


def _items(text: str, common: dict[str, Any]) -> AnySource:
    match = _match(_CONTRACT_IDS, text)
    if not match[2]:
        raise _Unreadable
    return Erc1155(contract=address(match[1]), ids=_ids(match[2]), **common)


def _ids(text: str) -> Any:
    parts = text.split(",")
    if len(parts) > MAX_IDS:
        raise _Unreadable(f"at most {MAX_IDS} ids in one source")
    matches = [_match(_ID, part.strip()) for part in parts]
    return [{"id": int(match[1]), "weight": int(match[2] or 1)} for match in matches]


def _native(text: str, common: dict[str, Any]) -> AnySource:
    if text:
        raise _Unreadable
    return Native(**common)


def _call(text: str, common: dict[str, Any]) -> AnySource:
    match = _match(_CALL, text)
    return ViewCall(
        contract=address(match[1]),
        function=f"{match[2]}(address)",
        total=f"{match[3]}()" if match[3] else None,
        decimals=int(match[4]) if match[4] else None,
        **common,
    )


def _allowlist(text: str, common: dict[str, Any]) -> AnySource:
    parts = text.split(",")
    if len(parts) > MAX_LISTED:
        raise _Unreadable(f"at most {MAX_LISTED} accounts in one list")
    matches = [_match(_LISTED, part.strip()) for part in parts]
    entries: Any = [{"account": address(match[1]), "amount": int(match[2])} for match in matches]
    return Allowlist(weight=common["weight"], entries=entries)


_KINDS: dict[str, tuple[Callable[[str, dict[str, Any]], AnySource], str]] = {
    "erc20": (_token(Erc20), "`erc20 0x…`"),
    "erc20_votes": (_token(Erc20Votes), "`erc20_votes 0x…`"),
    "erc721": (_nft, "`erc721 0x…`, or with single tokens `erc721 0x… ids 1, 7=5`"),
    "erc1155": (_items, _EXAMPLE_ITEMS),
    "native": (_native, "`native` without a contract: it is the coin of the chain"),
    "call": (_call, _EXAMPLE_CALL),
    "allowlist": (_allowlist, _EXAMPLE_LIST),
}
_EXPECTED = "kind and contract, such as `erc20_votes 0x… + erc721 0x… x 100`; the kinds are " + ", ".join(
    f"`{kind}`" for kind in _KINDS
)
