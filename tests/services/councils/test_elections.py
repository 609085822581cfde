"""A vote elects several members, and what its lines say of winners is done for each of them."""

import json

import pytest

from bot.domain.ballot_formats.authors_choices import MOST
from bot.domain.councils.election_rule import MOST_SEATS
from bot.domain.errors import BadAction, BadChoices
from bot.domain.ids import MemberId
from bot.domain.proposals.state import State
from bot.wording.errors import message
from bot.wording.proposals.cards.changes import changes_lines
from bot.wording.voting.results import result_text
from tests.harness import EXECUTION, TIMELOCK, ServiceHarness
from tests.services.councils.electing import (
    COUNCIL_TO_WINNERS,
    MEMBERS,
    SAY,
    candidates,
    elected,
    electing,
    standing,
)
from tests.services.governance.test_unreadable_rows import damage
from tests.services.server_acts.changed_server import BEN, COUNCIL, founded, outcomes

CLEO = 103


async def shown(harness: ServiceHarness) -> str:
    assert harness.proposal is not None
    card = await harness.services.cards.card(harness.proposal)
    return "\n".join(changes_lines(card.proposal, SAY, over=card.proposal.closing is not None))


async def result(harness: ServiceHarness) -> str:
    assert harness.proposal is not None
    card = await harness.services.cards.card(harness.proposal)
    assert card.proposal.closing is not None
    return result_text(card, card.proposal.closing, "", SAY)


async def test_each_who_is_elected_gets_the_role_for_the_term_and_it_ends(harness: ServiceHarness) -> None:
    await electing(harness)
    proposal = await standing(harness, COUNCIL_TO_WINNERS)
    before = await shown(harness)
    assert "**2 of these members are elected**" in before
    assert f"• Ben: <@{BEN}>" in before
    assert "give <@&501> to each member who is elected, for" in before
    closing = await elected(harness, proposal)
    assert closing.winners is not None
    assert [(each.choice, each.member) for each in closing.winners.each] == [(2, BEN), (3, CLEO)]
    said = await result(harness)
    assert f"🗳️ **Elected**\n1. Ben: <@{BEN}>\n2. Cleo: <@{CLEO}>" in said
    assert "Folkmoot changes the server as voted" in said
    after = await shown(harness)
    assert f"1. give <@&501> to <@{BEN}> for" in after
    assert f"2. give <@&501> to <@{CLEO}> for" in after
    assert harness.server.holders == set()
    await harness.pass_time(TIMELOCK)
    await harness.proceed()
    assert harness.server.holders == {(COUNCIL, MemberId(BEN)), (COUNCIL, MemberId(CLEO))}
    assert await outcomes(harness, proposal) == ["done", "done"]
    assert await harness.state(proposal) is State.EXECUTED
    await harness.pass_time(EXECUTION)
    await harness.proceed()
    assert len(harness.server.holders) == 2
    for _ in range(180 // EXECUTION.days + 1):
        await harness.pass_time(EXECUTION)
        await harness.proceed()
    assert harness.server.holders == set()


async def test_who_loses_the_role_by_the_same_vote_and_is_elected_again_keeps_it(
    harness: ServiceHarness,
) -> None:
    await electing(harness)
    harness.server.holders = {(COUNCIL, MemberId(BEN)), (COUNCIL, MemberId(101))}
    await standing(harness, COUNCIL_TO_WINNERS, f"take <@&501> from <@{BEN}>", "take <@&501> from <@101>")
    assert harness.proposal is not None
    await elected(harness, harness.proposal)
    await harness.pass_time(TIMELOCK)
    await harness.proceed()
    assert harness.server.holders == {(COUNCIL, MemberId(BEN)), (COUNCIL, MemberId(CLEO))}


async def test_a_seat_stays_empty_where_nobody_is_ahead_and_that_is_said(harness: ServiceHarness) -> None:
    await electing(harness)
    await harness.powers({"dan": 35})
    proposal = await standing(harness, COUNCIL_TO_WINNERS)
    closing = await elected(harness, proposal, {"ada": (1,), "ben": (1, 2), "dan": (1, 3)})
    assert closing.winners is not None
    assert ([each.choice for each in closing.winners.each], closing.winners.tied) == ([1], (2, 3))
    assert "⚠️ 1 seat stays empty: Ben and Cleo are level" in await result(harness)
    proposal = await standing(harness, COUNCIL_TO_WINNERS)
    await elected(harness, proposal, {"ada": (1,)})
    assert "⚠️ 1 seat stays empty: no other candidate got a vote." in await result(harness)
    await harness.pass_time(TIMELOCK)
    await harness.proceed()
    assert harness.server.holders == {(COUNCIL, MemberId(101))}


@pytest.mark.attack("commands")
async def test_the_result_of_many_with_long_names_can_be_posted(harness: ServiceHarness) -> None:
    await electing(harness, seats=MOST_SEATS)
    names = [f"{'A' * 70}{number:02}" for number in range(MOST)]
    people = "\n".join(f"{name} <@{2**60 + place}>" for place, name in enumerate(names))
    proposal = await standing(harness, COUNCIL_TO_WINNERS, choices=people)
    order = tuple(range(1, MOST + 1))
    closing = await elected(harness, proposal, dict.fromkeys(MEMBERS, order))
    assert closing.winners is not None
    assert [each.choice for each in closing.winners.each] == list(order[:MOST_SEATS])
    said = await result(harness)
    assert f"{MOST_SEATS}. <@{2**60 + MOST_SEATS - 1}>" in said
    assert len(said) <= 2000


async def test_a_vote_that_misses_its_quorum_elects_nobody(harness: ServiceHarness) -> None:
    await electing(harness, rules={"quorum": {"kind": "headcount", "value": 3}})
    proposal = await standing(harness, COUNCIL_TO_WINNERS)
    closing = await elected(harness, proposal, {"ada": (1,)})
    assert not closing.passed
    assert closing.winners is None
    assert await harness.state(proposal) is State.DEFEATED
    record = await harness.services.cards.record(proposal)
    assert record is not None
    assert "elected" not in json.loads(record)


async def test_what_was_vetoed_gives_nobody_a_role(harness: ServiceHarness) -> None:
    await electing(harness)
    proposal = await standing(harness, COUNCIL_TO_WINNERS)
    await elected(harness, proposal)
    await harness.services.moderation.veto(harness.guardian(), proposal, "No.")
    await harness.pass_time(TIMELOCK)
    await harness.proceed()
    assert harness.server.holders == set()


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("Ada\nBen <@102>", "“Ada” isn't a candidate"),
        ("Ada <@101>\nBen <@101>", "“Ada” and “Ben” are the same member"),
        ("Ada <@101>\nАda <@102>", "looks like"),
        ("Ada <@101>", "there is 1"),
        ("<@101>\n<@102>", "isn't a candidate"),
        ("Ada <@9999999999999999999>\nBen <@102>", "isn't a candidate"),
        ("Ada 0\nBen <@102>", "isn't a candidate"),
    ],
)
@pytest.mark.attack("commands")
async def test_candidates_are_members_each_once(harness: ServiceHarness, lines: str, why: str) -> None:
    await electing(harness)
    with pytest.raises(BadChoices) as refused:
        await standing(harness, choices=lines)
    assert why in message(refused.value, SAY).happened


