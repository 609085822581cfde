"""What happens in a Moloch DAO of the second version, as a mirror reads it."""

from __future__ import annotations

import json

import pytest

from bot.domain.errors import WrongContract
from bot.domain.mirrors import MOST_WORDS, MirroredMolochStage, MirroredProposal
from bot.execution.actions.known import SUBMIT_TO_MOLOCH, TRANSFER
from bot.execution.moloch.proposing import SUBMIT_GUILDKICK, SUBMIT_WHITELIST
from bot.services.mirrors.mirroring import EVERY
from sandbox.chain.moloch import NO, YES
from tests.execution.mirrored import KeptMirror, mirror_of
from tests.execution.moloch.moloch_treasury import MolochTreasury


async def mirrored(world: MolochTreasury) -> KeptMirror:
    await world.local.mine(3)
    kept = await mirror_of(world.chain, world.address, "moloch")
    await kept.catch_up()
    return kept


async def paying(world: MolochTreasury, details: str = "# Pay", payment: int = 100, **more: int) -> int:
    return await world.moloch.submit(
        world.grantee, sender=world.stranger, payment=payment, details=details, **more
    )


async def only(world: MolochTreasury, kept: KeptMirror) -> MirroredProposal:
    await world.local.mine(3)
    await kept.catch_up()
    (found,) = kept.proposals.values()
    return found


async def test_a_proposal_is_followed_from_its_submission_to_its_processing(commons: MolochTreasury) -> None:
    world = commons
    kept = await mirrored(world)
    assert kept.proposals == {}
    number = await paying(world, "# Pay\n\nPlease")
    found = await only(world, kept)
    assert (found.key, found.title, found.proposer) == (str(number), "Pay", world.stranger.address)
    assert (found.stage.name, found.stage.is_live, found.confirmed) == ("submitted", True, True)
    (action,) = found.actions
    assert (action.to, TRANSFER.decode(bytes.fromhex(action.data[2:]))) == (
        world.dai.address,
        (world.grantee.lower(), 100),
    )
    place = await world.moloch.sponsor(number, sender=world.ada)
    found = await only(world, kept)
    assert found.stage.name == "waiting"
    await world.moloch.skip_to_vote(place)
    await world.moloch.vote(place, YES, sender=world.ada)
    await world.moloch.vote(place, NO, sender=world.ben)
    stage = (await only(world, kept)).stage
    assert (stage.name, stage.yes, stage.no) == ("voting", 6, 2)
    await world.moloch.skip_vote(place)
    stage = (await only(world, kept)).stage
    assert (stage.name, stage.behind) == ("grace", None)
    await world.moloch.skip_grace(place)
    assert (await only(world, kept)).stage.name == "ready"
    sent = await world.moloch.process(place, sender=world.stranger)
    found = await only(world, kept)
    assert (found.stage.name, found.stage.is_live, found.ended_by) == (
        "processed",
        False,
        sent["transactionHash"],
    )
    assert (await kept.look()).changed == ()


async def test_what_has_the_votes_waits_for_the_one_before_it(commons: MolochTreasury) -> None:
    world = commons
    kept = await mirrored(world)
    places = [await world.moloch.sponsor(await paying(world), sender=world.ada) for _ in range(2)]
    for place in places:
        await world.moloch.skip_to_vote(place)
        await world.moloch.vote(place, YES, sender=world.ada)
    await world.moloch.skip_grace(places[-1])
    await world.local.mine(3)
    await kept.catch_up()
    assert [each.stage.behind for each in kept.proposals.values()] == [None, "0"]
    await world.moloch.process(places[0], sender=world.ada)
    await world.local.mine(3)
    await kept.catch_up()
    assert [each.stage.behind for each in kept.proposals.values()] == [None, None]


async def test_one_that_is_voted_down_is_over_and_its_processing_is_still_told(
    commons: MolochTreasury,
) -> None:
    world = commons
    kept = await mirrored(world)
    place = await world.moloch.sponsor(await paying(world), sender=world.ada)
    await world.moloch.skip_grace(place)
    found = await only(world, kept)
    assert (found.stage.name, found.stage.is_live, found.ended_by) == ("defeated", False, None)
    sent = await world.moloch.process(place, sender=world.ada)
    assert (await only(world, kept)).ended_by == sent["transactionHash"]


async def test_one_that_its_proposer_takes_back_is_canceled(commons: MolochTreasury) -> None:
    world = commons
    kept = await mirrored(world)
    number = await paying(world)
    await only(world, kept)
    sent = await world.moloch.contract.send("cancelProposal", number, sender=world.stranger)
    found = await only(world, kept)
    assert (found.stage.name, found.ended_by) == ("canceled", sent["transactionHash"])


async def test_what_was_submitted_before_the_mirror_was_named_is_found(commons: MolochTreasury) -> None:
    world = commons
    await paying(world, "# First")
    await world.local.mine(30)
    await paying(world, "# Last")
    kept = await mirrored(world)
    assert {each.title for each in kept.proposals.values()} == {"First", "Last"}


