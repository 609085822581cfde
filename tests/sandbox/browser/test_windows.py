"""A member's window: what stands in it, and who sees what."""

from __future__ import annotations

import aiohttp
import pytest

from sandbox.browser import Pages
from sandbox.discord.world.components import walk
from tests.sandbox.browser.conftest import Visit
from tests.sandbox.browser.elements import parsed
from tests.sandbox.browser.exhibition import Exhibition
from tests.sandbox.browser.visiting import Visitor


async def test_the_first_page_offers_every_member_by_name_and_role(here: Exhibition, pages: Pages) -> None:
    async with aiohttp.ClientSession() as http, http.get(pages.url) as answer:
        page = parsed(await answer.text())
    people = page.one("ul", klass="people")
    assert [each.one("strong").text for each in people.all("a")] == ["Owner", "Ada", "Ben", "Mona"]
    assert [each.one(klass="part").text for each in people.all("a")][1] == "Guardian"
    assert people.all("a")[1]["href"] == f"/as/{here.ada.id}/{here.guild.id}/{here.hall.id}"


async def test_a_window_shows_every_part_of_the_message_that_the_bot_sent(
    here: Exhibition, visit: Visit
) -> None:
    await here.hang()
    (message,) = here.hall.messages
    page = await visit(here.ada, here.hall).get()
    shown = page.one("article", id=f"message-{message.id}")
    sent = list(walk(message.components))
    assert {each["data-custom-id"] for each in shown.all() if each.has("data-custom-id")} == {
        each["custom_id"] for each in sent if each.get("custom_id")
    }
    assert {each["href"] for each in shown.all("a", klass="button")} == {"https://example.org/"}
    (file,) = (each for each in sent if each["type"] == 13)
    assert shown.one(klass="file").one("a")["href"] == file["file"]["url"]
    assert [each["src"] for each in shown.all("img")] == [
        each["media"]["url"] for each in sent if each["type"] == 11
    ] + [item["media"]["url"] for each in sent if each["type"] == 12 for item in each["items"]]
    assert shown.all(klass="unknown") == []


async def test_the_channels_are_those_that_the_member_sees_by_category_with_their_threads(
    here: Exhibition, visit: Visit
) -> None:
    post = await here.post()
    page = await visit(here.ben, here.hall).get()
    rooms = page.one(klass="rooms")
    assert [each["data-channel"] for each in rooms.all("a")] == [
        str(each.id) for each in (here.hall, here.forum, post, here.quiet)
    ]
    assert rooms.one("h3").text == "Council"
    assert rooms.one("a", aria_current="page")["data-channel"] == str(here.hall.id)


async def test_a_place_that_the_member_does_not_see_is_not_there(here: Exhibition, visit: Visit) -> None:
    assert (await visit(here.ada, here.hidden).asked())[0] == 404
    assert (await visit(here.ada, here.quiet.parent or here.hall).asked())[0] == 404
    direct = here.server.world.direct_channel(here.app, here.ben.user)
    assert (await visit(here.ada, direct).asked())[0] == 404
    assert (await visit(here.ben, direct).asked())[0] == 200


async def test_where_one_may_not_write_the_page_says_so(here: Exhibition, visit: Visit) -> None:
    window = visit(here.ada, here.quiet)
    page = await window.get()
    assert page.one(klass="composer").text == "You do not have permission to send messages in this channel."
    assert page.all("textarea") == []
    await window.refused("say", {"text": "psst"})
    assert here.quiet.messages == []


async def test_a_private_answer_is_there_after_a_reload_for_its_reader_alone_until_dismissed(
    here: Exhibition, visit: Visit
) -> None:
    await here.hang()
    (card,) = here.hall.messages
    ada, ben = visit(here.ada, here.hall), visit(here.ben, here.hall)
    await ada.done("click", {"message": card.id, "custom_id": "fail"})
    page = await ada.get()
    private = page.one("article", klass="ephemeral")
    assert "Refused: you hold no tokens." in private.text
    assert "Only you can see this" in private.text
    assert (await ben.get()).all("article", klass="ephemeral") == []
    await ada.done("dismiss", {"message": private["data-message"]})
    assert (await ada.get()).all("article", klass="ephemeral") == []


