"""Who members are in what is hashed."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.elections.pseudonyms import Pseudonyms, pseudonym, unveil
from bot.domain.ids import MemberId

ADA, BEN = MemberId(180_000_000_000_000_101), MemberId(180_000_000_000_000_102)
WALLET = "0x" + "ab" * 20
MEMBERS = st.integers(0, 2**63 - 1).map(MemberId)


def document(ada: str, ben: str) -> dict[str, Any]:
    """With members in every place in which a document can have one."""
    return {
        "author": ada,
        "candidates": [ada, ben],
        "ballots": [{"voter": ben, "choice": {"1": 3}, "source": str(ADA), "evidence": [{"wallet": WALLET}]}],
        "delegated_power": [{"from": WALLET, "to": ada}, {"from": ben, "to": ada}],
        "timeline": {"wallets": [{"wallet": WALLET, "owner": None, "to": ben}], "ballots": []},
        "reputation": {"balances": [{"members": {ada: "5", ben: "0"}}]},
        "ledger": {ada: [["5", "grant", "1", "0"]]},
        "undetermined": [{"voter": ada, "delegated": [ben, WALLET]}],
        "acts": [{"kind": "grant_role", "member": ben, "role": {"id": str(BEN)}}],
        "suspensions": [{"by": ada}, {"by": None}],
    }


def test_a_document_is_veiled_wherever_a_member_stands_and_nowhere_else() -> None:
    numbers = Pseudonyms(bytes(32))
    veiled = numbers.veil(document(str(ADA), str(BEN)))
    assert veiled == document(numbers.of(ADA), numbers.of(BEN))
    assert unveil(veiled, numbers.names([ADA, BEN])) == document(str(ADA), str(BEN))


@given(MEMBERS, MEMBERS, st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_a_number_is_one_members_in_one_vote_and_its_salt_shows_whose(
    one: MemberId, other: MemberId, secret: bytes, another: bytes
) -> None:
    numbers = Pseudonyms(secret)
    assert pseudonym(numbers.salt(one), one) == numbers.of(one)
    assert (numbers.of(one) == numbers.of(other)) == (one == other)
    assert (numbers.of(one) == Pseudonyms(another).of(one)) == (secret == another)


def test_after_an_erasure_the_others_keep_their_numbers_and_nothing_leads_to_the_erased() -> None:
    numbers = Pseudonyms.new(named=False)
    left = numbers.without(ADA, [ADA, BEN])
    assert left.of(BEN) == numbers.of(BEN)
    assert left.names([ADA, BEN]) == {numbers.of(BEN): BEN}
    assert left.secret is None
    assert left.without(BEN, [BEN]).names([ADA, BEN]) == {}
    assert str(ADA) not in json.dumps(left.names([ADA, BEN]))
