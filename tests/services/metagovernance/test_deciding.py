"""Members decide here how the votes of their Safe are cast in somebody else's Governor."""

from dataclasses import replace
from datetime import timedelta

import pytest
from eth_abi import decode

from bot.domain.errors import (
    BadAction,
    CannotCast,
    CastsNothing,
    ChangesExecutor,
    NoCastingHere,
    NotToBeAskedAgain,
    WrongContract,
)
from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.executors import NoSignature
from bot.domain.ids import ChannelId, ProposalId
from bot.domain.metagovernance.calls import cast_call
from bot.domain.metagovernance.casting import FRACTIONAL, Cast, ForeignProposal, Side, reason_of
from bot.domain.proposals.proposal import State
from bot.services.delivery.notifications import PostEvent
from bot.services.execution.signing import RequestToSign
from bot.wording.execution.safe.requests import stop_words
from tests.fakes import GOVERNOR, MAINNET, account
from tests.fakes.foreign_votes import GOVERNOR_NAME
from tests.harness import GRACE, GUILD, SAFE, ServiceHarness
from tests.services.execution.asking import on_card
from tests.services.metagovernance.metagovernance import (
    LINE,
    PERIODS,
    SAY,
    call,
    change,
    closed,
    convene,
    decided,
    opened,
    shown,
)

FOREIGN = ForeignProposal(MAINNET, GOVERNOR, "7")


async def expected(harness: ServiceHarness, proposal: int, cast: Cast) -> str:
    """The calldata that follows from the frozen content, the result and the record."""
    found = await harness.get(proposal)
    assert found.opening is not None
    assert found.opening.cast_terms is not None
    assert found.closing is not None
    terms = found.opening.cast_terms
    reason = reason_of(terms.link, found.opening.content_hash, found.closing.record_hash)
    return cast_call(FOREIGN, cast, reason).data


@pytest.mark.parametrize(
    ("ben", "side"), [("For", Side.FOR), ("Against", Side.AGAINST), ("Abstain", Side.ABSTAIN)]
)
async def test_the_side_that_wins_is_cast_with_all_votes(
    harness: ServiceHarness, ben: str, side: Side
) -> None:
    await convene(harness, {"ada": 10, "ben": 30})
    proposal = await decided(harness, {"ada": "For", "ben": ben})
    (request,) = await harness.services.preparing.prepare(proposal)
    assert request.payload.to == GOVERNOR
    assert request.payload.data == await expected(harness, proposal, Cast(int(side)))


async def test_a_split_casts_all_votes_in_parts_as_members_split(harness: ServiceHarness) -> None:
    """1,000 votes by 10, 20 and 30: 166⅔, 333⅓ and 500, of which the one that is left goes to the larger remainder."""
    await convene(harness, {"ada": 10, "ben": 20, "cleo": 30}, casts="split")
    proposal = await decided(harness, {"ada": "Against", "ben": "For", "cleo": "Abstain"})
    (request,) = await harness.services.preparing.prepare(proposal)
    assert request.payload.data == await expected(harness, proposal, Cast(FRACTIONAL, (167, 333, 500)))


async def test_a_tie_casts_nothing_where_all_goes_to_one_side(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10, "ben": 10})
    proposal = await decided(harness, {"ada": "For", "ben": "Against"})
    assert await harness.state(proposal) is State.DEFEATED
    assert await call(harness, proposal) is None
    assert "**Nothing is cast**" in await shown(harness, proposal)


async def test_a_tie_is_cast_in_halves_where_votes_are_split(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10, "ben": 10}, casts="split")
    proposal = await decided(harness, {"ada": "For", "ben": "Against"})
    assert await harness.state(proposal) is State.EXECUTION
    assert (await harness.get(proposal)).cast == Cast(FRACTIONAL, (500, 500, 0))


@pytest.mark.parametrize("casts", ["whole", "split"])
async def test_where_nobody_votes_nothing_is_cast(harness: ServiceHarness, casts: str) -> None:
    await convene(harness, {"ada": 10}, casts=casts)
    proposal = await decided(harness, {})
    assert await harness.state(proposal) is State.DEFEATED
    assert await call(harness, proposal) is None


