"""Late swings, early ends, objections and hidden votes, as members see them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.domain.ids import ProposalId
from bot.domain.proposal import State
from tests.assembly import GRACE
from tests.cogs.voting.moot import Moot
from tests.services.delegating import rule
from tests.services.ending import COUNCIL, EXTENSION, HOUR, MAJORITY, before_end, end_of


async def opened(moot: Moot, powers: Mapping[str, int], **changes: Any) -> ProposalId:
    """A vote whose card is posted, by a policy with these changes."""
    await moot.set_up()
    await rule(moot.assembly, guild=moot.guild_id, **{"rules": MAJORITY, **changes})
    await moot.assembly.powers(powers, guild=moot.guild_id)
    proposal = await moot.assembly.submitted(next(iter(powers)), guild=moot.guild_id)
    await moot.deliver()
    await moot.assembly.open(proposal)
    await moot.deliver()
    return proposal


async def unix_end(moot: Moot, proposal: ProposalId) -> int:
    return int((await end_of(moot.assembly, proposal)).timestamp())


async def test_a_late_swing_moves_the_end_on_the_card_and_is_told_in_the_thread(moot: Moot) -> None:
    proposal = await opened(moot, {"ada": 10, "ben": 20}, extension=EXTENSION)
    await moot.vote("ada", "For")
    await before_end(moot.assembly, proposal, HOUR)
    first = await unix_end(moot, proposal)
    assert f"<t:{first}:" in moot.card.text
    await moot.vote("ben", "Against")
    await moot.assembly.folkmoot.sweep.run()
    await moot.deliver()
    later = await unix_end(moot, proposal)
    assert later == first + 3600
    assert f"<t:{later}:" in moot.card.text
    assert f"<t:{first}:" not in moot.card.text
    assert "It was extended" in moot.card.text
    (said,) = moot.said(moot.thread, "the vote goes on until")
    assert f"<t:{later}:" in said.text
    assert moot.said(moot.announcements, "the vote goes on until") == []
    await moot.assembly.pass_time(timedelta(hours=1, minutes=30))
    assert "**Against**" in (await moot.vote("ada", "Against")).text
    await moot.assembly.close(proposal)
    await moot.deliver()
    (result,) = moot.said(moot.announcements, "## Result")
    assert "It was extended 1 time, after late swings." in result.text


async def test_a_decided_vote_closes_and_its_result_says_why(moot: Moot) -> None:
    proposal = await opened(moot, {"ada": 1, "ben": 1, "cleo": 1}, rules=COUNCIL, early_end=True)
    receipt = await moot.vote("ada", "For")
    assert "It is final, and can't be changed." in receipt.text
    assert receipt.buttons == []
    assert "Each vote is final" in moot.card.text
    again = await moot["ada"].click(moot.card, "Against")
    assert "votes on it can't be changed" in again.text
    await moot.vote("ben", "For")
    await moot.assembly.folkmoot.sweep.run()
    await moot.assembly.pass_time(GRACE)
    await moot.assembly.folkmoot.sweep.run()
    await moot.deliver()
    assert await moot.assembly.state(proposal) is State.TIMELOCK
    (result,) = moot.said(moot.announcements, "## Result")
    assert "It ended early" in result.text
    assert "nothing could change its outcome any more" in result.text


async def test_the_card_says_from_when_on_only_objections_are_taken_and_so_does_the_refusal(
    moot: Moot,
) -> None:
    proposal = await opened(moot, {"ada": 10, "ben": 20}, objection=2 * HOUR)
    since = await unix_end(moot, proposal) - 2 * 3600
    assert f"From <t:{since}:" in moot.card.text
    assert "on only Against is taken" in moot.card.text
    await before_end(moot.assembly, proposal, HOUR)
    reply = await moot["ada"].click(moot.card, "For")
    assert "takes only objections" in reply.text
    assert "You may still vote Against" in reply.text
    assert "**Against**" in (await moot.vote("ben", "Against")).text
    assert await moot.stored(proposal) == {"ben": 2}


async def test_nothing_that_anyone_can_open_tells_a_hidden_count_before_the_end(moot: Moot) -> None:
    powers = {"ada": 7_001, "ben": 2_003}
    proposal = await opened(moot, powers, privacy="after_close", reactions=False, extension=EXTENSION)
    await before_end(moot.assembly, proposal, HOUR)
    await moot.vote("ada", "For")
    await moot.vote("ben", "Against")
    form = await moot["ada"].slash(
        moot.announcements, "vote cast", proposal=str(proposal), choice="For", reason="The drought is near."
    )
    await form.settled()
    await moot.assembly.folkmoot.sweep.run()
    await moot.deliver()

    details = await moot["cleo"].click(moot.card, "Details")
    view = await moot["cleo"].slash(moot.announcements, "vote mine")
    told = [(await reply.settled()).text for reply in (details, view)]
    told += [message.text for message in (*moot.announcements.messages, *moot.thread.messages)]
    everything = "\n".join(told)
    assert "Hidden until the end" in moot.card.text
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
    assert "react" not in moot.card.text
    mine = await moot["ada"].slash(moot.announcements, "vote mine")
    assert "**For**" in (await mine.settled()).text

    await moot.assembly.close(proposal)
    await moot.deliver()
    assert "Hidden" not in moot.card.text
    assert moot.said(moot.thread, "The drought is near")
