"""What the services need from outside. Storage, chain, execution and the cogs provide it; tests use the real ones
on local parts, or fakes with behaviour."""

from bot.domain.power import AnyOnChain, AnySource
from bot.services.ports.ballots import Ballots, Claims, Reactions, Readings, StoredReading, source_key
from bot.services.ports.chains import Chain
from bot.services.ports.clock import Clock
from bot.services.ports.delegations import Delegations, Profiles
from bot.services.ports.executors import ActionCodec, SafeProgress, Safes, SafeState
from bot.services.ports.posts import Log, LogEntry, Messages, Outbox, OutboxEntry, Posted
from bot.services.ports.proposals import Proposals
from bot.services.ports.reputation import Ledger
from bot.services.ports.spaces import Spaces, Wallets
from bot.services.ports.stakes import ReadPower, Stakes
from bot.services.ports.telling import Courier, Delivery
from bot.services.ports.work import Facts, UnitOfWork

__all__ = [
    "ActionCodec",
    "AnyOnChain",
    "AnySource",
    "Ballots",
    "Chain",
    "Claims",
    "Clock",
    "Courier",
    "Delegations",
    "Delivery",
    "Facts",
    "Ledger",
    "Log",
    "LogEntry",
    "Messages",
    "Outbox",
    "OutboxEntry",
    "Posted",
    "Profiles",
    "Proposals",
    "Reactions",
    "ReadPower",
    "Readings",
    "SafeProgress",
    "SafeState",
    "Safes",
    "Spaces",
    "Stakes",
    "StoredReading",
    "UnitOfWork",
    "Wallets",
    "source_key",
]
