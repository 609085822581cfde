"""Power sources as a moderator writes them."""

from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadAddress, BadSetting, UnknownChain
from bot.domain.ids import ChainId, RoleId, address
from bot.domain.policy.sources_text import parse_sources
from bot.domain.power import (
    AccountAge,
    Allowlist,
    AnySource,
    Attestation,
    Erc20,
    Erc20Votes,
    Erc721,
    Erc1155,
    Native,
    Reputation,
    Role,
    SafeOwners,
    ViewCall,
)
from tests.said import said

CHAIN = ChainId(5)
CHAINS = {"Main Net": CHAIN, "gnosis": ChainId(100)}
GOLD, ART = address("0x" + "1a" * 20), address("0x" + "2b" * 20)
DIGITS = address("0x" + "1" * 40)
UID = "0x" + "5a" * 32
GOLD_ID = {"id": 1, "weight": 1}


def of(contract: str, **more: Any) -> dict[str, Any]:
    return {"chain": CHAIN, "contract": contract, **more}


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (f"erc20 {GOLD}", Erc20(**of(GOLD))),
        (f"erc20 {DIGITS}", Erc20(**of(DIGITS))),
        (f"ERC20_Votes: {GOLD.lower()}*3", Erc20Votes(**of(GOLD, weight=3))),
        (f" erc721 {ART} × 100 ", Erc721(**of(ART, weight=100))),
        (f"erc721 {ART} ids 7", Erc721(**of(ART, ids=[{"id": 7}]))),
        (
            f"erc721 {ART} IDS 7=5 ,1, 7 = 5 x 2",
            Erc721(**of(ART, weight=2, ids=[GOLD_ID, {"id": 7, "weight": 5}])),
        ),
        (f"erc1155 {ART} ids 2=5,1", Erc1155(**of(ART, ids=[GOLD_ID, {"id": 2, "weight": 5}]))),
        (f"erc1155 {ART} ids {2**256 - 1}", Erc1155(**of(ART, ids=[{"id": 2**256 - 1}]))),
        ("native", Native(chain=CHAIN)),
        ("Native x 2", Native(chain=CHAIN, weight=2)),
        (f"call {ART} stakedOf(address)", ViewCall(**of(ART, function="stakedOf(address)"))),
        (
            f"call {ART} stakedOf( address ) of totalStaked() decimals 18 * 4",
            ViewCall(**of(ART, function="stakedOf(address)", total="totalStaked()", decimals=18, weight=4)),
        ),
        (
            f"allowlist {GOLD}=10, {ART.lower()} = 3 x 2",
            Allowlist(
                weight=2,
                entries=[{"account": GOLD, "amount": 10}, {"account": ART, "amount": 3}],
            ),
        ),
        (
            f"attestation {ART} indexer {GOLD} schema 0x{'5A' * 32} by {GOLD}, {ART.lower()},{GOLD} gate 1",
            Attestation(
                **of(ART, indexer=GOLD, schema_uid=UID, attesters=[ART, GOLD], required=1, gate=True)
            ),
        ),
        (
            f"Attestation: {ART} Indexer {GOLD} Schema {UID} By {GOLD} on gnosis cap 1",
            Attestation(
                chain=ChainId(100), contract=ART, indexer=GOLD, schema_uid=UID, attesters=[GOLD], cap=1
            ),
        ),
        (f"safe_owners {ART} x 10", SafeOwners(**of(ART, weight=10))),
        ("role <@&1234567890123456789>", Role(role=RoleId(1234567890123456789))),
        ("Role: 77 x 3", Role(role=RoleId(77), weight=3)),
        ("reputation", Reputation()),
        ("reputation half-life 90d x 2", Reputation(half_life=timedelta(days=90), weight=2)),
        ("Reputation Half Life 1d 12h", Reputation(half_life=timedelta(hours=36))),
        (f"erc20 {GOLD} on gnosis", Erc20(chain=ChainId(100), contract=GOLD)),
        ("native on 100 * 2", Native(chain=ChainId(100), weight=2)),
        (f"erc20 {GOLD} x 2 on main net cap 500", Erc20(**of(GOLD, weight=2, cap=500))),
        (
            f"call {ART} stakedOf(address) decimals 6 cap 9 on Gnosis x 4",
            ViewCall(
                chain=ChainId(100), contract=ART, function="stakedOf(address)", decimals=6, weight=4, cap=9
            ),
        ),
        ("reputation half-life 7d cap 30", Reputation(half_life=timedelta(days=7), cap=30)),
        (f"erc721 {ART} x 5 needs 2", Erc721(**of(ART, weight=5, required=10))),
        ("role 77 Gate 1", Role(role=RoleId(77), required=1, gate=True)),
        ("account_age gate 30", AccountAge(required=30)),
    ],
)
def test_each_kind_is_read_as_it_is_written(text: str, source: AnySource) -> None:
    assert parse_sources(text, CHAIN, CHAINS) == [source]


