"""All repositories of one transaction."""

from collections.abc import Callable, Collection
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ids import ProposalId, SpaceId
from bot.services import ports
from bot.services.jobs.job import AnyJob
from bot.storage.repositories.assistance.arguments import StoredArguments
from bot.storage.repositories.assistance.machine_texts import StoredMachineTexts
from bot.storage.repositories.assistance.principles import StoredPrinciples
from bot.storage.repositories.conviction.reputation import StoredLedger
from bot.storage.repositories.conviction.stakes import StoredStakes
from bot.storage.repositories.delivery.jobs import StoredJobs
from bot.storage.repositories.delivery.messages import StoredMessages
from bot.storage.repositories.delivery.outbox import StoredOutbox
from bot.storage.repositories.delivery.silent_chains import StoredSilentChains
from bot.storage.repositories.execution.execution_requests import StoredExecutionRequests
from bot.storage.repositories.execution.executor_bindings import StoredExecutorBindings
from bot.storage.repositories.mirrors.mirrored_proposals import StoredMirroredProposals
from bot.storage.repositories.mirrors.mirrors import StoredMirrors
from bot.storage.repositories.privacy.consents import StoredConsents
from bot.storage.repositories.privacy.personal_data import StoredPersonalData
from bot.storage.repositories.privacy.retentions import StoredRetentions
from bot.storage.repositories.proposals.obstacles import StoredObstacles
from bot.storage.repositories.proposals.progress_reports import StoredProgressReports
from bot.storage.repositories.proposals.proposals import StoredProposals
from bot.storage.repositories.proposals.sponsorships import StoredSponsorships
from bot.storage.repositories.proposals.statements import StoredStatements
from bot.storage.repositories.spaces.address_book import StoredAddressBook
from bot.storage.repositories.spaces.auditors import StoredAuditors
from bot.storage.repositories.spaces.digests import StoredDigests
from bot.storage.repositories.spaces.given_roles import StoredGivenRoles
from bot.storage.repositories.spaces.handovers import StoredHandovers
from bot.storage.repositories.spaces.holder_roles import StoredHolderRoles
from bot.storage.repositories.spaces.imported_votes import StoredImportedVotes
from bot.storage.repositories.spaces.jury_draws import StoredJuryDraws
from bot.storage.repositories.spaces.log import StoredLog
from bot.storage.repositories.spaces.notices import StoredNotices
from bot.storage.repositories.spaces.role_looks import RoleLooks
from bot.storage.repositories.spaces.setup_drafts import StoredSetupDrafts
from bot.storage.repositories.spaces.spaces import StoredSpaces
from bot.storage.repositories.spaces.start_panels import StoredStartPanels
from bot.storage.repositories.spaces.track_templates import StoredTrackTemplates
from bot.storage.repositories.spaces.treasury_settings import StoredTreasuries
from bot.storage.repositories.statistics.statistics import StoredStatistics
from bot.storage.repositories.voting.ballot_evidence import StoredBallotEvidence
from bot.storage.repositories.voting.ballots import StoredBallots
from bot.storage.repositories.voting.claims import StoredClaims
from bot.storage.repositories.voting.conflicts import StoredConflicts
from bot.storage.repositories.voting.power_readings import StoredPowerReadings
from bot.storage.repositories.voting.reactions import StoredReactions
from bot.storage.repositories.wallets.delegations import StoredDelegations, StoredProfiles
from bot.storage.repositories.wallets.registry_scans import StoredRegistryScans
from bot.storage.repositories.wallets.unreadable_wallets import StoredUnreadableWallets
from bot.storage.repositories.wallets.wallets import StoredWallets
from bot.storage.unreadable import UnreadableRows

_Port = TypeVar("_Port")


class _Repository(Generic[_Port]):
    """One repository of a transaction. It is made when it is asked for: a transaction needs few of them."""

    def __init__(self, make: Callable[["StoredRepositories"], _Port]) -> None:
        self._make = make

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, of: "StoredRepositories", owner: type) -> _Port:
        # What stands in the object itself is found there from then on.
        made = of.__dict__[self._name] = self._make(of)
        return made


