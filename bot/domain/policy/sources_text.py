"""Power sources as a moderator writes them, in one line.

    sources   = source *( "+" source )
    source    = what *( "on" chain | times weight | "cap" amount | ( "needs" | "gate" ) number )
    what      = ( "erc20" | "erc20_votes" ) contract
              | "erc721" contract [ "ids" ids ]
              | "erc1155" contract "ids" ids
              | "native"
              | "call" contract view [ "of" view ] [ "decimals" number ]
              | "safe_owners" contract
              | "attestation" contract "indexer" contract "schema" uid "by" account *( "," account )
              | "allowlist" account "=" amount *( "," account "=" amount )
              | "role" ( "<@&" id ">" | id )
              | "reputation" [ "half-life" duration ]
              | "account_age"
    ids       = id [ "=" weight ] *( "," id [ "=" weight ] )
    times     = "x" | "*" | "×"

What follows a source stands there once at most, in any order: the chain (its name or id) on which it is read, its
weight, the most that one member gets from it, in whole votes, and of how many a voter must have. What is a gate gives
no power itself. A colon may stand after the kind. Capital letters
make no difference in the names of kinds and in words. Weights and amounts are whole numbers from 1. A view is a
function with what it is asked, such as `stakedOf($)` (bot/domain/power/view.py).
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from bot.domain.errors import BadSetting, UnknownChain
from bot.domain.errors.governance.settings import (
    ExpectedSource,
    ExpectedSources,
    ExpectedWhole,
    ReadOnNoChain,
    TooManyAccounts,
    TooManyIds,
    TooManySources,
)
from bot.domain.fault import Fault
from bot.domain.ids import Address, ChainId, RoleId, address
from bot.domain.policy.bounds import MOST_SOURCES
from bot.domain.policy.pydantic_faults import pydantic_fault
from bot.domain.power import (
    MAX_ATTESTERS,
    MAX_IDS,
    MAX_LISTED,
    SOURCES,
    AccountAge,
    Allowlist,
    AnySource,
    Attestation,
    Erc20,
    Erc20Votes,
    Erc721,
    Erc1155,
    Native,
    Reputation,
    Role,
    SafeOwners,
    ViewCall,
)
from bot.domain.quantities import duration

_KIND = re.compile(r"(\w+)\s*:?\s*(.*)", re.DOTALL)
_AFTER = {
    "weight": re.compile(r"(?:\s+x\s*|\s*[*×]\s*)([0-9]+)$", re.IGNORECASE | re.ASCII),
    "required": re.compile(r"\s+((?:needs|gate)\s+[0-9]+)$", re.IGNORECASE | re.ASCII),
    "cap": re.compile(r"\s+cap\s+([0-9]+)$", re.IGNORECASE | re.ASCII),
    "chain": re.compile(r"\s+on\s+(\S.*)$", re.IGNORECASE),
}
"""What may follow a source, each found at the end of the text."""
_NAME = re.compile(r"(?!0x)[^\s=,]+")
_CONTRACT = re.compile(r"(0x\w+)")
_CONTRACT_IDS = re.compile(r"(0x\w+)(?:\s+ids\s+(.+))?", re.IGNORECASE | re.DOTALL)
_CALL = re.compile(
    r"(0x\w+)\s+(\S.*?)(?:\s+of\s+(\S.*?))?(?:\s+decimals\s+([0-9]{1,2}))?",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_ATTESTATION = re.compile(
    r"(0x\w+)\s+indexer\s+(0x\w+)\s+schema\s+(0x\w+)\s+by\s+(0x\w+(?:\s*,\s*0x\w+)*)",
    re.IGNORECASE | re.ASCII,
)
_ID = re.compile(r"([0-9]{1,78})(?:\s*=\s*([0-9]{1,30}))?", re.ASCII)
_LISTED = re.compile(r"(0x\w+)\s*=\s*([0-9]{1,30})", re.ASCII)
_ROLE = re.compile(r"<@&([0-9]{1,19})>|([0-9]{1,19})", re.ASCII)
_HALF_LIFE = re.compile(r"(?:half[- ]?life\s+(.+))?", re.IGNORECASE | re.DOTALL)

_MOST_DIGITS = 30


def parse_sources(text: str, chain: ChainId, chains: Mapping[str, ChainId]) -> list[AnySource]:
    """The sources that the text names, with weights and caps as written.

    What is read is read on this chain, or on the one of `chains` (by name) that stands with it. Raises BadSetting
    with the source that can't be read and what is expected there, BadAddress, UnknownChain.
    """
    return [_source(part, chain, chains) for part in _parts(text)]


def bare_contracts(
    text: str, chain: ChainId, chains: Mapping[str, ChainId]
) -> dict[int, tuple[ChainId, Address, str]]:
    """The sources that are named by nothing but a contract, by their places: its chain, its address, and the source as
    it stands there. Raises BadSetting, BadAddress, UnknownChain."""
    found = {}
    for place, part in enumerate(_parts(text)):
        what, after = _split(part)
        if _CONTRACT.fullmatch(what):
            of = _chain(after["chain"], chains) if "chain" in after else chain
            found[place] = of, address(what), part
    return found


def bare_word(part: str) -> str | None:
    """What a source is named by, where that is one word and neither a kind nor a plain address: a contract's name."""
    what, _ = _split(part.strip())
    found = _NAME.fullmatch(what)
    return what if found and what.lower() not in _KINDS else None


