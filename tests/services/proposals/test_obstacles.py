"""Whatever keeps a proposal from going on is told in its thread, on its card and to moderators: once each time that it
comes, with what to do. As soon as it is mended the proposal goes on."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import ExecutorUnproved
from bot.domain.executors import SafeExecutor
from bot.domain.ids import ChainId, ProposalId
from bot.domain.power import Erc20Votes, Role
from bot.domain.proposals.obstacles import PATIENCE, Cause, Step
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import PostEvent, PostLogEntry
from bot.wording.governance.log.log_entries import log_text
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD
from bot.wording.proposals.lifecycle.lifecycle import state_lines
from tests.fakes import FakeChain, account
from tests.harness import DISCUSSION, GUILD, SAFE, TIMELOCK, TOKEN, ServiceHarness
from tests.services.governance.test_unreadable_rows import damage
from tests.services.jobs.test_policies_beyond_bounds import spoil

SAY = language(markup=DISCORD)
PAY = f"transfer 5 to {account('well builder')}"
TWO = f"{PAY}\ntransfer 6 to {account('pump maker')}"
ELSEWHERE = ChainId(777)
Act = Callable[[ServiceHarness], Awaitable[None]]


@dataclass(frozen=True)
class Case:
    """One way in which a vote can't open."""

    cause: Cause
    break_: Act
    mend: Act
    actions: str = PAY
    before: Act | None = None
    """What is set up before anything is proposed."""


async def _track(harness: ServiceHarness, **changes: Any) -> None:
    """The track's policy as another version of the program, or an operator's change, may leave it."""
    async with harness.services.uow.writing() as repositories:
        track = (await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id))[0]
        policy = track.policy.model_copy(update=changes)
        await repositories.spaces.set_track(track.space, track.name, policy, harness.clock.now())


async def _executor_elsewhere(harness: ServiceHarness) -> None:
    await _track(harness, executor=SafeExecutor(chain=ELSEWHERE, address=SAFE))


async def _executor_here(harness: ServiceHarness) -> None:
    await _track(harness, executor=SafeExecutor(chain=harness.chain.id, address=SAFE))


async def _let_go(harness: ServiceHarness) -> None:
    await harness.services.executor_proofs.release(harness.moderator(), "", "because")


async def _prove(harness: ServiceHarness) -> None:
    await harness.prove(harness.moderator())


async def _no_batch(harness: ServiceHarness) -> None:
    harness.safes.makes_several = False


async def _batch(harness: ServiceHarness) -> None:
    harness.safes.makes_several = True


async def _leave_choices_to_authors(harness: ServiceHarness) -> None:
    await _track(harness, choices=(), choices_from="proposal", rules={})


async def _name_choices(harness: ServiceHarness) -> None:
    async with harness.services.uow.reading() as repositories:
        track = (await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id))[0]
        first = (await repositories.spaces.policies(track.id))[0].policy
    await _track(harness, choices=first.choices, choices_from="policy", rules=first.rules)


async def _read_elsewhere_too(harness: ServiceHarness) -> None:
    harness.other_chains = [
        FakeChain(harness.clock, ELSEWHERE, "other", tokens={TOKEN.contract: ("VOTE", 0)})
    ]
    await harness.restart()
    elsewhere = Erc20Votes(chain=ELSEWHERE, contract=TOKEN.contract)
    await harness.compose(sources=[TOKEN.model_dump(), elsewhere.model_dump()])


async def _forget_the_chain(harness: ServiceHarness) -> None:
    harness.other_chains = []
    await harness.restart()


async def _know_the_chain(harness: ServiceHarness) -> None:
    await _read_elsewhere_too(harness)


async def _count_a_role_too(harness: ServiceHarness) -> None:
    await harness.compose(sources=[TOKEN.model_dump(), Role(role=5).model_dump()])


async def _ask_for_no_quorum(harness: ServiceHarness) -> None:
    async with harness.services.uow.reading() as repositories:
        track = (await repositories.spaces.tracks((await repositories.spaces.of_guild(GUILD)).id))[0]
    await _track(harness, rules={name: rule for name, rule in track.policy.rules.items() if name != "quorum"})


async def _nothing(harness: ServiceHarness) -> None:
    """It was so from the beginning."""


async def _silence(harness: ServiceHarness) -> None:
    harness.chain.silent = True


async def _speech(harness: ServiceHarness) -> None:
    harness.chain.silent = False


async def _silent_safe(harness: ServiceHarness) -> None:
    harness.safes.silent.add(SAFE)


async def _found_safe(harness: ServiceHarness) -> None:
    harness.safes.silent.clear()


CASES = [
    Case(Cause.EXECUTOR_CHANGED, _executor_elsewhere, _executor_here),
    Case(Cause.UNPROVED, _let_go, _prove),
    Case(Cause.NO_BATCH_CONTRACT, _no_batch, _batch, TWO),
    Case(Cause.NO_CHOICES, _leave_choices_to_authors, _name_choices),
    Case(Cause.NO_CHAIN, _forget_the_chain, _know_the_chain, before=_read_elsewhere_too),
    Case(Cause.NO_TOTAL, _nothing, _ask_for_no_quorum, before=_count_a_role_too),
    Case(Cause.CHAIN_SILENT, _silence, _speech),
    Case(Cause.CHAIN_SILENT, _silent_safe, _found_safe),
]


