from datetime import timedelta

import pytest

from bot.domain.proposals.state import State, state
from sandbox.discord import CannotDo
from tests.cogs.conftest import FOUNDED, named

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHY = "the token contract was paused"


async def state_of(dao, proposal):
    return state(await dao.proposal(proposal.id), dao.world.clock.now())


async def test_a_moderator_pauses_and_resumes_a_vote_with_public_reasons(dao):
    proposal = await dao.voting()
    paused = await dao.use("milo", "gov pause", proposal=named(proposal), reason=WHY)
    assert "is paused" in paused.text
    assert await state_of(dao, proposal) is State.PAUSED
    resumed = await dao.use("milo", "gov resume", proposal=named(proposal), reason="it works again")
    assert "goes on" in resumed.text
    assert await state_of(dao, proposal) is State.VOTING
    assert (await dao.log())[:2] == [("resumed", "it works again"), ("paused", WHY)]


async def test_a_moderator_cancels_what_has_no_result_yet(dao):
    proposal = await dao.discussed()
    asked = await dao.use("milo", "gov cancel", proposal=named(proposal), reason=WHY)
    assert "takes no votes any more" in asked.text
    assert "can't be undone" in asked.text
    assert await state_of(dao, proposal) is State.DISCUSSION
    answer = await dao.click("milo", asked, f"Cancel proposal {proposal.number}")
    assert "is cancelled" in answer.text
    assert not answer.buttons
    assert await state_of(dao, proposal) is State.CANCELLED
    again = await dao.use("milo", "gov cancel", proposal=named(proposal), reason=WHY)
    assert "is in the state *cancelled*" in again.text


async def test_the_reason_that_was_asked_about_is_the_one_made_public_even_after_a_restart(dao):
    proposal = await dao.voting()
    why = "see `this` **and** [that](https://e.vil)\nwith ```code``` " + "x" * 400
    asked = await dao.use("milo", "gov cancel", proposal=named(proposal), reason=why)
    await dao.world.restart()
    await dao.click("milo", asked, f"Cancel proposal {proposal.number}")
    assert (await dao.log())[0] == ("cancelled", why.replace("```", "ˋˋˋ"))


async def test_a_question_answered_too_late_changes_nothing(dao):
    proposal = await dao.discussed()
    asked = await dao.use("milo", "gov cancel", proposal=named(proposal), reason=WHY)
    preview = await dao.use("ada", "proposal withdraw", proposal=named(proposal))
    await dao.click("ada", preview, "Withdraw it")
    late = await dao.click("milo", asked, f"Cancel proposal {proposal.number}")
    assert "is in the state *withdrawn*" in late.text
    assert await state_of(dao, proposal) is State.WITHDRAWN


@pytest.mark.parametrize("command", ["gov pause", "gov resume", "gov open", "gov cancel"])
async def test_who_is_no_moderator_changes_nothing_even_where_discord_shows_the_command(dao, command):
    """A server may show /gov to anyone; the bot asks for the role itself."""
    proposal = await dao.voting()
    gov = dao.world.app.command("gov", 1, dao.guild.id).payload
    hidden, gov["default_member_permissions"] = gov["default_member_permissions"], None
    try:
        refused = await dao.use("ben", command, proposal=named(proposal), reason=WHY)
    finally:
        gov["default_member_permissions"] = hidden
    assert "for moderators of the space" in refused.text
    assert await state_of(dao, proposal) is State.VOTING
    assert await dao.log() == FOUNDED


@pytest.mark.parametrize(
    ("command", "needed"),
    [("gov pause", "open for voting"), ("gov resume", "paused"), ("gov open", "about to open")],
)
async def test_in_the_wrong_state_an_act_is_refused_and_names_the_right_one(dao, command, needed):
    proposal = await dao.discussed()
    refused = await dao.use("milo", command, proposal=named(proposal), reason=WHY)
    assert "is in the state *in discussion*" in refused.text
    assert needed in refused.text
    assert await state_of(dao, proposal) is State.DISCUSSION