async def test_below_the_quorum_nothing_is_cast(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 1, "ben": 99})
    proposal = await decided(harness, {"ada": "For"})
    assert await harness.state(proposal) is State.DEFEATED


async def test_every_call_that_a_vote_may_come_to_is_shown_before_it(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    proposal = await harness.submitted(actions=LINE)
    said = await shown(harness, proposal)
    for number in range(3):
        assert f"`castVoteWithReason(id, {number}, reason)`" in said
    assert "nothing where the first are level" in said
    assert GOVERNOR in said


async def mirrored(harness: ServiceHarness, words: str) -> None:
    """The server follows the Governor, where somebody has proposed in these words what the votes are about."""
    framework = harness.mirrored.add(GOVERNOR_NAME)
    assert framework.rules.address == GOVERNOR
    await harness.services.mirroring.add(harness.moderator(), "governor", GOVERNOR, ChannelId(77))
    framework.propose("7", words)
    await harness.services.sweep.run()


async def test_what_the_server_follows_is_shown_by_its_proposers_words(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 5})
    await mirrored(harness, "# A bridge\n\nOver the river.")
    proposal = await harness.drafted("ada", actions=LINE)
    assert "(in its proposer's words: “A bridge”)" in await shown(harness, proposal)


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "title",
    [
        "**Cast** by @everyone",
        "[Vote here](https://evil.example)",
        "a`b” of the Governor 0x00",
        "\u202ethgir ot tfel",
        "x" * 5_000,
    ],
)
async def test_a_proposers_words_are_words_and_nothing_else(harness: ServiceHarness, title: str) -> None:
    await convene(harness, {"ada": 5})
    await mirrored(harness, title)
    text = await shown(harness, await harness.drafted("ada", actions=LINE))
    assert "in its proposer's words" in text
    assert title not in text
    assert "cast" in text
    assert len(text) < 2_000


async def test_a_proposers_words_are_no_part_of_what_is_decided(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 5})
    await mirrored(harness, "# A bridge")
    proposal = await opened(harness)
    async with harness.services.uow.reading() as repositories:
        frozen = await repositories.proposals.frozen(proposal)
    assert b"A bridge" not in frozen


async def test_a_split_shows_that_it_is_cast_in_parts(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10}, casts="split")
    said = await shown(harness, await harness.submitted(actions=LINE))
    assert f"`castVoteWithReasonAndParams(id, {FRACTIONAL}, reason, parts)`" in said


async def test_the_votes_and_their_owner_are_frozen_with_the_vote(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    proposal = await opened(harness)
    terms = (await harness.get(proposal)).opening.cast_terms
    assert (terms.voter, terms.votes, terms.symbol) == (SAFE, 1_000, "OTHER")
    assert terms.link.startswith("https://discord.com/channels/1000/")
    assert f"the 1\u202f000 OTHER of `{SAFE}`" in await shown(harness, proposal)


async def test_a_result_says_what_is_cast(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10, "ben": 30})
    proposal = await decided(harness, {"ada": "For", "ben": "Against"})
    assert "**Against** with 1\u202f000 OTHER" in await shown(harness, proposal)


async def test_a_vote_elsewhere_is_refused_on_a_track_that_acts(harness: ServiceHarness) -> None:
    await harness.set_up()
    with pytest.raises(NoCastingHere):
        await harness.drafted(actions=LINE)


@pytest.mark.parametrize(
    "lines",
    ["", f"{LINE}\ntransfer 5 to {account('thief')}", f"{LINE}\ngrant 5 reputation to <@101>"],
)
@pytest.mark.attack("actions")
async def test_a_track_that_casts_takes_nothing_but_one_vote_elsewhere(
    harness: ServiceHarness, lines: str
) -> None:
    await convene(harness, {"ada": 10})
    with pytest.raises(CastsNothing):
        await harness.drafted(actions=lines)


