"""What wallets say apart: nothing is lost, nothing counts twice, and each wallet counts as if it voted alone."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.blocks import Value
from bot.domain.canonical import canonical_json
from bot.domain.elections.ballot import Ballot, CastMethod, SaidApart
from bot.domain.elections.decoding import decode
from bot.domain.elections.election import Ballot as CountedBallot
from bot.domain.elections.election import Delegation, Election, Part, encode
from bot.domain.elections.tally import tally
from bot.domain.ids import ChainId, MemberId, ProposalId, RoleId
from bot.domain.power import Erc20, Holder, PowerRule, Role, compose
from bot.domain.proposals.record import WeighedBallot
from tests.fakes.names import account
from tests.mechanisms import choices_of
from tests.naive.count import count

ELDER = RoleId(7)
RULE = PowerRule(
    sources=(
        Erc20(kind="erc20", chain=ChainId(1), contract=account("token"), weight=3),
        Role(role=ELDER, weight=11),
        Erc20(kind="erc20", chain=ChainId(5), contract=account("silver")),
    )
)
NAMES = ["For", "Against", "Abstain"]
MECHANISMS = ("single", "approval", "weighted")


@st.composite
def members(draw: st.DrawFn, mechanism: str, number: int) -> tuple[WeighedBallot, int]:
    """A member's ballot with its power, and what others delegate to it."""
    wallets = [account(f"{number}/{place}") for place in range(draw(st.integers(0, 4)))]
    readings = {
        (place, wallet): Value(draw(st.integers(0, 2**80) | st.integers(0, 3)))
        for wallet in wallets
        for place in (0, 2)
    }
    roles = draw(st.sampled_from([frozenset(), frozenset({ELDER})]))
    power = compose(RULE, Holder(tuple(wallets), roles), readings)
    # Of a wallet that counts no more the member may have said something, too.
    named = draw(st.lists(st.sampled_from([*wallets, account("gone")]), unique=True, max_size=5))
    apart = tuple(SaidApart(each, draw(choices_of(mechanism, len(NAMES)))) for each in sorted(named))
    ballot = Ballot(
        ProposalId(1),
        MemberId(number),
        draw(choices_of(mechanism, len(NAMES))),
        datetime(2026, 11, 24, tzinfo=UTC),
        CastMethod.COMMAND,
        number,
        roles=tuple(roles),
        apart=apart,
    )
    return WeighedBallot(ballot, power), draw(st.integers(0, 2**70))


@given(st.data())
def test_each_wallet_counts_as_if_it_voted_alone_and_all_parts_are_the_whole(data: st.DataObject) -> None:
    mechanism = data.draw(st.sampled_from(MECHANISMS))
    voting = [data.draw(members(mechanism, number)) for number in range(1, data.draw(st.integers(2, 4)))]
    election = Election(
        mechanism,
        NAMES,
        [
            CountedBallot(str(each.ballot.member), str(each.power.total), each.ballot.choice)
            for each, _ in voting
        ],
        delegations=[
            Delegation(f"0x{each.ballot.member}", str(each.ballot.member), str(others))
            for each, others in voting
        ],
        parts=[
            Part(str(member), str(power), choice)
            for each, _ in voting
            for member, power, choice in each.parts
        ],
    )
    result = tally(decode(encode(election)))
    assert result == tally(election)
    assert result.voters == len(voting)
    assert result.cast_power == sum((each.power.total or 0) + others for each, others in voting)
    assert list(result.scores) == count(alone(mechanism, voting))["scores"]
    if mechanism != "approval":
        assert sum(result.score_values) == result.cast_power


def alone(mechanism: str, voting: list[tuple[WeighedBallot, int]]) -> dict[str, Any]:
    """The same votes with every wallet, every role and all delegated power as voters of their own."""
    ballots = []
    for each, others in voting:
        own = {said.wallet: said.choice for said in each.ballot.apart}
        for place, part in enumerate(each.power.contributions):
            choice = each.ballot.choice if part.wallet is None else own.get(part.wallet, each.ballot.choice)
            who = f"{each.ballot.member} {part.wallet} {place}"
            ballots.append({"voter": who, "power": str(part.power), "choice": choice})
        name = f"others of {each.ballot.member}"
        ballots.append({"voter": name, "power": str(others), "choice": each.ballot.choice})
    document = {"mechanism": mechanism, "choices": NAMES, "ballots": ballots}
    plain: dict[str, Any] = json.loads(canonical_json(document))
    return plain
