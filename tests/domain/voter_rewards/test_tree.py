"""A list of payments in one hash: each line is proved by it, and nothing else is."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.ids import Address
from bot.domain.voter_rewards.tree import PaymentTree, is_proved, leaf_hash
from tests.assurance import examples
from tests.domain.voter_rewards.trees import drawn_tree
from tests.fakes import account

ADA, BEN = account("ada"), account("ben")
TREES = st.builds(lambda seed, size: drawn_tree(Random(seed), size), st.integers(0), st.integers(1, 40))


@settings(max_examples=examples(50, 2_000))
@given(TREES)
def test_each_line_is_proved(tree: PaymentTree) -> None:
    assert sorted(tree.places.values()) == list(range(len(tree.payments) - 1, 2 * len(tree.payments) - 1))
    for member, amount in tree.payments:
        assert is_proved(tree.root, member, amount, tree.proof(member))


@settings(max_examples=examples(50, 2_000))
@given(TREES)
def test_the_root_does_not_follow_from_the_order_of_the_list(tree: PaymentTree) -> None:
    turned = PaymentTree.of(tree.payments[::-1])
    assert turned.root == tree.root
    assert all(turned.proof(member) == tree.proof(member) for member, _ in tree.payments)


@pytest.mark.attack("actions")
@settings(max_examples=examples(50, 2_000))
@given(TREES, st.data())
def test_nobody_elses_proof_and_no_other_amount_is_good(tree: PaymentTree, data: st.DataObject) -> None:
    member, amount = data.draw(st.sampled_from(tree.payments))
    other, others = data.draw(st.sampled_from(tree.payments))
    proof = tree.proof(member)
    assert not is_proved(tree.root, member, (amount + 1) % 2**256, proof)
    assert not is_proved(tree.root, BEN, amount, proof)
    assert is_proved(tree.root, other, others, proof) is (other == member)
    if proof:
        assert not is_proved(tree.root, member, amount, proof[:-1])
        assert not is_proved(tree.root, member, amount, (*proof, tree.root))


@pytest.mark.attack("actions")
@settings(max_examples=examples(50, 2_000))
@given(TREES, st.data())
def test_two_nodes_are_never_read_as_a_line_of_the_list(tree: PaymentTree, data: st.DataObject) -> None:
    """What they are hashed from is 64 bytes long, as a line is: an account, and an amount."""
    leaves = len(tree.payments)
    if leaves == 1:
        return
    inner = data.draw(st.integers(0, leaves - 2))
    left, right = sorted(tree.nodes[2 * inner + 1 : 2 * inner + 3])
    proof, place = [], inner
    while place:
        proof.append(tree.nodes[place + 1 if place % 2 else place - 1])
        place = (place - 1) // 2
    forged = Address(f"0x{left.hex()}")
    assert leaf_hash(forged, int.from_bytes(right, "big")) != tree.nodes[inner]
    assert not is_proved(tree.root, forged, int.from_bytes(right, "big"), proof)


def test_a_list_of_one_is_its_own_root() -> None:
    tree = PaymentTree.of(((ADA, 5),))
    assert tree.root == leaf_hash(ADA, 5)
    assert tree.proof(ADA) == ()


def test_who_is_not_in_the_list_has_no_proof() -> None:
    with pytest.raises(KeyError):
        PaymentTree.of(((ADA, 5),)).proof(BEN)
