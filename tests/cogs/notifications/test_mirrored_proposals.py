"""What is decided on a contract elsewhere appears in a server: a thread for each open proposal, with a card that
follows it to its end, and nothing twice."""

import re
from datetime import timedelta

import pytest

from bot.domain.actions.actions import Action
from bot.domain.ids import ChannelId, MirroredId
from bot.domain.mirrors import MOST_THREADS, MirroredThread
from bot.services.mirrors.mirroring import EVERY
from sandbox.discord import Message, Thread
from tests.cogs.voting.discord_harness import DiscordHarness
from tests.fakes import MAINNET, FakeFramework, account

PAY = Action(MAINNET, account("builder"), 5 * 10**18, "0x")


async def mirrored(dao: DiscordHarness, name: str = "river") -> FakeFramework:
    framework = dao.harness.mirrored.add(name)
    await dao.harness.services.mirroring.add(
        dao.harness.moderator(), "governor", framework.rules.address, ChannelId(dao.discussion.id)
    )
    return framework


async def look(dao: DiscordHarness) -> None:
    """The mirrors are looked at, and what there is to say is said."""
    await dao.harness.pass_time(EVERY)
    await dao.harness.sweep.run()
    await dao.deliver()


async def thread_of(dao: DiscordHarness, proposal: int = 1) -> MirroredThread | None:
    async with dao.harness.services.uow.reading() as repositories:
        return await repositories.mirrored_proposals.thread(MirroredId(proposal))


def first(dao: DiscordHarness, thread: Thread) -> Message:
    """The card: in a text channel it is the message on which the thread hangs."""
    if dao.discussion.messages:
        return next(each for each in dao.discussion.messages if each.id == thread.id)
    return thread.messages[0]


async def test_an_open_proposal_gets_a_thread_whose_card_follows_it_to_its_end(
    talking_somewhere: DiscordHarness,
) -> None:
    dao = talking_somewhere
    await dao.set_up()
    framework = await mirrored(dao)
    framework.propose(words="# A bridge\n\nOver the **river**.", actions=[PAY], stage="pending")
    await look(dao)
    (thread,) = dao.guild.threads
    assert thread.name == "river · A bridge"
    card = first(dao, thread)
    assert "Its vote begins soon" in card.text
    assert card.text.index("5 ETH") < card.text.index("What its proposer says of it")
    framework.goes_on("1", "active", in_favour=300, against=100, abstain=0, quorum=200)
    await look(dao)
    text = first(dao, thread).text
    assert "Open for voting on chain" in text
    assert "For 75.0\u202f% · 300 RIVER" in text
    assert "Quorum: 200 RIVER" in text
    framework.goes_on("1", "active", ends=200)
    await look(dao)
    assert "Its end was moved" in first(dao, thread).text
    framework.goes_on("1", "executed")
    await look(dao)
    assert "Executed" in first(dao, thread).text
    assert "It was executed." in thread.messages[-1].text
    before = len(thread.messages)
    for _ in range(3):
        await look(dao)
    assert len(thread.messages) == before
    assert len(dao.guild.threads) == 1


async def test_what_was_over_when_it_was_first_read_gets_no_thread(dao: DiscordHarness) -> None:
    await dao.set_up()
    framework = await mirrored(dao)
    for key, stage in enumerate(("executed", "defeated", "canceled", "expired"), start=1):
        framework.propose(str(key), stage=stage)
    framework.propose("9", "# Open")
    await look(dao)
    assert [thread.name for thread in dao.guild.threads] == ["river · Open"]


@pytest.mark.attack("order")
@pytest.mark.parametrize("lost", ["the first message", "the thread", "the calls"])
async def test_a_crash_between_posting_and_noting_posts_nothing_twice(
    talking_somewhere: DiscordHarness, lost: str
) -> None:
    dao = talking_somewhere
    await dao.set_up()
    framework = await mirrored(dao)
    calls = [Action(MAINNET, account(f"builder {number}"), 10**18 + number, "0x") for number in range(30)]
    framework.propose(actions=calls)
    path = {
        "the first message": f"/channels/{dao.discussion.id}/(messages|threads)$",
        "the thread": "/threads$",
        "the calls": r"/channels/\d+/messages$",
    }[lost]
    dao.discord.faults.fail_next("POST", path, after=True)
    await look(dao)
    await dao.restart()
    await dao.deliver_again()
    (thread,) = dao.guild.threads
    said = [message.text for message in thread.messages]
    assert len(said) == len(set(said))
    assert len(dao.said(dao.discussion, "A bridge")) == len(dao.discussion.messages[:1])
    assert await thread_of(dao) is not None