async def test_a_look_takes_so_few_requests_that_two_minutes_of_slow_blocks_are_more(
    commons: MolochTreasury,
) -> None:
    world = commons
    place = await world.moloch.sponsor(await paying(world), sender=world.ada)
    kept = await mirrored(world)
    await world.moloch.skip_to_vote(place)
    await world.moloch.vote(place, YES, sender=world.ada)
    await world.moloch.skip_grace(place)
    await world.local.mine(3)
    world.local.requests.clear()
    assert [each.stage.name for each in (await kept.look()).changed] == ["ready"]
    assert world.local.requests.total() <= EVERY.total_seconds() // 12
    world.local.requests.clear()
    assert (await kept.look()).changed == ()
    assert world.local.requests == {"eth_getBlockByNumber": 2}


# -- what leaving pays ---------------------------------------------------------------------------------------------


def pays(proposal: MirroredProposal) -> tuple[list[tuple[str, int | None, int | None]], str]:
    """Of each asset its symbol, and what a share pays of it now and after the proposal."""
    leaving = proposal.stage_as(MirroredMolochStage).leaving
    assert leaving is not None
    return [(each.asset.symbol, each.now, each.after) for each in leaving.paid], leaving.after


async def test_what_leaving_pays_is_told_while_the_vote_and_its_grace_last(commons: MolochTreasury) -> None:
    world = commons
    kept = await mirrored(world)
    number = await paying(world, payment=300)
    assert (await only(world, kept)).stage_as(MirroredMolochStage).leaving is None
    place = await world.moloch.sponsor(number, sender=world.ada)
    assert pays(await only(world, kept)) == ([("DAI", 100, 70), ("WETH", 5, 5)], "told")
    await world.moloch.skip_to_vote(place)
    await world.moloch.vote(place, YES, sender=world.ada)
    await world.moloch.skip_vote(place)
    assert pays(await only(world, kept)) == ([("DAI", 100, 70), ("WETH", 5, 5)], "told")
    await world.moloch.skip_grace(place)
    await world.moloch.process(place, sender=world.stranger)
    found = await only(world, kept)
    assert (found.stage.name, found.stage_as(MirroredMolochStage).leaving) == ("processed", None)


async def test_what_passes_before_a_proposal_counts_in_what_leaving_pays_after_it(
    commons: MolochTreasury,
) -> None:
    world = commons
    kept = await mirrored(world)
    places = [
        await world.moloch.sponsor(await paying(world, payment=200), sender=world.ada) for _ in range(2)
    ]
    await world.moloch.skip_to_vote(places[0])
    await world.moloch.vote(places[0], YES, sender=world.ada)
    await world.local.mine(3)
    await kept.catch_up()
    first, second = (pays(each)[0][0] for each in kept.proposals.values())
    assert (first, second) == (("DAI", 100, 80), ("DAI", 100, 60))


@pytest.mark.attack("floods")
async def test_a_text_that_is_too_long_to_be_read_leaves_only_open_what_leaving_pays_after_those_behind_it(
    commons: MolochTreasury,
) -> None:
    world = commons
    kept = await mirrored(world)
    long = await paying(world, "w" * 60_000)
    await world.moloch.sponsor(long, sender=world.ada)
    await world.moloch.sponsor(await paying(world, "# Pay"), sender=world.ada)
    found = await only(world, kept)
    assert found.title == "Pay"
    told, after = pays(found)
    assert (told[0], after) == (("DAI", 100, None), "unknown")


# -- what it asks for ----------------------------------------------------------------------------------------------


async def test_shares_and_a_tribute_are_shown_by_the_function_that_asks_for_them(
    commons: MolochTreasury,
) -> None:
    world = commons
    kept = await mirrored(world)
    await world.moloch.submit(world.grantee, sender=world.ada, shares=5, loot=1, tribute=7, payment=3)
    (action,) = (await only(world, kept)).actions
    dai = world.dai.address.lower()
    asked = SUBMIT_TO_MOLOCH.decode(bytes.fromhex(action.data[2:]))
    assert (action.to, asked) == (world.address, (world.grantee.lower(), 5, 1, 7, dai, 3, dai, ""))


async def test_a_token_to_take_up_and_a_member_to_put_out_are_shown_so(commons: MolochTreasury) -> None:
    world = commons
    token = (await world.local.deploy("PlainToken", "Pearl", "PEARL", 18)).address
    kept = await mirrored(world)
    await world.moloch.contract.send("submitWhitelistProposal", token, "", sender=world.ada)
    await world.moloch.contract.send("submitGuildKickProposal", world.ben.address, "", sender=world.ada)
    await world.local.mine(3)
    await kept.catch_up()
    taken, kicked = [bytes.fromhex(each.actions[0].data[2:]) for each in kept.proposals.values()]
    assert SUBMIT_WHITELIST.decode(taken) == (token.lower(), "")
    assert SUBMIT_GUILDKICK.decode(kicked) == (world.ben.address.lower(), "")


async def test_who_asks_for_nothing_makes_no_call(commons: MolochTreasury) -> None:
    kept = await mirrored(commons)
    await paying(commons, payment=0)
    assert (await only(commons, kept)).actions == ()


