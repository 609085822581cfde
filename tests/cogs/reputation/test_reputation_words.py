"""Reputation in words: exact where it is voted on, within Discord's limits, never lost from what is compared."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.ids import FIRST_STAND_IN, MemberId, ProposalId, ProposalNumber
from bot.domain.proposals.facts import Content, Grant
from bot.domain.proposals.state import State, state
from bot.domain.reputation.grants import LINES, MOST
from bot.domain.reputation.ledger import DECIMALS, ReputationEvent, Why
from bot.services.proposals.cards import Card
from bot.services.proposals.drafting.content import action_lines
from bot.services.proposals.drafting.previews import Preview
from bot.services.reputation.reputation import Held, MemberReputation
from bot.wording.delivery.events import event_text
from bot.wording.proposals.cards.changes import changes_lines
from bot.wording.proposals.cards.details import details_lines
from bot.wording.proposals.drafts.diffs import content_diff
from bot.wording.reputation import earned_line, grant_lines, reputation_lines
from bot.wording.voting.results import result_text
from cogs.components.cards.cards import card_view
from cogs.components.threads import starter_view
from cogs.proposals.files import actions_answer
from cogs.proposals.views import draft_view
from tests.cogs.voting.cards.test_cards import WORDS, walk
from tests.cogs.voting.samples import (
    SAY,
    START,
    UNIT,
    card_of,
    closing_of,
    decoded,
    proposal_of,
    token_policy,
)

POINT = 10**DECIMALS
GRANTS = st.lists(
    st.builds(
        Grant,
        member=st.integers(0, FIRST_STAND_IN - 1).map(MemberId),
        amount=st.integers(-MOST * POINT, MOST * POINT).filter(bool),
    ),
    max_size=LINES,
).map(tuple)


def giving(*grants: Grant, actions: int = 0, **repositories: object) -> Card:
    """The card of a proposal that changes reputation."""
    proposal = proposal_of(actions=actions, **repositories)
    proposal = replace(proposal, content=replace(proposal.content, grants=grants))
    return card_of(proposal, actions=decoded(actions))


def texts(view: object) -> list[str]:
    return [part["content"] for part in walk(view.to_components()) if part["type"] == 10]  # type: ignore[attr-defined]


def test_what_is_voted_on_is_shown_to_the_last_digit() -> None:
    grants = [Grant(MemberId(7), 1500 * POINT + 1), Grant(MemberId(8), -POINT // 2)]
    assert grant_lines(grants, SAY) == [
        "• give 1\u202f500.000000000000000001 reputation to <@7>",
        "• take 0.5 reputation from <@8>, as far as they have it",
    ]


def test_a_card_says_what_changes_beside_what_the_safe_does() -> None:
    alone = "\n".join(texts(card_view(giving(Grant(MemberId(7), POINT)), SAY)))
    assert "**If it passes, reputation changes**\n• give 1 reputation to <@7>" in alone
    assert "the Safe is asked to" not in alone
    both = "\n".join(texts(card_view(giving(Grant(MemberId(7), POINT), actions=1), SAY)))
    assert both.index("the Safe is asked to") < both.index("give 1 reputation to <@7>")


@given(GRANTS, st.integers(0, 20), WORDS, st.sampled_from(list(State)))
@settings(max_examples=60)
def test_card_draft_and_thread_keep_discords_limits(
    grants: tuple[Grant, ...], actions: int, text: str, state: State
) -> None:
    card = giving(*grants, actions=actions, text=text)
    card = replace(card, state=state)
    draft = replace(card.proposal, submission=None, opening=None)
    for view in (
        card_view(card, SAY),
        starter_view(card, "ref 0123456789", SAY),
        draft_view(Preview(draft, card.track, card.actions, State.DRAFT), SAY),
    ):
        assert sum(map(len, texts(view))) <= 4000
        assert sum(1 for _ in walk(view.to_components())) <= 40
        assert all(texts(view))


@given(GRANTS)
@settings(max_examples=60)
def test_the_details_and_the_actions_name_every_change(grants: tuple[Grant, ...]) -> None:
    card = giving(*grants)
    details = "\n".join(details_lines(card, {}, SAY))
    view, files = actions_answer(card.proposal, (), SAY)
    answer = "\n".join(texts(view))
    for line in grant_lines(grants, SAY):
        assert line in details
    assert files == []
    assert ("reputation changes" in answer) == bool(grants)


def test_the_actions_with_calls_end_with_the_changes_of_reputation() -> None:
    card = giving(Grant(MemberId(7), POINT), actions=1)
    view, (file,) = actions_answer(card.proposal, card.actions, SAY)
    assert file.filename.endswith("-actions.json")
    assert "give 1 reputation to <@7>" in "\n".join(texts(view))


@given(GRANTS, GRANTS)
@settings(max_examples=60)
def test_a_changed_grant_is_a_difference(one: tuple[Grant, ...], other: tuple[Grant, ...]) -> None:
    difference = content_diff(Content("t", "x", grants=one), Content("t", "x", grants=other), SAY)
    assert (difference == "") == (one == other)


def test_a_diff_shows_the_line_before_and_after() -> None:
    before = Content("t", "x", grants=(Grant(MemberId(7), 50 * POINT),))
    after = Content("t", "x", grants=(Grant(MemberId(7), 5 * POINT),))
    assert content_diff(before, after, SAY).splitlines()[2:] == [
        "-grant 50 reputation to <@7>",
        "+grant 5 reputation to <@7>",
    ]


def test_the_form_shows_the_lines_again() -> None:
    action = replace(decoded()[0].action, line="transfer 1 ETH to 0x1")
    content = Content("t", "x", (action,), grants=(Grant(MemberId(7), -POINT),))
    assert action_lines(content) == "transfer 1 ETH to 0x1\nslash 1 reputation from <@7>"


def test_a_draft_without_an_executor_offers_only_what_needs_none() -> None:
    for executor, kinds in ((False, ["grant", "slash"]), (True, None)):
        proposal = proposal_of(opened=False)
        policy = proposal.policy if executor else proposal.policy.model_copy(update={"executor": None})
        draft = replace(proposal, submission=None, policy=policy)
        card = card_of(proposal)
        view = draft_view(Preview(draft, card.track, (), state(draft, START)), SAY)
        (menu,) = [part for part in walk(view.to_components()) if part["type"] == 3]
        values = [option["value"] for option in menu["options"]]
        assert values == kinds if kinds else {"grant", "slash", "payment", "raw"} <= set(values)


def test_a_result_says_that_reputation_changes_when_the_timelock_is_over() -> None:
    card = giving(Grant(MemberId(7), POINT))
    closing = closing_of(card.proposal, (100_000 * UNIT, 0, 0))
    shown = card_of(replace(card.proposal, closing=closing), at=START + timedelta(days=6))
    assert "then reputation changes as voted" in result_text(shown, closing, "", SAY)
    assert "then reputation changes as voted" in "\n".join(texts(card_view(shown, SAY)))
    later = card_of(replace(card.proposal, closing=closing), at=START + timedelta(days=30))
    assert later.state is State.PASSED
    assert "reputation changed as voted" in "\n".join(texts(card_view(later, SAY)))


def event(amount: int, why: Why, member: int = 7, proposal: int = 3) -> ReputationEvent:
    return ReputationEvent(MemberId(member), amount, why, ProposalId(40 + proposal), START)


def test_what_was_earned_is_one_line() -> None:
    ballots = [event(POINT // 2, Why.BALLOT, member) for member in range(12)]
    accepted = event(10 * POINT, Why.ACCEPTED)
    assert earned_line([*ballots, accepted], SAY) == (
        "**Reputation earned**: 0.5 for each of 12 voters, 10 for <@7>, whose proposal it was"
    )
    assert earned_line(ballots[:1], SAY) == "**Reputation earned**: 0.5 for the voter"
    assert earned_line([event(POINT, Why.GRANT)], SAY) == ""


def test_what_a_member_has_is_shown_with_its_decay_and_newest_events() -> None:
    events = (event(-2 * POINT, Why.SLASH, proposal=9), event(POINT, Why.BALLOT), event(5 * POINT, Why.GRANT))
    numbers = {ProposalId(40 + number): ProposalNumber(number) for number in (3, 9)}
    held_reputation = MemberReputation(
        (Held(timedelta(days=90), 1), Held(None, 4 * POINT)), 5, events, numbers
    )
    assert reputation_lines(held_reputation, SAY) == [
        "**Reputation in this server**: less than 0.01, which halves every 90 days",
        "• on tracks where it doesn't decay: 4",
        f"• −2 slashed by proposal 9 <t:{int(START.timestamp())}:R>",
        f"• +1 for a vote on proposal 3 <t:{int(START.timestamp())}:R>",
        f"• +5 granted by proposal 3 <t:{int(START.timestamp())}:R>",
        "-# and 2 earlier",
    ]
    assert reputation_lines(MemberReputation((Held(None, 0),), 0, ()), SAY) == [
        "**Reputation in this server**: 0"
    ]


@given(GRANTS)
@settings(max_examples=40)
def test_what_was_given_is_said_within_a_message_and_the_rest_is_counted(grants: tuple[Grant, ...]) -> None:
    data = {str(grant.member): str(grant.amount) for grant in grants}
    text = event_text("reputation", data, SAY)
    assert len(text) <= 1900
    shown = text.count("• <@")
    rest = int(text.rsplit("… and ", 1)[1].split()[0]) if text.endswith(" more") else 0
    assert shown + rest == len(data)


def test_a_temperature_check_says_that_its_binding_vote_decides() -> None:
    policy = token_policy(next_track="binding")
    proposal = replace(giving(Grant(MemberId(7), POINT)).proposal, policy=policy, opening=None)
    assert changes_lines(proposal, SAY)[0] == "**If its binding vote passes too, reputation changes**"
    assert "If its binding vote passes too" in "\n".join(texts(card_view(card_of(proposal), SAY)))