def with_kinds(text: str, kinds: Mapping[int, str]) -> str:
    """The sources with kind and contract in the place of bare contracts; what follows each stays."""
    parts = _parts(text)
    for place, named in kinds.items():
        what, _ = _split(parts[place])
        parts[place] = parts[place].replace(what, named, 1)
    return " + ".join(parts) if kinds else text


def _parts(text: str) -> list[str]:
    parts = [part.strip() for part in text.split("+")]
    if len(parts) > MOST_SOURCES:
        raise BadSetting("sources", text, TooManySources(MOST_SOURCES))
    return parts


def _source(text: str, chain: ChainId, chains: Mapping[str, ChainId]) -> AnySource:
    what, after = _split(text)
    match = _KIND.fullmatch(what)
    read = _KINDS.get(match[1].lower()) if match else None
    if match is None or read is None:
        raise BadSetting("sources", text, ExpectedSources(tuple(_KINDS)))
    common: dict[str, Any] = {"weight": 1}
    for name in ("weight", "cap"):
        if name in after:
            common[name] = _whole(after[name], name, text)
    if "required" in after:
        word, number = after["required"].split()
        common["gate"] = word.lower() == "gate"
        common["required"] = _whole(number, word.lower(), text) * common["weight"]
    kind, parse = match[1].lower(), read
    if SOURCES[kind].needs_chain:
        common["chain"] = _chain(after["chain"], chains) if "chain" in after else chain
    elif "chain" in after:
        raise BadSetting("sources", text, ReadOnNoChain(kind))
    try:
        return parse(match[2].strip(), common)
    except _Unreadable as unreadable:
        raise BadSetting("sources", text, unreadable.expected or ExpectedSource(kind)) from None
    except ValidationError as refused:
        fault = pydantic_fault(refused.errors()[0])
        raise BadSetting("sources", text, ExpectedSource(kind, fault)) from None


def _split(text: str) -> tuple[str, dict[str, str]]:
    """What stands at the beginning, and by name what follows it: each thing once at most."""
    after: dict[str, str] = {}
    while True:
        for name, pattern in _AFTER.items():
            if name not in after and (found := pattern.search(text)):
                after[name] = found[1].strip()
                text = text[: found.start()].strip()
                break
        else:
            return text, after


def _whole(number: str, name: str, text: str) -> int:
    if len(number) > _MOST_DIGITS or int(number) == 0:
        raise BadSetting("sources", text, ExpectedWhole(name, _MOST_DIGITS))
    return int(number)


def _chain(text: str, chains: Mapping[str, ChainId]) -> ChainId:
    for name, chain in chains.items():
        if text.casefold() in (name.casefold(), str(chain)):
            return chain
    raise UnknownChain(text, tuple(chains))


class _Unreadable(Exception):
    """The text doesn't have the form of its kind."""

    def __init__(self, expected: Fault | None = None) -> None:
        self.expected = expected


def _match(pattern: re.Pattern[str], text: str) -> re.Match[str]:
    if match := pattern.fullmatch(text):
        return match
    raise _Unreadable


def _contract(kind: type[Erc20 | Erc20Votes | SafeOwners]) -> Callable[[str, dict[str, Any]], AnySource]:
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
        raise _Unreadable(TooManyIds(MAX_IDS))
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
        function=match[2],
        total=match[3],
        decimals=int(match[4]) if match[4] else None,
        **common,
    )


def _attestation(text: str, common: dict[str, Any]) -> AnySource:
    contract, indexer, schema, by = _match(_ATTESTATION, text).groups()
    attesters = [address(part) for part in by.split(",")]
    if len(attesters) > MAX_ATTESTERS:
        raise _Unreadable(TooManyAccounts(MAX_ATTESTERS))
    return Attestation.model_validate(
        {
            "contract": address(contract),
            "indexer": address(indexer),
            "schema_uid": schema,
            "attesters": attesters,
            **common,
        }
    )


def _allowlist(text: str, common: dict[str, Any]) -> AnySource:
    parts = text.split(",")
    if len(parts) > MAX_LISTED:
        raise _Unreadable(TooManyAccounts(MAX_LISTED))
    matches = [_match(_LISTED, part.strip()) for part in parts]
    entries: Any = [{"account": address(match[1]), "amount": int(match[2])} for match in matches]
    return Allowlist(entries=entries, **common)


def _role(text: str, common: dict[str, Any]) -> AnySource:
    match = _match(_ROLE, text)
    return Role(role=RoleId(int(match[1] or match[2])), **common)


def _reputation(text: str, common: dict[str, Any]) -> AnySource:
    match = _match(_HALF_LIFE, text)
    try:
        half_life = duration("half-life", match[1]) if match[1] else None
    except BadSetting:
        raise _Unreadable from None
    return Reputation(half_life=half_life, **common)


def _account_age(text: str, common: dict[str, Any]) -> AnySource:
    if text or not common.get("gate"):
        raise _Unreadable
    return AccountAge(**common)


_KINDS: dict[str, Callable[[str, dict[str, Any]], AnySource]] = {
    "erc20": _contract(Erc20),
    "erc20_votes": _contract(Erc20Votes),
    "erc721": _nft,
    "erc1155": _items,
    "native": _native,
    "call": _call,
    "safe_owners": _contract(SafeOwners),
    "attestation": _attestation,
    "allowlist": _allowlist,
    "role": _role,
    "reputation": _reputation,
    "account_age": _account_age,
}
