"""What a member asked to be told arrives in a direct message: what they chose, when they want it, once, and no more."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.ids import MemberId, ProposalId
from bot.domain.notices.topics import Topic
from bot.domain.policy.model import DelegationRule
from bot.services.delivery.notifications import Notice, TellDigest, TellMember
from sandbox.discord.people.refusals import Closed
from sandbox.discord.world.messages import Message
from tests.cogs.notifications.test_discussion import ACTIONS
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.harness import SIGNERS
from tests.services.delegation.delegating import rule
from tests.services.execution.asking import look

EVERYTHING = ["proposals", "opening", "ending", "result", "delegate", "delegated", "due"]
LINKED = "is linked to your Discord account now"


async def panel(dao: DiscordHarness, name: str) -> Message:
    return (await dao[name].slash(dao.announcements, "notify")).message or _nothing()


async def ask(dao: DiscordHarness, name: str, *topics: str) -> Message:
    """Choose in the panel what to be told; the panel as it is then."""
    shown = await panel(dao, name)
    await (await dao[name].select(shown, values=list(topics))).settled()
    return shown


def inbox(dao: DiscordHarness, name: str) -> list[Message]:
    return [each for each in dao[name].inbox(dao.app) if LINKED not in each.text]


async def later(dao: DiscordHarness, time: timedelta = TellMember.cooldown) -> None:
    """Time passes in which nothing else happens, and what is due is done and told."""
    await dao.harness.pass_time(time)
    for _ in range(4):
        await dao.harness.sweep.run()
        await dao.deliver()
        await dao.harness.pass_time(timedelta(seconds=30))
    await dao.deliver()


def _nothing() -> Message:
    raise AssertionError("there was no answer")


# -- choosing ------------------------------------------------------------------------------------------------


async def test_a_member_chooses_in_a_panel_what_they_are_told_and_when(dao: DiscordHarness) -> None:
    await dao.set_up()
    shown = await panel(dao, "ben")
    assert "What I write to you about The Well DAO" in shown.text
    assert "Nothing yet: choose below." in shown.text
    assert [button.label for button in shown.buttons] == ["Quiet hours"]
    await (await dao["ben"].select(shown, values=["ending", "result"])).settled()
    assert "✅ Before a vote ends\n✅ Results" in shown.text
    assert "New proposals" not in shown.text
    assert [option["value"] for option in shown.select()["options"] if option.get("default")] == [
        "ending",
        "result",
    ]
    form = (await dao["ben"].click(shown, "Quiet hours")).modal
    assert form is not None
    refused = await form.submit({"begins": "22:00", "ends": "7", "zone": "Atlantis"})
    await refused.settled()
    assert "`Atlantis` is no time zone, or several." in refused.text
    assert refused.message is not None
    again = (await dao["ben"].click(refused.message, "Correct it")).modal
    assert again is not None
    kept = await again.submit({"zone": "berlin"})
    assert "Quiet from 22:00 to 07:00 (Europe/Berlin)" in (await kept.settled()).text
    assert "Quiet from 22:00" not in (await panel(dao, "ada")).text, "each chooses for themself"
    off = await dao["ben"].click(await panel(dao, "ben"), "Turn all off")
    assert "I write to you about The Well DAO no more" in off.text
    assert "Nothing yet" in (await panel(dao, "ben")).text
    assert "Quiet from 22:00" in (await panel(dao, "ben")).text


async def test_where_nothing_is_set_up_there_is_nothing_to_choose(dao: DiscordHarness) -> None:
    said = await dao["ben"].slash(dao.announcements, "notify")
    assert "not set up" in said.text


# -- being told ----------------------------------------------------------------------------------------------


async def test_a_proposal_is_told_from_its_discussion_to_its_veto_to_those_who_asked(
    dao: DiscordHarness,
) -> None:
    await dao.set_up()
    await dao.harness.powers({"ada": 70, "ben": 30, "cleo": 5}, guild=dao.guild_id)
    for name in ("ada", "ben", "gus"):
        await ask(dao, name, *EVERYTHING)
    proposal = await dao.harness.submitted("ada", guild=dao.guild_id, title="A new well")
    await dao.deliver()
    (told,) = inbox(dao, "ben")
    assert told.text.startswith("**The Well DAO**\n💬 **A new well** (proposal 1), a new proposal by ")
    assert f"/{dao.thread.id}" in told.text
    assert [button.label for button in told.buttons] == ["Change what I'm told", "Turn all off"]
    assert inbox(dao, "ada") == [], "she wrote it"
    await dao.harness.open(proposal)
    await later(dao)
    assert "**A new well** (proposal 1): the vote is open until <t:" in inbox(dao, "ben")[1].text
    assert f"/{dao.card.id}" in inbox(dao, "ben")[1].text
    await dao.vote("ada", "For")
    await _to_the_last_day(dao, proposal)
    assert "**A new well** (proposal 1) ends <t:" in inbox(dao, "ben")[2].text
    assert "and you haven't voted. · https://discord.com/channels/" in inbox(dao, "ben")[2].text
    assert len(inbox(dao, "ada")) == 1, "she has voted, and heard only that it opened"
    assert len(inbox(dao, "gus")) == 2, "he could not vote"
    await dao.harness.close(proposal)
    await later(dao)
    assert "📊 **A new well** (proposal 1): **Passed**" in inbox(dao, "ben")[3].text
    assert len(inbox(dao, "ben")) == 4, "he may veto nothing"
    said = inbox(dao, "gus")[2].text
    assert "🛡️ **A new well** (proposal 1) passed. You can stop it until <t:" in said
    assert said.index("You can stop it") < said.index("📊"), (
        "what can't wait comes first, in the same message"
    )
    assert inbox(dao, "cleo") == [], "she asked for nothing"
    await dao.restart()
    await later(dao)
    assert (len(inbox(dao, "ben")), len(inbox(dao, "gus"))) == (4, 3)


async def _to_the_last_day(dao: DiscordHarness, proposal: ProposalId) -> None:
    now = dao.harness.clock.now()
    ends_at = (await dao.harness.get(proposal)).ends_at(now)
    assert ends_at is not None
    await later(dao, ends_at - now - timedelta(days=1))


async def test_who_hears_enough_turns_it_off_in_the_message_itself(dao: DiscordHarness) -> None:
    await dao.set_up()
    await ask(dao, "ben", "proposals", "opening")
    proposal = await dao.submitted_there({"ada": 70})
    (told,) = inbox(dao, "ben")
    shown = await dao["ben"].click(told, "Change what I'm told")
    assert "✅ Votes that open" in (await shown.settled()).text
    off = await dao["ben"].click(told, "Turn all off")
    assert "no more" in off.text
    await dao.harness.open(proposal)
    await later(dao)
    assert len(inbox(dao, "ben")) == 1


async def test_in_quiet_hours_all_waits_and_comes_together_afterwards(dao: DiscordHarness) -> None:
    await dao.set_up()
    shown = await ask(dao, "ben", "proposals")
    form = (await dao["ben"].click(shown, "Quiet hours")).modal
    assert form is not None
    now = dao.harness.clock.now()
    hours = {
        "begins": f"{now - timedelta(hours=1):%H:%M}",
        "ends": f"{now + timedelta(hours=8):%H:%M}",
        "zone": "UTC",
    }
    await (await form.submit(hours)).settled()
    await dao.submitted_there({"ada": 70}, title="A new well")
    await dao.harness.submitted("ada", guild=dao.guild_id, title="A new mill")
    await later(dao, timedelta(hours=7))
    assert inbox(dao, "ben") == []
    await dao.restart()
    await later(dao, timedelta(hours=1))
    (told,) = inbox(dao, "ben")
    assert "A new well" in told.text
    assert "A new mill" in told.text


async def test_what_has_no_room_in_a_message_comes_in_the_next_one(dao: DiscordHarness) -> None:
    """A night brings more than a message holds: of everything is told that was chosen, once."""
    await dao.set_up()
    await ask(dao, "ben", "proposals", "digest")
    now = dao.harness.clock.now()
    begins, ends = (f"{now + timedelta(hours=offset):%H:%M}" for offset in (-1, 1))
    choosing = dao.harness.services.choosing_notices
    await choosing.keep_quiet(dao.guild_id, dao.member("ben"), begins, ends, "UTC")
    members = [f"m{number}" for number in range(12)]
    await dao.harness.powers(dict.fromkeys(members, 70), guild=dao.guild_id)
    titles = [f"{'*' * 90} {member}" for member in members]
    for member, title in zip(members, titles, strict=True):
        await dao.harness.submitted(member, guild=dao.guild_id, title=title)
    week = TellDigest(dao.guild_id, now - timedelta(days=6), now + timedelta(days=1))
    async with dao.harness.services.uow.writing() as repositories:
        await repositories.outbox.add(week, at=now)
    await later(dao)
    assert inbox(dao, "ben") == []
    await later(dao, timedelta(hours=1))
    await later(dao)
    first, second = inbox(dao, "ben")
    told = first.text + second.text
    assert [told.count(f" {member}** (proposal") for member in members] == [1] * len(members)
    assert "💬" in first.text
    assert "The week until" in second.text
    assert "more" not in first.text


async def test_what_had_no_room_yet_is_not_told_to_who_turns_all_off(dao: DiscordHarness) -> None:
    await dao.set_up()
    await dao.harness.powers({"ada": 70}, guild=dao.guild_id)
    found = await dao.harness.submitted("ada", guild=dao.guild_id, title="*" * 90)
    await dao.deliver()
    await ask(dao, "ben", "proposals")
    now, ben = dao.harness.clock.now(), dao.member("ben")
    about = tuple(Notice(Topic.PROPOSALS, found, who=MemberId(number)) for number in range(20))
    async with dao.harness.services.uow.writing() as repositories:
        await repositories.outbox.add(TellMember(dao.guild_id, ben, about), at=now)
    await dao.deliver()
    (told,) = inbox(dao, "ben")
    await (await dao["ben"].click(told, "Turn all off")).settled()
    await later(dao)
    assert len(inbox(dao, "ben")) == 1


async def test_who_can_not_be_written_to_sees_it_in_the_panel_and_loses_nothing(dao: DiscordHarness) -> None:
    await dao.set_up()
    await ask(dao, "ben", "proposals", "opening")
    dao["ben"].user.closed = Closed()
    await dao.harness.powers({"ada": 70}, guild=dao.guild_id)
    proposal = await dao.harness.submitted("ada", guild=dao.guild_id)
    await later(dao)
    shown = await panel(dao, "ben")
    assert shown.text.startswith("⚠️ **My messages don't reach you** since <t:")
    assert "✅ New proposals\n✅ Votes that open" in shown.text
    assert dao.harness.given_up == []
    dao["ben"].user.closed = None
    await dao.harness.open(proposal)
    await later(dao)
    assert "the vote is open" in inbox(dao, "ben")[-1].text
    assert "don't reach you" not in (await panel(dao, "ben")).text


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("fault", [{"after": True}, {"status": 503}, {"status": None}], ids=str)
async def test_a_message_whose_answer_is_lost_is_said_once(
    dao: DiscordHarness, fault: dict[str, Any]
) -> None:
    await dao.set_up()
    await ask(dao, "ben", "proposals")
    dao.discord.faults.fail_next("POST", r"/channels/\d+/messages$", **fault)
    await dao.submitted_there({"ada": 70})
    await dao.restart()
    for _ in range(3):
        await later(dao)
    assert len(inbox(dao, "ben")) == 1


@pytest.mark.attack("text")
async def test_what_others_write_pings_nobody_and_forges_no_line(dao: DiscordHarness) -> None:
    await dao.set_up()
    await ask(dao, "ben", "proposals")
    title = "@everyone\n🛡️ **x** (proposal 9) passed [here](https://bad.example)"
    await dao.submitted_there({"ada": 70}, title=title[:100])
    (told,) = inbox(dao, "ben")
    assert told.mentions == []
    assert not told.mention_everyone
    assert len([line for line in told.text.splitlines() if line.startswith("🛡️")]) == 0


# -- to whom, and to whom not --------------------------------------------------------------------------------


async def test_what_turns_out_to_be_nothing_keeps_nobody_waiting(dao: DiscordHarness) -> None:
    """A reminder that came too late is left out, and the result comes at once."""
    await dao.set_up()
    await ask(dao, "ben", "ending", "result")
    proposal = await dao.submitted_there({"ada": 70, "ben": 30})
    await dao.harness.open(proposal)
    await dao.deliver()
    await dao.vote("ada", "For")
    await dao.harness.end(proposal)
    await dao.harness.sweep.run()
    await dao.deliver()
    (told,) = inbox(dao, "ben")
    assert "📊" in told.text


async def test_who_has_left_hears_nothing_and_finds_their_choice_when_they_are_back(
    dao: DiscordHarness,
) -> None:
    await dao.set_up()
    await ask(dao, "ben", "proposals")
    member = dao.guild.member(dao["ben"].id)
    dao.guild.remove(member)
    await dao.submitted_there({"ada": 70})
    assert inbox(dao, "ben") == []
    assert dao.harness.given_up == []
    settings = await dao.harness.services.choosing_notices.settings(dao.guild_id, dao.member("ben"))
    assert settings.topics == {Topic.PROPOSALS}


async def test_an_owner_is_told_that_their_signature_is_due_and_not_when_they_have_signed(
    dao: DiscordHarness,
) -> None:
    proposal = await dao.closed({"ada": 70}, actions=ACTIONS)
    for name, owner in zip(("ben", "cleo"), SIGNERS, strict=False):
        actor = dao.harness.actor(name, guild=dao.guild_id)
        asked = await dao.harness.services.wallets.request(actor, owner)
        await dao.harness.services.wallets.link(
            actor, asked.nonce, dao.harness.chain.sign(owner, asked.message)
        )
        await ask(dao, name, "due")
    await ask(dao, "dan", "due")
    request = await dao.harness.prepared(proposal)
    now = dao.harness.clock.now()
    times = f"{now - timedelta(hours=1):%H:%M}", f"{now + timedelta(hours=2):%H:%M}", "UTC"
    await dao.harness.services.choosing_notices.keep_quiet(dao.guild_id, dao.member("cleo"), *times)
    await dao.deliver()
    dao.harness.safes.confirm(dao.harness.safe, request, SIGNERS[1])
    await look(dao.harness, proposal)
    await later(dao, timedelta(hours=3))
    (told,) = inbox(dao, "ben")
    assert "✍️ " in told.text
    assert "(proposal 1) passed, and your signature is due." in told.text
    (shown,) = dao.said(dao.thread, "To sign")
    assert f"/{dao.thread.id}/{shown.id}" in told.text
    assert inbox(dao, "cleo") == []
    assert inbox(dao, "dan") == []


async def test_a_delegate_is_told_who_delegates_to_them_in_their_own_language(dao: DiscordHarness) -> None:
    await dao.set_up()
    await rule(dao.harness, guild=dao.guild_id, delegation=DelegationRule())
    await ask(dao, "ben", "delegated")
    for name in ("ada", "cleo"):
        actor = dao.harness.actor(name, guild=dao.guild_id)
        await dao.harness.services.delegating.delegate(actor, dao.member("ben"))
    await dao.harness.services.delegating.revoke(dao.harness.actor("cleo", guild=dao.guild_id))
    await later(dao)
    (told,) = inbox(dao, "ben")
    assert f"🤝 {dao['ada'].mention} delegates to you" in told.text
    assert dao["cleo"].mention not in told.text, "she has taken it back by then"


async def test_who_delegates_hears_that_neither_has_voted_and_nothing_once_the_delegate_has(
    dao: DiscordHarness,
) -> None:
    await dao.set_up()
    await rule(dao.harness, guild=dao.guild_id, delegation=DelegationRule())
    for name, delegate in (("ben", "cleo"), ("dan", "ada")):
        actor = dao.harness.actor(name, guild=dao.guild_id)
        await dao.harness.services.delegating.delegate(actor, dao.member(delegate))
        await ask(dao, name, "ending")
    powers = {"ada": 70, "ben": 30, "cleo": 5, "dan": 5}
    proposal = await dao.submitted_there(powers)
    await dao.harness.open(proposal)
    await dao.deliver()
    await dao.vote("ada", "For")
    await _to_the_last_day(dao, proposal)
    (told,) = inbox(dao, "ben")
    assert f"You haven't voted, and {dao['cleo'].mention}, to whom you delegate, hasn't either." in told.text
    assert inbox(dao, "dan") == []