async def test_what_an_author_edits_has_its_candidates_still(harness: ServiceHarness) -> None:
    await electing(harness)
    preview = await harness.services.proposing.draft(
        harness.actor("ada"), "A council", "Text.", "", choices=candidates(harness)
    )
    added = await harness.services.proposing.add_action(
        harness.actor("ada"), preview.proposal.id, COUNCIL_TO_WINNERS
    )
    assert added.proposal.content.candidates == tuple(harness.member(name) for name in MEMBERS)


@pytest.mark.attack("commands")
async def test_nothing_is_for_winners_where_a_vote_elects_nobody(harness: ServiceHarness) -> None:
    await founded(harness)
    with pytest.raises(BadAction) as refused:
        await harness.drafted(actions=COUNCIL_TO_WINNERS)
    assert "elect no members" in message(refused.value, SAY).happened


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    "change",
    [
        """UPDATE closings SET winners = replace(winners, '"102"', '"101"')""",
        """UPDATE revisions SET acts = replace(acts, '"501"', '"503"')""",
    ],
)
async def test_nobody_gets_what_others_were_elected_to(harness: ServiceHarness, change: str) -> None:
    """Somebody who can write to the database changes who was elected, or to what."""
    await electing(harness)
    proposal = await standing(harness, COUNCIL_TO_WINNERS)
    await elected(harness, proposal)
    await harness.pass_time(TIMELOCK)
    await harness.restart()
    await damage(harness, change)
    await harness.proceed()
    assert harness.server.holders == set()
