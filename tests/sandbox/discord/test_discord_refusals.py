"""What Discord refuses, the sandbox refuses, with Discord's codes and shape."""

import pytest

from sandbox.discord import Interaction, Message, Permission
from sandbox.discord.people.posting import publish, write

V2 = 1 << 15
TEXT = {"type": 10, "content": "hello"}
BUTTON = {"type": 2, "style": 1, "label": "For", "custom_id": "for"}
LINK = {"type": 2, "style": 5, "label": "Site", "url": "https://example.org"}
ROW = {"type": 1, "components": [BUTTON]}
CONTAINER = {"type": 17, "components": [TEXT]}
OPTION = {"label": "a", "value": "a"}
MENU = {"type": 3, "custom_id": "menu", "options": [OPTION]}


def v2(*components, **more):
    return {"flags": V2, "components": list(components), **more}


def rows(*components):
    return {"content": "x", "components": [{"type": 1, "components": list(components)}]}


def buttons(count):
    return [{**BUTTON, "custom_id": f"b{number}"} for number in range(count)]


REFUSED = {
    "content over 2,000 characters": ({"content": "x" * 2001}, "content"),
    "content beside Components V2": (v2(TEXT, content="x"), "content"),
    "an embed beside Components V2": (v2(TEXT, embeds=[{"title": "x"}]), "embeds"),
    "a container without the flag": ({"components": [CONTAINER]}, "components.0.type"),
    "text without the flag": ({"content": "x", "components": [TEXT]}, "components.0.type"),
    "a button at the top": (v2(BUTTON), "components.0.type"),
    "a menu at the top": (v2(MENU), "components.0.type"),
    "a container in a container": (
        v2({"type": 17, "components": [CONTAINER]}),
        "components.0.components.0.type",
    ),
    "an empty container": (v2({"type": 17, "components": []}), "components.0.components"),
    "more than 4,000 characters of text": (v2(*[{"type": 10, "content": "x" * 1001}] * 4), "components"),
    "more than 40 components": (v2({"type": 17, "components": [TEXT] * 40}), "components"),
    "an empty text": (v2({"type": 10, "content": ""}), "components.0.content"),
    "a custom id twice": (rows(BUTTON, BUTTON), "components.0.components.1.custom_id"),
    "a custom id twice, nested": (v2(ROW, {"type": 17, "components": [ROW]}), "components.1"),
    "a number twice": (v2({**TEXT, "id": 3}, {**TEXT, "id": 3}), "components.1.id"),
    "a custom id over 100 characters": (
        rows({**BUTTON, "custom_id": "x" * 101}),
        "components.0.components.0.custom_id",
    ),
    "a button without a custom id": (
        rows({"type": 2, "style": 1, "label": "x"}),
        "components.0.components.0.custom_id",
    ),
    "a button without label or emoji": (
        rows({"type": 2, "style": 1, "custom_id": "x"}),
        "components.0.components.0.label",
    ),
    "a label over 80 characters": (rows({**BUTTON, "label": "x" * 81}), "components.0.components.0.label"),
    "a link with a custom id": (rows({**LINK, "custom_id": "x"}), "components.0.components.0.custom_id"),
    "a link to a file": (rows({**LINK, "url": "file:///etc/passwd"}), "components.0.components.0.url"),
    "six buttons in a row": (rows(*buttons(6)), "components.0.components"),
    "six rows": ({"components": [{"type": 1, "components": [one]} for one in buttons(6)]}, "components"),
    "a menu beside a button": (rows(MENU, BUTTON), "components.0.components"),
    "26 options": (
        rows({**MENU, "options": [{"label": str(n), "value": str(n)} for n in range(26)]}),
        "components.0.components.0.options",
    ),
    "no options": (rows({**MENU, "options": []}), "components.0.components.0.options"),
    "an option's value twice": (
        rows({**MENU, "options": [OPTION, OPTION]}),
        "components.0.components.0.options.1",
    ),
    "more to choose than there is": (rows({**MENU, "max_values": 2}), "components.0.components.0.options"),
    "more chosen than allowed": (
        rows(
            {**MENU, "options": [{**OPTION, "default": True}, {"label": "b", "value": "b", "default": True}]}
        ),
        "components.0.components.0.options",
    ),
    "a section without accessory": (v2({"type": 9, "components": [TEXT]}), "components.0.accessory"),
    "four texts in a section": (
        v2({"type": 9, "components": [TEXT] * 4, "accessory": BUTTON}),
        "components.0.components",
    ),
    "a file that did not come along": (v2({"type": 13, "file": {"url": "attachment://a.txt"}}), "components"),
    "an attachment that did not come along": ({"content": "x", "attachments": [{"id": 0}]}, "attachments"),
    "eleven embeds": ({"embeds": [{"title": "x"}] * 11}, "embeds"),
    "6,001 characters in embeds": ({"embeds": [{"description": "x" * 3001}] * 2}, "embeds"),
    "a key that nobody knows": ({"content": "x", "colour": 1}, "colour"),
    "a key that nobody knows, nested": (v2({**TEXT, "colour": 1}), "components.0.colour"),
    "allowed mentions that contradict": (
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
    ),
    "a reply to nothing": ({"content": "x", "message_reference": {"message_id": "1"}}, "message_reference"),
    "a nonce over 25 characters": ({"content": "x", "nonce": "x" * 26}, "nonce"),
    "a flag that can't be set": ({"content": "x", "flags": 1 << 7}, "flags"),
}


