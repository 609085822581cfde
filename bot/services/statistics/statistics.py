"""All figures of spaces."""

import msgspec

from bot.services.delegation.delegating import Delegating
from bot.services.ports import Clock, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.statistics.concentration import ConcentrationStatistics
from bot.services.statistics.delegate import DelegateStatistics
from bot.services.statistics.health import HealthStatistics
from bot.services.statistics.participation import ParticipationStatistics
from bot.services.statistics.proposal import ProposalStatistics
from bot.services.statistics.register import DecisionRegister
from bot.services.statistics.space import SpaceStatistics
from bot.services.statistics.treasury import TreasuryStatistics
from bot.services.statistics.turns import Turns
from bot.services.statistics.voting_powers import VotingPowers
from bot.services.treasury.holdings import Treasuries
from bot.services.treasury.spending import TreasurySpending


class Statistics(msgspec.Struct, frozen=True):
    health: HealthStatistics
    space: SpaceStatistics
    proposal: ProposalStatistics
    participation: ParticipationStatistics
    concentration: ConcentrationStatistics
    delegate: DelegateStatistics
    treasury: TreasuryStatistics
    register: DecisionRegister


def statistics_of(
    uow: UnitOfWork,
    powers: Powers,
    delegating: Delegating,
    treasuries: Treasuries,
    treasury_spending: TreasurySpending,
    clock: Clock,
) -> Statistics:
    voting_powers, turns = VotingPowers(uow), Turns()
    return Statistics(
        health=HealthStatistics(uow, turns, voting_powers, clock),
        space=SpaceStatistics(uow, turns, clock),
        proposal=ProposalStatistics(uow, turns, voting_powers),
        participation=ParticipationStatistics(uow, turns, clock),
        concentration=ConcentrationStatistics(uow, turns, powers, voting_powers),
        delegate=DelegateStatistics(uow, turns, delegating, voting_powers, clock),
        treasury=TreasuryStatistics(treasuries, treasury_spending),
        register=DecisionRegister(uow, turns, clock),
    )
