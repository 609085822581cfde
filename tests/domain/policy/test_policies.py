"""Policies: data, validated, with a hash that stands for all of it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.blocks import Reading, Undetermined, Value
from bot.domain.canonical import canonical_json
from bot.domain.elections.decoding import decode
from bot.domain.elections.election import ElectionError
from bot.domain.executors import SafeExecutor
from bot.domain.ids import Address, ChainId, address
from bot.domain.policy.model import DelegationRule, Policy, PowerRule, preset, preset_names
from bot.domain.policy.toml.file import preset_file
from bot.domain.power import Erc20, Erc721, Holder, compose
from bot.services.voting.opening import needs_total_power
from tests.said import raises_saying

GOLD = Erc20(chain=ChainId(1), contract=address("0x" + "11" * 20), weight=3)
ART = Erc721(chain=ChainId(1), contract=address("0x" + "22" * 20), weight=100)
RULE = PowerRule(sources=(GOLD, ART))
ADA, ADAS_OTHER = address("0x" + "aa" * 20), address("0x" + "bb" * 20)


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_is_a_policy_that_can_be_counted(name: str) -> None:
    policy = preset(name)
    assert policy.name == name
    file = preset_file(name)
    assert file.policy == policy
    assert file.about.description
    assert Policy.model_validate_json(policy.model_dump_json()) == policy


def test_an_unknown_preset_is_an_error() -> None:
    with pytest.raises(KeyError):
        preset("../policy")


def test_a_policys_hash_is_the_same_on_every_machine() -> None:
    assert preset("token").hash == "45f415fc7639aa94e1cb0532ba2f50ffe556471f37e24ff08647ba905e95e781"


def test_a_policy_read_back_from_its_json_has_the_same_hash() -> None:
    policy = preset("token").model_copy(
        update={
            "power": PowerRule(sources=(GOLD, ART), symbol="GOLD", decimals=6),
            "executor": SafeExecutor(chain=ChainId(1), address=ADA),
            "proposal_threshold": 2**200,
        }
    )
    again = Policy.model_validate_json(policy.model_dump_json())
    assert again == policy
    assert again.hash == policy.hash != preset("token").hash


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "coin"},
        {"choices": ("For", "Against")},
        {"rules": {}},
        {"proposal_threshold": 1},
        {"reactions": False},
        {"power": PowerRule(sources=(GOLD,))},
        {"executor": SafeExecutor(chain=ChainId(1), address=ADA)},
        {"periods": preset("token").periods.model_copy(update={"timelock": timedelta(0)})},
    ],
)
def test_a_policys_hash_changes_with_each_of_its_fields(changed: dict[str, object]) -> None:
    assert preset("token").model_copy(update=changed).hash != preset("token").hash


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 41),
        ("mechanism", "dice"),
        ("proposal_threshold", -1),
        ("periods", {"discussion": "P1D"}),
        ("periods", {**preset("token").periods.model_dump(), "voting": "PT0S"}),
        ("power", {"sources": [{"kind": "erc20", "chain": 1, "contract": ADA, "weight": 0}]}),
        ("power", {"sources": [{"kind": "gold", "chain": 1, "contract": ADA}]}),
        ("power", {"decimals": 78}),
        ("surprise", 1),
    ],
)
def test_a_policy_that_makes_no_sense_names_its_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Policy.model_validate({**preset("token").model_dump(), field: value})
    assert {error["loc"][0] for error in refused.value.errors()} == {field}


@pytest.mark.parametrize(
    ("rules", "needed"),
    [
        ({}, False),
        ({"quorum": {"kind": "absolute", "value": "1"}}, False),
        ({"quorum": {"kind": "headcount", "value": 1}}, False),
        ({"quorum": {"kind": "share", "value": "1/2"}}, True),
        ({"quorum": [{"kind": "absolute", "value": "1"}, {"kind": "share", "value": "1/2"}]}, True),
        (
            {
                "quorum": {
                    "kind": "dynamic",
                    "min": "1/10",
                    "max": "1/2",
                    "coefficient": "1/1",
                    "against": ["Against"],
                }
            },
            True,
        ),
        ({"majority": {"kind": "simple", "of": "total"}}, True),
        ({"majority": {"kind": "simple", "of": "cast"}}, False),
        ({"veto": {"choices": ["Against"], "value": "1/3", "of": "total"}}, True),
        ({"veto": {"choices": ["Against"], "value": "1/3"}}, False),
    ],
)
def test_the_total_is_read_exactly_where_a_rule_is_a_share_of_it(
    rules: dict[str, object], needed: bool
) -> None:
    policy = preset("token").model_copy(update={"rules": rules})
    assert needs_total_power(policy) is needed
    capped = policy.model_copy(update={"delegation": DelegationRule(cap_share="1/10")})
    assert needs_total_power(capped)
    document = {"mechanism": "single", "choices": list(policy.choices), "rules": rules, "ballots": []}
    if needed:
        with raises_saying(ElectionError, "total_power"):
            decode(canonical_json(document))
        document["electorate"] = {"total_power": "100"}
    decode(canonical_json(document))


@given(st.lists(st.integers(0, 2**256 - 1), min_size=4, max_size=4))
def test_power_is_the_weighted_sum_over_all_wallets(raw: list[int]) -> None:
    places = [(source, wallet) for source in range(2) for wallet in (ADA, ADAS_OTHER)]
    readings = {place: Value(number) for place, number in zip(places, raw, strict=True)}
    power = compose(RULE, Holder((ADA, ADAS_OTHER)), readings)
    assert power.total == 3 * (raw[0] + raw[1]) + 100 * (raw[2] + raw[3])


@given(st.integers(0, 3))
def test_one_unknown_part_makes_the_whole_unknown(place: int) -> None:
    places = [(source, wallet) for source in range(2) for wallet in (ADA, ADAS_OTHER)]
    known = {each: Value(0) for each in places}
    assert compose(RULE, Holder((ADA, ADAS_OTHER)), known).total == 0
    failed: dict[tuple[int, Address], Reading] = {**known, places[place]: Undetermined("the call failed")}
    assert compose(RULE, Holder((ADA, ADAS_OTHER)), failed).total is None
    missing = {each: value for each, value in known.items() if each != places[place]}
    assert compose(RULE, Holder((ADA, ADAS_OTHER)), missing).total is None


def test_who_has_no_wallet_has_no_power() -> None:
    assert compose(RULE, Holder(()), {}).total == 0
