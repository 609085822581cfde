"""All kinds of executors, and by kind what each is asked to do, found to be, and needs people for."""

from collections.abc import Mapping

from bot.domain.executors.safe import (
    GuardRefusal,
    SafeCheck,
    SafeExecutor,
    SafeExtensions,
    SafeInstructions,
    SafeTransaction,
)
from bot.domain.ids import ChainId, address

AnyExecutor = SafeExecutor
"""As a policy names it. A second kind makes this a union that is told apart by `kind`, as that of the sources of power
is; until then a policy may leave the kind out."""
AnyPayload = SafeTransaction
"""What an executor is asked to do."""
AnyCheck = SafeCheck
"""What an executor was found to be. `reachable` says whether requests reach those who carry them out, `makes_several`
whether a request can be for several actions."""
AnyExtensions = SafeExtensions
"""What beside those who sign decides what an executor does."""
AnyRefusal = GuardRefusal
"""What of an executor's own would stop what it is asked for."""
AnyInstructions = SafeInstructions
"""What people have to do for a request."""

EXECUTORS: Mapping[str, type[AnyExecutor]] = {"safe": SafeExecutor}


def executor_named(text: str, chain: ChainId) -> AnyExecutor:
    """The executor that a moderator typed for a chain: an address alone names a Safe. Raises BadAddress."""
    return SafeExecutor(chain=chain, address=address(text))


def executor_of(kind: str, chain: int | None, account: str | None) -> AnyExecutor:
    """The executor of that kind which is this account of the chain. Raises ValueError where there can be none."""
    fields = {"chain": chain, "address": account}
    named = {name: value for name, value in fields.items() if value is not None}
    if kind not in EXECUTORS:
        raise ValueError(f"no executor is of the kind {kind!r}")
    return EXECUTORS[kind].model_validate(named)