@pytest.mark.parametrize(
    "line",
    [
        "cast",
        "cast 7",
        f"cast {GOVERNOR}",
        f"cast {GOVERNOR} -7",
        f"cast {GOVERNOR} 07",
        f"cast {GOVERNOR} 0x7",
        f"cast {GOVERNOR} 7.0",
        f"cast {GOVERNOR} ٧",
        f"cast {GOVERNOR} {2**256}",
        f"cast {GOVERNOR} 7 8",
        f"cast {GOVERNOR[:-1]} 7",
        f"{LINE}\n{LINE}",
        f"{LINE}\ncast {account('another governor')} 8",
    ],
)
@pytest.mark.attack("actions")
async def test_a_line_that_names_no_one_vote_is_refused(harness: ServiceHarness, line: str) -> None:
    await convene(harness, {"ada": 10})
    with pytest.raises(BadAction):
        await harness.drafted(actions=line)


REFUSED = [
    ({"name": "defeated"}, NotCast.OVER),
    ({"name": "executed"}, NotCast.OVER),
    ({"name": "canceled"}, NotCast.OVER),
    ({"name": "expired"}, NotCast.OVER),
    ({"voted": True}, NotCast.VOTED),
    ({"votes": 0}, NotCast.NO_VOTES),
]


@pytest.mark.parametrize(("changes", "why"), REFUSED)
@pytest.mark.attack("order")
async def test_what_cannot_be_cast_is_refused_as_a_draft(
    harness: ServiceHarness, changes: dict[str, object], why: NotCast
) -> None:
    vote = await convene(harness, {"ada": 10})
    vote.__dict__.update(changes)
    with pytest.raises(CannotCast) as refused:
        await harness.drafted(actions=LINE)
    assert refused.value.why is why


@pytest.mark.attack("actions")
async def test_a_vote_that_the_governor_does_not_know_is_refused(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    with pytest.raises(CannotCast) as refused:
        await harness.drafted(actions=f"cast {GOVERNOR} 8")
    assert refused.value.why is NotCast.UNKNOWN


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"fractional": False}, NotCast.WHOLE_ONLY), ({"votes": 2**128}, NotCast.TOO_MANY)],
)
@pytest.mark.attack("actions")
async def test_a_split_that_the_governor_would_not_take_is_refused(
    harness: ServiceHarness, changes: dict[str, object], why: NotCast
) -> None:
    vote = await convene(harness, {"ada": 10}, casts="split")
    vote.__dict__.update(changes)
    with pytest.raises(CannotCast) as refused:
        await harness.drafted(actions=LINE)
    assert refused.value.why is why


async def test_as_many_votes_as_a_governor_can_split_are_split(harness: ServiceHarness) -> None:
    vote = await convene(harness, {"ada": 10}, casts="split")
    vote.votes = 2**128 - 1
    proposal = await decided(harness, {"ada": "For"})
    assert (await harness.get(proposal)).cast == Cast(FRACTIONAL, (0, 2**128 - 1, 0))


async def test_a_vote_that_begins_later_may_be_drafted_and_opens_no_vote_before(
    harness: ServiceHarness,
) -> None:
    vote = await convene(harness, {"ada": 10})
    vote.name, vote.votes = "pending", None
    proposal = await harness.submitted(actions=LINE)
    await harness.pass_time(PERIODS.discussion)
    with pytest.raises(CannotCast) as refused:
        await harness.open_now(proposal)
    assert refused.value.why is NotCast.NOT_BEGUN
    vote.name, vote.votes = "active", 1_000
    assert await harness.services.opening.open(proposal) is not None


@pytest.mark.parametrize(("changes", "why"), REFUSED)
@pytest.mark.attack("order")
async def test_what_cannot_be_cast_any_more_opens_no_vote(
    harness: ServiceHarness, changes: dict[str, object], why: NotCast
) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await harness.submitted(actions=LINE)
    vote.__dict__.update(changes)
    await harness.pass_time(PERIODS.discussion)
    with pytest.raises(CannotCast) as refused:
        await harness.open_now(proposal)
    assert refused.value.why is why
    assert await harness.state(proposal) is State.PENDING


