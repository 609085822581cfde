"""What a Moloch DAO of the second version can be asked, and what it can't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.actions.actions import Action, Operation
from bot.domain.errors import NotForMoloch, TooManyCalls
from bot.domain.executors import MolochExecutor
from bot.domain.ids import Address
from bot.execution.actions.abi import function
from bot.execution.actions.calls import calls_of
from bot.execution.moloch.proposing import MolochRequest, request_hash, request_of
from bot.wording.errors import message
from bot.wording.language import language
from tests.execution.hiding import HIDDEN, NOBODY
from tests.execution.moloch.moloch_treasury import CHAIN, call

SAY = language()
MOLOCH, TOKEN = Address("0x" + "7" * 40), Address("0x" + "8" * 40)
EXECUTOR = MolochExecutor(chain=CHAIN, address=MOLOCH)


TRANSFER = function("transfer(address to, uint256 amount)").encode([NOBODY, 5])
OWN = (
    ("updateDelegateKey(address key)", [NOBODY]),
    ("ragequit(uint256 shares, uint256 loot)", [1, 1]),
    ("withdrawBalance(address token, uint256 amount)", [NOBODY, 1]),
    ("collectTokens(address token)", [NOBODY]),
    ("cancelProposal(uint256 id)", [0]),
    ("sponsorProposal(uint256 id)", [0]),
    ("submitVote(uint256 index, uint8 side)", [0, 1]),
    ("processProposal(uint256 index)", [0]),
    ("somethingOfTomorrow()", []),
)


@pytest.mark.attack("actions")
@pytest.mark.parametrize(("fragment", "values"), OWN, ids=lambda each: str(each).split("(")[0])
def test_no_other_function_of_the_dao_is_asked_for(fragment: str, values: list[object]) -> None:
    with pytest.raises(NotForMoloch) as refused:
        request_of(EXECUTOR, [call(MOLOCH, function(fragment).encode(values))])
    assert "its contract can" in str(message(refused.value, SAY))


@pytest.mark.attack("actions")
@pytest.mark.parametrize("hide", HIDDEN[1:], ids=lambda hide: hide.__name__)
def test_nothing_is_hidden_in_what_a_moloch_dao_is_asked(hide) -> None:
    for own, data in (
        (TOKEN, TRANSFER),
        (MOLOCH, function("updateDelegateKey(address key)").encode([NOBODY])),
    ):
        with pytest.raises(NotForMoloch):
            request_of(EXECUTOR, [call(*hide(own, data))])


@pytest.mark.attack("actions")
@pytest.mark.parametrize(
    ("action", "why"),
    [
        (call(NOBODY, b"", 1), "coins"),
        (call(TOKEN, TRANSFER, 1), "coins"),
        (call(TOKEN, b""), "other_call"),
        (call(TOKEN, TRANSFER + b"\0"), "other_call"),
        (call(TOKEN, TRANSFER[:-1]), "other_call"),
        (call(TOKEN, function("approve(address spender, uint256 amount)").encode([NOBODY, 5])), "other_call"),
        (call(MOLOCH, TRANSFER), "other_call"),
    ],
    ids=range(7),
)
def test_what_the_contract_has_no_function_for_is_refused_with_what_to_do(action: Action, why: str) -> None:
    with pytest.raises(NotForMoloch) as refused:
        request_of(EXECUTOR, [action])
    assert refused.value.cause == why
    assert message(refused.value, SAY).next


@pytest.mark.attack("actions")
def test_a_tribute_of_others_words_of_others_and_foreign_code_are_refused(commons_calls) -> None:
    for action, why in commons_calls:
        with pytest.raises(NotForMoloch) as refused:
            request_of(EXECUTOR, [action])
        assert refused.value.cause == why
    with pytest.raises(TooManyCalls):
        request_of(EXECUTOR, [call(TOKEN, TRANSFER)] * 2)
    for none in ([], [replace(call(TOKEN, TRANSFER), operation=Operation.DELEGATE_CALL)]):
        with pytest.raises(ValueError, match="one plain action"):
            request_of(EXECUTOR, none)


@pytest.fixture
def commons_calls() -> list[tuple[Action, str]]:
    asks = function(
        "submitProposal(address applicant, uint256 sharesRequested, uint256 lootRequested, uint256 tributeOffered, "
        "address tributeToken, uint256 paymentRequested, address paymentToken, string details)"
    )
    return [
        (call(MOLOCH, asks.encode([NOBODY, 1, 0, 5, TOKEN, 0, TOKEN, ""])), "tribute"),
        (call(MOLOCH, asks.encode([NOBODY, 1, 0, 0, TOKEN, 0, TOKEN, "A pony"])), "details"),
    ]


@pytest.mark.attack("actions")
def test_a_payment_of_a_moloch_dao_is_seen_wherever_it_is_asked_for() -> None:
    asks = function(
        "submitProposal(address applicant, uint256 sharesRequested, uint256 lootRequested, uint256 tributeOffered, "
        "address tributeToken, uint256 paymentRequested, address paymentToken, string details)"
    )
    for hide in HIDDEN:
        data = asks.encode([NOBODY, 0, 0, 0, TOKEN, 5, TOKEN, ""])
        found = [(each.to, each.data) for each in calls_of([call(*hide(MOLOCH, data))])]
        assert (TOKEN, TRANSFER) in found, hide.__name__


accounts = st.binary(min_size=20, max_size=20).map(lambda raw: Address("0x" + raw.hex()))
requests = st.builds(
    MolochRequest,
    st.sampled_from(["ordinary", "whitelist", "guildkick"]),
    st.none() | accounts,
    st.integers(0, 10**18),
    st.integers(0, 10**18),
    st.integers(0, 2**256 - 1),
    st.none() | accounts,
)


@given(requests, requests)
def test_requests_share_a_hash_only_where_they_are_the_same(one: MolochRequest, other: MolochRequest) -> None:
    same = replace(one, applicant=one.applicant or NOBODY0, token=one.token or NOBODY0) == replace(
        other, applicant=other.applicant or NOBODY0, token=other.token or NOBODY0
    )
    assert (request_hash(one) == request_hash(other)) == same


NOBODY0 = Address("0x" + "0" * 40)


@given(st.integers(0, 2**256 - 1), accounts)
def test_a_transfer_is_a_payment_of_just_as_much_to_just_this_account(amount: int, to: Address) -> None:
    data = function("transfer(address to, uint256 amount)").encode([to, amount])
    asked = request_of(EXECUTOR, [call(TOKEN, data)])
    assert (asked.form, asked.payment, asked.token, asked.shares, asked.loot) == (
        "ordinary",
        amount,
        TOKEN,
        0,
        0,
    )
    assert asked.applicant is not None
    assert asked.applicant.lower() == to.lower()
