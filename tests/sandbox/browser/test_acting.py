"""What a member does at the page arrives at the bot as from Discord's own client, and what comes back is seen."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import pytest

from sandbox.discord import CannotDo, ManualClock
from tests.sandbox.browser.conftest import Visit
from tests.sandbox.browser.exhibition import Exhibition


async def test_a_message_is_written_answered_changed_and_deleted(here: Exhibition, visit: Visit) -> None:
    ada, ben = visit(here.ada, here.hall), visit(here.ben, here.hall)
    await ada.done("say", {"text": "hello"})
    (first,) = here.hall.messages
    await ben.done("say", {"text": "hi", "reply_to": first.id})
    await ada.done("edit", {"message": first.id, "text": "hello all"})
    page = await ben.get()
    assert "hello all(edited)" in page.one(id=f"message-{first.id}").text
    assert page.all(klass="above")[0].text == "@Ada hello all"
    await ada.done("delete", {"message": first.id})
    assert [message.content for message in here.hall.messages] == ["hi"]
    assert "Original message was deleted" in (await ben.get()).text


async def test_nobody_changes_or_deletes_what_another_wrote_but_a_moderator_deletes(
    here: Exhibition, visit: Visit
) -> None:
    message = await here.ada.say(here.hall, "mine")
    ben = visit(here.ben, here.hall)
    await ben.refused("edit", {"message": message.id, "text": "yours"})
    await ben.refused("delete", {"message": message.id})
    assert message.content == "mine"
    assert "Delete Message" not in (await ben.get(f"/menu?message={message.id}")).text
    mona = visit(here.mona, here.hall)
    assert "Delete Message" in (await mona.get(f"/menu?message={message.id}")).text
    await mona.done("delete", {"message": message.id})
    assert here.hall.messages == []


async def test_files_are_sent_and_can_be_taken(here: Exhibition, visit: Visit) -> None:
    window = visit(here.ada, here.hall)
    await window.done("say", [("text", "look"), ("files", ("a.txt", b"one")), ("files", ("b.txt", b"two"))])
    (message,) = here.hall.messages
    assert [(file.filename, file.content) for file in message.attachments] == [
        ("a.txt", b"one"),
        ("b.txt", b"two"),
    ]
    shown = (await window.get()).all(klass="file")
    assert [each.one("a")["href"] for each in shown] == [file.url for file in message.attachments]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (
            "x" * 2001,
            "Your message is too long. Please make your message shorter. We've set the limit at 2,000 characters to be "
            "courteous to others.",
        ),
        ("   ", "Cannot send an empty message"),
        (
            "a forbidden word",
            "Your message could not be delivered: it contains content blocked by this server.",
        ),
    ],
)
async def test_what_discord_refuses_is_refused_in_its_words(
    here: Exhibition, visit: Visit, written: str, why: str
) -> None:
    here.guild.filters.words.add("forbidden")
    assert await visit(here.ada, here.hall).refused("say", {"text": written}) == why
    assert here.hall.messages == []


async def test_a_reaction_is_added_and_taken_back_by_the_same_button(here: Exhibition, visit: Visit) -> None:
    message = await here.ben.say(here.hall, "a well?")
    window = visit(here.ada, here.hall)
    await window.done("react", {"message": message.id, "emoji": "👍"})
    button = (await window.get()).one("button", name="react")
    assert (button["value"], button["aria-pressed"], button.text) == ("👍", "true", "👍 1")
    other = (await visit(here.ben, here.hall).get()).one("button", name="react")
    assert other["aria-pressed"] == "false"
    await window.done("react", {"message": message.id, "emoji": button["value"]})
    assert (await window.get()).all("button", name="react") == []


async def test_a_button_changes_the_message_for_all_who_look(here: Exhibition, visit: Visit) -> None:
    await here.hang()
    (card,) = here.hall.messages
    async with visit(here.ben, here.hall).stream() as told:
        await visit(here.ada, here.hall).done("click", {"message": card.id, "custom_id": "press:primary"})
        changed = await told.until("message", "have pressed")
    assert changed["id"] == str(card.id)
    assert "<strong>1</strong> have pressed" in changed["html"]


async def unanswered(here: Exhibition, clock: ManualClock, asking: Coroutine[None, None, str]) -> str:
    """What the page says when three seconds have passed without an answer."""
    asked = asyncio.create_task(asking)
    await here.ignored.wait()
    clock.advance(3)
    return await asked


async def test_a_click_that_nobody_answers_is_said_to_have_failed_until_one_is_answered(
    here: Exhibition, visit: Visit, clock: ManualClock
) -> None:
    await here.hang()
    (card,) = here.hall.messages
    window = visit(here.ada, here.hall)
    clicked = window.refused("click", {"message": card.id, "custom_id": "silent"})
    assert await unanswered(here, clock, clicked) == "This interaction failed"
    assert (await window.get()).one(klass="failed").text == "This interaction failed"
    assert (await visit(here.ben, here.hall).get()).all(klass="failed") == []
    await window.done("click", {"message": card.id, "custom_id": "press:primary"})
    assert (await window.get()).all(klass="failed") == []


async def test_a_command_that_nobody_answers_says_so_to_its_user_until_dismissed(
    here: Exhibition, visit: Visit, clock: ManualClock
) -> None:
    window = visit(here.ada, here.hall)
    used = window.refused("use", {"path": "silence"})
    assert await unanswered(here, clock, used) == "The application did not respond"
    failure = (await window.get()).one(id="failures").one("article")
    assert "The application did not respond" in failure.text
    assert (await visit(here.ben, here.hall).get()).one(id="failures").all("article") == []
    await window.done("dismiss", {"message": failure["data-message"]})
    assert (await window.get()).one(id="failures").all("article") == []


async def test_an_answer_that_takes_time_is_seen_to_be_thought_of(here: Exhibition, visit: Visit) -> None:
    window = visit(here.ada, here.hall)
    async with window.stream() as told:
        await window.done("use", {"path": "ponder"})
        assert "Folkmoot is thinking…" in (await told.until("message"))["html"]
        here.release.set()
        assert "Forty-two." in (await told.until("message", "Forty-two"))["html"]


@pytest.mark.parametrize(
    ("menu", "values", "said"),
    [
        ("one", ["cherry"], "one: ['cherry']"),
        ("some", ["apple", "damson"], "some: ['apple', 'damson']"),
    ],
)
async def test_what_is_chosen_from_a_list_arrives(
    here: Exhibition, visit: Visit, menu: str, values: list[str], said: str
) -> None:
    await here.hang()
    (card,) = here.hall.messages
    window = visit(here.ada, here.hall)
    fields = [("message", card.id), ("custom_id", menu), *(("values", value) for value in values)]
    await window.done("select", fields)
    assert said in (await window.get()).one("article", klass="ephemeral").text


@pytest.mark.parametrize(
    ("menu", "kind", "search"),
    [("user", "user", "be"), ("role", "role", "guard"), ("place", "channel", "hal")],
)
async def test_members_roles_and_channels_are_found_by_name_and_chosen(
    here: Exhibition, visit: Visit, menu: str, kind: str, search: str
) -> None:
    await here.hang()
    card = here.hall.messages[0]
    window = visit(here.ada, here.hall)
    found = (await window.get(f"/pick?kind={kind}&search={search}")).one(role="option")
    await window.done("select", {"message": card.id, "custom_id": menu, "values": found["data-value"]})
    assert f"{menu}: ['{found['data-value']}']" in (await window.get()).one("article", klass="ephemeral").text


async def test_a_channel_that_the_member_does_not_see_is_not_offered(here: Exhibition, visit: Visit) -> None:
    found = await visit(here.ada, here.hall).get("/pick?kind=channel&types=0&search=")
    assert [each["data-value"] for each in found.all(role="option")] == [
        str(here.hall.id),
        str(here.quiet.id),
    ]


async def test_a_form_with_all_parts_is_filled_in_and_sent(here: Exhibition, visit: Visit) -> None:
    window = visit(here.ada, here.hall)
    await window.done("use", {"path": "fill"})
    fields = [
        ("words", "a few words"),
        ("fruit", "apple"),
        ("fruit", "cherry"),
        ("kind", "fancy"),
        ("marks", "y"),
        ("file", ("plan.txt", b"dig")),
    ]
    await window.done("submit", fields)
    page = await window.get()
    assert page.one("form", id="form").inside == []
    said = page.one("article", klass="ephemeral").text
    assert "You sent: a few words ['apple', 'cherry'] fancy ['y'] ['plan.txt']" in said


async def test_a_form_that_is_not_well_filled_in_stays_open(here: Exhibition, visit: Visit) -> None:
    window = visit(here.ada, here.hall)
    await window.done("use", {"path": "fill"})
    await window.refused("submit", {"words": "x", "fruit": "apple", "kind": "plain"})
    assert (await window.get()).one("form", id="form").one("h2").text == "Everything"
    assert (
        await visit(here.ben, here.hall).refused("submit", {"words": "abc"})
        == "The form is not open any more."
    )


async def test_a_form_from_a_button_keeps_what_was_filled_in_and_a_box_can_be_unticked(
    here: Exhibition, visit: Visit
) -> None:
    await here.hang()
    card = here.hall.messages[0]
    window = visit(here.ada, here.hall)
    await window.done("click", {"message": card.id, "custom_id": "why"})
    form = (await window.get()).one("form", id="form")
    assert form.one("textarea", name="reason").text.strip() == "Because"
    assert form.one("input", name="yes").has("checked")
    assert "Say why." in form.text
    await window.done("submit", {"reason": "one\r\ntwo", "who": here.ben.id})
    assert "one two False ['ben" in " ".join(
        (await window.get()).one("article", klass="ephemeral").text.split()
    )


async def test_the_picker_offers_what_the_member_may_use_with_options_in_order(
    here: Exhibition, visit: Visit
) -> None:
    window = visit(here.ada, here.hall)
    found = (await window.get("/commands?search=")).all(role="option")
    assert [each["data-command"] for each in found] == ["fill", "kinds", "ponder", "silence", "vote cast"]
    owner = (await visit(here.guild.owner, here.hall).get("/commands?search=gov")).all(role="option")
    assert [each["data-command"] for each in owner] == ["govern"]
    form = (await window.get("/command?path=vote%20cast")).one("form")
    assert [
        (each["data-option"], each["data-kind"], each.has("hidden")) for each in form.all(klass="field")
    ] == [
        ("proposal", "string", False),
        ("choice", "string", False),
        ("reason", "string", True),
        ("secret", "boolean", True),
    ]
    assert [each["data-value"] for each in form.all(role="option")] == [
        "For",
        "Against",
        "Abstain",
        "true",
        "false",
    ]


async def test_a_command_is_used_with_an_option_of_each_kind(here: Exhibition, visit: Visit) -> None:
    window = visit(here.ada, here.hall)
    fields = [
        ("path", "kinds"),
        ("option-count", "7"),
        ("option-share", "2.5"),
        ("option-sure", "false"),
        ("option-who", here.ben.id),
        ("option-role", here.guardian.id),
        ("option-place", here.quiet.id),
        ("option-file", ("plan.txt", b"dig")),
    ]
    await window.done("use", fields)
    (answer,) = here.hall.messages
    assert answer.text == "7 2.5 False ben Guardian quiet plan.txt"
    assert (await window.get()).one(klass="above").text == "Ada used /kinds"


async def test_a_command_that_is_not_there_is_refused(here: Exhibition, visit: Visit) -> None:
    window = visit(here.ada, here.hall)
    for path in ("govern", "vote", ""):
        assert await window.refused("use", {"path": path}) == f"There is no command /{path} here."


async def test_what_is_typed_is_completed_by_the_bot(here: Exhibition, visit: Visit) -> None:
    window = visit(here.ada, here.hall)
    fields = {"path": "vote cast", "focused": "proposal", "option-proposal": "wel"}
    _, said = await window.post("suggestions", fields)
    assert 'data-value="dig-a-new-well"' in said["html"]
    assert "Paint the gate" not in said["html"]


async def test_a_bots_commands_stand_in_the_menus_of_messages_and_members(
    here: Exhibition, visit: Visit
) -> None:
    message = await here.ben.say(here.hall, "spam")
    window = visit(here.ada, here.hall)
    menu = await window.get(f"/menu?message={message.id}")
    assert [each["data-command"] for each in menu.all(role="menuitem") if each.has("data-command")] == [
        "Report"
    ]
    await window.done("use-menu", {"message": message.id, "command": "Report"})
    assert "reported" in (await window.get()).one("article", klass="ephemeral").text
    profile = await window.get(f"/menu?user={here.mona.id}")
    assert "Moderator" in profile.text
    await window.done("use-menu", {"user": here.ben.id, "command": "Power"})
    assert "ben holds 7" in (await window.get()).text


async def test_a_thread_and_a_post_are_opened_and_gone_to(here: Exhibition, visit: Visit) -> None:
    message = await here.ben.say(here.hall, "a well?")
    window = visit(here.ada, here.hall)
    went = await window.done("thread", {"message": message.id, "name": "About the well"})
    assert message.thread is not None
    assert went["go"] == f"/as/{here.ada.id}/{here.guild.id}/{message.thread.id}"
    thread = visit(here.ben, message.thread)
    assert "a well?" in (await thread.get()).one(id="messages").text
    await thread.done("say", {"text": "yes"})
    forum = visit(here.ada, here.forum)
    await forum.done("post", {"name": "Paint the gate", "text": "Green.", "tag": "open"})
    (post,) = here.forum.posts
    assert (post.name, post.tag_names) == ("Paint the gate", ["open"])
    assert await forum.refused("post", {"name": " ", "text": "x"}) == "A post needs a title."


async def test_a_conversation_with_the_bot_is_opened_and_written_in(here: Exhibition, visit: Visit) -> None:
    window = visit(here.ada, here.hall)
    page = await window.get("/direct")
    assert "Direct messages" in page.one(klass="rooms").text
    direct = visit(here.ada, here.server.world.direct_channel(here.app, here.ada.user))
    await direct.done("say", {"text": "are you there?"})
    assert [message.content for message in here.ada.inbox(here.app)] == ["are you there?"]
    offered = (await direct.get("/commands?search=")).all(role="option")
    assert [each["data-command"] for each in offered] == ["fill", "govern", "kinds", "ponder", "silence"]
    await direct.done("use", {"path": "fill"})
    assert (await direct.get()).one("form", id="form").one("h2").text == "Everything"


async def test_two_windows_of_one_member_share_what_is_theirs(here: Exhibition, visit: Visit) -> None:
    first, second = visit(here.ada, here.hall), visit(here.ada, here.hall)
    async with second.stream() as told:
        await first.done("use", {"path": "fill"})
        assert "Everything" in (await told.until("part", "form-title"))["html"]
        await first.done("close")
        assert (await told.until("part", '"form"'))["html"] == ""


async def test_a_window_is_told_of_new_messages_posts_and_channels(here: Exhibition, visit: Visit) -> None:
    async with visit(here.ben, here.hall).stream() as told:
        message = await here.ada.say(here.hall, "hello")
        assert (await told.until("message"))["id"] == str(message.id)
        message.delete_by(here.ada)
        assert await told.until("message") == {"id": str(message.id), "html": None}
        here.guild.create_text_channel("annexe")
        assert "annexe" in (await told.until("part", "annexe"))["html"]
        await here.ada.say(here.quiet.guild.create_text_channel("attic"), f"{here.ben.mention}")
        assert "1 mentions" in (await told.until("part", "1 mentions"))["html"]
    async with visit(here.ben, here.forum).stream() as told:
        await here.post()
        assert (await told.until("part", "The old one is dry."))["id"] == "posts"


@pytest.mark.attack("visibility")
async def test_no_window_is_told_of_what_its_member_does_not_see(here: Exhibition, visit: Visit) -> None:
    await here.hang()
    card = here.hall.messages[0]
    async with visit(here.ben, here.hall).stream() as told:
        await here.guild.owner.say(here.hidden, f"secret {here.ben.mention}")
        await here.ada.click(card, custom_id="fail")
        await here.ada.say(here.hall, "the end")
        while True:
            kind, data = await told.next()
            assert "Refused: you hold no tokens" not in str(data)
            assert "hidden" not in str(data.get("html")).replace("hidden>", "").replace(
                'aria-hidden="true"', ""
            )
            if kind == "message" and "the end" in str(data):
                break


@pytest.mark.attack("commands")
@pytest.mark.parametrize("custom_id", ["closed", "nothing", "", "press:primary' or 1=1"])
async def test_a_button_that_is_closed_or_not_there_is_not_pressed(
    here: Exhibition, visit: Visit, custom_id: str
) -> None:
    await here.hang()
    card = here.hall.messages[0]
    await visit(here.ada, here.hall).refused("click", {"message": card.id, "custom_id": custom_id})
    with pytest.raises(CannotDo):
        await here.ada.click(card, custom_id=custom_id)


@pytest.mark.attack("commands")
@pytest.mark.parametrize("values", [[], ["fig"], ["apple", "cherry"], ["apple"] * 30])
async def test_nothing_is_chosen_that_a_menu_does_not_offer(
    here: Exhibition, visit: Visit, values: list[str]
) -> None:
    await here.hang()
    card = here.hall.messages[0]
    fields = [("message", card.id), ("custom_id", "one"), *(("values", value) for value in values)]
    await visit(here.ada, here.hall).refused("select", fields)
