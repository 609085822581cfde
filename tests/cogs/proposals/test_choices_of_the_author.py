"""Where a track leaves the choices to the author, the form asks for them; they are shown, edited and frozen."""

from datetime import timedelta

import pytest

from bot.domain.ids import GuildId
from bot.domain.policy.model import Policy
from tests.cogs.conftest import ACTIONS, answered, named

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHOICES = "Choices, one per line"


async def election_track(dao, **changes):
    """The server's track becomes one on which authors name the choices."""
    async with dao.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(GuildId(dao.guild.id))
        (track,) = await repositories.spaces.tracks(space.id)
        fields = {"mechanism": "approval", "choices": [], "choices_from": "proposal", "rules": {}, **changes}
        policy = Policy.model_validate({**track.policy.model_dump(), **fields})
        await repositories.spaces.set_track(space.id, track.name, policy, dao.world.clock.now())


async def form(dao, name="ada"):
    reply = await dao[name].slash(dao.council, "propose")
    assert reply.modal is not None, reply.text
    return reply.modal


async def draft(dao, choices, name="ada"):
    filled = {"Title": "Where to dig", "Text": "We need a place.", ACTIONS: "", CHOICES: choices}
    return await answered(await (await form(dao, name)).submit(filled))


async def test_the_form_asks_for_choices_and_the_preview_lists_them(dao):
    await election_track(dao)
    preview = await draft(dao, "North\n  South \n\nEast")
    assert "**Choices**\n1. North\n2. South\n3. East" in preview.text
    assert (await dao.newest()).content.choices == ("North", "South", "East")


async def test_other_tracks_do_not_ask(dao):
    assert CHOICES not in [field.label for field in (await form(dao)).fields]


async def test_what_was_typed_is_kept_when_the_choices_are_refused(dao):
    await election_track(dao)
    refused = await draft(dao, "North\nnorth")
    assert "“north” looks like “North”" in refused.text
    reply = await dao["ada"].click(refused, "Correct it")
    assert reply.modal.field(CHOICES).value == "North\nnorth"
    assert reply.modal.field("Title").value == "Where to dig"
    preview = await answered(await reply.modal.submit({CHOICES: "North\nSouth"}))
    assert "2. South" in preview.text


async def test_an_edit_of_the_choices_is_shown_as_a_difference(dao):
    await election_track(dao)
    await dao.link("ada", tokens=100)
    await dao.click("ada", await draft(dao, "North\nSouth"), "Submit")
    proposal = await dao.newest()
    reply = await dao["ada"].slash(dao.council, "proposal edit", proposal=named(proposal))
    assert reply.modal.field(CHOICES).value == "North\nSouth"
    await answered(await reply.modal.submit({CHOICES: "North\nWest"}))
    shown = await dao.use("ada", "proposal diff", proposal=named(proposal))
    assert "# choices" in shown.text
    assert "-South\n+West" in shown.text


async def test_the_named_choices_are_frozen_and_voted_on(dao):
    await election_track(dao)
    await dao.link("ada", tokens=100)
    await dao.click("ada", await draft(dao, "North\nSouth"), "Submit")
    proposal = await dao.newest()
    await dao.services.card_visibility.thread_seen(proposal.id)
    await dao.world.later(timedelta(days=2, seconds=1))
    opening = await dao.open_now(proposal.id)
    assert opening.policy.choices == ("North", "South")
    assert opening.policy.hash == proposal.policy.hash
    await dao.world.later(timedelta(seconds=1))
    receipt = await dao.use("ada", "vote cast", proposal=named(proposal), choice="south")
    assert "**South**" in receipt.text


async def test_a_draft_from_before_the_track_asked_names_its_choices_before_it_is_submitted(dao):
    await dao.link("ada", tokens=100)
    preview = await dao.draft()
    await election_track(dao)
    refused = await dao.click("ada", preview, "Submit")
    assert "none are named yet" in refused.text
    reply = await dao["ada"].click(preview, "Edit")
    preview = await answered(await reply.modal.submit({CHOICES: "North\nSouth"}))
    assert "is in discussion" in (await dao.click("ada", preview, "Submit")).text