async def held_up(harness: ServiceHarness) -> list[PostEvent]:
    return [event for event in await harness.notified(PostEvent) if event.event == "held_up"]


async def tried(harness: ServiceHarness, times: int = 5) -> None:
    """Again and again, for longer than anybody's patience."""
    for _ in range(times):
        await harness.proceed()
        await harness.try_again()
    await harness.pass_time(PATIENCE)
    for _ in range(times):
        await harness.try_again()
    await harness.notifications()


async def redrawn(harness: ServiceHarness, proposal: ProposalId) -> None:
    """The card shows the rules and the content of now."""
    await harness.services.card_visibility.seen(await harness.get(proposal))


async def discussed(harness: ServiceHarness, actions: str, before: Act | None = None) -> ProposalId:
    await harness.set_up(quorum="4%")
    if before is not None:
        await before(harness)
    await harness.powers({"ada": 10})
    return await harness.submitted("ada", actions=actions)


@pytest.mark.attack("commands")
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.cause.value}-{case.break_.__name__}")
async def test_what_keeps_a_vote_from_opening_is_told_once_and_mended_it_opens(
    harness: ServiceHarness, case: Case
) -> None:
    proposal = await discussed(harness, case.actions, case.before)
    await case.break_(harness)
    await harness.pass_time(DISCUSSION)
    await harness.proceed()
    await tried(harness)
    assert await harness.state(proposal) is State.PENDING
    (event,) = await held_up(harness)
    assert (event.proposal, event.data["step"], event.data["cause"]) == (
        proposal,
        "opening",
        case.cause.value,
    )
    assert event.alarm, "moderators read it in their log"
    card = await harness.services.cards.card(proposal)
    assert card.obstacle is not None
    assert card.obstacle.cause is case.cause
    first, what_to_do = state_lines(card, SAY)[:2]
    assert first.startswith("⚠️ **The vote can't open yet.**")
    assert what_to_do.startswith("➡️ ")
    await case.mend(harness)
    await harness.try_again()
    await redrawn(harness, proposal)
    await harness.try_again()
    assert await harness.state(proposal) is State.VOTING
    assert (await harness.services.cards.card(proposal)).obstacle is None
    assert len(await held_up(harness)) == 1


async def test_an_edit_by_its_author_opens_a_vote_that_had_too_many_actions(harness: ServiceHarness) -> None:
    proposal = await discussed(harness, TWO)
    await _no_batch(harness)
    await harness.pass_time(DISCUSSION)
    await tried(harness)
    await harness.services.proposing.edit(harness.actor("ada"), proposal, "A new well", "We need water.", PAY)
    await harness.notifications()
    await harness.show_card(proposal)
    async with harness.services.uow.reading() as repositories:
        assert (await repositories.obstacles.of(proposal)) is not None
    await redrawn(harness, proposal)
    await harness.proceed()
    assert await harness.state(proposal) is State.VOTING


async def test_a_node_that_is_away_for_some_minutes_is_no_news(harness: ServiceHarness) -> None:
    proposal = await discussed(harness, PAY)
    await harness.pass_time(DISCUSSION)
    await harness.show_card(proposal)
    harness.chain.silent = True
    for _ in range(5):
        await harness.try_again()
    assert await held_up(harness) == []
    assert (await harness.services.cards.card(proposal)).obstacle is None
    harness.chain.silent = False
    await harness.try_again()
    assert await harness.state(proposal) is State.VOTING


@pytest.mark.attack("floods")
async def test_obstacles_that_take_turns_are_told_again_after_pauses_that_grow(
    harness: ServiceHarness,
) -> None:
    proposal = await discussed(harness, TWO)
    await harness.pass_time(DISCUSSION)
    await harness.show_card(proposal)
    await _no_batch(harness)
    began = harness.clock.now()
    told: list[tuple[str, int]] = []
    while harness.clock.now() < began + timedelta(hours=16):
        for turn in (_found_safe, _silent_safe):
            await turn(harness)
            for _ in range(2):
                await harness.try_again()
                hours = (harness.clock.now() - began) // timedelta(hours=1)
                told += [(each.data["cause"], hours) for each in (await held_up(harness))[len(told) :]]
                await harness.pass_time(PATIENCE)
    by_cause = {cause: [hours for each, hours in told if each == cause] for cause, _ in told}
    assert by_cause == {Cause.NO_BATCH_CONTRACT: [0, 1, 3, 8], Cause.CHAIN_SILENT: [0, 2, 4, 9]}


