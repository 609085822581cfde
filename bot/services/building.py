"""How the services are put together from the ports."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.domain.accounts.chain_pages import ChainPages
from bot.domain.accounts.sign_in_text import Site
from bot.domain.ids import Address, ChainId, GuildId
from bot.domain.policy.trust import TrustLevel
from bot.domain.treasury.settings import ChainFeeds
from bot.domain.trusted_contracts import TrustedContract
from bot.services.accounts.book import AddressBookKeeping
from bot.services.accounts.reading import AccountReading
from bot.services.assistance.arguing import Arguing
from bot.services.assistance.digests import ThreadDigests
from bot.services.assistance.summaries import Summaries
from bot.services.assistance.weighing import Weighing
from bot.services.container import Services
from bot.services.conviction.chain_readings import ChainReadings
from bot.services.conviction.stake_reading import StakeReader
from bot.services.conviction.staking import StakingOnProposals
from bot.services.councils.seating import Seating
from bot.services.delegation.delegated_power import DelegatedPowers
from bot.services.delegation.delegating import Delegating
from bot.services.delivery.outbox import WakeSignal
from bot.services.delivery.retrying import Retrying
from bot.services.execution.asking_again import AskingAgain
from bot.services.execution.crossings import FollowingMessages
from bot.services.execution.extensions import ExecutorExtensions
from bot.services.execution.following import FollowingRequests
from bot.services.execution.instructions import RequestInstructions
from bot.services.execution.polling import PollingSchedule
from bot.services.execution.preparing import PreparingRequests
from bot.services.execution.queue import RequestQueue
from bot.services.execution.signing import Signatures
from bot.services.execution.simulations import Simulations
from bot.services.execution.stopping import Stopping
from bot.services.execution.submission import RequestSubmission
from bot.services.execution.track_limits import TrackLimits
from bot.services.execution.voted_content import VotedContent
from bot.services.governance.doctor import Doctor
from bot.services.governance.executor_proofs import ExecutorProofs
from bot.services.governance.offices.auditors import NamingAuditors
from bot.services.governance.offices.guardianship import Guardianship
from bot.services.governance.offices.holders import Holders
from bot.services.governance.offices.moderation import Moderation
from bot.services.governance.offices.moderatorship import Moderatorship
from bot.services.governance.offices.permissions import Permissions
from bot.services.governance.policies.policy_binding import PolicyBinding
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
from bot.services.holder_roles.conditions.registry import meetings
from bot.services.holder_roles.giving import GivingRoles
from bot.services.holder_roles.making import RoleRules
from bot.services.imported.reading import ReadingImported
from bot.services.linked_roles.figures import LinkedRoles
from bot.services.metagovernance.casting import Casting
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
from bot.services.pages.voters import Voters
from bot.services.ports import (
    ActionCodec,
    Assistant,
    Bridges,
    Chain,
    Clock,
    Drops,
    Executors,
    ForeignVotes,
    MirrorReaders,
    SafeOwnership,
    ScratchDatabase,
    Simulator,
    TextReader,
    TreasuryReader,
    UnitOfWork,
)
from bot.services.power.powers import SNAPSHOTS_IN_MEMORY, Powers
from bot.services.privacy.consenting import Consenting
from bot.services.privacy.own_data import OwnDataService
from bot.services.privacy.retaining import Retaining
from bot.services.proposals.cards import Cards
from bot.services.proposals.decoded_actions import DecodedActions
from bot.services.proposals.drafting.acting_tracks import ActingTracks
from bot.services.proposals.drafting.action_reading import ActionReading
from bot.services.proposals.drafting.bringing_up import BringingUp
from bot.services.proposals.drafting.coauthors import Coauthors
from bot.services.proposals.drafting.content import ContentReading
from bot.services.proposals.drafting.executability import Executability
from bot.services.proposals.drafting.line_offers import LineOffers
from bot.services.proposals.drafting.previews import Previews
from bot.services.proposals.drafting.proposing import Proposing
from bot.services.proposals.drafting.readers import Readers
from bot.services.proposals.drafting.sendable_assets import SendableAssets
from bot.services.proposals.drafting.sponsoring import Sponsoring
from bot.services.proposals.drafting.threshold import ProposalThreshold
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
from bot.services.server_acts.possible import PossibleActs
from bot.services.server_acts.reading import ActReading
from bot.services.server_acts.reading_limits import LimitReading
from bot.services.server_acts.reading_spaces import SpaceActReading
from bot.services.server_acts.turns import Turns
from bot.services.server_acts.vetoes import VetoReading
from bot.services.sortition.announcing import AnnouncingDraws
from bot.services.sortition.drawing import DrawingJuries
from bot.services.sortition.reading import ReadingDraws
from bot.services.statements.answering import AnsweringStatements
from bot.services.statements.putting import PuttingStatements
from bot.services.statements.results import StatementResults
from bot.services.statistics.statistics import statistics_of
from bot.services.succession.handing_over import HandingOver
from bot.services.timekeeping.chain_watch import ChainWatch
from bot.services.timekeeping.timekeeping import Timekeeping
from bot.services.treasury.holdings import Treasuries
from bot.services.treasury.paying import PayingTracks
from bot.services.treasury.reviewing import TreasuryReview
from bot.services.treasury.spending import TreasurySpending
from bot.services.treasury.targeting import Targeting
from bot.services.treasury.vote_worths import VoteWorths
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
from bot.services.voting.live.power_reads import CONFIRM_AFTER, PowerReads
from bot.services.voting.opening import OpeningVotes
from bot.services.voting.voter_keys import VoterKeys
from bot.services.wallets.linking import WalletLinking
from bot.services.wallets.open_votes import OpenVotes
from bot.services.wallets.page_links import PageLinks
from bot.services.wallets.revoking import WalletRevoking


def build_services(
    *,
    uow: UnitOfWork,
    scratch: ScratchDatabase,
    chains: Mapping[ChainId, Chain],
    executors: Executors,
    bridges: Bridges,
    mirror_readers: MirrorReaders,
    codec: ActionCodec,
    simulator: Simulator,
    foreign_votes: ForeignVotes,
    treasury_reader: TreasuryReader,
    drops: Drops,
    safe_ownership: SafeOwnership,
    assistant: Assistant,
    text_reader: TextReader,
    machine_clock: Clock,
    site: Site,
    prices: Mapping[ChainId, ChainFeeds] | None = None,
    trusted: Sequence[TrustedContract] = (),
    pages: Site | None = None,
    chain_pages: ChainPages | None = None,
    follow_every: timedelta = timedelta(seconds=15),
    confirm_after: Sequence[timedelta] = CONFIRM_AFTER,
    trust_levels: frozenset[TrustLevel] = frozenset({TrustLevel.DISCORD}),
    assistant_tokens: int = 200_000,
    fingerprint: Address | None = None,
    linked_roles: GuildId | None = None,
    snapshots_in_memory: int = SNAPSHOTS_IN_MEMORY,
) -> Services:
    """`machine_clock` may be wrong. `site` is what EIP-4361 messages name, `pages` where the bot's own pages are, if
    there are any; `prices` are the operator's feeds, `trusted` the bridges and contracts of streams; `confirm_after`
    says when what can't be read is read again. `trust_levels` are those that tracks may have. `assistant_tokens` are
    what a space may have asked of the assistant's endpoint on a day; `fingerprint` is that of who has a key;
    `linked_roles` is the server whose figures Discord is told; `snapshots_in_memory` says of how many powers are
    kept there."""

    def elsewhere(
        other_uow: UnitOfWork, other_chains: Mapping[ChainId, Chain], other_clock: Clock
    ) -> Services:
        return build_services(
            uow=other_uow,
            scratch=scratch,
            chains=other_chains,
            executors=executors,
            bridges=bridges,
            mirror_readers=mirror_readers,
            codec=codec,
            simulator=simulator,
            foreign_votes=foreign_votes,
            treasury_reader=treasury_reader,
            drops=drops,
            safe_ownership=safe_ownership,
            assistant=assistant,
            text_reader=text_reader,
            machine_clock=other_clock,
            site=site,
            prices=prices,
            trusted=trusted,
            chain_pages=chain_pages,
            confirm_after=confirm_after,
            trust_levels=trust_levels,
            snapshots_in_memory=snapshots_in_memory,
        )

    wake_signal = WakeSignal()
    clock = timekeeping = Timekeeping(machine_clock, chains, wake_signal)
    account_reading = AccountReading(uow, chains)
    policy_binding = PolicyBinding(chains, executors, account_reading, trust_levels)
    executor_proofs = ExecutorProofs(uow, chains, executors, account_reading, clock, site, wake_signal)
    powers = Powers(uow, chains, snapshots_in_memory)
    live_votes = LiveVotes(uow, powers, clock)
    delegated_powers = DelegatedPowers(uow, chains, live_votes, powers)
    decoded_actions = DecodedActions(uow, chains, codec)
    simulations = Simulations(chains, simulator, clock)
    track_limits = TrackLimits(uow, codec, clock)
    track_eligibility = TrackEligibility(uow, chains, powers, track_limits, clock)
    casting = Casting(uow, foreign_votes)
    seating = Seating(chains, account_reading, safe_ownership)
    server = ConnectedServer()
    turns = Turns()
    action_reading = ActionReading(chains, codec, account_reading)
    act_reading = ActReading(
        uow,
        server,
        policy_binding,
        SpaceActReading(policy_binding, LimitReading(chains, account_reading)),
        VetoReading(uow, clock),
    )
    proposal_reading = ProposalReading(uow, clock)
    executability = Executability(uow, executor_proofs, track_limits, clock)
    showing_milestones = ShowingMilestones(uow, decoded_actions, clock)
    previews = Previews(
        uow,
        proposal_reading,
        chains,
        executors,
        decoded_actions,
        simulations,
        executability,
        casting,
        codec,
        showing_milestones,
        clock,
    )
    threshold = ProposalThreshold(uow, chains, powers, delegated_powers, clock)
    proposing = Proposing(
        uow,
        proposal_reading,
        ContentReading(
            uow,
            chains,
            executors,
            codec,
            action_reading,
            account_reading,
            act_reading,
            seating,
            casting,
            clock,
        ),
        executability,
        previews,
        threshold,
        casting,
        live_votes,
        clock,
        wake_signal,
    )
    opening = OpeningVotes(
        uow,
        chains,
        executors,
        executor_proofs,
        track_limits,
        casting,
        seating,
        PossibleActs(uow, server, clock),
        powers,
        clock,
        wake_signal,
        live_votes,
    )
    deadlines = Deadlines(uow, live_votes, powers, clock, wake_signal)
    power_reads = PowerReads(uow, powers, live_votes, clock, wake_signal, confirm_after)
    page_links = PageLinks(clock, pages)
    open_votes = OpenVotes(uow, live_votes)
    consenting = Consenting(uow, clock, wake_signal)
    voting = Voting(
        uow, live_votes, powers, power_reads, deadlines, consenting, clock, wake_signal, page_links
    )
    closing = ClosingVotes(uow, powers, power_reads, live_votes, deadlines, clock, wake_signal)
    polling = PollingSchedule(follow_every)
    voted_content = VotedContent(uow)
    submission = RequestSubmission(uow, executors, voted_content, clock, wake_signal, polling)
    space_setup = SpaceSetup(uow, policy_binding, executor_proofs, clock, wake_signal)
    request_queue = RequestQueue(uow)
    stopping = Stopping(uow, clock, wake_signal)
    chain_readings = ChainReadings(uow, StakeReader(chains, powers, opening), live_votes, clock, wake_signal)
    live_votes.on_end(deadlines.forget)
    live_votes.on_end(chain_readings.forget)
    listing = Listing(uow, clock)
    delegating = Delegating(uow, clock)
    treasury_spending = TreasurySpending(uow, chains, track_limits, clock)
    week_reading = WeekReading(uow, listing, live_votes, treasury_spending, clock)
    treasuries = Treasuries(uow, chains, executors, treasury_reader, prices or {}, clock)
    handing_over = HandingOver(uow, clock, wake_signal, fingerprint)
    page_access = PageAccess(uow, clock, wake_signal, pages, handing_over)
    summaries = Summaries(uow, assistant, text_reader, clock, assistant_tokens)
    cards = Cards(
        uow,
        live_votes,
        chain_readings,
        decoded_actions,
        simulations,
        showing_milestones,
        clock,
        wake_signal,
        page_access,
        summaries,
        VoteWorths(uow, chains, treasury_reader, prices or {}, clock),
    )
    statement_results = StatementResults(uow, clock)
    mirrored_cards = MirroredCards(uow, decoded_actions, page_access)
    tracks = Tracks(uow, policy_binding, executor_proofs, clock, wake_signal)
    voters = Voters(uow, live_votes, powers)
    staking = StakingOnProposals(uow, chains, powers, delegated_powers, chain_readings, clock, wake_signal)
    return Services(
        elsewhere=elsewhere,
        scratch=scratch,
        uow=uow,
        chains=chains,
        clock=clock,
        wake_signal=wake_signal,
        timekeeping=timekeeping,
        chain_watch=ChainWatch(uow, chains, clock, wake_signal),
        powers=powers,
        live_votes=live_votes,
        space_setup=space_setup,
        guided_setup=GuidedSetup(uow, space_setup, chains, executors, clock),
        tracks=tracks,
        backtesting=Backtesting(uow, tracks, clock),
        executor_proofs=executor_proofs,
        executor_extensions=ExecutorExtensions(executors, clock),
        wallets=WalletLinking(uow, chains, clock, wake_signal, site, account_reading, open_votes),
        wallet_revoking=WalletRevoking(uow, chains, clock, wake_signal, site, open_votes),
        page_links=page_links,
        page_access=page_access,
        page_reading=PageReading(uow, page_access, cards, listing, voters, delegating),
        account_reading=account_reading,
        address_book=AddressBookKeeping(uow, chains, account_reading, clock, wake_signal),
        auditors=NamingAuditors(uow, clock, wake_signal),
        permissions=Permissions(uow),
        settings_copies=SettingsCopies(uow, policy_binding, clock, wake_signal),
        space_tree=ReadingSpaceTree(uow, track_limits),
        proposal_reading=proposal_reading,
        minutes=TakingMinutes(uow, cards, voters, clock),
        imported=ReadingImported(uow, clock),
        previews=previews,
        reporting_milestones=ReportingMilestones(
            uow, codec, voted_content, executability, clock, wake_signal
        ),
        showing_milestones=showing_milestones,
        proposing=proposing,
        bringing_up=BringingUp(uow, executability, previews, clock),
        sponsoring=Sponsoring(uow, proposal_reading, previews, proposing, threshold, clock, wake_signal),
        putting_statements=PuttingStatements(uow, statement_results, clock, wake_signal),
        answering_statements=AnsweringStatements(uow, statement_results, clock, wake_signal),
        statement_results=statement_results,
        forecasting=Forecasting(uow, clock),
        decoded_actions=decoded_actions,
        acting_tracks=ActingTracks(uow),
        line_offers=LineOffers(uow, SendableAssets(uow, chains, executors, clock)),
        mirroring=Mirroring(uow, chains, mirror_readers, account_reading, page_access, clock, wake_signal),
        mirrored_cards=mirrored_cards,
        voting_on_chain=VotingOnChain(uow, foreign_votes, mirrored_cards, simulations),
        track_eligibility=track_eligibility,
        paying_tracks=PayingTracks(uow, action_reading, track_eligibility, track_limits, clock),
        track_limits=track_limits,
        treasuries=treasuries,
        targeting=Targeting(uow, clock, wake_signal),
        treasury_review=TreasuryReview(uow, treasuries, clock, wake_signal),
        watching=Watching(uow, chains, treasury_reader, account_reading, clock, wake_signal),
        treasury_spending=treasury_spending,
        card_visibility=CardVisibility(uow, live_votes, clock, wake_signal),
        opening=opening,
        obstacles=Obstacles(uow, clock, wake_signal),
        power_reads=power_reads,
        voting=voting,
        listing=listing,
        coauthors=Coauthors(uow, previews, clock, wake_signal),
        readers=Readers(uow, clock),
        progress=Progress(uow, clock, wake_signal),
        finding=FindingProposals(uow, listing, live_votes, voting.budgets),
        signed_voting=SignedVoting(uow, chains, live_votes, voting, powers, power_reads, cards, clock),
        own_ballots=OwnBallots(uow, listing, live_votes, voting, clock, page_links),
        declaring_conflicts=DeclaringConflicts(uow, clock, wake_signal),
        summaries=summaries,
        arguing=Arguing(uow, clock, wake_signal),
        thread_digests=ThreadDigests(uow, text_reader, listing, clock),
        weighing=Weighing(uow, assistant, text_reader, clock, assistant_tokens // 2),
        choosing_notices=ChoosingNotices(uow, clock),
        start_panels=StartPanels(uow, clock, wake_signal),
        templates=Templates(uow, clock, wake_signal),
        telling_members=TellingMembers(uow, live_votes, voting.budgets, week_reading, clock),
        reminding=RemindingVoters(uow, clock, wake_signal),
        missing_voters=MissingVoters(uow, live_votes, powers, clock),
        digesting=Digesting(uow, week_reading, clock, wake_signal),
        week_reading=week_reading,
        vote_events=VoteEvents(uow, clock, wake_signal),
        voter_keys=VoterKeys(uow, clock, wake_signal),
        evidence_files=EvidenceFiles(uow, clock, wake_signal),
        deadlines=deadlines,
        closing=closing,
        paying_voters=PayingVoters(uow, executors, clock, wake_signal, page_access),
        claiming_rewards=ClaimingRewards(uow, drops, clock),
        delegating=delegating,
        statistics=statistics_of(uow, powers, delegating, treasuries, treasury_spending, clock),
        delegated_powers=delegated_powers,
        preparing=PreparingRequests(
            uow,
            chains,
            executors,
            executor_proofs,
            track_limits,
            casting,
            seating,
            bridges,
            stopping,
            voted_content,
            clock,
            wake_signal,
        ),
        submission=submission,
        request_instructions=RequestInstructions(uow, executors, simulations, decoded_actions, request_queue),
        following=FollowingRequests(
            uow, chains, executors, bridges, casting, stopping, submission, polling, clock, wake_signal
        ),
        following_messages=FollowingMessages(uow, bridges, clock, wake_signal, follow_every),
        carrying_out=CarryingOut(uow, server, clock, wake_signal, turns),
        examined_server=ExaminedServer(uow, server),
        trusted_contracts=TrustedContracts(chains, trusted),
        ending_terms=EndingTerms(uow, server, clock, wake_signal, turns),
        linked_roles=LinkedRoles(uow, threshold, clock, linked_roles),
        role_rules=RoleRules(uow, chains, server, clock, wake_signal),
        giving_roles=GivingRoles(
            uow, server, meetings(uow, chains, powers, clock), clock, wake_signal, turns
        ),
        checking_roles=CheckingRoles(uow, server),
        server=server,
        asking_again=AskingAgain(uow, clock, wake_signal),
        signatures=Signatures(
            uow, executors, cards, request_queue, casting, voted_content, simulations, clock, wake_signal
        ),
        reputation=Reputations(uow, clock),
        guardianship=Guardianship(uow, clock, wake_signal),
        handing_over=handing_over,
        moderatorship=Moderatorship(uow, clock, wake_signal),
        holders=Holders(uow, clock, wake_signal),
        announcing_draws=AnnouncingDraws(uow, chains, clock, wake_signal),
        drawing_juries=DrawingJuries(uow, chains, clock, wake_signal),
        reading_draws=ReadingDraws(uow),
        moderation=Moderation(uow, live_votes, clock, wake_signal),
        public_log=PublicLog(uow),
        retrying=Retrying(uow, clock, wake_signal),
        cards=cards,
        doctor=Doctor(chains, executors, executor_proofs, clock, timekeeping, uow, trust_levels),
        chain_readings=chain_readings,
        staking=staking,
        own_data=OwnDataService(
            uow, staking, live_votes, clock, wake_signal, (voters.forget, consenting.forget)
        ),
        consenting=consenting,
        retaining=Retaining(uow, live_votes, clock, wake_signal, (voters.forget,)),
        chain_pages=chain_pages or ChainPages(),
        trust_levels=trust_levels,
        follow_every=follow_every,
    )
