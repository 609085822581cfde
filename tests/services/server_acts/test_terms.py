"""A role that a vote gave for a time is taken when that is over: always, once, and by nobody's mistake."""

import pytest

from bot.domain.errors import BadAction, ServerUnheard
from bot.domain.ids import MemberId, ProposalId, RoleId
from bot.domain.retention import RetentionKind
from bot.services.delivery.notifications import PostEvent
from bot.wording.proposals.cards.changes import changes_lines
from bot.wording.server_acts.listing import act_event, act_lines
from bot.wording.server_acts.terms import term_event
from tests.databases import ON_EACH_KIND
from tests.harness import EXECUTION, GUILD, ServiceHarness
from tests.said import raises_saying
from tests.services.governance.test_unreadable_rows import damage
from tests.services.server_acts.changed_server import (
    BEN,
    COUNCIL,
    SAY,
    carried_out,
    founded,
    passed,
    tried_again,
)

DAY = EXECUTION / EXECUTION.days
FOR_A_WEEK = "grant <@&501> to <@102> for 7 days"
FOR_LONG = "grant <@&501> to <@102> for 60 days"
HELD = {(COUNCIL, MemberId(BEN))}


async def days_later(harness: ServiceHarness, days: float) -> None:
    await harness.pass_time(DAY * days)
    await harness.proceed()


async def ends(harness: ServiceHarness, proposal: ProposalId) -> list[tuple[str, bool]]:
    """What was said of terms, and whether it is an alarm."""
    found = await harness.get(proposal)
    return [
        (term_event(found, each.data, SAY), each.alarm)
        for each in harness.handler.delivered
        if isinstance(each, PostEvent) and each.event == "term" and each.proposal == proposal
    ]


