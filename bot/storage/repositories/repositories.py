"""All repositories of one transaction."""

from collections.abc import Collection

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


class StoredRepositories:
    """`ports.Repositories` on a connection that is in a transaction."""

    def __init__(
        self, connection: AsyncConnection, jobs: Collection[AnyJob], unreadable: UnreadableRows
    ) -> None:
        self._changed: set[ProposalId] = set()
        self._bound: set[SpaceId] = set()
        looks = RoleLooks(connection, self._bound)
        stored = StoredProposals(connection, self._changed, unreadable, looks)
        spaces = StoredSpaces(connection, self._changed, self._bound, unreadable)
        self._jobs = StoredJobs(connection, stored, spaces, jobs, unreadable)
        self.jobs: ports.Jobs = self._jobs
        self.spaces: ports.Spaces = spaces
        self.address_book: ports.AddressBook = StoredAddressBook(connection)
        self.auditors: ports.Auditors = StoredAuditors(connection)
        self.handovers: ports.Handovers = StoredHandovers(connection)
        self.consents: ports.Consents = StoredConsents(connection)
        self.retentions: ports.Retentions = StoredRetentions(connection, self._changed, self._bound)
        self.notices: ports.Notices = StoredNotices(connection)
        self.arguments: ports.Arguments = StoredArguments(connection, unreadable)
        self.principles: ports.Principles = StoredPrinciples(connection)
        self.machine_texts: ports.MachineTexts = StoredMachineTexts(connection)
        self.start_panels: ports.StartPanels = StoredStartPanels(connection, self._bound)
        self.digests: ports.Digests = StoredDigests(connection, self._bound)
        self.jury_draws: ports.JuryDraws = StoredJuryDraws(connection, self._bound, unreadable)
        self.progress_reports: ports.ProgressReports = StoredProgressReports(connection)
        self.track_templates: ports.TrackTemplates = StoredTrackTemplates(connection)
        self.treasuries: ports.Treasuries = StoredTreasuries(connection, self._bound)
        self.given_roles: ports.GivenRoles = StoredGivenRoles(connection, self._bound, unreadable)
        self.holder_roles: ports.HolderRoles = StoredHolderRoles(connection, self._bound, unreadable)
        self.wallets: ports.Wallets = StoredWallets(connection, unreadable, looks)
        self.setup_drafts: ports.SetupDrafts = StoredSetupDrafts(connection)
        self.proposals: ports.Proposals = stored
        self.sponsorships: ports.Sponsorships = StoredSponsorships(connection, self._changed)
        self.statements: ports.Statements = StoredStatements(connection)
        self.imported_votes: ports.ImportedVotes = StoredImportedVotes(connection, unreadable)
        self.statistics: ports.Statistics = StoredStatistics(connection, unreadable)
        self.obstacles: ports.Obstacles = StoredObstacles(connection, unreadable)
        self.execution_requests: ports.ExecutionRequests = StoredExecutionRequests(connection, self._changed)
        self.executor_bindings: ports.ExecutorBindings = StoredExecutorBindings(connection, unreadable)
        self.mirrors: ports.Mirrors = StoredMirrors(connection, self._bound, unreadable)
        self.mirrored_proposals: ports.MirroredProposals = StoredMirroredProposals(connection, unreadable)
        self.ballots: ports.Ballots = StoredBallots(connection)
        self.ballot_evidence: ports.BallotEvidence = StoredBallotEvidence(connection)
        self.claims: ports.Claims = StoredClaims(connection)
        self.conflicts: ports.Conflicts = StoredConflicts(connection)
        self.unreadable_wallets: ports.UnreadableWallets = StoredUnreadableWallets(connection)
        self.power_readings: ports.PowerReadings = StoredPowerReadings(connection, unreadable)
        self.reactions: ports.Reactions = StoredReactions(connection)
        self.delegations: ports.Delegations = StoredDelegations(connection, looks)
        self.registry_scans: ports.RegistryScans = StoredRegistryScans(connection)
        self.profiles: ports.Profiles = StoredProfiles(connection)
        self.reputation: ports.Ledger = StoredLedger(connection)
        self.stakes: ports.Stakes = StoredStakes(connection)
        self.messages: ports.Messages = StoredMessages(connection)
        self.personal_data: ports.PersonalData = StoredPersonalData(connection, self._changed, self._bound)
        self.log: ports.Log = StoredLog(connection, unreadable)
        self.silent_chains: ports.SilentChains = StoredSilentChains(connection)
        self.outbox: ports.Outbox = StoredOutbox(connection, unreadable)

    async def finish(self) -> None:
        """What belongs to the end of a transaction that writes: jobs follow the facts that it stored."""
        if self._changed:
            await self._jobs.keep(self._changed)
        if self._bound:
            await self._jobs.keep_of_spaces(self._bound)
