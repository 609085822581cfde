"""Numbers and the words around them agree, one as well as many."""

from fractions import Fraction

import pytest

from bot.domain.delegation.participation import Participation
from bot.domain.policy.model import preset
from bot.domain.rules.quorum import Quorum
from bot.wording.delegation.delegate_profiles import participation_lines
from bot.wording.quorum_kinds.headcount import HeadcountWording
from tests.said import PLAIN_ENGLISH

POLICY = preset("token")


@pytest.mark.parametrize(
    ("there", "said"),
    [(0, "0 voters, 3 needed"), (1, "1 voter, 3 needed"), (2, "2 voters, 3 needed")],
)
def test_a_quorum_counts_one_voter_and_several_voters(there: int, said: str) -> None:
    quorum = Quorum(kind="headcount", value="3")
    assert HeadcountWording().progress(POLICY, quorum, Fraction(there), Fraction(3), PLAIN_ENGLISH) == said


@pytest.mark.parametrize(
    ("votes", "cast", "said"),
    [
        (1, 1, "Voted in the one vote that is closed"),
        (1, 0, "Did not vote in the one vote that is closed"),
        (2, 1, "Voted in 1 of the last 2 closed votes"),
        (5, 0, "Voted in 0 of the last 5 closed votes"),
    ],
)
def test_what_a_delegate_has_voted_on_is_a_plain_sentence(votes: int, cast: int, said: str) -> None:
    found = Participation(votes=votes, cast=cast, decided=0, agreed=0, reasons=0)
    assert participation_lines(found, PLAIN_ENGLISH)[0] == said


@pytest.mark.parametrize(
    ("cast", "said"), [(1, "Gave a reason: 1 of 1 time"), (3, "Gave a reason: 1 of 3 times")]
)
def test_reasons_are_counted_in_times(cast: int, said: str) -> None:
    found = Participation(votes=9, cast=cast, decided=0, agreed=0, reasons=1)
    assert participation_lines(found, PLAIN_ENGLISH)[1] == said
