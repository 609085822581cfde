"""Power sources in words: in the policy, on a receipt, and where power is explained."""

import re

import pytest

from bot.domain.blocks import Value
from bot.domain.ids import Address, ChainId
from bot.domain.policy.model import PowerRule
from bot.domain.power import (
    Allowlist,
    AnySource,
    Attestation,
    Contribution,
    Erc20,
    Erc721,
    Erc1155,
    Native,
    ViewCall,
)
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from bot.wording.sources.registry import (
    each_counts,
    found_words,
    heading,
    origin,
    source_words,
    things_required,
)

TOKEN = Address("0x52908400098527886E0F7030069857D2E4169EE7")
WALLET = Address("0x8617E340B3D01FA5F11F306F4090FD50E238070D")
SAY = language(markup=DISCORD)
RULE = PowerRule(symbol="FOLK", decimals=2)
HERE = {"chain": ChainId(1), "contract": TOKEN}
IDS = [{"id": 1, "weight": 5}, {"id": 7}]

LISTED = Erc721(**HERE, ids=IDS, weight=100)
ITEMS = Erc1155(**HERE, ids=IDS, weight=100)
COIN = Native(chain=ChainId(10))
STAKED = ViewCall(**HERE, function="stakedOf(address)")
ATTESTED = Attestation(**HERE, indexer=WALLET, schema_uid="0x" + "5A" * 32, attesters=[TOKEN, WALLET])
LIST = Allowlist(entries=[{"account": WALLET, "amount": 3}], weight=100)


@pytest.mark.parametrize(
    ("source", "policy", "why", "receipt"),
    [
        (LISTED, "only ids 1 (weight 5), 7", "NFTs of", "NFTs of"),
        (ITEMS, "only ids 1 (weight 5), 7", "items of", "items of"),
        (COIN, "the coin of chain 10", "coin of chain 10", "coin of chain 10"),
        (STAKED, "`stakedOf($)` of", "`stakedOf($)` of", "`stakedOf($)` of"),
        (ATTESTED, f"by `{TOKEN}` or `{WALLET}`, schema `0x5a", "**attestation** by", "schema `0x5a5a5a5a…`"),
        (LIST, "1 accounts that the policy lists", "the list in the policy", "listed in the policy"),
    ],
)
def test_each_kind_is_said_wherever_power_is(source: AnySource, policy: str, why: str, receipt: str) -> None:
    assert policy in source_words(source, SAY)
    assert why in heading(source, SAY)
    assert receipt in origin(Contribution(source, WALLET, Value(1)), SAY)
    contract = TOKEN in source_words(source, SAY)
    assert contract == (source not in (COIN, LIST))


def test_a_long_list_of_ids_is_cut_with_its_length() -> None:
    many = Erc1155(**HERE, ids=[{"id": number} for number in range(20)])
    assert "0, 1, 2, 3, 4, 5, 6, 7 and 12 more" in source_words(many, SAY)


def test_what_is_counted_says_what_one_of_it_counts_and_amounts_do_not() -> None:
    assert each_counts(Erc721(**HERE, weight=100), RULE, SAY) == "each counts 1 FOLK"
    assert each_counts(LISTED, RULE, SAY) == each_counts(ITEMS, RULE, SAY) == "a weight of 1 counts 1 FOLK"
    assert each_counts(LIST, RULE, SAY) == "1 counts 1 FOLK"
    assert [each_counts(source, RULE, SAY) for source in (COIN, STAKED, Erc20(**HERE))] == ["", "", ""]


def test_what_was_found_is_said_before_what_it_weighs() -> None:
    assert found_words(LISTED, 5, SAY) == found_words(ITEMS, 5, SAY) == "a weight of 5"
    assert (found_words(LIST, 3, SAY), found_words(LIST, 0, SAY)) == ("listed with 3", "not on the list")
    assert (found_words(ATTESTED, 1, SAY), found_words(ATTESTED, 0, SAY)) == ("yes", "no")
    assert (found_words(COIN, 3, SAY), found_words(STAKED, 3, SAY)) == ("", "")


@pytest.mark.attack("text")
@pytest.mark.parametrize("locale", ["en-US", "de", "es-ES"])
def test_what_a_vote_asks_of_voters_leaves_room_in_their_receipt(locale: str) -> None:
    accounts = [f"0x{number:040}" for number in range(1, 21)]
    gates = [
        *(
            ATTESTED.model_copy(update={"attesters": accounts, "chain": chain})
            for chain in range(10**6, 10**6 + 10)
        ),
        *(
            ViewCall(**HERE, function=f"f($, {', '.join(['1' * 70 + str(number)] * 7)})")
            for number in range(10)
        ),
    ]
    for sources in (gates, gates[::-1]):
        said = things_required(
            [each.model_copy(update={"gate": True}) for each in sources], RULE, language(locale)
        )
        assert len(said) < 1_200
        assert re.search("1[89]", said)
