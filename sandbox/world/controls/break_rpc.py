"""Nodes of the chain that are away, slow, or say what isn't so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.chain.faults import Faults
from sandbox.world.control import Breakage, Group, Mend
from sandbox.world.sandbox import FOREVER, Sandbox

SLOW_SECONDS = 2.0


def _one(sandbox: Sandbox) -> list[Faults]:
    """The last of the chain's endpoints."""
    chain = sandbox.stage.chain
    return [chain.others[-1].faults if chain.others else chain.faults]


def _all(sandbox: Sandbox) -> list[Faults]:
    chain = sandbox.stage.chain
    return [chain.faults, *(other.faults for other in chain.others)]


@dataclass(frozen=True)
class BreakRpc(Breakage):
    kind: str
    seconds: float | None
    which: Callable[[Sandbox], list[Faults]]

    def breaks(self, sandbox: Sandbox) -> Mend:
        struck = [
            (faults, faults.fail_next("*", kind=self.kind, times=FOREVER, to=self.seconds))
            for faults in self.which(sandbox)
        ]

        def mend() -> None:
            for faults, fault in struck:
                faults.forget(fault)

        return mend


ONE_RPC_OFF = BreakRpc(
    "one-rpc-off",
    Group.CHAIN,
    "Switch one RPC off",
    "Everything goes on: two of the three endpoints still agree. /gov doctor names the one that is away.",
    "Switch the RPC on again",
    "One of the three endpoints closes every connection.",
    "The endpoint answers again.",
    "drop",
    None,
    _one,
)
RPC_LIES = BreakRpc(
    "rpc-lies",
    Group.CHAIN,
    "Let one RPC lie",
    "The same power and the same results as before: what one of three says alone is not believed. /gov doctor says "
    "that it disagrees.",
    "Let it tell the truth again",
    "One of the three endpoints changes the last bit of whatever it answers.",
    "The endpoint tells the truth again.",
    "lie",
    None,
    _one,
)
RPCS_SLOW = BreakRpc(
    "rpcs-slow",
    Group.CHAIN,
    "Make all RPCs slow",
    "Buttons are answered at once, and power that has to be read comes later: the receipt says that it is being read.",
    "Make them fast again",
    f"Every endpoint takes {SLOW_SECONDS:.0f} seconds for each answer.",
    "The endpoints are fast again.",
    "slow",
    SLOW_SECONDS,
    _all,
)
RPCS_OFF = BreakRpc(
    "rpcs-off",
    Group.CHAIN,
    "Switch all RPCs off",
    "Votes are still taken; a vote that should open waits, and nothing is counted as zero because it can't be read.",
    "Switch all RPCs on again",
    "Every endpoint closes every connection.",
    "All endpoints answer again.",
    "drop",
    None,
    _all,
)
