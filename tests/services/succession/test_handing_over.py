"""A server that is handed over to another operator's Folkmoot: here nothing goes on by itself, and all can be taken
back until it is exported."""

import pytest

from bot.domain.errors import (
    HandedOver,
    HandoverBegun,
    NotHandedOver,
    NotModerator,
    ReasonMissing,
    VetoPossible,
    VoteBoundToBot,
)
from bot.domain.ids import MemberId, MessageId, address
from bot.domain.policy.trust import TrustLevel
from bot.domain.proposals.state import State
from bot.domain.succession.handover import SETTLING
from bot.services.delivery.notifications import NotifyMember, PostCard, PostStartPanel
from tests.harness import GUARDIANS, ServiceHarness
from tests.harness.setting import GRACE, GUILD, VOTING
from tests.services.voting.ending import opened

OTHER, SUCCESSOR = address("0x" + "5a" * 20), MemberId(77)


@pytest.mark.attack("commands")
@pytest.mark.parametrize("roles", [(), (GUARDIANS,)])
async def test_only_moderators_hand_a_server_over(harness: ServiceHarness, roles: tuple[int, ...]) -> None:
    await harness.set_up()
    handing_over = harness.services.handing_over
    with pytest.raises(NotModerator):
        await handing_over.begin(harness.actor("ada", *roles), OTHER, SUCCESSOR, "Mine.")
    await handing_over.begin(harness.moderator(), OTHER, SUCCESSOR, "They move on.")
    with pytest.raises(NotModerator):
        await handing_over.take_back(harness.actor("ada", *roles), "Mine.")
    assert handing_over.of(GUILD) is not None


async def test_it_needs_a_reason_and_is_done_once(harness: ServiceHarness) -> None:
    await harness.set_up()
    handing_over, moderator = harness.services.handing_over, harness.moderator()
    with pytest.raises(NotHandedOver):
        await handing_over.take_back(moderator, "Why not.")
    with pytest.raises(ReasonMissing):
        await handing_over.begin(moderator, OTHER, SUCCESSOR, " ")
    await handing_over.begin(moderator, OTHER, SUCCESSOR, "They move on.")
    with pytest.raises(HandoverBegun):
        await handing_over.begin(moderator, OTHER, SUCCESSOR, "Again.")
    with pytest.raises(HandedOver):
        handing_over.require_here(GUILD)


async def test_nothing_becomes_due_while_a_server_is_handed_over_and_all_of_it_afterwards(
    harness: ServiceHarness,
) -> None:
    proposal = await harness.opened({"ada": 60, "ben": 40})
    await harness.vote("ada", "For")
    await harness.services.handing_over.begin(harness.moderator(), OTHER, SUCCESSOR, "They move on.")
    before = await harness.notified(PostCard)
    await harness.pass_time(VOTING + GRACE)
    await harness.sweep.run()
    assert await harness.state(proposal) is State.CLOSED
    async with harness.services.uow.reading() as repositories:
        card = await repositories.messages.get(proposal, "card")
    assert card is not None
    await harness.services.cards.card_deleted(card.message)
    assert await harness.services.card_visibility.standing() == []
    assert await harness.notified(PostCard) == before
    await harness.services.handing_over.refuse_reaction(GUILD, card.message, harness.member("ben"))
    await harness.services.handing_over.refuse_reaction(GUILD, MessageId(5), harness.member("ben"))
    assert [each.error for each in await harness.notified(NotifyMember)] == ["HandedOver"]
    # After a start of the program, too.
    await harness.restart()
    await harness.services.handing_over.load()
    await harness.try_again()
    assert await harness.state(proposal) is State.CLOSED

    await harness.services.handing_over.take_back(harness.moderator(), "They don't.")
    await harness.try_again()
    assert await harness.state(proposal) is State.VOTING, "the time in which nobody could vote was added"
    await harness.vote("ben", "Against")
    await harness.pass_time(VOTING + GRACE)
    await harness.sweep.run()
    assert await harness.state(proposal) is State.TIMELOCK
    with pytest.raises(VetoPossible):
        await harness.services.handing_over.begin(harness.moderator(), OTHER, SUCCESSOR, "They move on.")


async def test_a_vote_that_discord_signs_for_this_bot_ends_here(harness: ServiceHarness) -> None:
    proposal = await opened(harness, {"ada": 10}, trust=TrustLevel.COUNTERSIGNED)
    handing_over, moderator = harness.services.handing_over, harness.moderator()
    with pytest.raises(VoteBoundToBot):
        await handing_over.begin(moderator, OTHER, SUCCESSOR, "They move on.")
    await harness.services.moderation.cancel(moderator, proposal, "It can wait.")
    await handing_over.begin(moderator, OTHER, SUCCESSOR, "They move on.")


async def test_what_a_server_left_behind_is_not_said_again_here(harness: ServiceHarness) -> None:
    await harness.opened({"ada": 60})
    await harness.services.handing_over.begin(harness.moderator(), OTHER, SUCCESSOR, "They move on.")
    async with harness.services.uow.writing() as repositories:
        await repositories.outbox.add(PostStartPanel(GUILD), at=harness.clock.now())
    await harness.pass_time(SETTLING)
    await harness.services.handing_over.finish(GUILD)
    async with harness.services.uow.reading() as repositories:
        assert await repositories.outbox.waiting(GUILD) == 0
        assert await repositories.outbox.given_up() == []
        assert await repositories.outbox.given_up(GUILD) == []
