"""All services, put together from the ports. The cogs and the sweeps know nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.ids import ChainId
from bot.services.binding import Binding
from bot.services.boards import Boards
from bot.services.closing import ClosingVotes
from bot.services.delegations import Delegating
from bot.services.doctor import Doctor
from bot.services.ends import VoteEnds
from bot.services.execution import Executing
from bot.services.lending import Lendings
from bot.services.moderation import Moderation
from bot.services.offering import Offering
from bot.services.opening import OpeningVotes
from bot.services.outbox import Bell
from bot.services.ports import ActionCodec, Chain, Clock, Safes, UnitOfWork
from bot.services.powers import Powers
from bot.services.proposals import Proposing
from bot.services.reputation import Reputations
from bot.services.showing import Showing
from bot.services.spaces import SettingUp
from bot.services.stake_looks import StakeLooks
from bot.services.stake_reading import ReadingStakes
from bot.services.staking import StakingOnProposals
from bot.services.sweep import Sweep
from bot.services.tracks import Tracks
from bot.services.voting import Voting
from bot.services.wallets import WalletLinking


@dataclass(frozen=True)
class Folkmoot:
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    clock: Clock
    bell: Bell
    powers: Powers
    boards: Boards
    setup: SettingUp
    tracks: Tracks
    wallets: WalletLinking
    proposing: Proposing
    offering: Offering
    opening: OpeningVotes
    voting: Voting
    closing: ClosingVotes
    delegating: Delegating
    lendings: Lendings
    executing: Executing
    reputation: Reputations
    moderation: Moderation
    showing: Showing
    doctor: Doctor
    stake_looks: StakeLooks
    staking: StakingOnProposals
    sweep: Sweep


def assemble(
    *,
    uow: UnitOfWork,
    chains: Mapping[ChainId, Chain],
    safes: Safes,
    codec: ActionCodec,
    clock: Clock,
    domain: str,
    follow_every: timedelta = timedelta(seconds=15),
) -> Folkmoot:
    """`domain` is the one that EIP-4361 messages name."""
    bell = Bell()
    binding = Binding(chains, safes)
    powers = Powers(uow, chains)
    boards = Boards(uow, powers, clock)
    proposing = Proposing(uow, chains, codec, powers, clock, bell)
    opening = OpeningVotes(uow, chains, powers, clock, bell)
    ends = VoteEnds(uow, boards, powers, clock, bell)
    closing = ClosingVotes(uow, powers, boards, ends, clock, bell)
    executing = Executing(uow, chains, safes, clock, bell)
    stake_looks = StakeLooks(uow, ReadingStakes(chains, powers, opening), boards, clock, bell)
    return Folkmoot(
        uow=uow,
        chains=chains,
        clock=clock,
        bell=bell,
        powers=powers,
        boards=boards,
        setup=SettingUp(uow, binding, clock, bell),
        tracks=Tracks(uow, binding, clock, bell),
        wallets=WalletLinking(uow, chains, clock, domain),
        proposing=proposing,
        offering=Offering(uow, chains, powers, clock),
        opening=opening,
        voting=Voting(uow, boards, powers, ends, clock, bell),
        closing=closing,
        delegating=Delegating(uow, clock),
        lendings=Lendings(uow, chains, boards, powers),
        executing=executing,
        reputation=Reputations(uow, clock),
        moderation=Moderation(uow, clock, bell),
        showing=Showing(uow, boards, stake_looks, proposing, chains, safes, clock, bell),
        doctor=Doctor(chains, safes, clock),
        stake_looks=stake_looks,
        staking=StakingOnProposals(uow, chains, powers, stake_looks, clock, bell),
        sweep=Sweep(uow, opening, ends, closing, executing, stake_looks, boards, clock, follow_every),
    )
