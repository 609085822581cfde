"""Late swings, early ends, objections and hidden votes, as members see them."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import ProposalId
from bot.domain.proposals.state import State
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.harness import GRACE
from tests.services.delegation.delegating import rule
from tests.services.voting.ending import COUNCIL, EXTENSION, HOUR, MAJORITY, before_end, end_of


async def opened(dao: DiscordHarness, powers: Mapping[str, int], **changes: Any) -> ProposalId:
    """A vote whose card is posted, by a policy with these changes."""
    await dao.set_up()
    await rule(dao.harness, guild=dao.guild_id, **{"rules": MAJORITY, **changes})
    await dao.harness.powers(powers, guild=dao.guild_id)
    proposal = await dao.harness.submitted(next(iter(powers)), guild=dao.guild_id)
    await dao.deliver()
    await dao.harness.open(proposal)
    await dao.deliver()
    return proposal


async def test_the_card_says_before_anybody_votes_that_the_record_names_them(dao: DiscordHarness) -> None:
    proposal = await opened(dao, {"ada": 10, "ben": 20}, named_records=True)
    assert "will name everybody who votes" in dao.card.text
    details = await (await dao["ada"].click(dao.card, "Details")).settled()
    assert "**Named record**" in details.text
    assert (await dao.vote("ada", "For")).ephemeral
    record = await closed_record(dao, proposal)
    assert [each["voter"] for each in record["ballots"]] == [str(dao["ada"].id)]


async def closed_record(dao: DiscordHarness, proposal: ProposalId) -> dict[str, Any]:
    await dao.harness.close(proposal)
    found: dict[str, Any] = json.loads(await dao.harness.services.cards.record(proposal) or b"")
    return found


async def unix_end(dao: DiscordHarness, proposal: ProposalId) -> int:
    return int((await end_of(dao.harness, proposal)).timestamp())


async def test_a_late_swing_moves_the_end_on_the_card_and_is_told_in_the_thread(dao: DiscordHarness) -> None:
    proposal = await opened(dao, {"ada": 10, "ben": 20}, extension=EXTENSION)
    await dao.vote("ada", "For")
    await before_end(dao.harness, proposal, HOUR)
    first = await unix_end(dao, proposal)
    assert f"<t:{first}:" in dao.card.text
    await dao.vote("ben", "Against")
    await dao.harness.sweep.run()
    await dao.deliver()
    later = await unix_end(dao, proposal)
    assert later == first + 3600
    assert f"<t:{later}:" in dao.card.text
    assert f"<t:{first}:" not in dao.card.text
    assert "It was extended" in dao.card.text
    (said,) = dao.said(dao.thread, "the vote goes on until")
    assert f"<t:{later}:" in said.text
    assert dao.said(dao.announcements, "the vote goes on until") == []
    await dao.harness.pass_time(timedelta(hours=1, minutes=30))
    assert "**Against**" in (await dao.vote("ada", "Against")).text
    await dao.harness.close(proposal)
    await dao.deliver()
    (result,) = dao.said(dao.announcements, "## Result")
    assert "It was extended 1 time, after late swings." in result.text


async def test_a_decided_vote_closes_and_its_result_says_why(dao: DiscordHarness) -> None:
    proposal = await opened(dao, {"ada": 1, "ben": 1, "cleo": 1}, rules=COUNCIL, early_end=True)
    receipt = await dao.vote("ada", "For")
    assert "It is final, and can't be changed." in receipt.text
    assert receipt.buttons == []
    assert "Each vote is final" in dao.card.text
    again = await dao["ada"].click(dao.card, "Against")
    assert "votes on it can't be changed" in again.text
    await dao.vote("ben", "For")
    await dao.harness.sweep.run()
    await dao.harness.pass_time(GRACE)
    await dao.harness.sweep.run()
    await dao.deliver()
    assert await dao.harness.state(proposal) is State.TIMELOCK
    (result,) = dao.said(dao.announcements, "## Result")
    assert "It ended early" in result.text
    assert "nothing could change its outcome any more" in result.text


async def test_the_card_says_from_when_on_only_objections_are_taken_and_so_does_the_refusal(
    dao: DiscordHarness,
) -> None:
    proposal = await opened(dao, {"ada": 10, "ben": 20}, objection=2 * HOUR)
    since = await unix_end(dao, proposal) - 2 * 3600
    assert f"From <t:{since}:" in dao.card.text
    assert "on only Against is taken" in dao.card.text
    await before_end(dao.harness, proposal, HOUR)
    reply = await dao["ada"].click(dao.card, "For")
    assert "takes only objections" in reply.text
    assert "You may still vote Against" in reply.text
    assert "**Against**" in (await dao.vote("ben", "Against")).text
    assert await dao.stored(proposal) == {"ben": 2}


async def test_nothing_that_anyone_can_open_tells_a_hidden_count_before_the_end(dao: DiscordHarness) -> None:
    powers = {"ada": 7_001, "ben": 2_003}
    proposal = await opened(dao, powers, privacy="after_close", reactions=False, extension=EXTENSION)
    await before_end(dao.harness, proposal, HOUR)
    await dao.vote("ada", "For")
    await dao.vote("ben", "Against")
    form = await dao["ada"].slash(
        dao.announcements, "vote cast", proposal=str(proposal), choice="For", reason="The drought is near."
    )
    await form.settled()
    await dao.harness.sweep.run()
    await dao.deliver()

    details = await dao["cleo"].click(dao.card, "Details")
    view = await dao["cleo"].slash(dao.announcements, "vote mine")
    told = [(await reply.settled()).text for reply in (details, view)]
    told += [message.text for message in (*dao.announcements.messages, *dao.thread.messages)]
    everything = "\n".join(told)
    assert "Hidden until the end" in dao.card.text
    leaks = ["7001", "7,001", "2003", "2,003", "9004", "9,004", "2 voted", "█", "░"]
    for leak in [
        *leaks,
        "If it ended now",
        "Exact count",
        "Quorum reached",
        "not reached yet",
        "The drought is near",
    ]:
        assert leak not in everything, leak
    assert "react" not in dao.card.text
    mine = await dao["ada"].slash(dao.announcements, "vote mine")
    assert "**For**" in (await mine.settled()).text

    await dao.harness.close(proposal)
    await dao.deliver()
    assert "Hidden" not in dao.card.text
    assert dao.said(dao.thread, "The drought is near")


CANDIDATES = ("Ada Lovelace", "Ben *the* Baker", "Cleo", "Dan", "Eve", "Fay")


@pytest.mark.parametrize(
    "mechanism", ["single", "approval", "ranked_choice", "copeland", "weighted", "quadratic"]
)
async def test_a_hidden_election_lists_its_candidates_on_the_card_and_how_nobody_stands(
    dao: DiscordHarness, mechanism: str
) -> None:
    await opened(
        dao,
        {"ada": 7_001, "ben": 2_003},
        privacy="after_close",
        reactions=False,
        mechanism=mechanism,
        choices=CANDIDATES,
        rules={},
    )
    assert "Hidden until the end" in dao.card.text
    for name in ("Ada Lovelace", r"Ben \*the\* Baker", "Cleo", "Dan", "Eve", "Fay"):
        assert f"• {name}" in dao.card.text
    before = dao.card.text
    choice = {"single": "Cleo", "approval": "Cleo, Dan", "weighted": "Cleo 3, Dan 1", "quadratic": "Cleo 3"}
    said = choice.get(mechanism, "Cleo > Dan > Ada Lovelace > Eve > Fay > #2")
    reply = await dao["ada"].slash(dao.announcements, "vote cast", proposal="1", choice=said)
    assert "✅" in (await reply.settled()).text
    await dao.harness.sweep.run()
    await dao.deliver()
    assert dao.card.text == before
