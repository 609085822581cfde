"""The words of each kind of bridge."""

from collections.abc import Mapping

from bot.domain.bridges.bridge import BridgeKind
from bot.domain.errors import StoredDataInvalid
from bot.wording.bridges.arbitrum import ARBITRUM
from bot.wording.bridges.bridge_wording import BridgeWording
from bot.wording.bridges.optimism import OPTIMISM

BRIDGE_WORDING: Mapping[BridgeKind, BridgeWording] = {"optimism": OPTIMISM, "arbitrum": ARBITRUM}


def words_of_bridge(kind: str) -> BridgeWording:
    """Raises StoredDataInvalid for a kind that there never was."""
    for known, words in BRIDGE_WORDING.items():
        if known == kind:
            return words
    raise StoredDataInvalid(f"bridge {kind!r}")
