"""Power sources as a moderator writes them in one line.

    sources = source *( "+" source )
    source  = kind [ ":" ] contract [ times weight ]
    times   = "x" | "*" | "×"

Capital letters make no difference in the names of kinds.
"""

import re

from bot.domain.errors import BadSetting
from bot.domain.ids import ChainId, address
from bot.domain.power import Erc20, Erc20Votes, Erc721

_KINDS: dict[str, type[Erc20 | Erc20Votes | Erc721]] = {
    "erc20": Erc20,
    "erc20_votes": Erc20Votes,
    "erc721": Erc721,
}
_EXPECTED = "kind and contract, such as `erc20_votes 0x… + erc721 0x… x 100`"
_SOURCE = re.compile(r"(\w+)\s*[: ]\s*(0x\w+)", re.IGNORECASE)
_TIMES = re.compile(r"(?:\s+x\s*|\s*[*×]\s*)([0-9]{1,30})$", re.IGNORECASE)


def parse_sources(text: str, chain: ChainId) -> list[Erc20 | Erc20Votes | Erc721]:
    """The sources on this chain that the text names, with their weights as written.

    Raises BadSetting with the source that can't be read, BadAddress.
    """
    return [_source(part.strip(), chain) for part in text.split("+")]


def _source(text: str, chain: ChainId) -> Erc20 | Erc20Votes | Erc721:
    times = _TIMES.search(text)
    weight = int(times[1]) if times else 1
    if weight == 0:
        raise BadSetting("sources", text, "a weight of at least 1")
    match = _SOURCE.fullmatch(text[: times.start()] if times else text)
    kind = _KINDS.get(match[1].lower()) if match else None
    if match is None or kind is None:
        raise BadSetting("sources", text, _EXPECTED)
    return kind(chain=chain, contract=address(match[2]), weight=weight)