async def test_an_open_form_is_there_after_a_reload_until_it_is_closed(
    here: Exhibition, visit: Visit
) -> None:
    window = visit(here.ada, here.hall)
    await window.done("use", {"path": "fill"})
    form = (await window.get()).one("form", id="form")
    assert form.one("h2").text == "Everything"
    assert {each["data-custom-id"] for each in form.all() if each.has("data-custom-id")} >= {
        "words",
        "fruit",
        "kind",
        "marks",
        "file",
    }
    assert form.one("input", name="words")["maxlength"] == "40"
    assert (await visit(here.ben, here.hall).get()).one("form", id="form").inside == []
    await window.done("close")
    assert (await window.get()).one("form", id="form").inside == []


async def test_older_messages_come_by_the_page_and_none_twice(here: Exhibition, visit: Visit) -> None:
    for number in range(120):
        await here.ada.say(here.hall, f"line {number}")
    window = visit(here.ben, here.hall)
    seen: list[str] = []
    part = await window.get()
    while found := [each["data-message"] for each in part.all("article")]:
        assert len(found) <= 50
        seen = found + seen
        part = await window.get(f"/older?before={found[0]}")
    assert seen == [str(message.id) for message in here.hall.messages]


async def test_many_members_come_by_the_page_and_are_found_by_name(here: Exhibition, visit: Visit) -> None:
    for number in range(300):
        here.guild.create_member(f"voter{number}")
    window = visit(here.ada, here.hall)
    page = (await window.get()).one(id="members")
    seen = [each["data-user"] for each in page.all("button", klass="who")]
    assert len(seen) == 100
    assert "Members — 305" in page.text
    while following := page.all("button", klass="plain"):
        page = await window.get(f"/members?after={following[0]['data-following']}")
        seen += [each["data-user"] for each in page.all("button", klass="who")]
    assert sorted(seen) == sorted(str(number) for number in here.guild.members)
    assert len((await window.get("/members?search=voter29")).all("button", klass="who")) == 11


async def test_a_link_to_a_message_of_discord_leads_to_it_on_the_page(here: Exhibition, visit: Visit) -> None:
    first = await here.ada.say(here.forum.guild.channel_named("hall"), "here")
    url = f"https://discord.com/channels/{here.guild.id}/{here.hall.id}/{first.id}"
    await here.ada.say(here.hall, f"see {url} and https://example.org/a")
    page = await visit(here.ben, here.hall).get()
    inside, outside = page.one(id="messages").all("a")
    address = f"/as/{here.ben.id}/{here.guild.id}/{here.hall.id}?before={first.id + 1}#message-{first.id}"
    assert inside["href"] == address
    assert not inside.has("target")
    assert inside.text == "# hall › 💬"
    assert (outside["href"], outside["target"]) == ("https://example.org/a", "_blank")


async def test_a_member_is_told_of_what_they_have_not_read_and_of_who_speaks_to_them(
    here: Exhibition, visit: Visit
) -> None:
    await visit(here.ben, here.quiet).get()
    await here.ada.say(here.hall, f"hello {here.ben.mention}")
    await here.ada.say(here.hall, "and all")
    room = (await visit(here.ben, here.quiet).get()).one("a", data_channel=str(here.hall.id))
    assert "unread" in room.classes
    assert room.one(klass="count").text == "1"
    shown = await visit(here.ben, here.hall).get()
    assert len(shown.all("article", klass="for-me")) == 1
    room = (await visit(here.ben, here.quiet).get()).one("a", data_channel=str(here.hall.id))
    assert "unread" not in room.classes


async def test_a_forum_lists_its_posts_by_tag(here: Exhibition, visit: Visit) -> None:
    well = await here.post("Dig a new well", ("open",))
    gate = await here.post("Paint the gate", ("closed",))
    window = visit(here.ben, here.forum)
    posts = (await window.get()).one("ul", klass="posts")
    assert [each.one("strong").text for each in posts.all("a")] == ["Paint the gate", "Dig a new well"]
    assert "The old one is dry." in posts.text
    (tag,) = (tag for tag in here.forum.tags if tag["name"] == "open")
    posts = (await window.get(f"?tag={tag['id']}")).one("ul", klass="posts")
    assert [each["data-channel"] for each in posts.all("a")] == [str(well.id)]
    page = await visit(here.ben, gate).get()
    assert page.one("h1").text.split() == ["proposals", "›", "Paint", "the", "gate"]


