"""What is said of votes serves a terminal as well: the marks of Discord are made by its markup alone."""

import re
from collections.abc import Iterator
from datetime import timedelta

from bot.domain.actions.dangers import ChangesASafe
from bot.domain.ids import MemberId
from bot.domain.proposals.facts import Grant
from bot.services.proposals.cards import Card
from bot.wording.actions.calls import calls_lines
from bot.wording.actions.listing import danger_lines, listed_in_short
from bot.wording.language import language
from bot.wording.proposals.cards.details import choices_lines
from bot.wording.proposals.lifecycle.lifecycle import state_lines
from bot.wording.reputation import grant_lines
from bot.wording.voting.quorums import quorum_lines
from bot.wording.voting.results import result_text
from bot.wording.voting.scores import exact_lines, totals
from bot.wording.voting.verdicts import outcome_sentence, running_sentence
from tests.cogs.voting.mechanisms import COUNCIL
from tests.cogs.voting.samples import (
    SAFE,
    START,
    TOKEN,
    UNIT,
    card_of,
    closing_of,
    decoded,
    in_every_state,
    proposal_of,
    token_policy,
)
from tests.mechanisms import VOTED_ON

SAY = language()
MARKS = re.compile(r"\*\*|`|<[t@#]|^-# |^#+ ", re.MULTILINE)


def cards() -> Iterator[Card]:
    yield from in_every_state().values()
    for mechanism in VOTED_ON:
        options = {"unit": str(UNIT)} if mechanism == "quadratic" else {}
        policy = token_policy(mechanism=mechanism, choices=COUNCIL, options=options, rules={})
        scores = (4 * UNIT, 3 * UNIT, 2 * UNIT, UNIT)
        yield card_of(proposal_of(policy), scores=scores)
        closed = proposal_of(policy, closing=closing_of(proposal_of(policy), scores))
        yield card_of(closed, at=START + timedelta(days=6))


def said(card: Card) -> Iterator[str]:
    policy, result, closing = card.proposal.rules, card.result, card.proposal.closing
    yield from state_lines(card, SAY)
    yield from choices_lines(card.proposal, SAY)
    if result:
        yield outcome_sentence(policy, result, SAY)
        yield running_sentence(policy, result, SAY)
        yield from quorum_lines(policy, result, SAY)
        yield from totals(policy, result, SAY)
        yield from exact_lines(policy, result, SAY)
    if closing:
        yield result_text(card, closing, "", SAY)


def test_a_vote_in_any_state_is_told_without_marks_of_discord() -> None:
    lines = [line for card in cards() for line in said(card)]
    assert len(lines) > 100
    assert [line for line in lines if MARKS.search(line)] == []


def test_what_a_proposal_does_is_told_without_marks_of_discord() -> None:
    actions = decoded(1, ChangesASafe("swapOwner"))
    lines = [
        *danger_lines(actions, SAY),
        *calls_lines(actions, SAY),
        *(line for lines in listed_in_short(actions, SAY, with_names=True) for line in lines),
        *grant_lines([Grant(MemberId(7), UNIT), Grant(MemberId(8), -UNIT)], SAY),
    ]
    assert [line for line in lines if MARKS.search(line)] == []
    assert lines[0] == "⚠️ Look twice: It replaces an owner of the Safe."
    assert lines[1] == f"1. send 25\u202f000 USDC (token {TOKEN}) to {SAFE}"
