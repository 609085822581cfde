"""Servers where delegation by wallet in a registry on chain counts, and short ways to say so."""

import json
from typing import Any

from bot.domain.delegation.delegate_registry import DelegateRegistry
from bot.domain.ids import Address, ChainId, ProposalId
from bot.domain.policy.model import DelegationRule
from tests.fakes import account
from tests.harness import ServiceHarness
from tests.services.delegation.delegating import rule

REGISTRY = DelegateRegistry(chain=ChainId(1), contract=account("registry"), space="safe.eth")


async def space(
    harness: ServiceHarness, powers: dict[str, int], depth: Any = "one_hop", **changes: Any
) -> None:
    """Members who hold so much, where delegation in a registry counts."""
    await harness.set_up()
    await rule(harness, delegation=DelegationRule(depth=depth, registry=REGISTRY), **changes)
    await harness.powers(powers)


def delegate_on_chain(
    harness: ServiceHarness, wallet: str, to: str | None, holds: int | None = None, space: str = "safe.eth"
) -> Address:
    """A wallet of that name delegates to another, and (a stranger's) holds so much, from the next block on."""
    if holds is not None:
        harness.hold(wallet, holds)
    delegate = None if to is None else harness.wallet(to)
    harness.chain.register(REGISTRY.contract, space, harness.wallet(wallet), delegate)
    return harness.wallet(wallet)


async def begun(harness: ServiceHarness, author: str = "ada") -> ProposalId:
    proposal = await harness.submitted(author)
    await harness.open(proposal)
    return proposal


async def record_of(harness: ServiceHarness, proposal: ProposalId) -> dict:
    record = await harness.services.cards.record(proposal)
    assert record is not None
    found: dict = json.loads(record)
    return found
