"""Members have the limits that Discord's client and server set them, and are told in Discord's words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.discord import ManualClock
from sandbox.discord.world.permissions import P
from tests.sandbox.browser.conftest import Visit
from tests.sandbox.browser.exhibition import Exhibition


@pytest.mark.attack("floods")
async def test_more_messages_than_five_in_five_seconds_are_not_sent(
    here: Exhibition, visit: Visit, clock: ManualClock
) -> None:
    ada, ben = visit(here.ada, here.hall), visit(here.ben, here.hall)
    for number in range(5):
        await ada.done("say", {"text": f"{number}"})
    for _ in range(3):
        assert await ada.refused("say", {"text": "more"}) == "You're sending messages too quickly!"
    await ben.done("say", {"text": "another member"})
    clock.advance(timedelta(seconds=5))
    await ada.done("say", {"text": "later"})
    assert [message.content for message in here.hall.messages] == [*"01234", "another member", "later"]


async def test_slow_mode_lets_a_member_write_once_in_its_seconds_and_a_moderator_always(
    here: Exhibition, visit: Visit, clock: ManualClock
) -> None:
    here.hall.slowmode = 30
    ada, ben, mona = (visit(person, here.hall) for person in (here.ada, here.ben, here.mona))
    assert here.mona.permissions_in(here.hall) & (P.MANAGE_MESSAGES | P.MANAGE_CHANNELS)
    await ada.done("say", {"text": "first"})
    clock.advance(timedelta(seconds=12))
    told = await ada.refused("say", {"text": "again"})
    assert told == "Slowmode is enabled. You can send another message in 18 seconds."
    await ben.done("say", {"text": "mine"})
    await mona.done("say", {"text": "one"})
    await mona.done("say", {"text": "two"})
    clock.advance(timedelta(seconds=18))
    await ada.done("say", {"text": "second"})
    here.hall.slowmode = 0
    await ada.done("say", {"text": "third"})
    said = [message.content for message in here.hall.messages]
    assert said == ["first", "mine", "one", "two", "second", "third"]


@pytest.mark.parametrize("path", ["say", "edit"])
async def test_a_message_of_two_thousand_characters_is_taken_and_none_that_is_longer(
    here: Exhibition, visit: Visit, path: str
) -> None:
    ada = visit(here.ada, here.hall)
    message = await here.ada.say(here.hall, "short")
    fields = {"message": message.id} if path == "edit" else {}
    assert "is too long" in await ada.refused(path, {**fields, "text": "é" * 2001})
    await ada.done(path, {**fields, "text": "é" * 2000})
    assert here.hall.messages[-1].content == "é" * 2000


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("@ben", "{ben}"),
        ("hello @Ben, @ada!", "hello {ben}, {ada}!"),
        ("(@BEN)", "({ben})"),
        ("@Guardian and @ben", "{guardian} and {ben}"),
        ("@benny", "@benny"),
        ("a@ben", "a@ben"),
        ("@@ben", "@@ben"),
        ("`@ben` and ```@ben``` and @ben", "`@ben` and ```@ben``` and {ben}"),
        ("@nobody @", "@nobody @"),
        ("{ben}", "{ben}"),
        ("@everyone @here", "@everyone @here"),
    ],
)
async def test_a_typed_name_becomes_a_mention_as_in_discords_client(
    here: Exhibition, visit: Visit, written: str, sent: str
) -> None:
    (guardian,) = [role for role in here.guild.roles.values() if role.name == "Guardian"]
    known = {"ben": here.ben.mention, "ada": here.ada.mention, "guardian": guardian.mention}
    await visit(here.ada, here.hall).done("say", {"text": written.format(**known)})
    (message,) = here.hall.messages
    assert message.content == sent.format(**known)
    assert (here.ben.user in message.mentions) == ("{ben}" in sent.replace("`@ben`", ""))


@pytest.mark.attack("text")
@pytest.mark.parametrize("text", ["@" * 2000, "@b" * 1000, "`" * 2000, "@ben`" * 400, "<@ben" * 400])
async def test_a_text_full_of_marks_is_sent_and_mentions_at_most_whom_it_names(
    here: Exhibition, visit: Visit, text: str
) -> None:
    status, said = await visit(here.ada, here.hall).post("say", {"text": text})
    assert status == 200 or "2000 or fewer" in said["refused"]
    for message in here.hall.messages:
        assert set(message.mentions) <= {here.ben.user}


async def test_what_a_member_may_not_do_is_said_in_discords_words(here: Exhibition, visit: Visit) -> None:
    ben = visit(here.ben, here.hall)
    message = await here.ada.say(here.hall, "mine")
    assert (
        await ben.refused("edit", {"message": message.id, "text": "yours"})
        == "Cannot edit a message authored by another user"
    )
    assert await ben.refused("delete", {"message": message.id}) == "Missing Permissions"
    here.hall.overwrite(here.guild.everyone, 0, int(P.SEND_MESSAGES))
    assert (
        await ben.refused("say", {"text": "hi"})
        == "You do not have permission to send messages in this channel."
    )
