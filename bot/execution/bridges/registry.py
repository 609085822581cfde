"""The functions by which bridges are told of calls. A new bridge is its files beside this one, and its lines here."""

from bot.execution.bridges.arbitrum_calls import CREATE_TICKET, UNSAFE_CREATE_TICKET
from bot.execution.bridges.optimism_calls import DEPOSIT, SEND_MESSAGE

SENDING = {
    known.function.selector: known for known in (SEND_MESSAGE, DEPOSIT, CREATE_TICKET, UNSAFE_CREATE_TICKET)
}
"""By selector."""
