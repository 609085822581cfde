"""One of each error and of each fault, for what goes through all of their words."""

import dataclasses
import importlib
import inspect
import pkgutil
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, get_args

import msgspec

from bot.domain import errors
from bot.domain.actions.called_code import CalledCode, CodeAt
from bot.domain.actions.limits import NotAllowed, OverLimit, WrongRecipient
from bot.domain.blocks import BlockRef
from bot.domain.consent import ConsentTerms
from bot.domain.counting import errors as counting_errors
from bot.domain.counting.mechanism import BallotKind
from bot.domain.delegation.undelegated import Undelegated
from bot.domain.errors import TextField
from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.errors.governance.dry_run import MembersStake
from bot.domain.errors.governance.policy_fields import Missing
from bot.domain.errors.governance.settings import ExpectedDuration
from bot.domain.errors.governance.settings_files import NoSettings
from bot.domain.errors.inputs import NotDecimal
from bot.domain.errors.operators.database import ServerAddress, TakenBy
from bot.domain.errors.outside import ReadFailure
from bot.domain.errors.proposals.actions import PaymentPart
from bot.domain.executors import BindingState, NoSignature, ProofDemand, SafeExecutor
from bot.domain.fault import Fault
from bot.domain.holder_roles.rule import Halt
from bot.domain.ids import (
    Address,
    BlockHash,
    ChainId,
    ChannelId,
    GuildId,
    MemberId,
    ProposalId,
    ProposalNumber,
    RequestId,
    RoleId,
)
from bot.domain.policy.limits import Spending
from bot.domain.policy.trust import TrustLevel
from bot.domain.power import AccountAge, Erc20, Erc721, PowerRule, Role
from bot.domain.proposals.apart import WhyTogether
from bot.domain.server_acts.kind import ActKind
from bot.domain.treasury.prices import NotPositive
from bot.domain.verification import errors as verification_errors
from bot.services.governance import findings
from bot.services.governance.findings import Finding
from bot.wording import findings as findings_words

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ADA = Address("0x00000000000000000000000000000000000000Aa")
GOLD = Address("0x52908400098527886E0F7030069857D2E4169EE7")
GATES = (
    Erc721(chain=ChainId(1), contract=GOLD, gate=True),
    Erc20(chain=ChainId(1), contract=GOLD, required=10**18, gate=True),
    Role(role=RoleId(7), gate=True),
    AccountAge(required=30),
)
BLOCK = BlockRef(ChainId(1), 17, BlockHash("0x" + "ab" * 32), 1_700_000_000)

_ERROR_MODULES = [
    importlib.import_module(module.name)
    for module in pkgutil.walk_packages(errors.__path__, f"{errors.__name__}.")
    if not module.ispkg
]
ERRORS = [
    found
    for module in _ERROR_MODULES
    for _, found in inspect.getmembers(module, inspect.isclass)
    if issubclass(found, errors.FolkmootError) and found.__module__ == module.__name__
]
FAULT_MODULES = [
    counting_errors,
    verification_errors,
    *(importlib.import_module(f"{findings.__name__}.{name}") for name in findings_words.__all__),
    *_ERROR_MODULES,
]
FAULTS = [
    found
    for module in FAULT_MODULES
    for _, found in inspect.getmembers(module, inspect.isclass)
    if issubclass(found, Fault)
    and found.__module__ == module.__name__
    and found is not counting_errors.BallotFault
]

SAFE = SafeExecutor(chain=ChainId(1), address=ADA)

