"""A wallet's own vote on a Governor, ready to be sent, or signed so that somebody else sends it."""

from collections.abc import Mapping
from typing import Any

import msgspec

from bot.domain.executors.signing import ReadyCall


class PreparedVote(msgspec.Struct, frozen=True):
    call: ReadyCall
    """What the wallet sends."""
    document: Mapping[str, Any] | None
    """What it signs instead, as `eth_signTypedData_v4` takes it; None where the Governor takes no signature for such a
    vote, or none that is known here."""