class StoredRepositories:
    """`ports.Repositories` on a connection that is in a transaction."""

    def __init__(
        self, connection: AsyncConnection, jobs: Collection[AnyJob], unreadable: UnreadableRows
    ) -> None:
        self._connection = connection
        self._kinds = jobs
        self._unreadable = unreadable
        self._changed: set[ProposalId] = set()
        self._bound: set[SpaceId] = set()

    _looks = _Repository(lambda r: RoleLooks(r._connection, r._bound))
    _stored_proposals = _Repository(
        lambda r: StoredProposals(r._connection, r._changed, r._unreadable, r._looks)
    )
    _stored_spaces = _Repository(lambda r: StoredSpaces(r._connection, r._changed, r._bound, r._unreadable))
    _stored_jobs = _Repository(
        lambda r: StoredJobs(r._connection, r._stored_proposals, r._stored_spaces, r._kinds, r._unreadable)
    )

    jobs = _Repository[ports.Jobs](lambda r: r._stored_jobs)
    spaces = _Repository[ports.Spaces](lambda r: r._stored_spaces)
    address_book = _Repository[ports.AddressBook](lambda r: StoredAddressBook(r._connection))
    auditors = _Repository[ports.Auditors](lambda r: StoredAuditors(r._connection))
    handovers = _Repository[ports.Handovers](lambda r: StoredHandovers(r._connection))
    consents = _Repository[ports.Consents](lambda r: StoredConsents(r._connection))
    retentions = _Repository[ports.Retentions](
        lambda r: StoredRetentions(r._connection, r._changed, r._bound)
    )
    notices = _Repository[ports.Notices](lambda r: StoredNotices(r._connection))
    arguments = _Repository[ports.Arguments](lambda r: StoredArguments(r._connection, r._unreadable))
    principles = _Repository[ports.Principles](lambda r: StoredPrinciples(r._connection))
    machine_texts = _Repository[ports.MachineTexts](lambda r: StoredMachineTexts(r._connection))
    start_panels = _Repository[ports.StartPanels](lambda r: StoredStartPanels(r._connection, r._bound))
    digests = _Repository[ports.Digests](lambda r: StoredDigests(r._connection, r._bound))
    jury_draws = _Repository[ports.JuryDraws](
        lambda r: StoredJuryDraws(r._connection, r._bound, r._unreadable)
    )
    progress_reports = _Repository[ports.ProgressReports](lambda r: StoredProgressReports(r._connection))
    track_templates = _Repository[ports.TrackTemplates](lambda r: StoredTrackTemplates(r._connection))
    treasuries = _Repository[ports.Treasuries](lambda r: StoredTreasuries(r._connection, r._bound))
    given_roles = _Repository[ports.GivenRoles](
        lambda r: StoredGivenRoles(r._connection, r._bound, r._unreadable)
    )
    holder_roles = _Repository[ports.HolderRoles](
        lambda r: StoredHolderRoles(r._connection, r._bound, r._unreadable)
    )
    wallets = _Repository[ports.Wallets](lambda r: StoredWallets(r._connection, r._unreadable, r._looks))
    setup_drafts = _Repository[ports.SetupDrafts](lambda r: StoredSetupDrafts(r._connection))
    proposals = _Repository[ports.Proposals](lambda r: r._stored_proposals)
    sponsorships = _Repository[ports.Sponsorships](lambda r: StoredSponsorships(r._connection, r._changed))
    statements = _Repository[ports.Statements](lambda r: StoredStatements(r._connection))
    imported_votes = _Repository[ports.ImportedVotes](
        lambda r: StoredImportedVotes(r._connection, r._unreadable)
    )
    statistics = _Repository[ports.Statistics](lambda r: StoredStatistics(r._connection, r._unreadable))
    obstacles = _Repository[ports.Obstacles](lambda r: StoredObstacles(r._connection, r._unreadable))
    execution_requests = _Repository[ports.ExecutionRequests](
        lambda r: StoredExecutionRequests(r._connection, r._changed)
    )
    executor_bindings = _Repository[ports.ExecutorBindings](
        lambda r: StoredExecutorBindings(r._connection, r._unreadable)
    )
    mirrors = _Repository[ports.Mirrors](lambda r: StoredMirrors(r._connection, r._bound, r._unreadable))
    mirrored_proposals = _Repository[ports.MirroredProposals](
        lambda r: StoredMirroredProposals(r._connection, r._unreadable)
    )
    ballots = _Repository[ports.Ballots](lambda r: StoredBallots(r._connection))
    ballot_evidence = _Repository[ports.BallotEvidence](lambda r: StoredBallotEvidence(r._connection))
    claims = _Repository[ports.Claims](lambda r: StoredClaims(r._connection))
    conflicts = _Repository[ports.Conflicts](lambda r: StoredConflicts(r._connection))
    unreadable_wallets = _Repository[ports.UnreadableWallets](
        lambda r: StoredUnreadableWallets(r._connection)
    )
    power_readings = _Repository[ports.PowerReadings](
        lambda r: StoredPowerReadings(r._connection, r._unreadable)
    )
    reactions = _Repository[ports.Reactions](lambda r: StoredReactions(r._connection))
    delegations = _Repository[ports.Delegations](lambda r: StoredDelegations(r._connection, r._looks))
    registry_scans = _Repository[ports.RegistryScans](lambda r: StoredRegistryScans(r._connection))
    profiles = _Repository[ports.Profiles](lambda r: StoredProfiles(r._connection))
    reputation = _Repository[ports.Ledger](lambda r: StoredLedger(r._connection))
    stakes = _Repository[ports.Stakes](lambda r: StoredStakes(r._connection))
    messages = _Repository[ports.Messages](lambda r: StoredMessages(r._connection))
    personal_data = _Repository[ports.PersonalData](
        lambda r: StoredPersonalData(r._connection, r._changed, r._bound)
    )
    log = _Repository[ports.Log](lambda r: StoredLog(r._connection, r._unreadable))
    silent_chains = _Repository[ports.SilentChains](lambda r: StoredSilentChains(r._connection))
    outbox = _Repository[ports.Outbox](lambda r: StoredOutbox(r._connection, r._unreadable))

    async def finish(self) -> None:
        """What belongs to the end of a transaction that writes: jobs follow the facts that it stored."""
        if self._changed:
            await self._stored_jobs.keep(self._changed)
        if self._bound:
            await self._stored_jobs.keep_of_spaces(self._bound)
