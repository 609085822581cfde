"""The message on which members sponsor a draft, whatever is in it."""

import pytest
from discord import ui
from msgspec.structs import replace

from bot.domain.ids import MemberId
from bot.domain.proposals.sponsoring import MOST_SPONSORS, Sponsorship
from bot.services.proposals.drafting.sponsoring import SponsoredDraft
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD, LAYOUT_LIMIT
from cogs.components.cards.sponsoring import sponsoring_view, withheld_draft
from tests.harness import ServiceHarness

SAY = language(markup=DISCORD)


async def asking(harness: ServiceHarness, title: str, text: str) -> SponsoredDraft:
    """A draft of these words that looks for sponsors, behind which as many stand as may."""
    await harness.set_up(threshold="100")
    async with harness.services.uow.writing() as repositories:
        space = await repositories.spaces.of_guild(harness.actor("ada").guild)
        (track,) = await repositories.spaces.tracks(space.id)
        policy = track.policy.model_copy(update={"sponsoring": True})
        await repositories.spaces.set_track(track.space, track.name, policy, harness.clock.now())
    ada = harness.actor("ada")
    preview = await harness.services.proposing.draft(ada, title, text, "")
    await harness.services.sponsoring.call(ada, preview.proposal.id)
    draft = await harness.services.sponsoring.draft(preview.proposal.id)
    assert draft is not None
    members = [MemberId(2**62 + number) for number in range(MOST_SPONSORS)]
    at = harness.clock.now()
    return replace(draft, sponsorships=tuple(Sponsorship(each, frozenset(), 10**30, at) for each in members))


def texts(view: ui.LayoutView) -> str:
    return "\n".join(item.content for item in view.walk_children() if isinstance(item, ui.TextDisplay))


@pytest.mark.attack("text")
@pytest.mark.parametrize("letter", ["x", "*", "\\", "@", "[", "🛖"])
async def test_the_message_fits_whatever_the_author_writes(harness: ServiceHarness, letter: str) -> None:
    draft = await asking(harness, letter * 50, f"{letter * 40} " * 40)
    view = sponsoring_view(draft, SAY)
    assert len(texts(view)) <= LAYOUT_LIMIT
    assert "A draft looks for sponsors" in texts(view)
    assert f"{MOST_SPONSORS - 10} more" in texts(view)
    assert len([item for item in view.walk_children() if isinstance(item, ui.Button)]) == 3


@pytest.mark.attack("text")
async def test_a_server_whose_filters_refuse_the_words_still_sees_who_asks(harness: ServiceHarness) -> None:
    draft = withheld_draft(await asking(harness, "Bad words", "Worse words"), SAY)
    said = texts(sponsoring_view(draft, SAY))
    assert "words" not in said.replace("the author's words", "")
    assert f"<@{harness.member('ada')}>" in said
