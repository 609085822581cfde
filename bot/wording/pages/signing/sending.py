"""A transaction for a wallet of the browser, and the same to be sent elsewhere."""

from collections.abc import Mapping

import msgspec

from bot.domain.executors import ReadyCall
from bot.domain.ids import ChainId
from bot.wording.language import Language
from bot.wording.pages.browser_wallets import chain_words


class SendingWords(msgspec.Struct, frozen=True):
    heading: str
    explained: tuple[str, ...]
    elsewhere: str
    elsewhere_explained: str
    call: tuple[tuple[str, str], ...]
    script: Mapping[str, str]
    """What the script needs and says, by the names that it knows."""


def sending_words(
    call: ReadyCall,
    chain: ChainId,
    say: Language,
    *,
    heading: str,
    explained: tuple[str, ...],
    elsewhere: str,
    sent: str,
    script: Mapping[str, str] | None = None,
) -> SendingWords:
    """`elsewhere`: how it is sent without a wallet of the browser. `sent`: what is said above the transaction's hash
    then, without marks. `script`: what else the script needs and says."""
    plain = say.plain()
    return SendingWords(
        heading=heading,
        explained=explained,
        elsewhere=say._("Send it elsewhere: hardware, command line"),
        elsewhere_explained=elsewhere,
        call=(("to", call.to), ("value", str(call.value)), ("data", call.data)),
        script={
            **chain_words(say),
            "chain": str(chain),
            "to": call.to,
            "value": hex(call.value),
            "data": call.data,
            "confirm": plain._("Your wallet asks you to send it now: look at it."),
            "nobody": plain._("Your wallet shows no account to this site."),
            "sent": sent,
            **(script or {}),
        },
    )
