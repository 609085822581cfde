"""What a vote pays to its voters, worked out again by whoever verifies its record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from eth_abi import encode
from eth_utils.crypto import keccak

from bot.domain.ids import Address
from bot.domain.verification.findings import RewardCalls, RewardsRight
from bot.domain.voter_rewards.tree import PaymentTree
from bot.wording.verification.findings import line
from tests.verification.checking import SAY, changed, findings, refusal

POWERS = ("1", "2", "97", "5", "8")
"""Of the voters, in the order of their names."""


def entry(record: Any, voter: int) -> Any:
    """What one of them gets."""
    power = POWERS[voter]
    return next(each for each in record["voter_rewards"]["voters"] if each["power"] == power)


def test_the_rewards_of_a_record_are_worked_out_again(records: dict[str, bytes]) -> None:
    """1, 2 and 97 share 90, of which one may have 50: the others have 13⅓ and 26⅔ of the 40 that are left."""
    (found,) = [each for each in findings(records["rewarded"]) if isinstance(each, RewardsRight)]
    assert (found.total, found.remainder, found.paid) == ("90", "0", 3)
    assert "Voter rewards: 90 RIVER for 3 voters, 0 RIVER stay" in line(found, SAY)


def test_the_calls_that_pay_are_worked_out_again_without_any_chain(records: dict[str, bytes]) -> None:
    (found,) = [each for each in findings(records["rewarded"]) if isinstance(each, RewardCalls)]
    paid = [
        each for each in json.loads(records["rewarded"])["voter_rewards"]["voters"] if each["amount"] != "0"
    ]
    assert found.root is None
    assert [call[1] for call in found.calls] == [
        "0x"
        + keccak(text="transfer(address,uint256)")[:4].hex()
        + encode(["address", "uint256"], [each["wallet"], int(each["amount"])]).hex()
        for each in paid
    ]
    assert line(found, SAY).count("\n") == len(paid)


def test_the_root_of_a_list_that_pays_is_worked_out_again(records: dict[str, bytes]) -> None:
    """Of which the distributor is told by the second call, with the hash of the record."""
    record = records["rewarded_by_list"]
    (found,) = [each for each in findings(record) if isinstance(each, RewardCalls)]
    paid = [each for each in json.loads(record)["voter_rewards"]["voters"] if each["amount"] != "0"]
    tree = PaymentTree.of([(Address(each["wallet"]), int(each["amount"])) for each in paid])
    assert found.root is not None
    approve, opens = found.calls
    assert found.root[2:] in opens[1]
    assert hashlib.sha256(record).hexdigest() in opens[1]
    assert f"{sum(int(each['amount']) for each in paid):064x}" in approve[1]
    assert found.root == f"0x{tree.root.hex()}"
    assert found.root in line(found, SAY)


def test_a_record_of_a_vote_that_pays_nothing_says_nothing_of_it(records: dict[str, bytes]) -> None:
    assert b"voter_rewards" not in records["plain"]
    assert not [each for each in findings(records["plain"]) if isinstance(each, RewardsRight)]


def more(record: Any) -> None:
    entry(record, 0)["amount"] = "14"


def shifted(record: Any) -> None:
    entry(record, 0)["amount"], entry(record, 1)["amount"] = "14", "26"


def swapped(record: Any) -> None:
    one, other = entry(record, 0), entry(record, 2)
    one["amount"], other["amount"] = other["amount"], one["amount"]


def over_the_cap(record: Any) -> None:
    entry(record, 2)["amount"] = "51"


def with_power_of_their_own(record: Any) -> None:
    entry(record, 0)["power"] = "97"


def left_out(record: Any) -> None:
    del record["voter_rewards"]["voters"][0]


def invented(record: Any) -> None:
    record["voter_rewards"]["voters"].append({**entry(record, 0), "voter": "999"})


def twice(record: Any) -> None:
    record["voter_rewards"]["voters"].append(entry(record, 0))


def to_the_same_wallet(record: Any) -> None:
    entry(record, 1)["wallet"] = entry(record, 0)["wallet"]


def to_the_same_wallet_spelt_otherwise(record: Any) -> None:
    entry(record, 1)["wallet"] = entry(record, 0)["wallet"].lower()


def late_and_paid(record: Any) -> None:
    entry(record, 4)["why_not"] = None


def earlier_for_one_who_came_late(record: Any) -> None:
    entry(record, 4)["first_at_ms"] = "1"


def later_than_the_last_ballot(record: Any) -> None:
    entry(record, 1)["first_at_ms"] = str(int(entry(record, 1)["first_at_ms"]) + 10**9)


def nobody_late(record: Any) -> None:
    record["voter_rewards"]["late_from_ms"] = None


def everybody_late(record: Any) -> None:
    record["voter_rewards"]["late_from_ms"] = "0"


def kept(record: Any) -> None:
    record["voter_rewards"]["remainder"] = "1"


def nothing(record: Any) -> None:
    del record["voter_rewards"]


@pytest.mark.parametrize(
    "forgery",
    [
        more,
        shifted,
        swapped,
        over_the_cap,
        with_power_of_their_own,
        left_out,
        invented,
        twice,
        to_the_same_wallet,
        to_the_same_wallet_spelt_otherwise,
        late_and_paid,
        earlier_for_one_who_came_late,
        later_than_the_last_ballot,
        nobody_late,
        everybody_late,
        kept,
        nothing,
    ],
    ids=lambda forgery: forgery.__name__,
)
@pytest.mark.attack("files")
def test_a_list_that_somebody_swapped_is_found(
    records: dict[str, bytes], forgery: Callable[[Any], None]
) -> None:
    said = refusal(changed(records["rewarded"], forgery))
    assert said is not None
    assert said.startswith("voter_rewards")


@pytest.mark.attack("files")
def test_rewards_of_a_vote_whose_rules_know_none_are_refused(records: dict[str, bytes]) -> None:
    def add(record: Any) -> None:
        record["voter_rewards"] = {"late_from_ms": None, "remainder": "0", "voters": []}

    assert (refusal(changed(records["plain"], add)) or "").startswith("voter_rewards")
