"""Who carries out what passed: the kinds of executors, as a policy names them (governance.md §8).

A kind says in its own file how a policy names it, what it is asked to do (its payload), what it is found to be when it
is checked, and what people have to do for it. A new kind is a file here and its place in kinds.py.
"""

from bot.domain.actions.called_code import CalledCode, CodeAt, Examined, Rights
from bot.domain.executors.base import OnChainExecutor
from bot.domain.executors.kinds import (
    EXECUTORS,
    AnyCheck,
    AnyExecutor,
    AnyExtensions,
    AnyInstructions,
    AnyPayload,
    AnyRefusal,
    PolicyExecutor,
    executor_named,
    executor_of,
    executor_text,
    kind_and_account,
)
from bot.domain.executors.proofs import (
    BindingState,
    ExecutorBinding,
    Proof,
    ProofDemand,
    ProofRequest,
    Provers,
    Standing,
)
from bot.domain.executors.requests import (
    Confirmation,
    Execution,
    ExecutionRequest,
    NotVisible,
    Visibility,
)
from bot.domain.executors.safe import (
    CallFails,
    GuardRefusal,
    NotTried,
    SafeCheck,
    SafeExecutor,
    SafeExtensions,
    SafeInstructions,
    SafeRefusal,
    SafeState,
    SafeTransaction,
)
from bot.domain.executors.signing import NoSignature, ReadyCall, Signing

__all__ = [
    "EXECUTORS",
    "AnyCheck",
    "AnyExecutor",
    "AnyExtensions",
    "AnyInstructions",
    "AnyPayload",
    "AnyRefusal",
    "BindingState",
    "CallFails",
    "CalledCode",
    "CodeAt",
    "Confirmation",
    "Examined",
    "Execution",
    "ExecutionRequest",
    "ExecutorBinding",
    "GuardRefusal",
    "NoSignature",
    "NotTried",
    "NotVisible",
    "OnChainExecutor",
    "PolicyExecutor",
    "Proof",
    "ProofDemand",
    "ProofRequest",
    "Provers",
    "ReadyCall",
    "Rights",
    "SafeCheck",
    "SafeExecutor",
    "SafeExtensions",
    "SafeInstructions",
    "SafeRefusal",
    "SafeState",
    "SafeTransaction",
    "Signing",
    "Standing",
    "Visibility",
    "executor_named",
    "executor_of",
    "executor_text",
    "kind_and_account",
]
