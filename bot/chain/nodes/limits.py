"""How much is asked at once, how long it may take, and how often it is tried."""

import msgspec

from bot.domain.delegation.delegate_registry import MOST_TO_ALL, MOST_TO_ONE


class Limits(msgspec.Struct, frozen=True):
    """Times are seconds. The defaults suit public endpoints; a node of one's own takes more at once."""

    timeout: float = 5.0
    """For one HTTP request."""
    total: float = 20.0
    """For one question to a chain, with all its attempts at all its endpoints."""
    attempts: int = 3
    """How often one endpoint is asked the same before it counts as failed."""
    wait: float = 0.1
    """Before the second attempt; it doubles with each one."""
    longest_wait: float = 5.0
    """The longest pause that an endpoint may ask for (Retry-After). Who wants more is left alone until then."""
    behind: float = 1.0
    """Before a node that has no such block yet is asked again."""
    rest: float = 30.0
    """How long an endpoint that failed is asked only after all others."""
    longest_rest: float = 600.0
    """The longest time that an endpoint is left alone because it asked for it."""
    known: float = 300.0
    """How long an endpoint is believed to be the same: of the same chain, with the same manners."""
    batch: int = 100
    """JSON-RPC requests in one HTTP request. An endpoint that refuses so many is asked for half as many."""
    at_once: int = 8
    """HTTP requests at a time to one endpoint. One that limits the rate gets half as many."""
    chunk: int = 500
    """Calls in one Multicall3 aggregate. An endpoint that refuses so many is asked for half as many."""
    aggregate_gas: int = 100_000
    """For each call in an aggregate, so that one that burns all it gets is soon at an end."""
    call_gas: int = 2_000_000
    """The full limit: what each read of a contract has at least, whether it stands in an aggregate or alone."""
    signature_gas: int = 2_000_000
    """For one `isValidSignature` (EIP-1271): enough for a passkey wallet, too little to keep a node busy."""
    simulation_gas: int = 1 << 24
    """For calls that are tried before anybody signs them: as much as a transaction may have (EIP-7825)."""
    logs: int = 10_000
    """Blocks in one `eth_getLogs`. An endpoint that refuses so many is asked for half as many."""
    logs_total: float = 120.0
    """For all events of a contract, of which free plans give a few blocks at a time."""
    delegators: int = MOST_TO_ONE
    """So many wallets that ever delegated to one wallet by a registry are looked at, those that did so first."""
    all_delegators: int = MOST_TO_ALL
    """So many in one vote."""
    parsed_at_once: int = 128 * 1024
    """Bytes of an answer that are parsed on the event loop; a longer one is parsed beside it."""


LIMITS = Limits()
