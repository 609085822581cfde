"""All kinds of executors, and by kind what each is asked to do, found to be, and needs people for."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, get_args

from pydantic import BeforeValidator, Field

from bot.domain.executors.baal import (
    BaalCheck,
    BaalExecutor,
    BaalExtensions,
    BaalInstructions,
    BaalProposal,
    BaalRefusal,
)
from bot.domain.executors.delegate_wallet import (
    DelegateWalletExecutor,
    WalletCheck,
    WalletExtensions,
    WalletInstructions,
    WalletRefusal,
    WalletStage,
    WalletVote,
)
from bot.domain.executors.governor import (
    GovernorCheck,
    GovernorExecutor,
    GovernorExtensions,
    GovernorInstructions,
    GovernorProposal,
    GovernorRefusal,
    GovernorStage,
)
from bot.domain.executors.moloch import (
    MolochCheck,
    MolochExecutor,
    MolochExtensions,
    MolochInstructions,
    MolochProposal,
    MolochRefusal,
)
from bot.domain.executors.moloch_stages import MolochStage
from bot.domain.executors.safe import (
    SafeCheck,
    SafeExecutor,
    SafeExtensions,
    SafeInstructions,
    SafeRefusal,
    SafeStage,
    SafeTransaction,
)
from bot.domain.ids import ChainId, address

AnyExecutor = SafeExecutor | GovernorExecutor | MolochExecutor | BaalExecutor | DelegateWalletExecutor
"""As a policy names it."""
AnyPayload = SafeTransaction | GovernorProposal | MolochProposal | BaalProposal | WalletVote
"""What an executor is asked to do. `nonce` is its place in the executor's own order, which no two that wait share, and
None where there is no such order; `threshold` how many must sign, 0 where nobody must; `made_twice` what there is of
the same beside it, as data of an event, empty where there is nothing."""
AnyCheck = SafeCheck | GovernorCheck | MolochCheck | BaalCheck | WalletCheck
"""What an executor was found to be. `reachable` says whether requests reach those who carry them out, `makes_several`
whether a request can be for several actions."""
AnyExtensions = SafeExtensions | GovernorExtensions | MolochExtensions | BaalExtensions | WalletExtensions
"""What beside those who sign decides what an executor does."""
AnyRefusal = SafeRefusal | GovernorRefusal | MolochRefusal | BaalRefusal | WalletRefusal
"""What would stop what an executor is asked for. `for_want_of_funds`: whether it may be that it holds too little."""
AnyInstructions = (
    SafeInstructions | GovernorInstructions | MolochInstructions | BaalInstructions | WalletInstructions
)
"""What people have to do for a request. `owners` are those who may; `first` is what the executor carries out next,
where it has an order."""
AnyStage = SafeStage | GovernorStage | MolochStage | WalletStage
"""How far a request has come, where its kind has stages. `name` says which one it is; `told()` what is said of it as
data of an event, unless it is `quiet`; `held_until` until when it is followed, also when the time for executing is
over, where that is so; `made_in` the transactions in which its calls were made, where that isn't the one that ended it
alone."""

EXECUTORS: Mapping[str, type[AnyExecutor]] = {
    "safe": SafeExecutor,
    "governor": GovernorExecutor,
    "moloch": MolochExecutor,
    "baal": BaalExecutor,
    "delegate_wallet": DelegateWalletExecutor,
}

USUAL = SafeExecutor
"""The kind of those that are named without a kind."""


def _with_kind(named: Any) -> Any:
    return {"kind": _kind_of(USUAL), **named} if isinstance(named, Mapping) else named


def _kind_of(executor: type[AnyExecutor]) -> str:
    kind: str = executor.model_fields["kind"].default
    return kind


_told_apart = Field(discriminator="kind") if get_args(AnyExecutor) else Field()
PolicyExecutor = Annotated[Annotated[AnyExecutor, _told_apart], BeforeValidator(_with_kind)]
"""The field of a policy: told apart by `kind`, which may be left out for the usual one."""


def kind_and_account(text: str) -> tuple[type[AnyExecutor], str]:
    """What a moderator typed for an executor: its account, before which its kind stands where it isn't the usual
    one."""
    kind, _, account = text.strip().partition(" ")
    if account.strip() and (named := EXECUTORS.get(kind.casefold())) is not None:
        return named, account.strip()
    return USUAL, text.strip()


def executors_named(text: str, usual: ChainId) -> tuple[AnyExecutor, ...]:
    """The executors that `executors_text` wrote. Raises BadAddress."""
    return tuple(_named(part, usual) for part in text.split(","))


def _named(text: str, usual: ChainId) -> AnyExecutor:
    kind, account = kind_and_account(text)
    chain, colon, rest = account.partition(":")
    if colon and chain.isascii() and chain.isdecimal():
        return kind(chain=ChainId(int(chain)), address=address(rest))
    return kind(chain=usual, address=address(account))


def executors_text(executors: Sequence[AnyExecutor], usual: ChainId) -> str:
    """The executors with addresses for names, separated by commas: those that aren't on the usual chain with the number
    of theirs before the address."""
    return ", ".join(
        executor_text(each)
        if each.chain == usual
        else executor_text(each).replace(each.address, f"{each.chain}:{each.address}")
        for each in executors
    )


def executor_text(executor: AnyExecutor) -> str:
    """How a moderator types it."""
    usual = executor.kind == _kind_of(USUAL)
    return executor.address if usual else f"{executor.kind} {executor.address}"


def executor_of(kind: str, chain: int | None, account: str | None) -> AnyExecutor:
    """The executor of that kind which is this account of the chain. Raises ValueError where there can be none."""
    fields = {"chain": chain, "address": account}
    named = {name: value for name, value in fields.items() if value is not None}
    if kind not in EXECUTORS:
        raise ValueError(f"no executor is of the kind {kind!r}")
    return EXECUTORS[kind].model_validate(named)
