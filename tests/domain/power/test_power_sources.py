"""Power sources as policies keep them, and what becomes of their lists."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.domain.blocks import Value
from bot.domain.ids import ChainId, address
from bot.domain.policy.model import Policy, preset
from bot.domain.power import (
    Allowlist,
    AnySource,
    Erc20,
    Erc20Votes,
    Erc721,
    Erc1155,
    Holder,
    Native,
    PowerRule,
    PowerSource,
    ViewCall,
    compose,
)
from bot.services.ports import source_key

ONE, TWO = ChainId(1), ChainId(2)
GOLD, ART = address("0x" + "1a" * 20), address("0x" + "2b" * 20)
ADA, ADAS_OTHER, BEN = (address("0x" + digits * 20) for digits in ("aa", "bb", "cc"))
UID = "0x" + "5a" * 32
SOURCE: TypeAdapter[AnySource] = TypeAdapter(PowerSource)

ALL: list[dict[str, Any]] = [
    {"kind": "erc20", "chain": 1, "contract": GOLD},
    {"kind": "erc20", "chain": 2, "contract": GOLD},
    {"kind": "erc20", "chain": 1, "contract": ART},
    {"kind": "erc20_votes", "chain": 1, "contract": GOLD},
    {"kind": "erc721", "chain": 1, "contract": GOLD},
    {"kind": "erc721", "chain": 1, "contract": GOLD, "ids": [{"id": "1"}]},
    {"kind": "erc721", "chain": 1, "contract": GOLD, "ids": [{"id": "1", "weight": "2"}]},
    {"kind": "erc721", "chain": 1, "contract": GOLD, "ids": [{"id": "1"}, {"id": "2"}]},
    {"kind": "erc1155", "chain": 1, "contract": GOLD, "ids": [{"id": "1"}]},
    {"kind": "erc1155", "chain": 1, "contract": GOLD, "ids": [{"id": "12"}]},
    {"kind": "native", "chain": 1},
    {"kind": "native", "chain": 2},
    {"kind": "call", "chain": 1, "contract": GOLD, "function": "a(address)"},
    {"kind": "call", "chain": 1, "contract": GOLD, "function": "b(address)"},
    *(
        {
            "kind": "attestation",
            "chain": 1,
            "contract": GOLD,
            "indexer": ART,
            "schema_uid": UID,
            "attesters": [ADA],
        }
        | changed
        for changed in ({}, {"indexer": BEN}, {"schema_uid": UID[:-1] + "0"}, {"attesters": [ADA, BEN]})
    ),
    {"kind": "allowlist", "entries": [{"account": ADA, "amount": "1"}]},
    {"kind": "allowlist", "entries": [{"account": ADA, "amount": "2"}]},
]

STORED = (
    (
        '{"name":"token","mechanism":"single","choices":["For","Against","Abstain"],"rules":{},'
        '"periods":{"discussion":"P2D","voting":"P5D","timelock":"P2D","execution":"P14D","unresolved_after":"PT6H"},'
        '"power":{"sources":[{"chain":1,"contract":"GOLD_HERE","weight":3,"kind":"erc20"},'
        '{"chain":1,"contract":"GOLD_HERE","weight":1,"kind":"erc20_votes"},'
        '{"chain":1,"contract":"ART_HERE","weight":100,"kind":"erc721"}],"symbol":"GOLD","decimals":6},'
        '"proposal_threshold":1000000,"reactions":true,"executor":null}'
    )
    .replace("GOLD_HERE", GOLD)
    .replace("ART_HERE", ART)
)


def test_a_policy_stored_before_there_were_lists_loads_and_says_the_same() -> None:
    policy = Policy.model_validate_json(STORED)
    assert policy.power.sources == (
        Erc20(chain=ONE, contract=GOLD, weight=3),
        Erc20Votes(chain=ONE, contract=GOLD),
        Erc721(chain=ONE, contract=ART, weight=100),
    )
    assert policy.document()["power"] == json.loads(STORED)["power"]
    assert [source_key(source) for source in policy.power.sources] == [
        f"erc20:1:{GOLD}",
        f"erc20_votes:1:{GOLD}",
        f"erc721:1:{ART}",
    ]


@pytest.mark.parametrize("data", ALL)
def test_every_kind_comes_back_from_a_stored_policy_the_same(data: dict[str, Any]) -> None:
    policy = preset("token").model_copy(update={"power": PowerRule(sources=(SOURCE.validate_python(data),))})
    again = Policy.model_validate_json(policy.model_dump_json())
    assert again == policy
    assert again.hash == policy.hash
    (kept,) = policy.document()["power"]["sources"]
    assert all(
        not isinstance(entry[name], int)
        for entry in [*kept.get("ids", []), *kept.get("entries", [])]
        for name in entry
    )


def test_sources_that_read_something_else_never_share_a_key() -> None:
    keys = [source_key(SOURCE.validate_python(data)) for data in ALL]
    assert len(set(keys)) == len(ALL)


@pytest.mark.parametrize("data", ALL)
def test_what_makes_no_difference_to_a_reading_makes_none_to_its_key(data: dict[str, Any]) -> None:
    source = SOURCE.validate_python(data)
    heavier = source.model_copy(update={"weight": 1000})
    assert source_key(heavier) == source_key(source)
    assert heavier != source


def test_the_decimals_and_the_total_of_a_call_are_not_part_of_its_key() -> None:
    plain = ViewCall(chain=ONE, contract=GOLD, function="a(address)")
    told = ViewCall(chain=ONE, contract=GOLD, function="a(address)", total="all()", decimals=18)
    assert source_key(plain) == source_key(told)


def test_a_changed_copy_has_a_key_of_its_own() -> None:
    here = Native(chain=ONE)
    assert source_key(here) != source_key(here.model_copy(update={"chain": TWO}))


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "native"},
        {"kind": "native", "chain": 1, "contract": GOLD},
        {"kind": "allowlist", "chain": 1, "entries": [{"account": ADA, "amount": 1}]},
        {"kind": "allowlist", "entries": []},
        {"kind": "allowlist", "entries": [{"account": "0x12", "amount": 1}]},
        {"kind": "allowlist", "entries": [{"account": ADA, "amount": 0}]},
        {"kind": "allowlist", "entries": [{"account": ADA, "amount": 1}] * 2},
        {"kind": "erc1155", "chain": 1, "contract": GOLD},
        {"kind": "erc1155", "chain": 1, "contract": GOLD, "ids": []},
        {"kind": "erc1155", "chain": 1, "contract": GOLD, "ids": [{"id": -1}]},
        {"kind": "erc1155", "chain": 1, "contract": GOLD, "ids": [{"id": 1.5}]},
        {"kind": "erc721", "chain": 1, "contract": GOLD, "ids": [{"id": 1}, {"id": 1, "weight": 2}]},
        {"kind": "call", "chain": 1, "contract": GOLD},
        {"kind": "call", "chain": 1, "contract": GOLD, "function": "a(uint256)"},
        {"kind": "call", "chain": 1, "contract": GOLD, "function": "a(address)", "total": "all(address)"},
        {"kind": "erc20", "chain": 1, "contract": "0x12"},
        {"kind": "attestation", "chain": 1, "contract": GOLD, "indexer": ART, "schema_uid": UID},
        *(
            {
                "kind": "attestation",
                "chain": 1,
                "contract": GOLD,
                "indexer": ART,
                "schema_uid": UID,
                "attesters": [ADA],
            }
            | changed
            for changed in (
                {"schema_uid": UID[2:]},
                {"schema_uid": UID[:-1]},
                {"attesters": []},
                {"attesters": ["0x12"]},
            )
        ),
        {
            **{"kind": "attestation", "chain": 1, "contract": GOLD, "indexer": ART, "schema_uid": UID},
            "attesters": [f"0x{number:040x}" for number in range(1, 22)],
        },
    ],
)
def test_a_source_that_makes_no_sense_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        SOURCE.validate_python(data)


@given(st.lists(st.integers(1, 2**256 - 1), min_size=3, max_size=3), st.integers(1, 10**18))
def test_a_lists_amounts_count_without_a_chain_and_add_up(amounts: list[int], weight: int) -> None:
    entries = [{"account": who, "amount": n} for who, n in zip((ADA, ADAS_OTHER, BEN), amounts, strict=True)]
    listed = Allowlist(weight=weight, entries=entries)
    coin = Native(chain=ONE)
    assert compose(PowerRule(sources=(listed,)), Holder((ADA, ADAS_OTHER)), {}).total == weight * (
        amounts[0] + amounts[1]
    )
    assert compose(PowerRule(sources=(listed,)), Holder((BEN,)), {}).total == weight * amounts[2]
    assert listed.listed_total == sum(amounts)
    assert compose(PowerRule(sources=(listed, coin)), Holder((BEN,)), {}).total is None
    assert (
        compose(PowerRule(sources=(listed, coin)), Holder((BEN,)), {(1, BEN): Value(5)}).total
        == weight * amounts[2] + 5
    )


def test_who_is_not_on_the_list_has_nothing_and_spelling_does_not_matter() -> None:
    listed = Allowlist(entries=[{"account": ADA.lower(), "amount": 7}])
    assert compose(PowerRule(sources=(listed,)), Holder((ADA,)), {}).total == 7
    assert compose(PowerRule(sources=(listed,)), Holder((BEN,)), {}).total == 0


def test_ids_in_another_order_are_the_same_source() -> None:
    ids = [{"id": 2, "weight": 3}, {"id": 1}]
    one = Erc1155(chain=ONE, contract=GOLD, ids=ids)
    other = Erc1155(chain=ONE, contract=GOLD, ids=[*reversed(ids), ids[0]])
    assert (one, source_key(one), hash(one)) == (other, source_key(other), hash(other))