async def test_light_or_dark_is_what_one_chose(here: Exhibition, visit: Visit) -> None:
    window = visit(here.ada, here.hall)
    assert (await window.get()).one("html")["class"] == ""
    for theme, shown in (("light", "light"), ("dark", "dark"), ('"><script>', "")):
        _, text = await window.asked("", Cookie=f"theme={theme}")
        assert parsed(text).one("html")["class"] == shown


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "path",
    ["say", "edit", "delete", "dismiss", "react", "thread", "post", "click", "select", "submit", "close", "use",
     "suggestions", "use-menu"],
)  # fmt: skip
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost", ""])
async def test_another_site_can_do_nothing_here(
    here: Exhibition, visit: Visit, path: str, origin: str
) -> None:
    status, _ = await visit(here.ada, here.hall).post(path, {"text": "x"}, origin=origin)
    assert status == 403
    assert here.hall.messages == []


@pytest.mark.attack("web")
@pytest.mark.parametrize("host", ["evil.example", "localhost:1", "127.0.0.1", "[::1]"])
async def test_no_other_name_leads_here(here: Exhibition, visit: Visit, host: str) -> None:
    status, text = await visit(here.ada, here.hall).asked("", Host=host)
    assert status == 421
    assert "hall" not in text


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "path",
    [
        "?before=-1",
        "?before=x",
        "?before=" + "9" * 40,
        "/older?before=1e3",
        "/members?after=-5",
        "/members?after=%00",
        "?tag=../../etc/passwd",
    ],
)
async def test_a_number_that_is_none_is_refused(here: Exhibition, visit: Visit, path: str) -> None:
    place = here.forum if "tag" in path else here.hall
    status, _ = await visit(here.ada, place).asked(path)
    assert status == 400


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/%2e%2e/server.py",
        "/static/server.py",
        "/static/templates/window.html",
        "/as/1/2/3",
    ],
)
async def test_nothing_but_its_own_files_is_served(here: Exhibition, visit: Visit, path: str) -> None:
    window = visit(here.ada, here.hall)
    window.address = ""
    assert (await window.asked(path))[0] == 404


@pytest.mark.attack("visibility")
@pytest.mark.parametrize("path", ["click", "select", "delete", "react", "edit", "use-menu"])
async def test_nobody_acts_on_a_private_answer_of_another(here: Exhibition, visit: Visit, path: str) -> None:
    await here.hang()
    (card,) = here.hall.messages
    reply = await here.ada.click(card, custom_id="fail")
    assert reply.message is not None
    fields = {"message": reply.message.id, "custom_id": "x", "emoji": "👍", "text": "x", "command": "Report"}
    status, _ = await visit(here.ben, here.hall).post(path, fields)
    assert status == 404


@pytest.mark.attack("visibility")
async def test_no_message_of_another_channel_is_acted_on_from_a_window(
    here: Exhibition, visit: Visit
) -> None:
    owner = here.guild.owner
    secret = await owner.say(here.hidden, "secret")
    window = visit(here.ada, here.hall)
    assert (await window.asked(f"/menu?message={secret.id}"))[0] == 404
    assert (await window.post("react", {"message": secret.id, "emoji": "👍"}))[0] == 404
    assert secret.reactions == {}


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "written", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 'never' * 3 }}"]
)
async def test_names_of_members_channels_posts_and_roles_stay_text(
    here: Exhibition, visit: Visit, written: str
) -> None:
    here.guild.create_text_channel(written)
    role = here.guild.create_role(written)
    eve = here.guild.create_member(written, roles=[role])
    await eve.say(here.hall, written, files=[(written, b"x")])
    await eve.open_post(here.forum, written, written)
    menu = await visit(here.ada, here.hall).get(f"/menu?user={eve.id}")
    for page in (
        await visit(here.ada, here.hall).get(),
        await visit(here.ada, here.forum).get(),
        await visit(eve, here.hall).get(),
        menu,
    ):
        assert [each["src"] for each in page.all("script")] in ([], ["/static/page.js"])
        assert page.all("img") == []
        assert "nevernever" not in page.text


async def test_a_visitor_without_a_window_gets_no_stream_beyond_what_is_served(
    here: Exhibition, pages: Pages, visit: Visit
) -> None:
    window: Visitor = visit(here.ada, here.hall)
    async with aiohttp.ClientSession() as http:
        opened = [await http.get(f"{window.origin}{window.address}/events") for _ in range(64)]
        assert {each.status for each in opened} == {200}
        async with http.get(f"{window.origin}{window.address}/events") as refused:
            assert refused.status == 503
        for each in opened:
            each.close()
