"""The words of Optimism's messengers."""

from datetime import datetime

from bot.wording.bridges.bridge_wording import BridgeWording
from bot.wording.language import Language


def _retry(key: str, until: datetime | None, say: Language) -> str:
    return say._(
        "Mend there what made it fail; then anybody can have it made again, as long as it takes, by `relayMessage` on "
        "the messenger of that chain (message {key}; explorers of that chain offer it)."
    ).format(key=say.markup.code(key))


OPTIMISM = BridgeWording(_retry)