async def test_a_role_is_taken_when_its_time_is_over(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await carried_out(harness, FOR_A_WEEK)
    await days_later(harness, 6.9)
    assert harness.server.holders == HELD
    await days_later(harness, 0.1)
    assert harness.server.holders == set()
    assert harness.server.reasons[-1] == "Folkmoot proposal 1, change 1, term"
    assert await ends(harness, proposal) == [("⌛ The term is over: <@&501> was taken from <@102>.", False)]
    (entry,) = await harness.services.public_log.newest(GUILD, limit=1)
    assert (entry.act, entry.actor) == ("server end_role", 0)


async def test_the_term_is_said_before_the_vote_and_its_end_after_it(harness: ServiceHarness) -> None:
    await founded(harness)
    draft = await harness.get(await harness.drafted(actions=FOR_A_WEEK))
    assert changes_lines(draft, SAY)[1] == (
        "1. give <@&501> to <@102> for 7 days from then on; Folkmoot takes it at the end"
    )
    proposal = await harness.get(await carried_out(harness, FOR_A_WEEK))
    until = SAY.moment(proposal.act_outcomes[0].at + DAY * 7)
    assert act_lines(proposal, SAY)[-1] == f"   • until {until}"
    assert act_event(proposal, {"place": "0", "why": ""}, SAY).endswith(f"➡️ until {until}")


@pytest.mark.attack("commands")
@pytest.mark.parametrize("days", [0, 3651, 999_999_999])
async def test_a_term_has_a_length(harness: ServiceHarness, days: int) -> None:
    await founded(harness)
    with raises_saying(BadAction, "for 1 to 3.650 days"):
        await harness.drafted(actions=f"grant @Council to <@102> for {days} days")


async def test_a_role_without_an_end_stays(harness: ServiceHarness) -> None:
    await founded(harness)
    await carried_out(harness, "grant <@&501> to <@102>")
    await days_later(harness, 5000)
    assert harness.server.holders == HELD


@pytest.mark.attack("order")
async def test_a_term_that_ended_while_the_bot_was_away_ends_at_its_return(harness: ServiceHarness) -> None:
    await founded(harness)
    await carried_out(harness, FOR_A_WEEK)
    await harness.stop()
    await harness.pass_time(DAY * 40)
    assert harness.server.holders == HELD
    harness.start()
    await harness.proceed()
    assert harness.server.holders == set()


@pytest.mark.parametrize("later", ["grant <@&501> to <@102>", "grant <@&501> to <@102> for 90 days"])
async def test_who_was_given_the_role_again_for_longer_keeps_it(harness: ServiceHarness, later: str) -> None:
    await founded(harness)
    first = await carried_out(harness, FOR_LONG)
    await carried_out(harness, later)
    await days_later(harness, 60)
    assert harness.server.holders == HELD
    assert await ends(harness, first) == [
        ("⌛ The term is over. <@102> keeps <@&501>: another vote gave it for longer.", False)
    ]
    await days_later(harness, 60)
    assert harness.server.holders == (set() if "90 days" in later else HELD)


async def test_what_others_were_given_keeps_nobodys_role(harness: ServiceHarness) -> None:
    await founded(harness)
    await carried_out(harness, FOR_A_WEEK, "grant <@&501> to <@103>", "grant <@&503> to <@102>")
    await days_later(harness, 7)
    assert harness.server.holders == {(COUNCIL, MemberId(103)), (RoleId(503), MemberId(BEN))}


@pytest.mark.attack("order")
async def test_a_role_that_is_given_by_hand_after_the_term_is_not_taken(harness: ServiceHarness) -> None:
    await founded(harness)
    await carried_out(harness, FOR_A_WEEK)
    await days_later(harness, 7)
    harness.server.holders |= HELD
    await harness.restart()
    await days_later(harness, 30)
    assert harness.server.holders == HELD


@pytest.mark.attack("order")
async def test_a_role_that_is_given_by_hand_after_a_recall_is_not_taken_at_the_end_of_the_term(
    harness: ServiceHarness,
) -> None:
    await founded(harness)
    await carried_out(harness, FOR_LONG)
    await carried_out(harness, "take <@&501> from <@102>")
    assert harness.server.holders == set()
    harness.server.holders |= HELD
    await days_later(harness, 90)
    assert harness.server.holders == HELD


@pytest.mark.attack("order")
async def test_a_recall_ends_all_that_gave_the_role(harness: ServiceHarness) -> None:
    await founded(harness)
    await carried_out(harness, "grant <@&501> to <@102>")
    await carried_out(harness, "take <@&501> from <@102>")
    await carried_out(harness, FOR_A_WEEK)
    await days_later(harness, 7)
    assert harness.server.holders == set()


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    ("broken", "mended", "mend"),
    [
        ({"rank": 0}, {"rank": 50}, "moves the bot's role up"),
        ({"permissions": 0}, {"permissions": 1 << 28}, "Manage Roles"),
    ],
)
async def test_a_role_that_outlives_its_term_is_an_alarm_and_taken_when_that_can_be(
    harness: ServiceHarness, broken: dict[str, int], mended: dict[str, int], mend: str
) -> None:
    await founded(harness)
    proposal = await carried_out(harness, FOR_A_WEEK)
    vars(harness.server).update(broken)
    await days_later(harness, 7)
    await tried_again(harness)
    await tried_again(harness)
    ((told, alarm),) = await ends(harness, proposal)
    assert told.startswith("🛑 **<@102> still has <@&501>, and the term is over.**")
    assert mend in told
    assert alarm
    vars(harness.server).update(mended)
    await tried_again(harness)
    assert harness.server.holders == set()
    assert "was taken from" in (await ends(harness, proposal))[-1][0]


@pytest.mark.attack("order")
async def test_a_role_that_was_deleted_ends_and_another_of_its_name_is_left_alone(
    harness: ServiceHarness,
) -> None:
    await founded(harness)
    proposal = await carried_out(harness, FOR_A_WEEK)
    harness.server.delete(COUNCIL)
    other = harness.server.add(777, "Council")
    harness.server.holders.add((other, MemberId(BEN)))
    await days_later(harness, 7)
    await tried_again(harness)
    assert harness.server.holders == {(other, MemberId(BEN))}
    assert [alarm for _, alarm in await ends(harness, proposal)] == [False]


