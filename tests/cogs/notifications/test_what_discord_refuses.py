"""What a server's filters, closed direct messages and a Discord in a hurry refuse reaches members all the same."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.proposals.state import State
from bot.services.delivery.notifications import NotifyMember, OpenDiscussion
from sandbox.discord import Message, Permission
from sandbox.discord.api import Request
from sandbox.discord.errors import ApiError
from sandbox.discord.people.refusals import Closed
from sandbox.discord.rules.rate_limits import Window
from sandbox.discord.world.channels import FORUM
from tests.cogs.voting.discord_harness import DiscordHarness, is_card

TOO_FAST = {"message": "You are opening direct messages too fast.", "code": 40003}
OPENING, WRITING = r"/users/@me/channels$", r"/channels/\d+/messages$"


def told(dao: DiscordHarness, *names: str) -> list[Message]:
    return [message for name in names for message in dao[name].inbox(dao.app)]


def named(dao: DiscordHarness, name: str) -> list[Message]:
    """What the thread says to a member by name."""
    return [message for message in dao.said(dao.thread, dao[name].mention) if "⚠️" in message.text]


async def another_card(dao: DiscordHarness, card: Message) -> Message:
    """That of a vote which opened after the one with this card."""
    powers = {"ben": 5, "cleo": 5, "dan": 5, "eve": 5, "finn": 5}
    proposal = await dao.submitted_there(powers)
    await dao.harness.open(proposal)
    await dao.deliver()
    assert dao.card.id != card.id
    return dao.card


# -- direct messages ----------------------------------------------------------------------------------------------


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("path", [OPENING, WRITING], ids=["opening", "writing"])
@pytest.mark.parametrize("status", [403, 400])
async def test_a_member_is_told_when_discord_lets_the_bot_again(
    dao: DiscordHarness, path: str, status: int
) -> None:
    await dao.opened({"ada": 70})
    dao.discord.faults.fail_next("POST", path, status=status, body=TOO_FAST)
    await dao["dan"].react(dao.card, "👍")
    await dao.until(lambda: not dao.discord.faults.waiting)
    assert told(dao, "dan") == []
    await dao.deliver_again()
    assert dao.harness.given_up == []
    assert len(told(dao, "dan")) == 1


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("at_opening", [True, False], ids=["opening", "writing"])
@pytest.mark.parametrize(("status", "code"), [(403, 50007), (400, 50007), (403, 50278)])
async def test_who_takes_no_direct_messages_is_told_in_the_thread(
    dao: DiscordHarness, status: int, code: int, at_opening: bool
) -> None:
    await dao.opened({"ada": 70})
    dao["dan"].user.closed = Closed(status, code, at_opening)
    await dao["dan"].react(dao.card, "👍")
    await dao.until(lambda: len(named(dao, "dan")) == 1)
    (note,) = named(dao, "dan")
    assert "wallet" in note.text
    assert [user.id for user in note.mentions] == [dao["dan"].id], "Discord tells nobody but those it is for"
    assert dao.harness.given_up == []


@pytest.mark.attack("floods")
async def test_many_who_need_the_same_sentence_are_named_in_one_note(dao: DiscordHarness) -> None:
    await dao.opened({"ada": 70})
    names = [f"stranger{number}" for number in range(30)]
    for name in names:
        await dao[name].react(dao.card, "👍")

    async def all_told() -> bool:
        await dao.deliver_again()
        return all(told(dao, name) or named(dao, name) for name in names)

    await dao.until(all_told)
    notes = {message.id for name in names for message in named(dao, name)}
    assert len(notes) + len(told(dao, *names)) <= 12, "a conversation for each would be too fast"


@pytest.mark.attack("floods")
async def test_a_bot_that_tells_many_opens_no_more_conversations_than_discord_lets_it(
    dao: DiscordHarness,
) -> None:
    dao.discord.world.conversations = Window(10, 15)
    proposal = await dao.opened({"ada": 70})
    names = [f"stranger{number}" for number in range(20)]
    # Each for a reason of their own, so that nothing is gathered.
    notes = [
        NotifyMember(dao.guild_id, proposal, dao.member(name), f"Reason{number}")
        for number, name in enumerate(names)
    ]
    async with dao.harness.services.uow.writing() as repositories:
        await repositories.outbox.add(*notes, at=dao.harness.clock.now())
    for _ in names:
        await dao.deliver()
        dao.harness.clock.advance(timedelta(seconds=3))
    assert len(told(dao, *names)) == len(names)
    assert not [request for request in dao.discord.requests if request.status == 403]


# -- names of threads ---------------------------------------------------------------------------------------------


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    ("blocked", "name"),
    [
        ({"1488"}, "Proposal 1"),
        ({"gardeners"}, "Proposal 1"),
        ({"1488", "proposal 1"}, "Proposal"),
        ({"#", "1"}, "Proposal"),
    ],
    ids=["a number", "a word", "its own number", "any number"],
)
async def test_a_thread_whose_name_is_not_allowed_opens_under_another(
    talking_somewhere: DiscordHarness, blocked: set[str], name: str
) -> None:
    dao = talking_somewhere
    dao.guild.filters.names = blocked
    title = "Pay 1488 tokens to the gardeners"
    await dao.submitted({"ada": 70}, title=title)
    (thread,) = dao.guild.threads
    assert thread.name == name
    starter = (thread.messages if dao.discussion.kind == FORUM else dao.discussion.messages)[0]
    assert title in starter.text
    assert dao.harness.given_up == []


@pytest.mark.attack("text")
async def test_a_thread_under_another_name_is_found_again_after_a_lost_answer(dao: DiscordHarness) -> None:
    dao.guild.filters.names = {"gardeners"}

    async def lose_the_answer(request: Request) -> None:
        if request.path.endswith("/threads") and str(request.body["name"]) == "Proposal 1":
            dao.discord.on_request = None
            dao.discord.faults.fail_next("POST", "/threads$", after=True)

    dao.discord.on_request = lose_the_answer
    await dao.submitted({"ada": 70}, title="Pay the gardeners")
    await dao.deliver_again()
    assert [thread.name for thread in dao.guild.threads] == ["Proposal 1"]


async def test_another_fault_of_the_form_is_not_taken_for_the_name(dao: DiscordHarness) -> None:
    body = {
        "message": "Invalid Form Body",
        "code": 50035,
        "errors": {"message": {"_errors": [{"code": "X", "message": "name"}]}},
    }
    dao.discord.faults.fail_next("POST", "/threads$", status=400, body=body)
    await dao.submitted({"ada": 70})
    ((entry, _),) = dao.harness.given_up
    assert isinstance(entry.notification, OpenDiscussion)
    assert dao.guild.threads == []


# -- links --------------------------------------------------------------------------------------------------------

LINK = "https://bad.example/x"


@pytest.mark.attack("text")
async def test_a_filtered_link_keeps_neither_thread_nor_card_nor_result_from_members(
    talking_somewhere: DiscordHarness,
) -> None:
    dao = talking_somewhere
    dao.guild.filters.links = {"bad.example"}
    await dao.closed({"ada": 70}, title=f"A new well {LINK}")
    assert dao.harness.given_up == []
    (result,) = dao.said(dao.announcements, "## Result")
    assert LINK not in result.text
    assert "bad.example" in result.text, "what was filtered can be read"
    assert is_card(dao.card)
    assert len(dao.guild.threads) == 1
    await dao.until(lambda: "**Passed**" in dao.card.text)


@pytest.mark.attack("text")
async def test_a_reason_with_a_filtered_link_is_said_without_the_link(dao: DiscordHarness) -> None:
    dao.guild.filters.links = {"bad.example"}
    proposal = await dao.opened({"ada": 70})
    await dao.harness.vote("ada", "For", reason=f"see {LINK}", guild=dao.guild_id, proposal=proposal)
    await dao.deliver()
    (said,) = dao.said(dao.thread, "bad.example")
    assert LINK not in said.text


# -- cards that can't be edited -----------------------------------------------------------------------------------


@pytest.mark.attack("floods")
async def test_a_card_that_may_not_be_edited_any_more_is_tried_with_growing_pauses(
    dao: DiscordHarness,
) -> None:
    """Each refusal counts toward the 10,000 after which Discord shuts a bot out."""
    proposal = await dao.opened({"ada": 70})
    card, refused, allowed = dao.card, 0, False

    async def look(request: Request) -> None:
        nonlocal refused
        if request.method == "PATCH" and request.path.endswith(f"/messages/{card.id}") and not allowed:
            refused += 1
            text = "Maximum number of edits to messages older than 1 hour reached. Try again later"
            raise ApiError(429, 30046, text)

    dao.discord.on_request = look
    await dao["ada"].click(card, "For")
    await dao.harness.close(proposal)
    await dao.deliver()
    for _ in range(3):
        await dao.deliver_again()
    assert dao.harness.given_up == []
    other = await another_card(dao, card)
    before = refused
    for number, name in enumerate(("ben", "cleo", "dan", "eve", "finn"), 1):
        # As often as another card follows its votes, this one would be tried, too.
        await dao[name].click(other, "For")
        await dao.until(lambda: f"{number} voted" in other.text)  # noqa: B023 - awaited within the turn
    assert refused - before <= 1
    allowed = True
    await dao.deliver_again()
    await dao.until(lambda: "**Passed**" in card.text)


# -- nothing that is essential waits for anything cosmetic --------------------------------------------------------


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("fault", ["fails", "hangs"])
async def test_a_card_edit_holds_up_neither_result_nor_what_is_to_be_signed(
    dao: DiscordHarness, fault: str
) -> None:
    proposal = await dao.opened({"ada": 70}, actions="transfer 5 to 0x" + "12" * 20)
    for_ever = asyncio.Event()

    async def look(request: Request) -> None:
        if request.method == "PATCH" and "/messages/" in request.path:
            if fault == "hangs":
                await for_ever.wait()
            raise ApiError(503, 0, "no")

    dao.discord.on_request = look
    await dao.passed(proposal)
    running = asyncio.create_task(dao.outbox.run())
    await dao.announcements.wait_for(lambda m: "## Result" in m.text, timeout=20)
    await dao.thread.wait_for(lambda m: "## Result" in m.text, timeout=20)
    await dao.harness.prepared(proposal)
    await dao.thread.wait_for(lambda m: "To sign" in m.text, timeout=20)
    for_ever.set()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("event", ["result", "veto", "to sign", "cancel"])
async def test_what_a_forum_refuses_keeps_nothing_else_from_members(dao: DiscordHarness, event: str) -> None:
    """The thread never opens; everything is said in the announcement channel."""
    bot = dao.guild.bot(dao.app)
    dao.discussion.overwrite(bot, deny=Permission.SEND_MESSAGES)
    proposal = await dao.opened({"ada": 70}, actions="transfer 5 to 0x" + "12" * 20)
    for _ in range(4):
        await dao.deliver_again()
    assert is_card(dao.card)
    if event == "cancel":
        await dao.harness.services.moderation.cancel(dao.harness.moderator(), proposal, "a mistake")
        words = "cancelled the proposal"
    else:
        await dao.passed(proposal)
        words = "## Result"
    if event == "veto":
        await dao.harness.services.moderation.veto(dao.harness.guardian(), proposal, "a mistake")
        words = "vetoed the proposal"
    if event == "to sign":
        await dao.harness.prepared(proposal)
        words = "To sign"
    await dao.deliver()
    await dao.deliver_again()
    assert len([m for m in dao.said(dao.announcements, words) if not is_card(m)]) == 1
    dao.discussion.overwrite(bot)
    await dao.deliver_again()
    assert len(dao.guild.threads) == 1, "the thread opens when it can"


@pytest.mark.attack("visibility")
async def test_a_thread_that_nobody_can_write_in_keeps_no_veto_from_the_channel(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    bot = dao.guild.bot(dao.app)
    dao.discussion.overwrite(bot, deny=Permission.SEND_MESSAGES_IN_THREADS)
    await dao.passed(proposal)
    await dao.harness.services.moderation.veto(dao.harness.guardian(), proposal, "a mistake")
    await dao.deliver()
    assert dao.said(dao.announcements, "vetoed the proposal")
    dao.discussion.overwrite(bot)
    await dao.deliver_again()
    assert len(dao.said(dao.thread, "vetoed the proposal")) == 1


# -- given up is not the end --------------------------------------------------------------------------------------


async def test_what_was_given_up_stands_in_the_log_channel_and_is_said_after_a_retry(
    dao: DiscordHarness,
) -> None:
    proposal = await dao.opened({"ada": 70})
    body = {"message": "Invalid Form Body", "code": 50035}
    path = f"/channels/{dao.announcements.id}/messages$"
    dao.discord.faults.fail_next("POST", path, status=400, body=body)
    await dao.passed(proposal)
    await dao.deliver()
    assert not dao.said(dao.announcements, "## Result")
    (warning,) = dao.said(dao.log, "Not delivered")
    assert f"the result of proposal {proposal}" in warning.text
    assert "/gov retry" in warning.text
    assert await dao.harness.services.retrying.retry(dao.harness.moderator()) == 1
    await dao.deliver()
    assert len(dao.said(dao.announcements, "## Result")) == 1
    assert dao.said(dao.log, "retry")


@pytest.mark.attack("time")
async def test_days_of_absence_and_one_refusal_lose_no_result(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70})
    path = f"/channels/{dao.announcements.id}/messages$"
    await dao.passed(proposal)
    dao.discord.faults.fail_next("POST", path, status=503)
    await dao.deliver()
    dao.harness.clock.advance(timedelta(hours=73))
    await dao.restart()
    dao.discord.faults.fail_next("POST", path, status=503)
    await dao.deliver()
    await dao.deliver_again()
    assert dao.harness.given_up == []
    assert len(dao.said(dao.announcements, "## Result")) == 1
    assert await dao.harness.state(proposal) is not State.VOTING


@pytest.mark.attack("floods")
@pytest.mark.parametrize("arrived", [True, False])
async def test_a_thread_full_of_words_keeps_no_event_from_being_said_once(
    dao: DiscordHarness, arrived: bool
) -> None:
    """What was said is found again, and what others write long after it isn't read."""
    proposal = await dao.opened({"ada": 70})
    path = f"/channels/{dao.thread.id}/messages$"
    dao.discord.faults.fail_next("POST", path, status=None, after=arrived)
    await dao.harness.services.moderation.pause(dao.harness.moderator(), proposal, "a look at it")
    await dao.deliver()
    dao.harness.clock.advance(timedelta(minutes=30))
    for number in range(1200):
        await dao["eve"].say(dao.thread, f"spam {number}")
    before = len(dao.discord.requests)
    await dao.deliver_again()
    assert len(dao.said(dao.thread, "paused the vote")) == 1
    read = [r for r in dao.discord.requests[before:] if r.method == "GET" and "/messages" in r.path]
    assert len(read) <= 2


