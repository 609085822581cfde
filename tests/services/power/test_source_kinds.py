"""Votes whose power comes from every kind of source."""

import json

import pytest

from bot.domain.errors import BadSetting
from bot.domain.power import Erc1155, Native, ViewCall
from tests.harness import GUILD, MAINNET, NFT, TOKEN, ServiceHarness
from tests.said import said

COIN = Native(chain=MAINNET)
ITEMS = Erc1155(chain=MAINNET, contract=NFT.contract, ids=[{"id": 1}, {"id": 2, "weight": 5}])
STAKED = ViewCall(chain=MAINNET, contract=TOKEN.contract, function="stakedOf(address)")


async def test_a_list_alone_makes_a_vote_that_reads_no_chain(harness: ServiceHarness) -> None:
    ada, ben = harness.wallet("ada"), harness.wallet("ben")
    sources = f"allowlist {ada}=30, {ben}=10 x 2"
    proposal = await harness.opened(powers={"ada": 0, "ben": 0, "cleo": 0}, sources=sources, threshold="0")
    harness.chain.silent = True
    powers = [(await harness.vote(name, "For")).power.total for name in ("ada", "ben", "cleo")]
    assert powers == [60, 20, 0]
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    assert (opening.snapshot, opening.total_power) == ((), 80)
    assert harness.chain.requests == []
    assert (await harness.close(proposal)).passed
    record = json.loads(await harness.services.cards.record(proposal) or b"")
    (evidence,) = record["ballots"][0]["evidence"]
    assert evidence == {"source": "allowlist", "place": 1, "wallet": ada, "raw": "30", "weight": "2"}


async def test_amounts_and_counted_things_weigh_one_vote_for_each_whole_one(harness: ServiceHarness) -> None:
    ada = harness.wallet("ada")
    sources = (
        f"native + erc1155 {NFT.contract} ids 1, 2=5 x 3 + allowlist {ada}=7"
        f" + call {TOKEN.contract} stakedOf(address) decimals 6"
    )
    harness.hold("ada", 2 * 10**18, COIN)
    harness.hold("ada", 11, ITEMS)
    harness.hold("ada", 4 * 10**6, STAKED)
    proposal = await harness.opened(powers={"ada": 0}, sources=sources, quorum="5 votes")
    rule = (await harness.services.space_setup.space(GUILD))[1].policy.power
    assert (rule.symbol, rule.decimals) == ("ETH", 18)
    receipt = await harness.vote("ada", "For")
    assert receipt.power.total == (2 + 3 * 11 + 7 + 4) * 10**18
    assert (await harness.close(proposal)).passed
    record = json.loads(await harness.services.cards.record(proposal) or b"")
    evidence = record["ballots"][0]["evidence"]
    assert [(entry["source"], entry["place"], entry["raw"]) for entry in evidence] == [
        ("native", 1, str(2 * 10**18)),
        ("erc1155", 2, "11"),
        ("allowlist", 3, "7"),
        ("call", 4, str(4 * 10**6)),
    ]
    assert ["contract" in entry for entry in evidence] == [False, True, False, True]
    assert ["block" in entry for entry in evidence] == [True, True, False, True]


async def test_a_list_leaves_the_unreadable_rest_undetermined(harness: ServiceHarness) -> None:
    ben = harness.wallet("ben")
    harness.chain.unreadable.add(ben)
    await harness.opened(
        powers={"ada": 0, "ben": 0}, sources=f"native + allowlist {ben}=7", quorum="5 votes", threshold="0"
    )
    assert (await harness.vote("ada", "For")).power.total == 0
    assert (await harness.vote("ben", "For")).power.total is None


@pytest.mark.parametrize("sources", ["native", f"call {TOKEN.contract} stakedOf(address)"])
async def test_a_quorum_is_no_share_of_what_nothing_tells_the_total_of(
    harness: ServiceHarness, sources: str
) -> None:
    with pytest.raises(BadSetting) as refused:
        await harness.set_up(sources=sources, quorum="4%")
    assert (refused.value.field, refused.value.text) == ("quorum", "4%")
    assert "1000 votes" in said(refused.value)
    await harness.set_up(sources=sources, quorum="1,000 votes")
    policy = (await harness.services.space_setup.space(GUILD))[1].policy
    assert policy.rules["quorum"]["kind"] == "absolute"
    assert policy.rules["quorum"]["value"] == str(1000 * 10**policy.power.decimals)
    # What is left out stays; a share of the sources that stayed is refused as well.
    with pytest.raises(BadSetting):
        await harness.set_up(sources="", quorum="4%")