@pytest.mark.attack("time")
async def test_a_vote_here_that_ends_after_the_one_there_is_not_submitted(harness: ServiceHarness) -> None:
    vote = await convene(harness, {"ada": 10})
    draft = await harness.drafted(actions=LINE)
    vote.ends_at = harness.clock.now() + PERIODS.discussion + PERIODS.voting
    with pytest.raises(CannotCast) as refused:
        await harness.services.proposing.submit(harness.actor("ada"), draft)
    assert refused.value.why is NotCast.TOO_LATE
    assert refused.value.ends_at == vote.ends_at


@pytest.mark.attack("time")
async def test_a_vote_here_that_would_end_too_late_by_a_longer_discussion_does_not_open(
    harness: ServiceHarness,
) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await harness.submitted(actions=LINE)
    vote.ends_at = harness.clock.now() + PERIODS.discussion + PERIODS.voting
    await harness.pass_time(PERIODS.discussion + timedelta(hours=1))
    with pytest.raises(CannotCast) as refused:
        await harness.open_now(proposal)
    assert refused.value.why is NotCast.TOO_LATE


async def test_a_draft_says_how_long_signers_have(harness: ServiceHarness) -> None:
    vote = await convene(harness, {"ada": 10})
    vote.ends_at = harness.clock.now() + PERIODS.discussion + PERIODS.voting + timedelta(hours=30)
    draft = await harness.drafted(actions=LINE)
    preview = await harness.services.previews.show(harness.actor("ada"), draft)
    assert preview.time_to_sign == timedelta(hours=30)


