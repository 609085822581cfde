"""How Arbitrum's bridge is told of a call: by a retryable ticket.

https://docs.arbitrum.io/how-arbitrum-works/deep-dives/l1-to-l2-messaging
"""

from collections.abc import Sequence
from typing import Any

from bot.domain.actions.actions import Action
from bot.domain.ids import address
from bot.execution.actions.abi import function
from bot.execution.bridges.sending import SendingFunction, SentCall

_ARGUMENTS = (
    "address to, uint256 l2CallValue, uint256 maxSubmissionCost, address excessFeeRefundAddress, "
    "address callValueRefundAddress, uint256 gasLimit, uint256 maxFeePerGas, bytes data"
)


def _ticket(action: Action, given: Sequence[Any], *, rewrites: bool) -> SentCall:
    to, value, _, fees, beneficiary, gas, _, data = given
    return SentCall(
        address(to),
        value,
        data,
        gas,
        (("fees", address(fees)), ("beneficiary", address(beneficiary))),
        rewrites,
    )


CREATE_TICKET = SendingFunction(
    function(f"createRetryableTicket({_ARGUMENTS})"),
    "arbitrum",
    lambda action, given: _ticket(action, given, rewrites=True),
)
UNSAFE_CREATE_TICKET = SendingFunction(
    function(f"unsafeCreateRetryableTicket({_ARGUMENTS})"),
    "arbitrum",
    lambda action, given: _ticket(action, given, rewrites=False),
)