def test_sources_are_joined_by_a_plus() -> None:
    found = parse_sources(f"erc20 {GOLD} + native x 3+erc721 {ART} ids 1,2", CHAIN, CHAINS)
    assert [source.kind for source in found] == ["erc20", "native", "erc721"]
    assert [source.weight for source in found] == [1, 3, 1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the kinds are"),
        ("gold 0x00", "the kinds are"),
        (f"erc20 {GOLD} x 0", "weight of at least 1"),
        ("account_age", "account_age gate 30"),
        ("account_age needs 30", "account_age gate 30"),
        (f"erc20 {GOLD} gate 0", "how much of it a voter must have"),
        (f"erc20 {GOLD} x {'9' * 5000}", "at most 30 digits"),
        (f"erc20 {GOLD} ids 1", "Write erc20 0x…."),
        ("erc20", "Write erc20 0x…."),
        (f"erc721 {ART} ids", "ids 1, 7=5"),
        (f"erc721 {ART} ids one", "ids 1, 7=5"),
        (f"erc721 {ART} ids 1, 1=2", "id 1 has two weights"),
        (f"erc721 {ART} ids 1=0", "greater than or equal to 1"),
        (f"erc721 {ART} ids {2**256}", "less than or equal to"),
        (f"erc721 {ART} ids " + ",".join(map(str, range(201))), "at most 200 ids"),
        (f"erc1155 {ART}", "at least one id"),
        (f"erc1155 {ART} ids 1,,2", "at least one id"),
        (f"native {ART}", "without a contract"),
        (f"call {ART}", "stakedOf($)"),
        (f"call {ART} stakedOf()", "$ stands for the wallet, and has to be there once"),
        (f"call {ART} stakedOf($, $)", "has to be there once"),
        (f"call {ART} stakedOf(address,uint256)", "uint256 needs its value after it"),
        (f"call {ART} 1staked(address)", "a function is written with what it is asked"),
        (f"call {ART} stakedOf($) of totalOf($)", "asked without a wallet"),
        (f"call {ART} power($, uint8 256)", "256 is no uint8"),
        (f"call {ART} power($, uint9 1)", "uint9 can't be given"),
        (f"call {ART} power($, string a)", "string can't be given"),
        (f"call {ART} power($, bytes2 0x01)", "0x01 is no bytes2"),
        (f"call {ART} power($" + ", 0" * 8 + ")", "at most 8 things"),
        (f"call {ART} members($)[32]", "the words 0 to 31 are read"),
        (f"call {ART} a(b(c($)))", "none within that one"),
        (f"call {ART} a(b(1))", "has to be there once"),
        (f"call {ART} a($, b($))", "has to be there once"),
        (f"call {ART} a(0x52.b($))", "0x52 is no address"),
        (f"call {ART} stakedOf(address) decimals 78", "less than or equal to 77"),
        (f"attestation {ART} indexer {GOLD} schema {UID}", "whose attestations count"),
        (f"attestation {ART} schema {UID} by {GOLD}", "its Indexer, the schema's UID"),
        (f"attestation {ART} indexer {GOLD} schema 0x5a by {GOLD}", "named by its UID"),
        (
            f"attestation {ART} indexer {GOLD} schema {UID} by " + ", ".join([GOLD] * 21),
            "at most 20 accounts",
        ),
        ("allowlist", "0x…=10"),
        (f"allowlist {GOLD}", "0x…=10"),
        (f"allowlist {GOLD}=1.5", "0x…=10"),
        (f"allowlist {GOLD}=0", "greater than or equal to 1"),
        (f"allowlist {GOLD}=1, {GOLD.lower()}=1", "is listed twice"),
        (f"allowlist {GOLD}=1 on gnosis", "read on no chain"),
        ("role 7 on gnosis", "read on no chain"),
        ("reputation on gnosis", "read on no chain"),
        ("role", "role @members"),
        ("role @members", "role @members"),
        ("role <@7>", "role @members"),
        ("reputation 90d", "half-life 90d"),
        ("reputation half-life soon", "half-life 90d"),
        ("reputation half-life 0d", "half-life 90d"),
        ("safe_owners", "Write safe_owners 0x…, the Safe"),
        (f"erc20 {GOLD} cap 0", "cap of at least 1"),
        (f"erc20 {GOLD} cap {'9' * 31}", "at most 30 digits"),
        (f"erc20 {GOLD} cap 5 cap 6", "Write erc20 0x…."),
        (f"erc20 {GOLD} x 2 x 3", "Write erc20 0x…."),
    ],
)
def test_what_cannot_be_read_is_shown_with_what_is_expected_there(text: str, words: str) -> None:
    with pytest.raises(BadSetting) as refused:
        parse_sources(f"native + {text}", CHAIN, CHAINS)
    assert refused.value.field == "sources"
    assert refused.value.text == text
    assert words in said(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "erc20 0x12",
        "call 0x12 f(address)",
        "allowlist 0x12=1",
        "erc1155 0x12 ids 1",
        f"attestation {ART} indexer {GOLD} schema {UID} by 0x12",
    ],
)
def test_a_wrong_address_is_named_as_one(text: str) -> None:
    with pytest.raises(BadAddress) as refused:
        parse_sources(text, CHAIN, CHAINS)
    assert refused.value.text == "0x12"


def test_a_chain_that_is_not_configured_is_named_with_those_that_are() -> None:
    with pytest.raises(UnknownChain) as refused:
        parse_sources(f"native + erc20 {GOLD} on moon x 2", CHAIN, CHAINS)
    assert (refused.value.name, refused.value.known) == ("moon", ("Main Net", "gnosis"))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_reason(text: str) -> None:
    with suppress(BadSetting, BadAddress, UnknownChain):
        assert parse_sources(text, CHAIN, CHAINS)


@given(
    st.dictionaries(st.integers(0, 2**256 - 1), st.integers(1, 10**29), min_size=1, max_size=20), st.data()
)
def test_the_order_and_the_repetition_of_ids_make_no_difference(
    weights: dict[int, int], data: st.DataObject
) -> None:
    once = [f"{token}={weight}" for token, weight in weights.items()]
    again = data.draw(st.permutations(once + once[:3]))
    first, second = (
        parse_sources(f"erc1155 {ART} ids {', '.join(ids)}", CHAIN, CHAINS)[0] for ids in (once, again)
    )
    assert first == second
    assert isinstance(first, Erc1155)
    assert {entry.id: entry.weight for entry in first.ids} == weights
    assert all(one.id < other.id for one, other in pairwise(first.ids))
