"""Voting by reaction: what is added, taken back, and found after a gap."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.elections.ballot import milliseconds
from bot.domain.ids import MessageId, RoleId
from bot.services.delivery.notifications import NotifyMember, PostCard
from tests.harness import GUILD, VOTING, ServiceHarness, no_roles
from tests.verification.checking import refusal

FOR, AGAINST, ABSTAIN = "👍", "👎", "🤷"
ELDERS = RoleId(77)


async def with_card(harness: ServiceHarness, **powers: int) -> int:
    proposal = await harness.opened(powers=powers)
    await harness.post_card(proposal)
    return proposal


async def told(harness: ServiceHarness, name: str) -> list[str]:
    """The refusals that were told to a member."""
    return [
        notification.error
        for notification in await harness.notified(NotifyMember)
        if notification.member == harness.member(name)
    ]


@pytest.mark.parametrize(("emoji", "choice"), [(FOR, 1), (AGAINST, 2), (ABSTAIN, 3), ("👍🏿", 1)])
async def test_a_reaction_is_a_ballot_for_its_choice(
    harness: ServiceHarness, emoji: str, choice: int
) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.react("ada", emoji)
    assert await harness.stored(proposal) == {"ada": choice}


async def test_another_emoji_is_no_vote(harness: ServiceHarness) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.react("ada", "🎉")
    assert await harness.stored(proposal) == {}
    assert await told(harness, "ada") == []


async def test_a_reaction_on_another_message_is_no_vote(harness: ServiceHarness) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.react("ada", FOR, message=7_001)
    assert await harness.stored(proposal) == {}


async def test_the_same_reaction_event_twice_is_one_ballot(harness: ServiceHarness) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.react("ada", FOR)
    await asyncio.gather(harness.react("ada", FOR), harness.react("ada", FOR))
    async with harness.services.uow.reading() as repositories:
        assert len(await repositories.ballots.of_member(proposal, harness.member("ada"))) == 1
    assert await told(harness, "ada") == []


async def test_a_reaction_taken_back_withdraws_its_ballot(harness: ServiceHarness) -> None:
    proposal = await with_card(harness, ada=10, ben=5)
    await harness.react("ada", FOR)
    await harness.react("ada", FOR, added=False)
    await harness.react("ben", AGAINST)
    assert await harness.stored(proposal) == {"ada": None, "ben": 2}
    assert await told(harness, "ada") == []
    assert (await harness.close(proposal)).scores == {"Against": 5}


async def test_a_removed_reaction_withdraws_only_a_reaction_ballot(harness: ServiceHarness) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.react("ada", FOR)
    await harness.pass_time(timedelta(seconds=1))
    await harness.vote("ada", "For")
    await harness.react("ada", FOR, added=False)
    assert await harness.stored(proposal) == {"ada": 1}


async def test_a_removed_reaction_withdraws_only_the_ballot_for_its_own_choice(
    harness: ServiceHarness,
) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.react("ada", FOR)
    await harness.react("ada", AGAINST)
    await harness.react("ada", FOR, added=False)
    assert await harness.stored(proposal) == {"ada": 2}


async def test_reactions_of_one_moment_are_all_kept_in_their_order(harness: ServiceHarness) -> None:
    proposal = await with_card(harness, ada=10)
    for _ in range(3):
        await harness.react("ada", FOR)
        await harness.react("ada", FOR, added=False)
    await harness.react("ada", AGAINST)
    assert (await harness.running_tally(proposal)).scores == (0, 10, 0)
    async with harness.services.uow.reading() as repositories:
        kept = await repositories.ballots.of_member(proposal, harness.member("ada"))
    assert [ballot.choice for ballot in kept] == [1, None, 1, None, 1, None, 2]
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    assert len({ballot.receipt(opening.pseudonyms) for ballot in kept}) == len(kept)
    assert (await harness.close(proposal)).scores == {"Against": 10}


async def test_reactions_of_one_millisecond_have_the_order_that_verify_wants(harness: ServiceHarness) -> None:
    names = ["ada", "ben", "cleo", "dan", "eve", "finn"]
    proposal = await with_card(harness, **dict.fromkeys(names, 10))
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    # A card's reactions all have its id, so that the voters' numbers in the vote come next.
    numbers = {name: int(opening.pseudonyms.of(harness.member(name))) for name in names}
    for name in sorted(names, key=numbers.__getitem__, reverse=True):
        for emoji in (FOR, AGAINST):
            await harness.react(name, emoji)
            harness.clock.advance(timedelta(microseconds=10))
    await harness.close(proposal)
    record = await harness.services.cards.record(proposal)
    assert record is not None
    assert refusal(record) is None
    async with harness.services.uow.reading() as repositories:
        kept = [await repositories.ballots.of_member(proposal, harness.member(name)) for name in names]
    for each in kept:
        times = [milliseconds(ballot.cast_at) for ballot in each]
        assert len(set(times)) == len(times), "each ballot of a member has a receipt of its own"


@pytest.mark.attack("order")
@pytest.mark.parametrize(
    "late", [timedelta(seconds=-3), timedelta(0), timedelta(seconds=2), timedelta(days=1)]
)
@pytest.mark.parametrize("how", ["live", "after a gap"])
async def test_a_reaction_replaces_no_ballot_whose_time_is_known(
    harness: ServiceHarness, late: timedelta, how: str
) -> None:
    """It may have been made before, and be processed late: what was acknowledged counts, and the member is told."""
    proposal = await with_card(harness, ada=10)
    cast_at = harness.clock.now() + timedelta(seconds=3)
    await harness.vote("ada", "Against", at=cast_at)
    await harness.pass_time(timedelta(seconds=3) + late)
    if how == "live":
        await harness.react("ada", FOR)
    else:
        present = {(harness.member("ada"), FOR)}
        await harness.restart()
        await harness.services.voting.reconcile(GUILD, proposal, MessageId(7_000), present, no_roles)
    assert await harness.stored(proposal) == {"ada": 2}
    assert await told(harness, "ada") == ["BallotStands"]
    assert (await harness.close(proposal)).scores == {"Against": 10}


@pytest.mark.attack("order")
@pytest.mark.parametrize("early", [timedelta(seconds=-2), timedelta(0), timedelta(seconds=2)])
async def test_a_click_that_is_processed_after_a_reaction_replaces_it(
    harness: ServiceHarness, early: timedelta
) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.pass_time(timedelta(seconds=5))
    await harness.react("ada", FOR)
    receipt = await harness.vote("ada", "Against", at=harness.clock.now() - early)
    assert receipt.before is not None
    assert await harness.stored(proposal) == {"ada": 2}
    record = await harness.close(proposal)
    assert record.scores == {"Against": 10}
    assert receipt.code in (await harness.services.cards.record(proposal) or b"").decode()


@pytest.mark.attack("order")
async def test_a_click_that_replaced_a_reaction_and_comes_again_is_the_same_ballot(
    harness: ServiceHarness,
) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.pass_time(timedelta(seconds=5))
    clicked_at = harness.clock.now() - timedelta(seconds=2)
    interaction = harness.interaction(clicked_at)
    await harness.react("ada", FOR)
    receipts = [
        await harness.vote("ada", "Against", at=clicked_at, interaction=interaction) for _ in range(3)
    ]
    assert len({receipt.code for receipt in receipts}) == 1
    async with harness.services.uow.reading() as repositories:
        assert len(await repositories.ballots.of_member(proposal, harness.member("ada"))) == 2


async def test_a_reaction_that_says_what_the_ballot_says_is_no_reason_to_say_anything(
    harness: ServiceHarness,
) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.vote("ada", "For")
    await harness.react("ada", FOR)
    assert await told(harness, "ada") == []
    await harness.react("ada", FOR, added=False)
    assert await harness.stored(proposal) == {"ada": 1}


@pytest.mark.attack("order")
@pytest.mark.parametrize("taken", [AGAINST, ABSTAIN])
async def test_a_reaction_that_still_stands_counts_when_a_later_one_is_taken_back(
    harness: ServiceHarness, taken: str
) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.react("ada", FOR)
    await harness.react("ada", taken)
    await harness.react("ada", taken, added=False)
    assert await harness.stored(proposal) == {"ada": 1}
    await harness.react("ada", FOR, added=False)
    assert await harness.stored(proposal) == {"ada": None}


@pytest.mark.attack("order")
async def test_of_several_reactions_that_stand_the_newest_counts(harness: ServiceHarness) -> None:
    proposal = await with_card(harness, ada=10)
    for emoji in (FOR, AGAINST, ABSTAIN):
        await harness.react("ada", emoji)
        await harness.pass_time(timedelta(seconds=1))
    await harness.react("ada", ABSTAIN, added=False)
    assert await harness.stored(proposal) == {"ada": 2}


@pytest.mark.attack("linking")
@pytest.mark.parametrize("unlinked", ["between them", "after both", "in a gap"])
async def test_a_reaction_that_still_stands_is_no_ballot_for_who_has_no_wallet_any_more(
    harness: ServiceHarness, unlinked: str
) -> None:
    """What is taken back is taken back: no empty ballot comes in its place."""
    proposal = await with_card(harness, ada=10, ben=5)
    await harness.pass_time(timedelta(seconds=1))
    await harness.react("ada", ABSTAIN)
    if unlinked == "after both":
        await harness.react("ada", AGAINST)
    await harness.unlink("ada")
    if unlinked == "between them":
        await harness.react("ada", AGAINST)
        await harness.react("ada", ABSTAIN, added=False)
    elif unlinked == "after both":
        await harness.react("ada", AGAINST, added=False)
    else:
        present = {(harness.member("ada"), AGAINST)}
        await harness.services.voting.reconcile(GUILD, proposal, MessageId(7_000), present, no_roles)
    assert await harness.stored(proposal) == {"ada": None}
    tally = await harness.running_tally(proposal)
    assert (tally.scores, tally.voters) == ((0, 0, 0), 0)
    await harness.vote("ben", "For")
    assert (await harness.close(proposal)).scores == {"For": 5}


async def test_a_reaction_that_still_stands_has_the_roles_that_were_read_with_the_one_taken_back(
    harness: ServiceHarness,
) -> None:
    """Discord names the roles of who reacts, and not of who takes a reaction back."""
    proposal = await harness.opened(
        powers={"ada": 10}, sources=f"role {ELDERS} x 3", quorum="1 votes", threshold="0"
    )
    await harness.post_card(proposal)
    for emoji in (AGAINST, FOR):
        await harness.react("ben", emoji, roles={ELDERS})
    await harness.react("ben", FOR, added=False)
    assert (await harness.running_tally(proposal)).scores == (0, 3, 0)
    assert (await harness.close(proposal)).scores == {"Against": 3}


@pytest.mark.attack("order")
async def test_a_reaction_during_a_pause_is_told_to_its_member(harness: ServiceHarness) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.services.moderation.pause(harness.moderator(), proposal, "a moment")
    await harness.react("ada", FOR)
    assert await told(harness, "ada") == ["VotingPaused"]
    await harness.services.moderation.resume(harness.moderator(), proposal, "it goes on")
    await harness.react("ada", FOR, added=False)
    await harness.react("ada", FOR)
    assert await harness.stored(proposal) == {"ada": 1}


async def test_a_reaction_after_the_end_is_refused_and_told_once(harness: ServiceHarness) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.pass_time(VOTING)
    await harness.react("ada", FOR)
    await harness.react("ada", FOR)
    assert await harness.stored(proposal) == {}
    assert await told(harness, "ada") == ["VotingOver"]


async def test_a_refused_reaction_is_not_told_again_after_a_gap(harness: ServiceHarness) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.react("ben", FOR)
    await harness.services.voting.reconcile(
        GUILD, proposal, MessageId(7_000), {(harness.member("ben"), FOR)}, no_roles
    )
    assert await told(harness, "ben") == ["NoWallet"]


async def test_taking_back_a_refused_reaction_says_nothing_more(harness: ServiceHarness) -> None:
    await with_card(harness, ada=10)
    await harness.react("ben", FOR)
    await harness.react("ben", FOR, added=False)
    assert await told(harness, "ben") == ["NoWallet"]


async def test_a_member_may_react_again_once_they_have_a_wallet(harness: ServiceHarness) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.react("ben", FOR)
    await harness.react("ben", FOR, added=False)
    await harness.link("ben")
    await harness.react("ben", FOR)
    assert await harness.stored(proposal) == {"ben": 1}


async def test_taking_a_reaction_back_claims_no_wallet(harness: ServiceHarness) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.react("ben", FOR)
    await harness.link("ben", "shared")
    await harness.react("ben", FOR, added=False)
    await harness.unlink("ben", "shared")
    await harness.link("cleo", "shared")
    await harness.vote("cleo", "For")
    assert await harness.stored(proposal) == {"cleo": 1}


async def test_reactions_missed_in_a_gap_are_taken_up(harness: ServiceHarness) -> None:
    proposal = await with_card(harness, ada=10, ben=5, cleo=3, dan=1)
    await harness.react("ada", FOR)
    await harness.react("ben", FOR)
    await harness.react("dan", FOR)
    await harness.restart()
    # Meanwhile ada took hers back, ben changed his mind, cleo came, and dan did nothing.
    present = {
        (harness.member("ben"), AGAINST),
        (harness.member("cleo"), ABSTAIN),
        (harness.member("dan"), FOR),
    }
    await harness.services.voting.reconcile(GUILD, proposal, MessageId(7_000), present, no_roles)
    assert await harness.stored(proposal) == {"ada": None, "ben": 2, "cleo": 3, "dan": 1}
    await harness.services.voting.reconcile(GUILD, proposal, MessageId(7_000), present, no_roles)
    async with harness.services.uow.reading() as repositories:
        assert len(await repositories.ballots.of_member(proposal, harness.member("dan"))) == 1
        assert len(await repositories.ballots.of_member(proposal, harness.member("ben"))) == 3
    assert (await harness.close(proposal)).scores == {"Against": 5, "Abstain": 3, "For": 1}


async def test_a_button_ballot_outlives_a_reaction_that_vanished_in_a_gap(harness: ServiceHarness) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.react("ada", FOR)
    await harness.pass_time(timedelta(seconds=1))
    await harness.vote("ada", "Against")
    await harness.services.voting.reconcile(GUILD, proposal, MessageId(7_000), set(), no_roles)
    assert await harness.stored(proposal) == {"ada": 2}


async def test_deleting_the_card_withdraws_nobodys_vote(harness: ServiceHarness) -> None:
    proposal = await with_card(harness, ada=10)
    await harness.react("ada", FOR)
    await harness.services.cards.card_deleted(MessageId(7_000))
    assert len(await harness.notified(PostCard)) == 2
    new = await harness.post_card(proposal, 7_500)
    await harness.services.voting.reconcile(GUILD, proposal, new, set(), no_roles)
    assert await harness.stored(proposal) == {"ada": 1}
    await harness.react("ada", AGAINST, message=7_500)
    assert await harness.stored(proposal) == {"ada": 2}


async def test_a_card_posted_a_moment_ago_is_known_as_soon_as_it_is_stored(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10})
    message = harness.interaction()
    await harness.react("ada", FOR, message=message)
    await harness.post_card(proposal, message)
    await harness.react("ada", FOR, message=message)
    assert await harness.stored(proposal) == {"ada": 1}
