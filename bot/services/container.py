"""All services. Whoever shows what they do, or does what is due, knows nothing else."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import msgspec

from bot.domain.accounts.chain_pages import ChainPages
from bot.domain.ids import ChainId
from bot.domain.policy.trust import TrustLevel
from bot.services.accounts.book import AddressBookKeeping
from bot.services.accounts.reading import AccountReading
from bot.services.assistance.arguing import Arguing
from bot.services.assistance.digests import ThreadDigests
from bot.services.assistance.summaries import Summaries
from bot.services.assistance.weighing import Weighing
from bot.services.conviction.chain_readings import ChainReadings
from bot.services.conviction.staking import StakingOnProposals
from bot.services.delegation.delegated_power import DelegatedPowers
from bot.services.delegation.delegating import Delegating
from bot.services.delivery.notifications import AnyNotification
from bot.services.delivery.outbox import WakeSignal
from bot.services.delivery.retrying import Retrying
from bot.services.execution.asking_again import AskingAgain
from bot.services.execution.crossings import FollowingMessages
from bot.services.execution.extensions import ExecutorExtensions
from bot.services.execution.following import FollowingRequests
from bot.services.execution.instructions import RequestInstructions
from bot.services.execution.preparing import PreparingRequests
from bot.services.execution.signing import Signatures
from bot.services.execution.submission import RequestSubmission
from bot.services.execution.track_limits import TrackLimits
from bot.services.governance.doctor import Doctor
from bot.services.governance.executor_proofs import ExecutorProofs
from bot.services.governance.offices.auditors import NamingAuditors
from bot.services.governance.offices.guardianship import Guardianship
from bot.services.governance.offices.holders import Holders
from bot.services.governance.offices.moderation import Moderation
from bot.services.governance.offices.moderatorship import Moderatorship
from bot.services.governance.offices.permissions import Permissions
from bot.services.governance.public_log import PublicLog
from bot.services.governance.setup.guided_setup import GuidedSetup
from bot.services.governance.setup.settings_copies import SettingsCopies
from bot.services.governance.setup.space_setup import SpaceSetup
from bot.services.governance.setup.start_panel import StartPanels
from bot.services.governance.space_tree import ReadingSpaceTree
from bot.services.governance.tracks.backtesting import Backtesting
from bot.services.governance.tracks.track_templates import Templates
from bot.services.governance.tracks.tracks import Tracks
from bot.services.governance.trusted_contracts import TrustedContracts
from bot.services.holder_roles.checking import CheckingRoles
from bot.services.holder_roles.giving import GivingRoles
from bot.services.holder_roles.making import RoleRules
from bot.services.imported.reading import ReadingImported
from bot.services.linked_roles.figures import LinkedRoles
from bot.services.milestones.reporting import ReportingMilestones
from bot.services.milestones.showing import ShowingMilestones
from bot.services.mirrors.cards import MirroredCards
from bot.services.mirrors.chain_voting import VotingOnChain
from bot.services.mirrors.mirroring import Mirroring
from bot.services.notices.choosing import ChoosingNotices
from bot.services.notices.digesting import Digesting
from bot.services.notices.missing_voters import MissingVoters
from bot.services.notices.reminding import RemindingVoters
from bot.services.notices.telling import TellingMembers
from bot.services.notices.vote_events import VoteEvents
from bot.services.notices.week import WeekReading
from bot.services.pages.access import PageAccess
from bot.services.pages.reading import PageReading
from bot.services.ports import Chain, Clock, DeliveryHandler, ScratchDatabase, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.privacy.consenting import Consenting
from bot.services.privacy.own_data import OwnDataService
from bot.services.privacy.retaining import Retaining
from bot.services.proposals.cards import Cards
from bot.services.proposals.decoded_actions import DecodedActions
from bot.services.proposals.drafting.acting_tracks import ActingTracks
from bot.services.proposals.drafting.bringing_up import BringingUp
from bot.services.proposals.drafting.coauthors import Coauthors
from bot.services.proposals.drafting.line_offers import LineOffers
from bot.services.proposals.drafting.previews import Previews
from bot.services.proposals.drafting.proposing import Proposing
from bot.services.proposals.drafting.readers import Readers
from bot.services.proposals.drafting.sponsoring import Sponsoring
from bot.services.proposals.drafting.track_eligibility import TrackEligibility
from bot.services.proposals.finding import FindingProposals
from bot.services.proposals.forecasting import Forecasting
from bot.services.proposals.listing import Listing
from bot.services.proposals.minutes import TakingMinutes
from bot.services.proposals.obstacles import Obstacles
from bot.services.proposals.progress import Progress
from bot.services.proposals.reading import ProposalReading
from bot.services.reputation.reputation import Reputations
from bot.services.server_acts.carrying_out import CarryingOut
from bot.services.server_acts.connected_server import ConnectedServer
from bot.services.server_acts.ending_terms import EndingTerms
from bot.services.server_acts.examining import ExaminedServer
from bot.services.sortition.announcing import AnnouncingDraws
from bot.services.sortition.drawing import DrawingJuries
from bot.services.sortition.reading import ReadingDraws
from bot.services.statements.answering import AnsweringStatements
from bot.services.statements.putting import PuttingStatements
from bot.services.statements.results import StatementResults
from bot.services.statistics.statistics import Statistics
from bot.services.succession.handing_over import HandingOver
from bot.services.timekeeping.chain_watch import ChainWatch
from bot.services.timekeeping.timekeeping import Timekeeping
from bot.services.treasury.holdings import Treasuries
from bot.services.treasury.paying import PayingTracks
from bot.services.treasury.reviewing import TreasuryReview
from bot.services.treasury.spending import TreasurySpending
from bot.services.treasury.targeting import Targeting
from bot.services.treasury.watching import Watching
from bot.services.voter_rewards.claiming import ClaimingRewards
from bot.services.voter_rewards.paying import PayingVoters
from bot.services.voting.card_visibility import CardVisibility
from bot.services.voting.casting.own_ballots import OwnBallots
from bot.services.voting.casting.signed_voting import SignedVoting
from bot.services.voting.casting.voting import Voting
from bot.services.voting.closing.closing import ClosingVotes
from bot.services.voting.closing.deadlines import Deadlines
from bot.services.voting.conflicts import DeclaringConflicts
from bot.services.voting.evidence_files import EvidenceFiles
from bot.services.voting.live.live_votes import LiveVotes
from bot.services.voting.live.power_reads import PowerReads
from bot.services.voting.opening import OpeningVotes
from bot.services.voting.voter_keys import VoterKeys
from bot.services.wallets.linking import WalletLinking
from bot.services.wallets.page_links import PageLinks
from bot.services.wallets.revoking import WalletRevoking


class Services(msgspec.Struct, frozen=True):
    elsewhere: "Callable[[UnitOfWork, Mapping[ChainId, Chain], Clock], Services]"
    """The same services on another database, with chains and a clock of their own, and without pages."""
    scratch: ScratchDatabase
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    clock: Clock
    """By which everything is done and shown: the machine's, or Discord's where that is wrong."""
    wake_signal: WakeSignal
    timekeeping: Timekeeping
    chain_watch: ChainWatch
    powers: Powers
    live_votes: LiveVotes
    space_setup: SpaceSetup
    space_tree: ReadingSpaceTree
    guided_setup: GuidedSetup
    tracks: Tracks
    backtesting: Backtesting
    executor_proofs: ExecutorProofs
    executor_extensions: ExecutorExtensions
    wallets: WalletLinking
    wallet_revoking: WalletRevoking
    page_links: PageLinks
    page_access: PageAccess
    page_reading: PageReading
    account_reading: AccountReading
    address_book: AddressBookKeeping
    auditors: NamingAuditors
    permissions: Permissions
    settings_copies: SettingsCopies
    proposal_reading: ProposalReading
    minutes: TakingMinutes
    imported: ReadingImported
    previews: Previews
    reporting_milestones: ReportingMilestones
    showing_milestones: ShowingMilestones
    proposing: Proposing
    bringing_up: BringingUp
    sponsoring: Sponsoring
    putting_statements: PuttingStatements
    answering_statements: AnsweringStatements
    statement_results: StatementResults
    forecasting: Forecasting
    decoded_actions: DecodedActions
    acting_tracks: ActingTracks
    line_offers: LineOffers
    mirroring: Mirroring
    mirrored_cards: MirroredCards
    voting_on_chain: VotingOnChain
    track_eligibility: TrackEligibility
    track_limits: TrackLimits
    paying_tracks: PayingTracks
    treasuries: Treasuries
    watching: Watching
    targeting: Targeting
    treasury_review: TreasuryReview
    treasury_spending: TreasurySpending
    statistics: Statistics
    card_visibility: CardVisibility
    opening: OpeningVotes
    obstacles: Obstacles
    power_reads: PowerReads
    voting: Voting
    listing: Listing
    finding: FindingProposals
    coauthors: Coauthors
    readers: Readers
    progress: Progress
    signed_voting: SignedVoting
    own_ballots: OwnBallots
    declaring_conflicts: DeclaringConflicts
    summaries: Summaries
    arguing: Arguing
    thread_digests: ThreadDigests
    weighing: Weighing
    choosing_notices: ChoosingNotices
    own_data: OwnDataService
    consenting: Consenting
    retaining: Retaining
    start_panels: StartPanels
    templates: Templates
    telling_members: TellingMembers
    reminding: RemindingVoters
    missing_voters: MissingVoters
    digesting: Digesting
    announcing_draws: AnnouncingDraws
    drawing_juries: DrawingJuries
    reading_draws: ReadingDraws
    vote_events: VoteEvents
    week_reading: WeekReading
    evidence_files: EvidenceFiles
    voter_keys: VoterKeys
    deadlines: Deadlines
    closing: ClosingVotes
    paying_voters: PayingVoters
    claiming_rewards: ClaimingRewards
    delegating: Delegating
    delegated_powers: DelegatedPowers
    preparing: PreparingRequests
    submission: RequestSubmission
    request_instructions: RequestInstructions
    following: FollowingRequests
    following_messages: FollowingMessages
    carrying_out: CarryingOut
    ending_terms: EndingTerms
    role_rules: RoleRules
    linked_roles: LinkedRoles
    giving_roles: GivingRoles
    checking_roles: CheckingRoles
    examined_server: ExaminedServer
    trusted_contracts: TrustedContracts
    server: ConnectedServer
    """Discord, from the connection on."""
    asking_again: AskingAgain
    signatures: Signatures
    reputation: Reputations
    moderation: Moderation
    moderatorship: Moderatorship
    holders: Holders
    handing_over: HandingOver
    guardianship: Guardianship
    public_log: PublicLog
    retrying: Retrying
    cards: Cards
    doctor: Doctor
    chain_readings: ChainReadings
    staking: StakingOnProposals
    chain_pages: ChainPages
    trust_levels: frozenset[TrustLevel]
    """Those that tracks may have."""
    follow_every: timedelta
    """How often a transaction that waits for signatures is looked at."""

    def handler_of(self, notification: AnyNotification, in_discord: DeliveryHandler) -> DeliveryHandler:
        """Who delivers it: what is said to people is said `in_discord`."""
        if notification.said:
            return in_discord
        if notification.summarizes:
            return self.summaries
        return self.telling_members if notification.finds else self.submission

    @property
    def chain_names(self) -> Mapping[ChainId, str]:
        """What the operator calls each chain."""
        return {chain.id: chain.name for chain in self.chains.values()}
