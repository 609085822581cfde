"""What a node's refusal means.

Clients and providers share few codes and no words: -32005 is a rate limit here and too many results there, and a
revert comes with at least nine codes. So the words decide. What follows `execution reverted:` was written by the
contract, and a contract may write `rate limit exceeded`. What has been seen is listed in tests/chain/nodes/wordings.py.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property

import msgspec

from bot.chain.calls.reverts import reason

_LONGEST = 300
"""Of a message: what is longer is a page of HTML, or meant to fill the log."""


class Meaning(StrEnum):
    BUSY = "busy"
    """Not now: a rate limit, an overload, a fault of its own. The same request may be answered in a moment."""
    BEHIND = "behind"
    """It has no such block yet. Behind a load balancer the next node may have it."""
    TOO_MUCH = "too_much"
    """A smaller part may be answered."""
    PRUNED = "pruned"
    """It has thrown the state away, so that asking it again is no use."""
    REVERTED = "reverted"
    """The contract refused."""
    OUT_OF_GAS = "out_of_gas"
    """The contract used up its gas."""
    NOT_UNDERSTOOD = "not_understood"
    """It can't read the parameters, or doesn't know the method."""
    OTHER = "other"


def _any_of(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.I)


_REVERTED = _any_of(
    r"(?<![a-z])revert",
    r"vm exception (?!.*gas)",
    r"EVM error:? (?!OutOfGas)",
    r"invalid opcode|opcode \S+ not defined|bad instruction|bad jump|invalid jump|write protection",
    r"stack (?:under|over)flow|stack limit reached",
)
_OUT_OF_GAS = _any_of(r"\bout ?of ?gas", r"gas required exceeds allowance")

_SAID_BY_NODES = {
    Meaning.PRUNED: _any_of(
        r"missing trie node|missing historical|requested state|required state|old data not available",
        r"\bpruned\b|state pruning|\barchiv|historical (?:state|rpc|backend)|state at block",
        r"distance to target block exceeds",
        r"(?:state|history) (?:\S+ ){0,2}(?:not |un)available",
    ),
    Meaning.BUSY: _any_of(
        r"too many requests|rate.{0,3}limit|over rate|request limit|compute units|credits|per second|daily",
    ),
    Meaning.BEHIND: _any_of(
        r"(?:block|header|hash)\b[^.]{0,90}?\b(?:can)?(?:not|n't) (?:be )?(?:found|exist|known)",
        r"unknown (?:block|header|ancestor)|no such block|could not (?:find block|be found)|resource not found",
        r"block (?:is )?not available|not (?:yet )?available yet|not yet|future block|in the future",
        r"after last accepted block|unfinalized|beyond (?:the )?(?:\S+ )?head",
    ),
    Meaning.TOO_MUCH: _any_of(
        r"batch|block range|blocks? distance|limited to .{0,20}(?:block|range)|at most \S+ blocks",
        r"\branges?\b[^.]{0,40}?\b(?:large|exceed|limit|great|wide|max|over|less|within)",
        r"too (?:large|big|wide|many (?:results|blocks|logs))|(?:more|greater) than \S+ (?:results|blocks|logs)",
        r"max(?:imum)? (?:allowed )?(?:block|result|response|range|number)|exceeds? (?:the )?(?:limit|max|block)",
        r"(?:response|result|query|log)s? (?:response )?(?:size|set|time.?out)|size (?:limit|exceed|is too)",
        r"block gas limit|gas too high|gas (?:limit |cap )?(?:is )?(?:too|exceed)|gas cap|entity too|narrow your",
        r"(?:execution|query|request|context|call)\b[^.]{0,30}(?:aborted|time.?out|timed out|deadline)",
    ),
    Meaning.NOT_UNDERSTOOD: _any_of(
        r"unmarshal|invalid argument|invalid param|hex string|cannot convert|can.t parse|parse error",
        r"invalid block|invalid type|expected .{0,40}string|method .{0,60}not|not supported|unsupported",
    ),
}
"""Of several the first here."""

_CODES = {
    3: Meaning.REVERTED,
    -32015: Meaning.REVERTED,
    429: Meaning.BUSY,
    -32005: Meaning.BUSY,
    -32007: Meaning.BUSY,
    -32012: Meaning.BUSY,
    -32016: Meaning.BUSY,
    -32029: Meaning.BUSY,
    -32090: Meaning.BUSY,
    -32603: Meaning.BUSY,
    31: Meaning.TOO_MUCH,
    413: Meaning.TOO_MUCH,
    4444: Meaning.PRUNED,
    -32600: Meaning.NOT_UNDERSTOOD,
    -32601: Meaning.NOT_UNDERSTOOD,
    -32602: Meaning.NOT_UNDERSTOOD,
}
"""Where the words say nothing."""


class Refusal(msgspec.Struct, frozen=True, dict=True):
    """A JSON-RPC error."""

    code: int
    message: str
    data: object = None

    @cached_property
    def meaning(self) -> Meaning:
        if self.code == 3:
            return Meaning.REVERTED
        text = "\n".join([self.message[:_LONGEST], *(each[:_LONGEST] for each in _texts(self.data))])
        if contract := _first(text, _REVERTED, _OUT_OF_GAS):
            # Whatever follows these words was written by the contract.
            ended, at = contract
            said = _first(text, _SAID_BY_NODES[Meaning.PRUNED], _SAID_BY_NODES[Meaning.BUSY])
            if said is None or at < said[1]:
                return Meaning.REVERTED if ended is _REVERTED else Meaning.OUT_OF_GAS
        found = (meaning for meaning, words in _SAID_BY_NODES.items() if words.search(text))
        return next(found, None) or _CODES.get(self.code, Meaning.OTHER)

    @property
    def passing(self) -> bool:
        """Whether the same request may well succeed a moment later."""
        return self.meaning in (Meaning.BUSY, Meaning.BEHIND)

    @property
    def execution_failed(self) -> bool:
        """Whether the contract, not the node, refused: every node would say the same."""
        return self.meaning in (Meaning.REVERTED, Meaning.OUT_OF_GAS)

    @property
    def wait(self) -> float | None:
        """The seconds that the node wants to be left alone, where it says so in the error (Infura)."""
        rate = self.data.get("rate") if isinstance(self.data, Mapping) else None
        seconds = rate.get("backoff_seconds") if isinstance(rate, Mapping) else None
        return float(seconds) if isinstance(seconds, int | float) and seconds > 0 else None

    @property
    def why(self) -> str:
        """What a contract said, decoded; otherwise the node's own words."""
        said = self.message[:_LONGEST]
        if self.meaning is not Meaning.REVERTED or not self.given:
            return said
        return reason(self.given)

    @cached_property
    def given(self) -> bytes:
        """What a contract gave with its revert; empty where the node doesn't tell."""
        for text in _texts(self.data):
            found = re.search(r"0x((?:[0-9a-fA-F]{2})+)\s*$", text)
            if found is not None:
                return bytes.fromhex(found[1])
        return b""


def _first(text: str, *patterns: re.Pattern[str]) -> tuple[re.Pattern[str], int] | None:
    """Which of the patterns is found first in the text, and where."""
    found = [(match.start(), pattern) for pattern in patterns if (match := pattern.search(text))]
    return min(((pattern, at) for at, pattern in found), key=lambda pair: pair[1], default=None)


def _texts(data: object, depth: int = 0) -> Iterator[str]:
    """The strings in an error's data, wherever the client has put them."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping) and depth < 3:
        for name in ("error", "message", "reason", "return", "result", "data", "output"):
            yield from _texts(data.get(name), depth + 1)
        for name, inner in list(data.items())[:3]:
            if str(name).startswith("0x"):
                yield from _texts(inner, depth + 1)