# -- attacks -------------------------------------------------------------------------------------------------------


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "details",
    [
        "",
        "\n\n",
        "# Pay\0\x07‮",
        "@everyone <@&1> https://evil.example",
        "w" * 2_000,
        "[" * 2_000,
        '{"title": ' + "[" * 2_000,
        '{"title": {"title": "x"}}',
        '{"title": 1e999, "description": null}',
        '"a string"',
        "null",
        '{"description": ""}',
    ],
    ids=range(12),
)
async def test_whatever_is_written_is_kept_within_its_bound(commons: MolochTreasury, details: str) -> None:
    kept = await mirrored(commons)
    await paying(commons, details)
    found = await only(commons, kept)
    assert (found.words, found.length) == (details[:MOST_WORDS], len(details))


@pytest.mark.attack("text")
async def test_a_title_that_holds_lines_of_its_own_stays_one_line(commons: MolochTreasury) -> None:
    kept = await mirrored(commons)
    told = {"title": "Pay\n\n# And more", "description": "Why", "link": "https://a.example"}
    await paying(commons, json.dumps(told))
    found = await only(commons, kept)
    assert found.words == "# Pay # And more\n\nWhy\n\nhttps://a.example"


@pytest.mark.attack("order")
async def test_a_proposal_that_the_chain_takes_back_is_open_no_more(commons: MolochTreasury) -> None:
    world = commons
    await world.local.mine(3)
    await paying(world)
    kept = await mirrored(world)
    assert len(kept.proposals) == 1
    await world.local.reorg(6)
    await world.local.mine(9)
    stage = (await only(world, kept)).stage
    assert (stage.name, stage.is_live) == ("unproposed", False)


@pytest.mark.attack("order")
async def test_another_proposal_in_the_place_of_one_that_was_taken_back_is_shown_as_it_is(
    commons: MolochTreasury,
) -> None:
    """Ids are counted: the other one has the same."""
    world = commons
    await world.local.mine(3)
    await paying(world, "# Innocent")
    kept = await mirrored(world)
    await world.local.reorg(6)
    await paying(world, "# Other", payment=999)
    await world.local.mine(9)
    found = await only(world, kept)
    assert (found.key, found.title) == ("0", "Other")
    assert TRANSFER.decode(bytes.fromhex(found.actions[0].data[2:])) == (world.grantee.lower(), 999)


@pytest.mark.attack("order")
async def test_what_is_not_final_is_not_told(commons: MolochTreasury) -> None:
    kept = await mirrored(commons)
    await paying(commons)
    await kept.catch_up()
    assert kept.proposals == {}


@pytest.mark.attack("order")
async def test_what_leavers_took_out_of_the_bank_can_stop_a_payment(commons: MolochTreasury) -> None:
    world = commons
    # Until the first one of all is processed nobody can leave.
    first = await world.moloch.sponsor(await paying(world), sender=world.ada)
    await world.moloch.skip_grace(first)
    await world.moloch.process(first, sender=world.ada)
    kept = await mirrored(world)
    number = await paying(world, payment=900)
    place = await world.moloch.sponsor(number, sender=world.ada)
    await world.moloch.skip_to_vote(place)
    await world.moloch.vote(place, YES, sender=world.ada)
    await world.moloch.skip_vote(place)
    await world.moloch.contract.send("ragequit", 2, 2, sender=world.ben)
    await world.moloch.skip_grace(place)
    await world.moloch.process(place, sender=world.stranger)
    await world.local.mine(3)
    await kept.catch_up()
    stage = kept.proposals[str(number)].stage
    assert (stage.name, stage.is_live) == ("refused", False)


@pytest.mark.attack("floods")
async def test_a_text_that_is_too_long_to_be_read_holds_up_no_other(commons: MolochTreasury) -> None:
    world = commons
    kept = await mirrored(world)
    number = await paying(world, "w" * 60_000)
    place = await world.moloch.sponsor(number, sender=world.ada)
    await world.moloch.sponsor(await paying(world, "# Short"), sender=world.ada)
    await world.moloch.skip_to_vote(place + 1)
    await world.moloch.vote(place + 1, YES, sender=world.ada)
    await world.moloch.skip_grace(place + 1)
    found = await only(world, kept)
    assert (found.title, found.stage.name) == ("Short", "ready")
    assert found.stage.behind == str(number)


@pytest.mark.attack("floods")
async def test_a_text_that_is_too_long_to_be_read_keeps_nobody_from_what_they_asked_for(
    commons: MolochTreasury,
) -> None:
    world = commons
    actions = [world.pay()]
    request = await world.prepared(actions)
    await paying(world, "w" * 60_000)
    await world.sponsored(request, actions)
    request = await world.followed(request)
    assert request.stage is not None
    assert request.stage.name == "waiting"


@pytest.mark.attack("actions")
@pytest.mark.parametrize("kind", ["moloch", "baal", "governor"])
async def test_what_is_no_such_contract_is_not_mirrored(commons: MolochTreasury, kind: str) -> None:
    with pytest.raises(WrongContract):
        await mirror_of(commons.chain, commons.dai.address, kind)
