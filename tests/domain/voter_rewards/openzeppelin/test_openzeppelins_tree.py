"""The trees of payments are those that OpenZeppelin's library makes of the same list."""

import json
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.domain.ids import Address
from bot.domain.voter_rewards.tree import PaymentTree
from tests.domain.voter_rewards.trees import drawn_tree

HERE = Path(__file__).parent
SIZES = [*range(1, 34), 63, 64, 65, 100, 257]


def read(trees: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the library makes of each list, and what it says of each tree."""
    done = subprocess.run(
        ["node", "trees.js"], cwd=HERE, input=json.dumps(trees), capture_output=True, text=True, check=True
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def given(tree: PaymentTree, dumped: dict[str, Any] | None = None) -> dict[str, Any]:
    """The list, our tree of it, and a proof for each line."""
    lines = [[account, str(amount)] for account, amount in tree.payments]
    proofs = [[line, proof_of(tree, Address(line[0]))] for line in lines]
    return {"payments": lines, "dumped": dumped or tree.dump(), "proofs": proofs}


def proof_of(tree: PaymentTree, account: Address) -> list[str]:
    return [f"0x{node.hex()}" for node in tree.proof(account)]


def test_lists_of_any_length_have_the_librarys_tree_and_its_proofs() -> None:
    """All in one go, since a process of node is slow to begin."""
    chance = random.Random(20261129)
    trees = [drawn_tree(chance, size) for size in SIZES]
    for tree, found in zip(trees, read([given(tree) for tree in trees]), strict=True):
        assert found["root"] == f"0x{tree.root.hex()}"
        assert found["dump"] == tree.dump()
        assert found["loaded"] == found["root"]
        assert len(found["proved"]) == len(tree.payments)
        assert all(found["proved"])


@pytest.mark.attack("files")
def test_the_library_refuses_a_list_in_which_something_was_changed() -> None:
    """Else it would prove nothing that it takes ours."""
    tree = drawn_tree(random.Random(1), 5)
    swapped, richer, other_root = tree.dump(), tree.dump(), tree.dump()
    first, second = swapped["values"][0], swapped["values"][1]
    first["value"], second["value"] = second["value"], first["value"]
    richer["values"][0]["value"][1] += "0"
    other_root["tree"][0] = other_root["tree"][1]
    for found in read([given(tree, dumped) for dumped in (swapped, richer, other_root)]):
        assert "loaded" not in found
        assert "refused" in found
