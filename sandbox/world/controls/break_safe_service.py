"""The Safe transaction service is down, overloaded, or lies."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.safe_service.faults import LIE
from sandbox.world.control import Breakage, Group, Mend
from sandbox.world.sandbox import FOREVER, Sandbox


@dataclass(frozen=True)
class BreakSafeService(Breakage):
    status: int | str

    def breaks(self, sandbox: Sandbox) -> Mend:
        faults = sandbox.stage.service.faults
        fault = faults.fail_next("*", "", status=self.status, times=FOREVER)
        return lambda: faults.forget(fault)


SERVICE_DOWN = BreakSafeService(
    "service-down",
    Group.SAFE_SERVICE,
    "Switch the Safe service off",
    "After the timelock owners are told what to sign all the same; the request is handed over as soon as the service "
    "is back.",
    "Switch the Safe service on again",
    "The Safe service answers 503 to everything.",
    "The Safe service answers again.",
    503,
)
SERVICE_BUSY = BreakSafeService(
    "service-busy",
    Group.SAFE_SERVICE,
    "Overload the Safe service",
    "As when it is off: the bot waits as long as it is told to, and tries again.",
    "Take the load off the Safe service",
    "The Safe service answers 429 to everything.",
    "The Safe service takes requests again.",
    429,
)
SERVICE_LIES = BreakSafeService(
    "service-lies",
    Group.SAFE_SERVICE,
    "Let the Safe service lie",
    "Nothing false: that something is executed is believed from the chain alone, and a transaction that isn't the one "
    "voted on is not the request.",
    "Let the Safe service tell the truth",
    "The Safe service says of each transaction that it pays somebody else and is executed.",
    "The Safe service tells the truth again.",
    LIE,
)
