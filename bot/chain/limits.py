"""How much is asked at once, how long it may take, and how often it is tried."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Times are seconds. The defaults suit public endpoints; a node of one's own takes more at once."""

    timeout: float = 5.0
    """For one HTTP request."""
    total: float = 20.0
    """For one question to a chain, with all its attempts at all its endpoints."""
    attempts: int = 3
    """How often one endpoint is asked the same before it counts as failed."""
    wait: float = 0.1
    """Before the second attempt; it doubles with each one."""
    rest: float = 30.0
    """How long an endpoint that failed is asked only after all others."""
    batch: int = 100
    """JSON-RPC requests in one HTTP request."""
    chunk: int = 500
    """Calls in one Multicall3 aggregate."""
    aggregate_gas: int = 100_000
    """For each call in an aggregate, so that one that burns all it gets is soon at an end."""
    call_gas: int = 2_000_000
    """For one read of a contract, where it isn't part of an aggregate."""
    signature_gas: int = 2_000_000
    """For one `isValidSignature` (EIP-1271): enough for a passkey wallet, too little to keep a node busy."""
    logs: int = 10_000
    """Blocks in one `eth_getLogs`."""
    answer_bytes: int = 64 * 1024 * 1024
    """The longest answer that is read."""