# -- words that AutoMod holds back ----------------------------------------------------------------------------------


@pytest.mark.attack("text")
@pytest.mark.parametrize("where", ["title", "text"])
async def test_words_that_automod_holds_back_keep_neither_thread_nor_card_nor_result_from_members(
    talking_somewhere: DiscordHarness, where: str
) -> None:
    dao = talking_somewhere
    dao.guild.filters.words = {"gardeners" if where == "title" else "water"}
    proposal = await dao.opened({"ada": 70}, title="Pay the gardeners")
    assert dao.harness.given_up == []
    assert len(dao.guild.threads) == 1
    assert "/proposal view shows them" in dao.card.text
    assert dao.card.button("For")
    starter = (dao.thread.messages if dao.discussion.kind == FORUM else dao.discussion.messages)[0]
    assert "/proposal view shows them" in starter.text
    await dao.vote("ada", "For")
    await dao.harness.close(proposal)
    await dao.deliver()
    assert dao.harness.given_up == []
    assert [message for message in dao.announcements.messages if message.attachments]
    assert "Passed" in dao.card.text
    assert "Passed" in starter.text


@pytest.mark.attack("text")
async def test_words_that_are_held_back_only_later_leave_a_card_that_follows(dao: DiscordHarness) -> None:
    proposal = await dao.opened({"ada": 70}, title="Pay the gardeners")
    dao.guild.filters.words = {"gardeners"}
    await dao.harness.services.moderation.pause(dao.harness.moderator(), proposal, "a bug")
    await dao.deliver()
    assert "Paused" in dao.card.text
    assert "gardeners" not in dao.card.text
    assert dao.harness.given_up == []


@pytest.mark.attack("text")
async def test_the_words_that_are_held_back_can_be_read_in_private(dao: DiscordHarness) -> None:
    dao.guild.filters.words = {"gardeners"}
    await dao.opened({"ada": 70}, title="Pay the gardeners")
    shown = await (await dao["ben"].slash(dao.announcements, "proposal view", proposal="1")).settled()
    assert shown.ephemeral
    assert "Pay the gardeners" in shown.text