@pytest.mark.parametrize("command", ["gov pause", "gov open", "gov cancel", "veto"])
async def test_an_act_without_a_reason_is_refused(dao, command):
    proposal = await dao.voting()
    name = "gus" if command == "veto" else "milo"
    refused = await dao.use(name, command, proposal=named(proposal), reason="   ")
    assert "needs a reason, which everyone can read" in refused.text
    with pytest.raises(CannotDo):
        await dao.use(name, command, proposal=named(proposal))
    assert await state_of(dao, proposal) is State.VOTING


@pytest.mark.parametrize("command", ["gov pause", "gov resume", "gov open", "gov cancel", "veto"])
async def test_acts_on_unknown_proposals_and_those_of_other_servers_find_nothing(dao, fresh, command):
    proposal = await dao.voting()
    await fresh.set_up()
    name = "gus" if command == "veto" else "milo"
    for number in (named(proposal), "999999", "the well"):
        refused = await fresh.use(name, command, proposal=number, reason=WHY)
        assert "There is no proposal" in refused.text
    assert await state_of(dao, proposal) is State.VOTING


async def test_acts_suggest_proposals_by_their_state(dao):
    discussed, voting = await dao.discussed(title="Talked about"), await dao.voting(title="Voted on")
    paused = await dao.voting(title="Paused one")
    await dao.use("milo", "gov pause", proposal=named(paused), reason=WHY)

    async def offered(command):
        found = await dao["milo"].autocomplete(dao.council, command, focused="proposal", value="", reason=WHY)
        return {int(choice["value"]) for choice in found}

    assert await offered("gov pause") == {voting.number}
    assert await offered("gov resume") == {paused.number}
    assert await offered("veto") == set()
    assert {voting.number, paused.number} <= await offered("gov cancel")
    assert discussed.number != voting.number


async def test_a_guardian_vetoes_within_the_timelock_only(dao):
    proposal = await dao.voting()
    early = await dao.use("gus", "veto", proposal=named(proposal), reason=WHY)
    assert "a veto is possible only in the timelock" in early.text
    await dao.passed(proposal, "ada")
    refused = await dao.use("milo", "veto", proposal=named(proposal), reason=WHY)
    assert "Only guardians" in refused.text
    (offered,) = await dao["gus"].autocomplete(dao.council, "veto", focused="proposal", value="", reason=WHY)
    assert offered["value"] == named(proposal)
    asked = await dao.use("gus", "veto", proposal=named(proposal), reason=WHY)
    assert "nothing of it is executed" in asked.text
    assert await state_of(dao, proposal) is State.TIMELOCK
    assert "is vetoed" in (await dao.click("gus", asked, f"Veto proposal {proposal.number}")).text
    assert await state_of(dao, proposal) is State.VETOED
    again = await dao.use("gus", "veto", proposal=named(proposal), reason=WHY)
    assert "is in the state *vetoed*" in again.text


async def test_after_the_timelock_nobody_vetoes_any_more(dao):
    proposal = await dao.voting()
    await dao.passed(proposal, "ada")
    await dao.world.later(timedelta(days=2, seconds=1))
    late = await dao.use("gus", "veto", proposal=named(proposal), reason=WHY)
    assert "is in the state *passed*" in late.text


async def test_the_log_shows_the_last_acts_with_who_when_and_why(dao):
    proposal = await dao.voting()
    await dao.use("milo", "gov pause", proposal=named(proposal), reason=WHY)
    shown = await dao.use("mona", "gov log")
    first = shown.text.splitlines()[1]
    assert dao["milo"].user.mention in first
    assert f"**paused** proposal {proposal.number}: {WHY}" in first
    assert "**set up**" in shown.text


async def test_a_reason_shows_only_as_words(dao):
    proposal = await dao.voting()
    evil = "see [here](https://e.vil) @everyone\u202e"
    await dao.use("milo", "gov pause", proposal=named(proposal), reason=evil)
    shown = await dao.use("mona", "gov log")
    assert r"see \[here\](https://e.vil) \@everyone" in shown.text
    assert not shown.mention_everyone
