"""Privacy until the end: nobody sees totals, choices or reasons before the result."""

import json

from bot.services.notices import PostEvent, PostReason, PostResult
from tests.assembly import GUILD, UNRESOLVED_AFTER, Assembly
from tests.services.ending import opened

POWERS = {"ada": 10, "ben": 5}


async def test_the_card_has_no_count_before_the_result(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, privacy="after_close", reactions=False)
    await assembly.vote("ada", "For")
    card = await assembly.folkmoot.showing.card(proposal)
    assert card.hidden
    assert (card.standing, card.lent) == (None, None)
    await assembly.end(proposal)
    assert (await assembly.folkmoot.showing.card(proposal)).standing is None
    await assembly.close(proposal)
    assert not (await assembly.folkmoot.showing.card(proposal)).hidden


async def test_an_open_vote_hides_nothing(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS)
    await assembly.vote("ada", "For", reason="We need it.")
    card = await assembly.folkmoot.showing.card(proposal)
    assert not card.hidden
    assert card.standing is not None
    assert len(await assembly.told(PostReason)) == 1


async def test_reasons_come_with_the_result_and_not_before(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, privacy="after_close", reactions=False)
    await assembly.vote("ada", "Against", reason="Not yet.")
    await assembly.vote("ada", "For", reason="We need it.")
    await assembly.vote("ben", "Against")
    assert await assembly.told(PostReason) == []
    await assembly.close(proposal)
    said = [(notice.member, notice.choice, notice.reason) for notice in await assembly.told(PostReason)]
    assert said == [(assembly.member("ada"), "For", "We need it.")]
    assert await assembly.told(PostResult)


async def test_reactions_are_no_ballots_where_choices_are_hidden(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, privacy="after_close", reactions=False)
    await assembly.post_card(proposal)
    await assembly.react("ada", "👍")
    assert await assembly.stored(proposal) == {}


async def test_a_voter_sees_their_own_ballot(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, privacy="after_close", reactions=False)
    await assembly.vote("ada", "For")
    mine = await assembly.folkmoot.voting.mine(GUILD, proposal, assembly.member("ada"))
    assert mine is not None
    assert (mine.choice, mine.power.total) == ("For", 10)


async def test_a_result_that_waits_names_receipts_and_no_choices(assembly: Assembly) -> None:
    assembly.chain.unreadable.add(assembly.wallet("ben"))
    proposal = await opened(assembly, POWERS, privacy="after_close", reactions=False)
    receipt = await assembly.vote("ben", "Against")
    await assembly.end(proposal)
    await assembly.pass_time(UNRESOLVED_AFTER)
    await assembly.folkmoot.closing.close(proposal)
    said = [notice.data for notice in await assembly.told(PostEvent) if notice.event == "unresolved"]
    assert said == [{receipt.code: "hidden"}]


async def test_the_record_shows_everything_after_the_end(assembly: Assembly) -> None:
    proposal = await opened(assembly, POWERS, privacy="after_close", reactions=False)
    await assembly.vote("ada", "For", reason="We need it.")
    await assembly.close(proposal)
    record = json.loads(await assembly.folkmoot.showing.record(proposal) or b"")
    assert [(ballot["choice"], ballot["reason"]) for ballot in record["ballots"]] == [(1, "We need it.")]
