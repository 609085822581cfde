"""/vote conflict: what could be in the way of a voter's judgement, declared beside their ballot."""

from bot.domain.verification.findings import ConflictsRight
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.verification.checking import findings

ASKED = "Your interest in this decision"


async def declare(dao: DiscordHarness, name: str, proposal: int, text: str) -> str:
    reply = await dao[name].slash(dao.announcements, "vote conflict", proposal=str(proposal))
    assert reply.modal is not None
    return (await reply.modal.submit({ASKED: text})).text


async def test_a_conflict_is_declared_changed_and_taken_back_until_the_end(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70, "ben": 30})
    await dao.vote("ada", "For")
    said = await declare(dao, "ada", proposal, "I own the pump.\n# @everyone")
    assert "> I own the pump." in said
    await dao.deliver()
    (posted,) = dao.said(dao.thread, "declares a conflict of interest")
    assert dao["ada"].mention in posted.text
    assert "\n# " not in posted.text
    assert not posted.mention_everyone
    again = await dao["ada"].slash(dao.announcements, "vote conflict", proposal=str(proposal))
    assert again.modal is not None
    assert again.modal.field(ASKED).value.startswith("I own the pump.")
    mine = await dao["ada"].slash(dao.announcements, "vote mine", proposal=str(proposal))
    assert "⚖️ Conflict of interest: I own the pump." in (await mine.settled()).text
    assert "You declare no conflict" in await declare(dao, "ada", proposal, " ")
    await declare(dao, "ben", proposal, "My brother digs.")
    assert await dao.stored(proposal) == {"ada": 1}
    form = (await dao["ben"].slash(dao.announcements, "vote conflict", proposal=str(proposal))).modal
    assert form is not None
    await dao.harness.close(proposal)
    late = await form.submit({ASKED: ""})
    assert "what was declared until then stands in the record" in late.text
    record = await dao.harness.services.cards.record(proposal)
    assert record is not None
    assert b"My brother digs." in record
    assert b"I own the pump" not in record
    assert [each for each in findings(record) if isinstance(each, ConflictsRight)] == [ConflictsRight(1, 0)]