async def test_who_left_has_no_role_any_more(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await carried_out(harness, FOR_A_WEEK)
    harness.server.left.add(MemberId(BEN))
    await days_later(harness, 7)
    ((told, alarm),) = await ends(harness, proposal)
    assert ("isn't in the server" in told, alarm) == (True, False)


@pytest.mark.attack("order")
async def test_a_role_that_was_taken_before_a_crash_is_not_taken_from_whom_a_vote_gives_it(
    harness: ServiceHarness,
) -> None:
    await founded(harness)
    first = await carried_out(harness, "grant <@&501> to <@102> for 15 days")
    later = await passed(harness, "grant <@&501> to <@102>")
    given_at = (await harness.get(first)).act_outcomes[0].at
    await harness.pass_time(given_at + DAY * 15 - harness.clock.now())
    harness.server.forgets_answers = True
    with pytest.raises(ServerUnheard):
        await harness.services.ending_terms.end((await harness.get(first)).space)
    assert harness.server.holders == set()
    harness.server.forgets_answers = False
    await harness.restart()
    await harness.services.carrying_out.carry_out(later)
    await tried_again(harness)
    assert harness.server.holders == HELD


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE given_roles SET member = 666",
        "UPDATE given_roles SET role = 503",
        "UPDATE given_roles SET ends_at = ends_at - 1, look_at = look_at - 1",
        "UPDATE given_roles SET place = 1",
        """UPDATE revisions SET acts = replace(acts, '"days":7', '"days":1')""",
        """UPDATE revisions SET acts = replace(acts, '"member":"102"', '"member":"666"')""",
        "UPDATE act_outcomes SET at = at - 1000000",
    ],
)
async def test_a_term_that_was_changed_in_the_database_takes_nobodys_role(
    harness: ServiceHarness, statement: str
) -> None:
    await founded(harness)
    proposal = await carried_out(harness, FOR_A_WEEK)
    held = {(role, MemberId(member)) for role in (COUNCIL, RoleId(503)) for member in (BEN, 666)}
    harness.server.holders |= held
    await damage(harness, statement)
    await harness.restart()
    await days_later(harness, 7)
    await tried_again(harness)
    assert harness.server.holders == held
    if "place" not in statement:
        ((told, alarm),) = await ends(harness, proposal)
        assert ("isn't what was voted on" in told, alarm) == (True, True)


@pytest.mark.attack("database")
async def test_a_term_that_can_not_be_read_holds_up_no_other(harness: ServiceHarness) -> None:
    await founded(harness)
    broken = await carried_out(harness, "grant <@&501> to <@103> for 60 days")
    await carried_out(harness, FOR_LONG)
    await damage(harness, f"UPDATE revisions SET acts = 'broken' WHERE proposal = {broken}")
    await harness.restart()
    await days_later(harness, 60)
    await tried_again(harness)
    assert harness.server.holders == {(COUNCIL, MemberId(103))}


async def test_while_discord_is_silent_a_term_waits(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await carried_out(harness, FOR_A_WEEK)
    harness.server.silent = True
    await days_later(harness, 7)
    assert await ends(harness, proposal) == []
    harness.server.silent = False
    await tried_again(harness)
    assert harness.server.holders == set()


@pytest.mark.attack("floods")
async def test_more_terms_than_are_ended_at_once_all_end(harness: ServiceHarness) -> None:
    await founded(harness)
    for first in (1, 21):
        lines = [f"grant <@&501> to <@{member}> for 60 days" for member in range(first, first + 20)]
        await carried_out(harness, *lines)
    assert len(harness.server.holders) == 40
    await days_later(harness, 60)
    assert harness.server.holders == set()


@ON_EACH_KIND
async def test_a_term_ends_in_a_server_that_keeps_names_for_a_shorter_time(harness: ServiceHarness) -> None:
    await founded(harness)
    proposal = await carried_out(harness, FOR_LONG)
    await harness.services.retaining.keep(harness.moderator(), RetentionKind.NAMES, 30)

    async def named() -> bool:
        opening = (await harness.get(proposal)).opening
        return opening is not None and opening.pseudonyms.secret is not None

    await days_later(harness, 45)
    assert await named()
    await days_later(harness, 15)
    assert harness.server.holders == set()
    await days_later(harness, 2)
    assert not await named()
