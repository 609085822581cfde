"""A wallet's own vote on a Governor, ready to be sent, or signed so that somebody else sends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.executors.signing import ReadyCall


@dataclass(frozen=True)
class PreparedVote:
    call: ReadyCall
    """What the wallet sends."""
    document: Mapping[str, Any] | None
    """What it signs instead, as `eth_signTypedData_v4` takes it; None where the Governor takes no signature for such a
    vote, or none that is known here."""
