"""The words of Arbitrum's retryable tickets."""

from datetime import datetime

from bot.wording.bridges.bridge_wording import BridgeWording
from bot.wording.language import Language


def _retry(key: str, until: datetime | None, say: Language) -> str:
    if until is None:
        return say._(
            "Mend there what made it fail; then anybody can have it made again, while its ticket lasts, by `redeem` of "
            "ArbRetryableTx on that chain (ticket {key}; retryable-dashboard.arbitrum.io offers it)."
        ).format(key=say.markup.code(key))
    return say._(
        "Mend there what made it fail; then anybody can have it made again, **until {moment} and no longer**, by "
        "`redeem` of ArbRetryableTx on that chain (ticket {key}; retryable-dashboard.arbitrum.io offers it)."
    ).format(key=say.markup.code(key), moment=say.moment(until))


ARBITRUM = BridgeWording(_retry)