@pytest.mark.attack("order")
async def test_a_track_that_acts_since_opens_no_vote_on_a_vote_elsewhere(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    proposal = await harness.submitted(actions=LINE)
    await change(harness, casts=None)
    await harness.pass_time(PERIODS.discussion)
    with pytest.raises(NoCastingHere):
        await harness.open_now(proposal)


STOPPED = [
    ({"name": "succeeded"}, "is over"),
    ({"name": "canceled"}, "is over"),
    ({"voted": True}, "voted on the Governor already"),
    ({"votes": 999}, "weighs the account otherwise"),
    ({"votes": 1_001}, "weighs the account otherwise"),
    ({"snapshot": 901}, "weighs the account otherwise"),
]


@pytest.mark.parametrize(("changes", "words"), STOPPED)
@pytest.mark.attack("order")
async def test_what_cannot_be_cast_when_it_is_decided_is_stopped_in_public(
    harness: ServiceHarness, changes: dict[str, object], words: str
) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    vote.__dict__.update(changes)
    assert await harness.services.preparing.prepare(proposal) == ()
    assert await harness.state(proposal) is State.FAILED
    (alarm,) = [each for each in await harness.notified(PostEvent) if each.event == "stopped"]
    assert (alarm.announce, alarm.alarm) == (True, True)
    assert words in await on_card(harness, proposal)


@pytest.mark.parametrize(("changes", "words"), STOPPED)
@pytest.mark.attack("order")
async def test_what_was_not_cast_in_time_is_an_alarm(
    harness: ServiceHarness, changes: dict[str, object], words: str
) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    await harness.services.preparing.prepare(proposal)
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTION
    vote.__dict__.update(changes)
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.FAILED
    (alarm,) = [each for each in await harness.notified(PostEvent) if each.event == "stopped"]
    assert (alarm.announce, alarm.alarm) == (True, True)
    assert words in await on_card(harness, proposal)


async def test_what_was_cast_in_time_is_executed_when_the_vote_there_is_over(harness: ServiceHarness) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    (request,) = await harness.services.preparing.prepare(proposal)
    vote.voted, vote.name = True, "succeeded"
    harness.safes.end(harness.safe, request, "executed")
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTED
    assert [each for each in await harness.notified(PostEvent) if each.event == "stopped"] == []


@pytest.mark.parametrize(
    "edit",
    [
        {"casts": "split"},
        {"casts": None},
        {"choices": ("Against", "For", "Abstain")},
        {"choices": ("Abstain", "For", "Against")},
        {"choices": ("Against", "For")},
    ],
    ids=str,
)
@pytest.mark.attack("order")
async def test_a_policy_that_is_edited_during_the_vote_changes_nothing_of_what_is_cast(
    harness: ServiceHarness, edit: dict[str, object]
) -> None:
    await convene(harness, {"ada": 10, "bert": 3})
    proposal = await opened(harness)
    await harness.vote("ada", "For")
    await change(harness, **edit)
    await harness.vote("bert", "Against")
    await closed(harness, proposal)
    (request,) = await harness.services.preparing.prepare(proposal)
    assert request.payload.data == (await call(harness, proposal)).data  # type: ignore[union-attr]
    assert decode(["uint256", "uint8", "string"], bytes.fromhex(request.payload.data[10:]))[:2] == (7, 1)


@pytest.mark.attack("order")
async def test_of_two_decisions_on_one_vote_elsewhere_one_is_cast(harness: ServiceHarness) -> None:
    vote = await convene(harness, {"ada": 10})
    proposals = [await decided(harness, {"ada": side}) for side in ("For", "Against")]
    (first,), _ = [await harness.services.preparing.prepare(each) for each in proposals]
    vote.voted = True
    harness.safes.end(harness.safe, first, "executed")
    for each in proposals:
        await harness.services.following.follow(each)
    assert [await harness.state(each) for each in proposals] == [State.EXECUTED, State.FAILED]


@pytest.mark.parametrize(("changes", "words"), STOPPED)
@pytest.mark.attack("order")
async def test_a_cast_that_failed_is_asked_again_of_nobody_once_it_cannot_be_cast(
    harness: ServiceHarness, changes: dict[str, object], words: str
) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    (request,) = await harness.services.preparing.prepare(proposal)
    harness.safes.end(harness.safe, request, "failed")
    await harness.services.following.follow(proposal)
    vote.__dict__.update(changes)
    await harness.services.asking_again.ask(harness.actor("ada"), proposal, request.id)
    assert await harness.services.preparing.prepare(proposal) == ()
    assert await harness.state(proposal) is State.FAILED
    assert words in await on_card(harness, proposal)
    with pytest.raises(NotToBeAskedAgain):
        await harness.services.asking_again.ask(harness.actor("ada"), proposal, request.id)


@pytest.mark.attack("rpc")
async def test_a_governor_that_cannot_be_read_any_more_hides_nothing_that_the_executor_did(
    harness: ServiceHarness,
) -> None:
    """Whoever can change that Governor could keep the server from seeing signatures, and that it was executed."""
    await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    (request,) = await harness.services.preparing.prepare(proposal)
    harness.foreign_votes.broken = True
    with pytest.raises(WrongContract):
        await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTION
    harness.safes.end(harness.safe, request, "executed")
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTED


@pytest.mark.attack("rpc")
async def test_what_only_the_newest_block_says_stops_nothing_for_good(harness: ServiceHarness) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    harness.foreign_votes.unfinal[GOVERNOR, "7"] = type(vote)(vote.ends_at, voted=True)
    assert await harness.services.preparing.prepare(proposal)
    await harness.services.following.follow(proposal)
    assert await harness.state(proposal) is State.EXECUTION


@pytest.mark.parametrize("casts", ["whole", "split"])
@pytest.mark.attack("rpc")
async def test_unread_power_that_could_change_what_is_cast_holds_up_the_close(
    harness: ServiceHarness, casts: str
) -> None:
    await convene(harness, {"ada": 10, "ben": 30}, casts=casts)
    proposal = await opened(harness)
    await harness.vote("ada", "For")
    harness.chain.unreadable.add(harness.wallet("cleo"))
    await harness.link("cleo")
    await harness.vote("cleo", "Against")
    await harness.pass_time(PERIODS.voting + PERIODS.unresolved_after + GRACE)
    assert await harness.services.closing.close(proposal) is None
    harness.chain.unreadable.clear()
    await harness.services.power_reads.everyone(proposal)
    assert await harness.services.closing.close(proposal) is not None
    assert (await harness.get(proposal)).cast is not None


@pytest.mark.attack("rpc")
async def test_what_is_no_governor_any_more_opens_no_vote_and_is_called_so(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    proposal = await harness.submitted(actions=LINE)
    await harness.pass_time(PERIODS.discussion)
    harness.foreign_votes.broken = True
    with pytest.raises(CannotCast) as refused:
        await harness.open_now(proposal)
    assert refused.value.why is NotCast.NO_GOVERNOR


async def test_one_call_is_cast_where_no_contract_could_make_several(harness: ServiceHarness) -> None:
    harness.safes.makes_several = False
    await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    assert await harness.services.preparing.prepare(proposal)


@pytest.mark.attack("actions")
async def test_a_cast_by_the_executor_on_itself_is_refused_as_a_draft(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    harness.foreign_votes.votes[SAFE, "7"] = harness.foreign_votes.votes[GOVERNOR, "7"]
    with pytest.raises(ChangesExecutor):
        await harness.drafted(actions=f"cast {SAFE} 7")


@pytest.mark.attack("actions")
async def test_other_code_at_the_governor_than_when_the_vote_opened_stops_it(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    harness.safes.codes[GOVERNOR] = "0x" + "66" * 32
    assert await harness.services.preparing.prepare(proposal) == ()
    assert "runs other code" in await on_card(harness, proposal)


# -- what signers see -------------------------------------------------------------------------------------------------


async def page(harness: ServiceHarness, proposal: ProposalId) -> RequestToSign:
    request = await harness.requested(proposal)
    return await harness.services.signatures.request(GUILD, proposal, request.id)


async def test_signers_are_shown_the_call_that_was_decided(harness: ServiceHarness) -> None:
    await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    (request,) = await harness.services.preparing.prepare(proposal)
    found = await page(harness, proposal)
    assert found.forbidden is None
    assert [each.action.data for each in found.card.actions] == [request.payload.data]


@pytest.mark.parametrize(
    "statement",
    [
        """UPDATE closings SET result = replace(replace(result, '["10"', '["0"'), '"0"]', '"10"]')""",
        """UPDATE openings SET cast_terms = replace(cast_terms, '"1000"', '"1001"')""",
        """UPDATE revisions SET cast_on = replace(cast_on, '"7"', '"8"')""",
        """UPDATE closings SET record_hash = '""" + "0" * 64 + "'",
        """UPDATE openings SET policy = replace(policy, '"For","Against"', '"Against","For"')""",
        """UPDATE openings SET policy = replace(
            replace(policy, '"For","Against"', '"Yes","No"'), '"rules":{', '"rules":{"roles":{"for":2,"against":1},'
        )""",
        """UPDATE openings SET policy = replace(policy, '"casts":"whole"', '"casts":"split"')""",
    ],
    ids=["result", "votes", "vote", "record", "choices", "roles", "way to cast"],
)
@pytest.mark.parametrize("first", [True, False], ids=["asked before", "asked after"])
@pytest.mark.attack("database")
async def test_what_somebody_changed_in_the_database_is_not_signed(
    harness: ServiceHarness, statement: str, first: bool
) -> None:
    """Also where the executor is asked for what follows from the change."""
    await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    if first:
        await harness.services.preparing.prepare(proposal)
    async with harness.database.write_transaction() as connection:
        assert (await connection.exec_driver_sql(statement)).rowcount == 1
    await harness.restart()
    if not first:
        harness.foreign_votes.begin("8")
        await harness.services.preparing.prepare(proposal)
    if not (await harness.get(proposal)).requests:
        return  # The executor isn't even asked.
    assert (await page(harness, proposal)).forbidden is NoSignature.ALTERED


@pytest.mark.parametrize(("changes", "words"), STOPPED)
@pytest.mark.attack("order")
async def test_what_the_newest_block_says_keeps_signers_from_signing(
    harness: ServiceHarness, changes: dict[str, object], words: str
) -> None:
    vote = await convene(harness, {"ada": 10})
    proposal = await decided(harness, {"ada": "For"})
    await harness.services.preparing.prepare(proposal)
    newest = replace(vote, **changes)
    harness.foreign_votes.unfinal[GOVERNOR, "7"] = newest
    found = await page(harness, proposal)
    assert found.forbidden is NoSignature.NOT_CAST
    assert found.stop is not None
    assert words in stop_words(found.stop.cause, found.stop.data, SAY)
    harness.foreign_votes.unfinal.clear()
    assert (await page(harness, proposal)).forbidden is None