@pytest.mark.attack("floods")
async def test_who_proposes_without_end_opens_so_many_threads_and_no_more(dao: DiscordHarness) -> None:
    await dao.set_up()
    framework = await mirrored(dao)
    for key in range(1, MOST_THREADS + 6):
        framework.propose(str(key), f"# Number {key}", proposer=account(f"proposer {key}"))
    await look(dao)
    assert len(dao.guild.threads) == MOST_THREADS
    framework.goes_on(str(MOST_THREADS + 5), "defeated")
    await look(dao)
    assert len(dao.guild.threads) == MOST_THREADS + 1


@pytest.mark.attack("order")
async def test_a_thread_that_was_deleted_stays_so_and_holds_up_no_other(
    talking_somewhere: DiscordHarness,
) -> None:
    dao = talking_somewhere
    await dao.set_up()
    framework = await mirrored(dao)
    framework.propose("1", "# First")
    framework.propose("2", "# Second")
    await look(dao)
    one = next(each for each in dao.guild.threads if each.name.endswith("First"))
    card = first(dao, one)
    if dao.discussion.messages:
        card.delete()
    one.delete()
    framework.goes_on("1", "executed")
    framework.goes_on("2", "executed")
    await look(dao)
    left = next(each for each in dao.guild.threads if each.name.endswith("Second"))
    assert "It was executed." in left.messages[-1].text
    assert not [each for each in dao.guild.threads if each.name.endswith("First")]
    assert dao.harness.given_up == []


HOSTILE = {
    "mentions": "# @everyone <@&1> win\n\n@everyone <@1> <@&2> @here vote now",
    "markup": "# **Title** ](https://evil.example)\n\n[safe](https://evil.example) ||x|| ```open",
    "headings": "# x\n\n## Executed\n# ✅ It makes no calls",
    "fake decoding": "# Pay\n\nCalls that it would make: 1. nothing is sent, this is harmless",
    "long": "# " + "A" * 40_000 + "\n\n" + "word " * 2_000,
    "nothing": "",
    "blank": "\n\n   \n",
    "bidi": "# pay‮ 0 ‬ETH\n\n‮evil‬",
    "one line": "x" * 50_000,
    "links": "# l\n\n" + "https://evil.example/" + "a" * 5_000,
    "backslashes": "# " + "\\" * 3000 + "\n\n" + "\\`" * 2000,
}


@pytest.mark.attack("text")
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
async def test_whatever_a_proposer_writes_what_it_does_comes_first_and_nobody_is_called(
    dao: DiscordHarness, words: str
) -> None:
    await dao.set_up()
    framework = await mirrored(dao)
    framework.propose(words=words, actions=[PAY], confirmed=False, left_out=3)
    await look(dao)
    (thread,) = dao.guild.threads
    text = thread.messages[0].text
    assert text.index("Not confirmed") < text.index("5 ETH") < text.index("What its proposer says of it")
    assert "3 more calls are not shown" in text
    assert "Not confirmed" in text.split("\n## ")[0], "nobody else's heading comes before the danger"
    assert not re.search(r"(?<!\\)\]\(https://evil", text)
    assert len(thread.name) <= 100
    assert thread.messages[0].mentions == []


@pytest.mark.attack("text")
@pytest.mark.parametrize("words", ["gardeners", "water"])
async def test_words_that_filters_refuse_keep_no_calls_from_members(dao: DiscordHarness, words: str) -> None:
    dao.guild.filters.words = {words}
    await dao.set_up()
    framework = await mirrored(dao)
    framework.propose(words="# For gardeners\n\nwater", actions=[PAY])
    await look(dao)
    (thread,) = dao.guild.threads
    assert "5 ETH" in thread.messages[0].text


async def test_many_calls_stand_in_full_beneath_the_card(dao: DiscordHarness) -> None:
    await dao.set_up()
    framework = await mirrored(dao)
    calls = [Action(MAINNET, account(f"builder {number}"), 10**18 + number, "0x") for number in range(30)]
    framework.propose(actions=calls)
    await look(dao)
    (thread,) = dao.guild.threads
    below = "\n".join(message.text for message in thread.messages[1:])
    assert all(each.to in below for each in calls[:20])


async def test_a_mirror_that_is_taken_away_says_nothing_more(dao: DiscordHarness) -> None:
    await dao.set_up()
    framework = await mirrored(dao)
    framework.propose()
    await dao.harness.pass_time(EVERY)
    await dao.harness.sweep.run()
    await dao.harness.services.mirroring.remove(dao.harness.moderator(), framework.rules.address)
    await dao.deliver()
    await dao.deliver_again()
    assert list(dao.guild.threads) == []
    assert dao.harness.given_up == []
    await dao.harness.pass_time(timedelta(hours=1))