def error_at(errors, path):
    for step in path.split("."):
        assert step in errors, (path, errors)
        errors = errors[step]
    return errors


@pytest.mark.parametrize("what", REFUSED)
async def test_a_message_is_refused_for(town, raw, what):
    body, path = REFUSED[what]

    status, answer = await raw.send(town.channel, **body)

    assert (status, answer["code"], answer["message"]) == (400, 50035, "Invalid Form Body")
    assert error_at(answer["errors"], path)
    assert town.channel.messages == []


async def test_the_shape_of_a_refusal_is_discords(town, raw):
    assert (await raw.send(town.channel, content="x" * 2001))[1] == {
        "code": 50035,
        "message": "Invalid Form Body",
        "errors": {
            "content": {
                "_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer in length."}]
            }
        },
    }


@pytest.mark.parametrize(
    "body", [{}, {"content": ""}, {"content": "  \n "}, {"components": []}, {"flags": V2}]
)
async def test_an_empty_message_is_refused(town, raw, body):
    assert (await raw.send(town.channel, **body))[1]["code"] == 50006


ACCEPTED = {
    "2,000 characters": {"content": "x" * 2000},
    "4,000 characters of text": v2(*[{"type": 10, "content": "x" * 1000}] * 4),
    "40 components": v2({"type": 17, "components": [TEXT] * 39}),
    "five buttons in a row": rows(*buttons(5)),
    "only a row of buttons": {"components": [ROW]},
    "a link": rows(LINK),
    "a thumbnail": v2(
        {"type": 9, "components": [TEXT], "accessory": {"type": 11, "media": {"url": "https://a.b/c.png"}}}
    ),
    "a gallery": v2({"type": 12, "items": [{"media": {"url": "https://a.b/c.png"}}]}),
    "an embed": {"embeds": [{"title": "x", "fields": [{"name": "a", "value": "b"}]}]},
}


@pytest.mark.parametrize("what", ACCEPTED)
async def test_a_message_is_accepted_with(town, raw, what):
    status, answer = await raw.send(town.channel, **ACCEPTED[what])

    assert status == 200, answer
    assert str(town.channel.messages[0].id) == answer["id"]


async def test_an_edit_can_not_mix_content_with_components_v2(town, raw):
    message_id = (await raw.send(town.channel, content="old"))[1]["id"]
    path = f"/channels/{town.channel.id}/messages/{message_id}"

    assert (await raw("PATCH", path, v2(TEXT)))[1]["code"] == 50035
    assert (await raw("PATCH", path, v2(TEXT, content=None)))[0] == 200
    assert (await raw("PATCH", path, {"content": "back"}))[1]["code"] == 50035
    assert town.channel.messages[0].text == "hello"


MODAL = {"custom_id": "m", "title": "Title"}
INPUT = {"type": 4, "custom_id": "i", "style": 1}


def label(component, **more):
    return {"type": 18, "label": "Label", "component": component, **more}


def modal(*components, **more):
    return {"type": 9, "data": {**MODAL, "components": list(components), **more}}


REFUSED_MODALS = {
    "no components": modal(),
    "six components": modal(*[label({**INPUT, "custom_id": f"i{n}"}) for n in range(6)]),
    "a title over 45 characters": modal(label(INPUT), title="x" * 46),
    "a label over 45 characters": modal(label(INPUT, label="x" * 46)),
    "a text input at the top": modal(INPUT),
    "a label in a label": modal(label({**INPUT, "label": "again"})),
    "a row's input without a label": modal({"type": 1, "components": [INPUT]}),
    "a button": modal({"type": 1, "components": [BUTTON]}),
    "a custom id twice": modal(label(INPUT), label(INPUT)),
    "a custom id over 100 characters": modal(label({**INPUT, "custom_id": "x" * 101})),
    "lengths in the wrong order": modal(label({**INPUT, "min_length": 5, "max_length": 4})),
    "a value that is too long": modal(label({**INPUT, "max_length": 3, "value": "four"})),
    "a radio group with one option": modal(label({"type": 21, "custom_id": "r", "options": [OPTION]})),
    "an unknown key": modal(label({**INPUT, "colour": 1})),
    "a disabled menu": modal(label({**MENU, "disabled": True})),
}


