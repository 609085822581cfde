"""Transactions, and all repositories of one."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from bot.services.ports.repositories.assistance.assistance import Arguments, MachineTexts, Principles
from bot.services.ports.repositories.conviction.reputation import Ledger
from bot.services.ports.repositories.conviction.stakes import Stakes
from bot.services.ports.repositories.delivery.jobs import Jobs
from bot.services.ports.repositories.delivery.posts import Log, Messages, Outbox
from bot.services.ports.repositories.delivery.silent_chains import SilentChains
from bot.services.ports.repositories.execution.execution_requests import ExecutionRequests
from bot.services.ports.repositories.execution.executor_bindings import ExecutorBindings
from bot.services.ports.repositories.mirrors.mirrors import MirroredProposals, Mirrors
from bot.services.ports.repositories.privacy.consents import Consents
from bot.services.ports.repositories.privacy.personal_data import PersonalData
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
from bot.services.ports.repositories.spaces.imported_votes import ImportedVotes
from bot.services.ports.repositories.spaces.jury_draws import JuryDraws
from bot.services.ports.repositories.spaces.notices import Notices
from bot.services.ports.repositories.spaces.setup_drafts import SetupDrafts
from bot.services.ports.repositories.spaces.spaces import AddressBook, Auditors, Spaces, Wallets
from bot.services.ports.repositories.spaces.start_panels import StartPanels
from bot.services.ports.repositories.spaces.track_templates import TrackTemplates
from bot.services.ports.repositories.spaces.treasuries import Treasuries
from bot.services.ports.repositories.statistics.statistics import Statistics
from bot.services.ports.repositories.voting.ballots import (
    BallotEvidence,
    Ballots,
    Claims,
    PowerReadings,
    Reactions,
    UnreadableWallets,
)
from bot.services.ports.repositories.voting.conflicts import Conflicts
from bot.services.ports.repositories.wallets.delegations import Delegations, Profiles, RegistryScans


class Repositories(Protocol):
    """All repositories of one transaction."""

    spaces: Spaces
    address_book: AddressBook
    auditors: Auditors
    handovers: Handovers
    consents: Consents
    retentions: Retentions
    notices: Notices
    progress_reports: ProgressReports
    machine_texts: MachineTexts
    arguments: Arguments
    principles: Principles
    start_panels: StartPanels
    silent_chains: SilentChains
    digests: Digests
    jury_draws: JuryDraws
    track_templates: TrackTemplates
    treasuries: Treasuries
    given_roles: GivenRoles
    holder_roles: HolderRoles
    wallets: Wallets
    setup_drafts: SetupDrafts
    proposals: Proposals
    sponsorships: Sponsorships
    statements: Statements
    statistics: Statistics
    imported_votes: ImportedVotes
    obstacles: Obstacles
    execution_requests: ExecutionRequests
    executor_bindings: ExecutorBindings
    mirrors: Mirrors
    mirrored_proposals: MirroredProposals
    ballots: Ballots
    ballot_evidence: BallotEvidence
    claims: Claims
    conflicts: Conflicts
    unreadable_wallets: UnreadableWallets
    power_readings: PowerReadings
    reactions: Reactions
    delegations: Delegations
    registry_scans: RegistryScans
    profiles: Profiles
    reputation: Ledger
    stakes: Stakes
    messages: Messages
    personal_data: PersonalData
    log: Log
    outbox: Outbox
    jobs: Jobs


class UnitOfWork(Protocol):
    def reading(self) -> AbstractAsyncContextManager[Repositories]:
        """A consistent view; nothing may be written."""
        ...

    def writing(self) -> AbstractAsyncContextManager[Repositories]:
        """One transaction: committed (durably) when the block ends, rolled back when it raises.

        Writers wait for each other; there is never any network inside.
        """
        ...


ScratchDatabase = Callable[[], AbstractAsyncContextManager[UnitOfWork]]
"""Opens an empty database that is gone when the block ends."""
