"""What the services need from outside. Storage, chain, execution and the cogs provide it; tests use the real ones
on local parts, or fakes with behaviour."""

from bot.domain.power import AnyOnChain, AnySource
from bot.services.ports.accounts import AccountNames
from bot.services.ports.assistance import Assistant, Drafted, Endpoint, TextReader
from bot.services.ports.bridges import Bridges
from bot.services.ports.chains import Chain, EndpointFound
from bot.services.ports.clock import Clock
from bot.services.ports.delivery import AskedToWait, Delivery, DeliveryHandler
from bot.services.ports.discord_server import DiscordServer
from bot.services.ports.drops import Drops
from bot.services.ports.executors import ActionCodec, Executor, Executors, Progress
from bot.services.ports.foreign_votes import ForeignVotes
from bot.services.ports.memberships import Memberships
from bot.services.ports.mirrors import MirrorReader, MirrorReaders, MirrorReading
from bot.services.ports.repositories.assistance.assistance import (
    Arguments,
    MachineTexts,
    NewArgument,
    Principles,
)
from bot.services.ports.repositories.conviction.reputation import Ledger
from bot.services.ports.repositories.conviction.stakes import ReadPower, Stakes
from bot.services.ports.repositories.delivery.jobs import JobName, Jobs, ScheduledJob
from bot.services.ports.repositories.delivery.posts import (
    GivenUp,
    Log,
    LogEntry,
    Messages,
    Outbox,
    OutboxEntry,
    Posted,
)
from bot.services.ports.repositories.delivery.silent_chains import SilentChains
from bot.services.ports.repositories.execution.execution_requests import ExecutionRequests
from bot.services.ports.repositories.execution.executor_bindings import ExecutorBindings
from bot.services.ports.repositories.mirrors.mirrors import MirroredProposals, Mirrors
from bot.services.ports.repositories.privacy.consents import Consents
from bot.services.ports.repositories.privacy.personal_data import DataKind, Erasure, PersonalData, StoredRow
from bot.services.ports.repositories.privacy.retentions import Retentions
from bot.services.ports.repositories.proposals.obstacles import Obstacles
from bot.services.ports.repositories.proposals.progress_reports import ProgressReports
from bot.services.ports.repositories.proposals.proposals import Proposals
from bot.services.ports.repositories.proposals.sponsorships import Sponsorships
from bot.services.ports.repositories.proposals.statements import Statements
from bot.services.ports.repositories.spaces.digests import Digests
from bot.services.ports.repositories.spaces.given_roles import GivenRoles
from bot.services.ports.repositories.spaces.handovers import Handovers
from bot.services.ports.repositories.spaces.holder_roles import HolderRoles
from bot.services.ports.repositories.spaces.imported_votes import ImportedFigures, ImportedVotes
from bot.services.ports.repositories.spaces.jury_draws import JuryDraws
from bot.services.ports.repositories.spaces.notices import Notices
from bot.services.ports.repositories.spaces.setup_drafts import SetupDrafts
from bot.services.ports.repositories.spaces.spaces import AddressBook, Auditors, Spaces, Wallets
from bot.services.ports.repositories.spaces.start_panels import StartPanels
from bot.services.ports.repositories.spaces.track_templates import TrackTemplates
from bot.services.ports.repositories.spaces.treasuries import Treasuries
from bot.services.ports.repositories.statistics.statistics import Acts, Statistics
from bot.services.ports.repositories.voting.ballots import (
    BallotEvidence,
    Ballots,
    Claims,
    KeptEvidence,
    PowerReading,
    PowerReadings,
    Reactions,
    UnreadableWallets,
    source_key,
)
from bot.services.ports.repositories.voting.conflicts import Conflicts
from bot.services.ports.repositories.wallets.delegations import Delegations, Profiles, RegistryScans
from bot.services.ports.safe_owners import SafeOwnership
from bot.services.ports.simulator import Simulator
from bot.services.ports.treasury import FeedFound, TreasuryReader
from bot.services.ports.unit_of_work import Repositories, ScratchDatabase, UnitOfWork

__all__ = [
    "AccountNames",
    "ActionCodec",
    "Acts",
    "AddressBook",
    "AnyOnChain",
    "AnySource",
    "Arguments",
    "AskedToWait",
    "Assistant",
    "Auditors",
    "BallotEvidence",
    "Ballots",
    "Bridges",
    "Chain",
    "Claims",
    "Clock",
    "Conflicts",
    "Consents",
    "DataKind",
    "Delegations",
    "Delivery",
    "DeliveryHandler",
    "Digests",
    "DiscordServer",
    "Drafted",
    "Drops",
    "Endpoint",
    "EndpointFound",
    "Erasure",
    "ExecutionRequests",
    "Executor",
    "ExecutorBindings",
    "Executors",
    "FeedFound",
    "ForeignVotes",
    "GivenRoles",
    "GivenUp",
    "Handovers",
    "HolderRoles",
    "ImportedFigures",
    "ImportedVotes",
    "JobName",
    "Jobs",
    "JuryDraws",
    "KeptEvidence",
    "Ledger",
    "Log",
    "LogEntry",
    "MachineTexts",
    "Memberships",
    "Messages",
    "MirrorReader",
    "MirrorReaders",
    "MirrorReading",
    "MirroredProposals",
    "Mirrors",
    "NewArgument",
    "Notices",
    "Obstacles",
    "Outbox",
    "OutboxEntry",
    "PersonalData",
    "Posted",
    "PowerReading",
    "PowerReadings",
    "Principles",
    "Profiles",
    "Progress",
    "ProgressReports",
    "Proposals",
    "Reactions",
    "ReadPower",
    "RegistryScans",
    "Repositories",
    "Retentions",
    "SafeOwnership",
    "ScheduledJob",
    "ScratchDatabase",
    "SetupDrafts",
    "SilentChains",
    "Simulator",
    "Spaces",
    "Sponsorships",
    "Stakes",
    "StartPanels",
    "Statements",
    "Statistics",
    "StoredRow",
    "TextReader",
    "TrackTemplates",
    "Treasuries",
    "TreasuryReader",
    "UnitOfWork",
    "UnreadableWallets",
    "Wallets",
    "source_key",
]
