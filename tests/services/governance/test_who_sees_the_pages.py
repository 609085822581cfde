"""Who says who may see a space's pages."""

import pytest

from bot.domain.errors import NotModerator, PagesUnserved
from bot.domain.spaces.space import PagesFor
from tests.harness import GUARDIANS, ServiceHarness
from tests.services.server_acts.parts import grants


@pytest.mark.attack("commands")
@pytest.mark.parametrize("pages", list(PagesFor))
@pytest.mark.parametrize("roles", [(), (GUARDIANS,)])
async def test_only_moderators_say_who_may_see_the_pages(
    harness: ServiceHarness, pages: PagesFor, roles: tuple[int, ...]
) -> None:
    await harness.set_up()
    before = await harness.services.space_setup.place(harness.moderator().guild)
    with pytest.raises(NotModerator):
        await harness.services.page_access.show_to(harness.actor("ada", *roles), pages)
    assert await harness.services.space_setup.place(before.guild) == before


@pytest.mark.parametrize("pages", [PagesFor.MEMBERS, PagesFor.EVERYBODY])
async def test_where_the_bot_serves_no_pages_they_can_not_be_shown(
    harness: ServiceHarness, pages: PagesFor
) -> None:
    await harness.set_up()
    with pytest.raises(PagesUnserved):
        await harness.services.page_access.show_to(harness.moderator(), pages)


async def test_pages_are_for_members_until_a_moderator_says_otherwise(harness: ServiceHarness) -> None:
    await harness.set_up()
    guild = harness.moderator().guild
    assert (await harness.services.space_setup.place(guild)).pages is PagesFor.MEMBERS
    await harness.services.page_access.show_to(harness.moderator(), PagesFor.NOBODY)
    assert (await harness.services.space_setup.place(guild)).pages is PagesFor.NOBODY
    # Setting the space up anew leaves it as it is.
    await harness.set_up()
    assert (await harness.services.space_setup.place(guild)).pages is PagesFor.NOBODY


@pytest.mark.attack("visibility")
async def test_what_is_hidden_of_a_server_is_hidden_of_its_parts(harness: ServiceHarness) -> None:
    """A part has them as its server had when it was created, and nobody else says anything of them."""
    part = await grants(harness)
    assert (await part.space()).pages is PagesFor.MEMBERS
    await harness.services.page_access.show_to(harness.moderator(), PagesFor.NOBODY)
    assert (await part.space()).pages is PagesFor.NOBODY
    with pytest.raises(NotModerator):
        await harness.services.page_access.show_to(part.moderator, PagesFor.EVERYBODY)