FIELDS = {
    "together": WhyTogether.HEADS,
    "terms": ConsentTerms(GuildId(7), "Who answers for it.", datetime(2026, 1, 1, tzinfo=UTC)),
    "account": ADA,
    "actions": 2,
    "allowed": ("single", "headcount"),
    "address": ADA,
    "asked": 3 * 10**18,
    "at": (BLOCK,),
    "breaches": (
        NotAllowed("2.1", ADA, "0x01020304", unreadable=False),
        NotAllowed("2.2", ADA, "0x01020304", unreadable=True),
        NotAllowed("3", ADA, "", unreadable=False),
        WrongRecipient("4", Spending(per_period=1), ADA),
        OverLimit(Spending(per_period=10**18), timedelta(days=30), 2 * 10**18, 10**18),
    ),
    "chain": ChainId(1),
    "channel": ChannelId(5),
    "check": ProposalNumber(6),
    "choice": "For",
    "choices": ("For", "Against"),
    "computed": "0xaa",
    "cost": 25 * 10**18,
    "contract": "0xbb",
    "decimals": 18,
    "again_at": NOON,
    "ended_at": NOON,
    "ends_at": NOON,
    "fingerprint": ADA,
    "kind": BallotKind.RANKING,
    "executor": SAFE,
    "expected": "erc20",
    "failure": ReadFailure.NO_ANSWER,
    "fault": NotDecimal(),
    "function": "setGuard",
    "faults": (errors.PolicyFault(3, "periods.voting", Missing()),),
    "feed": ADA,
    "field": "quorum",
    "given": "Maybe",
    "guild": 1,
    "held": 10**17,
    "known": ("local",),
    "latest": timedelta(days=30),
    "length": 120,
    "limit": 100,
    "line": "transfer nothing",
    "line_number": 2,
    "member": 3,
    "name": "moon",
    "page": "https://folkmoot.example/vote/7",
    "part": PaymentPart.ASSET,
    "path": (3, 4, 3),
    "needed": 10**18,
    "number": ProposalNumber(7),
    "now": CalledCode(ADA, (CodeAt(ADA, "0xbb"),)),
    "of_one": True,
    "may_open": NOON,
    "opens_at": NOON,
    "power": 16 * 10**18,
    "proposal": ProposalId(7),
    "provers": (ADA,),
    "reason": "the token was paused",
    "halt": Halt.GIVES_RIGHTS,
    "rights": ("manage_messages", "kick_members"),
    "request": RequestId(8),
    "service": "the Safe service",
    "signed_by": ADA,
    "since": NOON,
    "soonest": timedelta(minutes=10),
    "source": "role 77",
    "staked": 10**18,
    "state": "voting",
    "status": 422,
    "successor": MemberId(7),
    "symbol": "FOLK",
    "target": ProposalNumber(8),
    "text": "1,5",
    "track": "treasury",
    "trust": TrustLevel.COUNTERSIGNED,
    "undelegated": (Undelegated(ADA, 3_000 * 10**18),),
    "unread": None,
    "until": NOON,
    "was": CalledCode(ADA, (CodeAt(ADA, "0xaa"),)),
    "wallet": ADA,
    "wallets": 1,
    "what": "a ballot",
    "why": "it is not a number",
}
SPECIAL: dict[str, dict[str, Any]] = {
    "FeedForPieces": {"kind": "erc721"},
    "GraceOutOfBounds": {"shortest": timedelta(hours=1), "longest": timedelta(days=90)},
    "VotesOutOfBounds": {"longest": timedelta(days=365)},
    "NoTrackLets": {"kind": ActKind.CREATE_SPACE},
    "FeedWithoutPrice": {"why": NotPositive(0)},
    "MirrorKindUnknown": {"kind": "moon"},
    "ExecutorUnnamed": {"text": ADA, "known": (SAFE,)},
    "ExecutorUnproved": {"state": BindingState(SAFE, ProofDemand.ONE, None, bound=False)},
    "SeveralExecutors": {"known": (SAFE,)},
    "MilestoneNotAwaited": {"state": "reported"},
    "WrongState": {"needed": ("draft", "discussion")},
    "WalletsClaimed": {"wallets": (ADA,)},
    "NotMandated": {"expired": (ADA,), "short": (SAFE.address,)},
    "WalletsUnreadable": {"wallets": (ADA,)},
    "ProposalUnknown": {"typed": "7"},
    "BadSetting": {"expected": ExpectedDuration()},
    "DryRunUnfit": {"why": MembersStake()},
    "NamesMissing": {"roles": ("Elders", "Bees"), "categories": ("Rooms",)},
    "BadSettingsFile": {"fault": NoSettings("folkmoot-settings/1")},
    "TextTooLong": {"field": TextField.TITLE},
    "TextMissing": {"field": TextField.TITLE},
    "ServiceRefused": {"fault": None},
    "CannotCast": {"why": NotCast.TOO_LATE, "id": "7"},
    "NotForMoloch": {"cause": "other_call"},
    "WalletCannotVote": {"why": NotCast.VOTED},
    "NotToBeSigned": {"why": NoSignature.EXPIRED},
    "NotEligible": {"rule": PowerRule(sources=GATES), "lacking": GATES},
}


def an_error(kind: type[errors.FolkmootError]) -> errors.FolkmootError:
    """An error of this class, with something for each of its fields."""
    fields = getattr(kind, "__dataclass_fields__", {})
    known = FIELDS | SPECIAL.get(kind.__name__, {})
    return kind(
        **{name: known[name] if name in known else _plain(kind, field) for name, field in fields.items()}
    )


def _plain(kind: type[errors.FolkmootError], field: dataclasses.Field[Any]) -> Any:
    annotation = field.type if isinstance(field.type, str) else getattr(field.type, "__name__", "")
    plain = {"str": "something", "int": 3, "bool": True}
    assert annotation in plain, f"FIELDS in tests/wording/samples.py needs a {field.name} for {kind.__name__}"
    return plain[annotation]


def a_fault(kind: type[Fault], text: str = "something") -> Fault:
    """A fault of this class, whose every text is this one."""
    return kind(**{field.name: _value(field.type, text) for field in msgspec.structs.fields(kind)})


def _value(annotation: Any, text: str) -> Any:
    options = get_args(annotation)
    if annotation is str or str in options:
        return (text,) if annotation == tuple[str, ...] else text
    if annotation is bool:
        return True
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return next(iter(annotation))
    if annotation == tuple[ActKind, ...]:
        return tuple(ActKind)
    if annotation is timedelta:
        return timedelta(days=3)
    if annotation is ServerAddress:
        return ServerAddress(text, 5432)
    if TakenBy in options:
        return TakenBy(12, text)
    if annotation == tuple[Finding, ...]:
        return tuple(findings.DatabaseSays(text) for _ in range(200))
    if annotation is float:
        return 1.5
    if annotation is datetime or datetime in options:
        return NOON
    return 3 if annotation is int or int in options else NotDecimal()