async def test_an_obstacle_that_was_mended_and_comes_back_is_told_again(harness: ServiceHarness) -> None:
    """Another transaction takes the request's place, so that it is made once more."""
    proposal = await harness.opened(powers={"ada": 10}, actions=TWO)
    await harness.passed(proposal)
    await _no_batch(harness)
    await harness.pass_time(TIMELOCK)
    await tried(harness)
    await _batch(harness)
    await harness.try_again()
    request = await harness.requested(proposal)
    harness.safes.end(harness.safe, request, "replaced")
    await _no_batch(harness)
    for _ in range(5):
        await tried(harness)
    assert [event.data["cause"] for event in await held_up(harness)] == [Cause.NO_BATCH_CONTRACT] * 2
    assert (await harness.services.cards.card(proposal)).obstacle is not None


async def test_a_safe_that_is_proved_while_an_attempt_fails_is_no_news(harness: ServiceHarness) -> None:
    proposal = await discussed(harness, PAY)
    await _let_go(harness)
    await harness.pass_time(DISCUSSION)
    await tried(harness)
    found = await harness.get(proposal)
    with pytest.raises(ExecutorUnproved) as failed:
        await harness.services.executor_proofs.require_for(found)
    await _prove(harness)
    await harness.services.obstacles.meet(proposal, found.space, Step.OPENING, failed.value)
    assert len(await held_up(harness)) == 1


async def test_a_restart_tells_nothing_again(harness: ServiceHarness) -> None:
    proposal = await discussed(harness, TWO)
    await _no_batch(harness)
    await harness.pass_time(DISCUSSION)
    await harness.proceed()
    await tried(harness)
    await harness.restart()
    await tried(harness)
    assert len(await held_up(harness)) == 1
    assert await harness.state(proposal) is State.PENDING


@pytest.mark.attack("database")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revisions SET actions = '{'",
        "UPDATE revisions SET choices = '7'",
        "UPDATE submissions SET blocks = 'nowhere'",
        "UPDATE card_standings SET why = 'it rains', unseen_since = 1",
    ],
)
async def test_a_proposal_that_can_not_be_read_is_told_to_moderators_once(
    harness: ServiceHarness, statement: str
) -> None:
    proposal = await discussed(harness, PAY)
    await harness.pass_time(DISCUSSION)
    await harness.show_card(proposal)
    await damage(harness, statement)
    for _ in range(4):
        await harness.pass_time(timedelta(minutes=20))
        await harness.sweep.run()
        await harness.notifications()
    found = [await harness.services.public_log.entry(e.entry) for e in await harness.notified(PostLogEntry)]
    (entry,) = [entry for entry, _, _ in found if entry.act == "unreadable"]
    assert entry.proposal == proposal
    assert "Tell the bot's operator" in log_text(entry, SAY)


@pytest.mark.attack("database")
async def test_a_proposal_whose_rules_are_unreadable_opens_when_moderators_give_new_ones(
    harness: ServiceHarness,
) -> None:
    proposal = await discussed(harness, PAY)
    await harness.notifications()
    await spoil(harness, GUILD, ("periods", "voting"), "P999999999D")
    await harness.pass_time(DISCUSSION)
    await harness.proceed()
    await harness.try_again()
    acts = [entry.act for entry in await harness.services.public_log.newest(GUILD, limit=5)]
    assert acts[0] == "unreadable"
    await harness.set_up(preset="token")
    for _ in range(3):
        await harness.pass_time(timedelta(minutes=20))
        await harness.proceed()
    assert await harness.state(proposal) is State.VOTING


@pytest.mark.attack("database")
@pytest.mark.parametrize("column", ["step", "cause", "data", "told"])
@pytest.mark.parametrize("value", ["", "{", "7", "[1]"])
async def test_a_damaged_note_of_an_obstacle_stops_nothing(
    harness: ServiceHarness, column: str, value: str
) -> None:
    proposal = await discussed(harness, TWO)
    await _no_batch(harness)
    await harness.pass_time(DISCUSSION)
    await harness.proceed()
    await harness.try_again()
    await damage(harness, f"UPDATE obstacles SET {column} = '{value}'")
    await harness.services.cards.card(proposal)
    await harness.try_again()
    assert len(await held_up(harness)) == 2, "nobody knows any more that it was told"
    await _batch(harness)
    await harness.try_again()
    assert await harness.state(proposal) is State.VOTING


async def test_what_passed_and_can_not_be_handed_over_is_told_once(harness: ServiceHarness) -> None:
    proposal = await harness.opened(powers={"ada": 10}, actions=TWO)
    await harness.passed(proposal)
    await _no_batch(harness)
    await harness.pass_time(TIMELOCK)
    await tried(harness)
    (event,) = await held_up(harness)
    assert (event.data["step"], event.data["cause"]) == ("execution", "no_batch_contract")
    assert (
        "**What passed can't be handed over yet.**"
        in state_lines(await harness.services.cards.card(proposal), SAY)[0]
    )
    await _batch(harness)
    await harness.try_again()
    assert len((await harness.get(proposal)).requests) == 1
    assert (await harness.services.cards.card(proposal)).obstacle is None
