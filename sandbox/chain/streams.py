"""The contracts on a local chain through which somebody is paid little by little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.chain.chain import LocalChain
from sandbox.chain.contract import Contract


@dataclass(frozen=True)
class LocalStreams:
    dollar: Contract
    """A token with 6 decimals."""
    payroll: Contract
    """As LlamaPay has one for the dollar."""
    lockup: Contract
    """As Sablier's, for any token."""

    @property
    def settings(self) -> list[dict[str, Any]]:
        """How a bot's operator names them in FOLKMOOT_CHAINS."""
        return [
            {"kind": "llamapay", "contract": self.payroll.address, "token": self.dollar.address},
            {"kind": "sablier", "contract": self.lockup.address, "version": "4.0"},
        ]


async def deploy_streams(chain: LocalChain) -> LocalStreams:
    dollar = await chain.deploy("PlainToken", "USDC", "USDC", 6)
    payroll = await chain.deploy("Payroll", dollar.address)
    return LocalStreams(dollar, payroll, await chain.deploy("Lockup"))
