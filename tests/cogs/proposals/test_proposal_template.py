"""Moderators say what proposals on a track begin with; authors change it as they like."""

import pytest

from bot.domain.errors import NotModerator
from bot.domain.ids import GuildId, MemberId
from bot.services.actors import Actor
from sandbox.discord import Reply
from tests.cogs.conftest import Dao, answered

pytestmark = pytest.mark.asyncio(loop_scope="session")

HINT, TEXT = "A hint at the title (optional)", "The text to begin with (optional)"
SKELETON = "## What for\n\n## How much\n"


async def template(dao: Dao, title: str, text: str) -> str:
    reply = await dao["mona"].slash(dao.council, "proposal template", track="main")
    assert reply.modal is not None, reply.text
    return (await answered(await reply.modal.submit({HINT: title, TEXT: text}))).text


def shown(reply: Reply) -> tuple[str | None, str]:
    """The hint at the title, and the text in the form of a proposal."""
    assert reply.modal is not None, reply.text
    title, text = (reply.modal.field(label) for label in ("Title", "Text"))
    assert not title.value
    return title.component.get("placeholder"), text.value


async def test_a_proposal_begins_with_the_template_of_its_track(dao: Dao) -> None:
    assert "begin with this" in await template(dao, "Grant:  what for", SKELETON)
    assert shown(await dao["ada"].slash(dao.council, "propose")) == ("Grant: what for", SKELETON.strip())
    assert (await dao.log())[0] == ("track template", None)
    preview = await dao.draft(title="A well", text="Something else.")
    assert "Something else." in preview.text
    reply = await dao["mona"].slash(dao.council, "proposal template", track="main")
    assert reply.modal is not None
    assert reply.modal.field(TEXT).value == SKELETON.strip()


async def test_it_is_chosen_with_the_track_and_each_has_its_own(dao: Dao) -> None:
    await template(dao, "", SKELETON)
    await dao.use("mona", "gov track add", name="grants", preset="token")
    assert shown(await dao["ada"].slash(dao.council, "propose", track="grants")) == (None, "")
    picker = await dao.use("ada", "propose")
    assert shown(await dao["ada"].select(picker, values=["main"])) == (None, SKELETON.strip())


async def test_an_empty_template_is_none(dao: Dao) -> None:
    await template(dao, "Grant", SKELETON)
    assert "begin with an empty form" in await template(dao, " ", "\n")
    assert shown(await dao["ada"].slash(dao.council, "propose")) == (None, "")
    before = await dao.log()
    await template(dao, "", "")
    assert await dao.log() == before, "what changes nothing is no act"


@pytest.mark.attack("commands")
async def test_only_moderators_write_it_whatever_they_send(dao: Dao) -> None:
    (track,) = await dao.services.tracks.all(GuildId(dao.guild.id))
    ada = Actor(MemberId(dao["ada"].id), "ada", GuildId(dao.guild.id), dao.guild.name)
    for ask in (
        dao.services.templates.editable(ada, track.id),
        dao.services.templates.set(ada, track.id, "", SKELETON),
    ):
        with pytest.raises(NotModerator):
            await ask
    assert await dao.services.templates.of(track.id) is None