@pytest.fixture
async def pressed(town, server):
    """An interaction that waits for its callback: a click by ada, without a bot that answers."""
    message = Message(town.channel, server.world.new_id(), town.app.user)
    write(message, {"content": "x", "components": [ROW]}, {}, town.app.user)
    publish(message)
    data = {"component_type": 2, "custom_id": "for", "id": 2}
    interaction = Interaction(town.app, town.ada, town.channel, 3, data, message)
    interaction.send()
    return interaction


def callback(interaction):
    return f"/interactions/{interaction.id}/{interaction.token}/callback"


@pytest.mark.parametrize("what", REFUSED_MODALS)
async def test_a_modal_is_refused_for(pressed, raw, what):
    status, answer = await raw("POST", callback(pressed), REFUSED_MODALS[what], token=False)

    assert (status, answer["code"]) == (400, 50035), answer
    assert pressed.response is None
    accepted = await raw("POST", callback(pressed), modal(label(INPUT)), token=False)
    assert accepted[0] == 204


@pytest.mark.parametrize(
    "body",
    [
        {"type": 4, "data": {"content": "x" * 2001}},
        {"type": 4, "data": v2(BUTTON)},
        {"type": 4, "data": {"content": "x", "colour": 1}},
        {"type": 7, "data": v2(TEXT, content="x")},
        {"type": 8, "data": {"choices": []}},
        {"type": 3},
        {},
    ],
)
async def test_a_callback_is_refused_and_can_be_tried_again(pressed, raw, body):
    assert (await raw("POST", callback(pressed), body, token=False))[1]["code"] == 50035
    assert (await raw("POST", callback(pressed), {"type": 6}, token=False))[0] == 204
    assert (await raw("POST", callback(pressed), {"type": 6}, token=False))[1]["code"] == 40060


async def test_an_empty_answer_is_refused(pressed, raw):
    assert (await raw("POST", callback(pressed), {"type": 4, "data": {}}, token=False))[1]["code"] == 50006


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/channels/1", 10003),
        ("GET", "/guilds/1", 10004),
        ("GET", "/users/1", 10013),
        ("GET", "/channels/{channel}/messages/1", 10008),
        ("GET", "/guilds/{guild}/members/1", 10007),
        ("GET", "/guilds/{guild}/roles/1", 10011),
        ("POST", "/interactions/1/none/callback", 10062),
        ("PATCH", "/webhooks/1/none/messages/@original", 10015),
        ("GET", "/nowhere", 0),
    ],
)
async def test_what_is_not_there_has_its_own_code(town, raw, method, path, code):
    where = path.format(channel=town.channel.id, guild=town.guild.id)

    status, answer = await raw(method, where, None if method == "GET" else {})

    assert (status, answer["code"]) == (404, code)


async def test_without_a_token_nothing_is_answered(town, raw):
    assert await raw("GET", "/users/@me", token=False) == (401, {"message": "401: Unauthorized", "code": 0})
    assert town.server.invalid_requests == 1


async def test_a_body_that_is_no_json_is_refused(town, raw):
    assert (await raw("POST", f"/channels/{town.channel.id}/messages", data=b"{"))[0] == 400


async def test_each_kind_of_channel_is_changed_by_its_own_rules(town, raw):
    town.bot_member.roles[0].allow(Permission.ADMINISTRATOR)
    thread = await town.ada.open_thread(town.channel, "talk")
    post = await town.ada.open_post(town.forum, "plan", "text")

    async def change(channel, **body):
        return (await raw("PATCH", f"/channels/{channel.id}", body))[0]

    assert await change(town.channel, topic="news") == 200
    assert await change(town.channel, archived=True) == 400
    assert await change(town.channel, applied_tags=[]) == 400
    assert await change(thread, archived=True) == 200
    assert await change(thread, archived=False, topic="news") == 400
    assert await change(post, applied_tags=[town.forum.tags[0]["id"]]) == 200
    assert await change(post, applied_tags=["1"]) == 400
    assert await change(post, applied_tags=[town.forum.tags[0]["id"]] * 6) == 400
    assert await change(town.forum, available_tags=[{"name": "closed"}]) == 200
    assert await change(town.channel, available_tags=[{"name": "closed"}]) == 400


async def test_a_request_that_breaks_the_sandbox_is_noted(town, raw):
    assert (await raw("GET", f"/channels/{town.channel.id}/messages?before=yesterday"))[0] == 500

    assert "broke the sandbox" in town.server.violations[0]
    town.server.violations.clear()
