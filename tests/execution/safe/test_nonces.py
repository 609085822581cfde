"""Which nonce a Safe transaction gets, whatever stands in the queue."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.execution.safe.nonces import choose
from bot.execution.safe.service.client import Queued

OURS = "0x" + "aa" * 32
THEIRS = "0x" + "bb" * 32
NONCES = st.integers(0, 40) | st.sampled_from([10**15, 2**63, 2**64, 2**256 - 1])


def queue(*nonces: int, of: str = THEIRS) -> list[Queued]:
    return [Queued(nonce, of) for nonce in nonces]


@pytest.mark.attack("safe_service")
@pytest.mark.parametrize("stray", [10**15, 2**63 - 1, 2**63, 2**64, 2**256 - 1])
def test_a_stray_number_in_the_queue_moves_nothing(stray: int) -> None:
    assert choose(5, [], queue(stray), {}).nonce == 5
    assert choose(5, [], queue(5, 6, stray), {}).nonce == 7


def test_a_gap_is_filled() -> None:
    assert choose(5, [], queue(5, 7), {}).nonce == 6
    assert choose(5, [6], queue(5, 7), {}).nonce == 8


def test_one_that_was_handed_over_before_keeps_its_nonce() -> None:
    """The database was put back to before it was prepared: the owners sign it already."""
    own = {5: OURS, 6: OURS}
    chosen = choose(5, [], [*queue(5), *queue(6, of=OURS)], own)
    assert (chosen.nonce, chosen.twins) == (6, ())


def test_one_that_another_proposal_waits_for_is_not_ours() -> None:
    chosen = choose(5, [5], queue(5, of=OURS), {5: OURS})
    assert (chosen.nonce, chosen.twins) == (6, ())


@pytest.mark.attack("safe_service")
def test_a_service_that_shows_ours_far_away_draws_it_nowhere_and_it_is_said() -> None:
    own = {10**15: OURS}
    chosen = choose(5, [], queue(10**15, of=OURS), own)
    assert (chosen.nonce, chosen.twins) == (5, (10**15,))


@pytest.mark.attack("safe_service")
def test_very_many_that_are_the_same_are_not_all_told() -> None:
    own = dict.fromkeys(range(100, 1000), OURS)
    assert len(choose(5, [], queue(*own, of=OURS), own).twins) == 5


@given(st.integers(0, 20), st.sets(NONCES), st.lists(st.tuples(NONCES, st.booleans())))
def test_the_nonce_is_the_first_that_is_free_or_that_of_the_same_transaction(
    first: int, waiting: set[int], entries: list[tuple[int, bool]]
) -> None:
    queued = [Queued(nonce, OURS if ours else THEIRS) for nonce, ours in entries if nonce >= first]
    own = {each.nonce: OURS for each in queued}
    chosen = choose(first, waiting, queued, own)
    taken = waiting | {each.nonce for each in queued}
    assert chosen.nonce >= first
    assert chosen.nonce not in waiting
    assert set(range(first, chosen.nonce)) <= taken, "nothing free lies before it"
    if chosen.nonce in taken:
        assert Queued(chosen.nonce, OURS) in queued
    same = {each.nonce for each in queued if each.safe_tx_hash == OURS} - waiting - {chosen.nonce}
    assert set(chosen.twins) <= same
    assert len(chosen.twins) == min(len(same), 5)
