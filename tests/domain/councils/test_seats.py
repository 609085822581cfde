"""Whoever owns a Safe and whoever is elected: a Safe takes the calls that follow, and has just the owners that were
wanted."""

import pytest
from eth_abi.abi import decode
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.councils.lines import SeatsLine, line_of, seats_in
from bot.domain.councils.seats import OwnerSeats, SafeOwners, seat_change
from bot.domain.errors import BadAction
from bot.domain.ids import Address, BlockHash, ChainId, address
from tests.assurance import examples
from tests.fakes import account

AT = BlockRef(ChainId(1), 1, BlockHash("0x" + "11" * 32), 1)
SAFE = account("the safe itself")
EVERYBODY = [account(f"wallet {number}") for number in range(9)]
SENTINEL = address("0x" + "1".rjust(40, "0"))


class OwnerManager:
    """Safe's own list of owners, with everything that it refuses (contracts/base/OwnerManager.sol, 1.4.1)."""

    def __init__(self, owners: list[Address], threshold: int) -> None:
        self.next = dict(zip([SENTINEL, *owners], [*owners, SENTINEL], strict=True))
        self.threshold = threshold

    @property
    def owners(self) -> list[Address]:
        found, at = [], self.next[SENTINEL]
        while at != SENTINEL:
            found.append(at)
            at = self.next[at]
        return found

    def take(self, action: Action) -> None:
        assert action.to == SAFE
        name, _, rest = action.signature.rstrip(")").partition("(")
        types = [part.split()[0] for part in rest.split(", ")]
        values = [
            address(each) if isinstance(each, str) else each
            for each in decode(types, bytes.fromhex(action.data[10:]))
        ]
        getattr(self, name)(*values)
        assert 1 <= self.threshold <= len(self.owners)

    def addOwnerWithThreshold(self, owner: Address, threshold: int) -> None:
        self._require_new(owner)
        self.next[owner], self.next[SENTINEL] = self.next[SENTINEL], owner
        self.changeThreshold(threshold)

    def removeOwner(self, previous: Address, owner: Address, threshold: int) -> None:
        assert len(self.owners) - 1 >= threshold
        assert self.next[previous] == owner
        self.next[previous] = self.next.pop(owner)
        self.changeThreshold(threshold)

    def swapOwner(self, previous: Address, old: Address, new: Address) -> None:
        self._require_new(new)
        assert self.next[previous] == old
        self.next[new] = self.next.pop(old)
        self.next[previous] = new

    def changeThreshold(self, threshold: int) -> None:
        assert 1 <= threshold <= len(self.owners)
        self.threshold = threshold

    def _require_new(self, owner: Address) -> None:
        assert owner not in (SAFE, SENTINEL)
        assert owner not in self.next


some = st.lists(st.sampled_from(EVERYBODY), unique=True)


@settings(max_examples=examples(400, 20_000))
@given(some.filter(bool), st.data(), some, st.lists(st.sampled_from([*EVERYBODY, SAFE])))
def test_a_safe_takes_each_call_and_has_the_owners_that_were_wanted(
    owners: list[Address], data: st.DataObject, leaving: list[Address], wallets: list[Address]
) -> None:
    threshold = data.draw(st.integers(1, len(owners)))
    seats = OwnerSeats(data.draw(st.integers(1, 10)), tuple(leaving))
    change = seat_change(ChainId(1), SAFE, SafeOwners(AT, tuple(owners), threshold), seats, wallets)
    safe = OwnerManager(owners, threshold)
    for action in change.actions:
        safe.take(action)
    joining = set(wallets) - {SAFE}
    wanted = (set(owners) - set(leaving)) | joining
    assert change.too_few == (len(wanted) < seats.threshold)
    if change.too_few:
        assert not change.actions
        assert (safe.owners, safe.threshold) == (owners, threshold)
    else:
        assert (set(safe.owners), safe.threshold) == (wanted, seats.threshold)
    assert set(safe.owners) == change.owners
    again = SafeOwners(AT, tuple(safe.owners), safe.threshold)
    assert not seat_change(ChainId(1), SAFE, again, seats, wallets).actions, "it is never done twice"


def test_the_line_says_how_many_sign_and_who_leaves() -> None:
    found, others = seats_in(
        "transfer 1 ETH to 0x1\nMake winners owners of the Safe, threshold 3, in place of 0xA, ben.eth"
    )
    assert found == SeatsLine(
        2, "Make winners owners of the Safe, threshold 3, in place of 0xA, ben.eth", 3, ("0xA", "ben.eth")
    )
    assert others == "transfer 1 ETH to 0x1"
    seats = OwnerSeats(2, (EVERYBODY[0], EVERYBODY[1]))
    read, _ = seats_in(line_of(seats))
    assert read is not None
    assert (read.threshold, read.leaving) == (seats.threshold, seats.leaving)
    assert seats_in(line_of(OwnerSeats(1)))[0] == SeatsLine(1, "make winners owners, threshold 1", 1, ())


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    "lines",
    [
        "make winners owners",
        "make winners owners, threshold 0",
        "make winners owners, threshold 9999",
        "make winners rich, threshold 2",
        "make winners owners, threshold 2, in place of",
        "make winners owners, threshold 2, in place of " + ", ".join(["0x1"] * 21),
        "make winners owners, threshold 2\nmake winners owners, threshold 3",
    ],
)
def test_what_is_no_such_line_is_refused(lines: str) -> None:
    with pytest.raises(BadAction):
        seats_in(lines)
