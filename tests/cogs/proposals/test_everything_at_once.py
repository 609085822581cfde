"""As much of everything as a proposal may bring at once: within Discord's limits, no danger cut, the rest not lost."""

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest
from eth_utils.crypto import keccak
from msgspec.structs import replace

from bot.domain.actions.actions import Action, DecodedAction
from bot.domain.actions.dangers import Danger, NoContractThere, ToTheTokenItself
from bot.domain.actions.effects import Token, TokenTransfer
from bot.domain.actions.simulation import Method, Outcome, Simulation, Trial
from bot.domain.councils.election_rule import ElectionRule
from bot.domain.councils.seats import OwnerSeats
from bot.domain.executors import SafeExecutor
from bot.domain.ids import Address, ChainId, ChannelId, MemberId, RoleId, address
from bot.domain.milestones.milestone import MOST_MILESTONES, Milestone
from bot.domain.milestones.standing import MilestoneState
from bot.domain.policy.bounds import MOST_EXECUTORS
from bot.domain.policy.milestones import MilestoneRule
from bot.domain.proposals.sponsoring import SponsorCall
from bot.domain.proposals.state import State
from bot.domain.server_acts.base import MOST_ACTS
from bot.domain.server_acts.channels.archive_channel import ArchiveChannel
from bot.domain.server_acts.channels.channels import NamedChannel
from bot.domain.server_acts.roles.grant_role import GrantRole
from bot.domain.server_acts.roles.roles import NamedRole
from bot.services.milestones.showing import ShownMilestone
from bot.services.proposals.cards import Card
from bot.services.proposals.drafting.previews import Preview
from bot.services.proposals.drafting.sponsoring import SponsoredDraft
from bot.services.voting.casting.signed_voting import SignedVote
from bot.web.api.answers import proposal_document
from bot.wording.language import Language
from bot.wording.pages.reading.proposal import proposal_words
from bot.wording.pages.signing.vote import vote_page
from bot.wording.proposals.cards.details import details_lines
from cogs.components.cards.cards import card_view
from cogs.components.cards.pages import MESSAGES, pages
from cogs.components.cards.sponsoring import sponsoring_view
from cogs.proposals.views import draft_view, rest_of_draft
from tests.cogs.voting.cards.test_cards import walk
from tests.cogs.voting.samples import BLOCK, SAY, START, card_of, proposal_of, token_policy
from tests.wording.translations.pseudo import LONG, PSEUDO

MAINNET, POLYGON = ChainId(1), ChainId(137)


def account(name: str) -> Address:
    return address("0x" + keccak(text=name)[12:].hex())


def transfer(name: str, chain: ChainId, *dangers: Danger) -> DecodedAction:
    token = account(f"token of {name}")
    effect = TokenTransfer(Token(token, "LONGSYMBOL", 18), 123_456_789_123_456_789_123_456, account(name))
    return DecodedAction(Action(chain, token, 0, "0xa9059cbb"), effect, "ETH", dangers=dangers)


def milestones() -> tuple[ShownMilestone, ...]:
    """As many as there may be, by turns on two chains, each with dangers of its own."""
    found = []
    for place in range(1, MOST_MILESTONES + 1):
        dangers = (NoContractThere(account(f"none {place}"), brings_coins=True), ToTheTokenItself())
        payment = transfer(f"payee {place}", POLYGON if place % 2 else MAINNET, *dangers)
        promised = Milestone(f"{'W' * 50} {place}", date(2027, 1, 31), payment.action)
        found.append(ShownMilestone(place, promised, payment, MilestoneState.PROMISED, None))
    return tuple(found)


def acts() -> tuple[Any, ...]:
    role = NamedRole(RoleId(10**18), "W" * 100, ("MODERATES", "VETOES"))
    grants = [GrantRole(role, MemberId(10**18 + number)) for number in range(MOST_ACTS // 4)]
    archived = [
        ArchiveChannel(NamedChannel(ChannelId(10**18 + number), "w" * 100))
        for number in range(MOST_ACTS - len(grants))
    ]
    return (*archived, *grants)


def everything(*, actions: int, promised: bool, changed: bool, elected: bool = False) -> Card:
    decoded = tuple(
        transfer(f"{n}", MAINNET, NoContractThere(account(f"{n}"), brings_coins=True)) for n in range(actions)
    )
    later = milestones() if promised else ()
    polygon = (SafeExecutor(chain=POLYGON, address=account("safe")),)
    policy = token_policy(milestones=MilestoneRule(), further_executors=polygon)
    names = tuple(f"{'W' * 70} {number}" for number in range(25)) if elected else ()
    if elected:
        elects: dict[str, Any] = {"mechanism": "approval", "choices": names, "options": {}, "rules": {}}
        policy = policy.model_copy(update={**elects, "elects": ElectionRule(seats=5, owners=True)})
    proposal = proposal_of(policy, title="T" * 100, text="Word " * 700)
    content = replace(
        proposal.content,
        actions=tuple(each.action for each in decoded),
        milestones=tuple(each.milestone for each in later),
        acts=acts() if changed else (),
        choices=names,
        candidates=tuple(MemberId(10**18 + number) for number in range(len(names))),
        seats=OwnerSeats(1, tuple(account(f"owner {n}") for n in range(20))) if elected else None,
    )
    return replace(card_of(replace(proposal, content=content), actions=decoded), milestones=later)


CARDS = {
    "everything": everything(actions=20, promised=True, changed=True),
    "promises and changes": everything(actions=0, promised=True, changed=True),
    "promises": everything(actions=0, promised=True, changed=False),
    "changes": everything(actions=20, promised=False, changed=True),
    "seats": everything(actions=0, promised=True, changed=True, elected=True),
}
EACH = pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)


def texts(view: Any) -> list[str]:
    parts = list(walk(view.to_components()))
    assert len(parts) <= 40
    found = [part["content"] for part in parts if part["type"] == 10]
    assert sum(map(len, found)) <= 4000
    assert all(found)
    return found


def preview(card: Card) -> Preview:
    draft = replace(card.proposal, submission=None, opening=None)
    return Preview(draft, card.track, card.actions, State.DRAFT, milestones=card.milestones)


def called(card: Card) -> SponsoredDraft:
    call = SponsorCall(1, START, START + timedelta(days=7), frozenset())
    return SponsoredDraft(card.space, preview(card), call, (), None, expired=False)


def dangers(card: Card) -> list[str]:
    """What a message of the proposal has to warn of, in full or in short."""
    found = ["no contract there: it gets the coins"] if card.actions else []
    if card.milestones:
        found += ["at milestone 1, 2, 3, 4, 5, 6, 7, 8, 9, 10: to the token's own contract"]
        found += ["at milestone 1, 2, 3, 4, 5, 6, 7, 8, 9, 10: no contract there: it gets the coins"]
    if card.proposal.acts:
        found += ["nobody can write there any more but administrators", "**rights over others** are given"]
    return found


@pytest.mark.attack("text")
@EACH
@pytest.mark.parametrize("say", [SAY, PSEUDO, LONG], ids=["English", "another", "a long one"])
def test_card_and_draft_keep_the_limits_of_a_message(card: Card, say: Language) -> None:
    texts(card_view(card, say))
    for view in [
        draft_view(preview(card), say),
        *rest_of_draft(preview(card), say),
        sponsoring_view(called(card), say),
    ]:
        texts(view)


@pytest.mark.attack("text")
@EACH
def test_no_danger_is_cut_from_a_card_or_a_draft(card: Card) -> None:
    for view in (
        card_view(card, SAY),
        draft_view(preview(card), SAY),
        sponsoring_view(called(card), SAY),
    ):
        told = "\n".join(texts(view))
        assert [each for each in dangers(card) if each not in told] == []
        if card.proposal.content.seats:
            assert "**signs for the Safe**" in told
            assert "Then 1 signature is needed" in told


@pytest.mark.attack("text")
@EACH
def test_that_actions_would_fail_is_said_of_each_chain(card: Card) -> None:
    made, fails = Outcome(True), Outcome(False, "W" * 200)
    trials = [
        Trial(
            chain, "ETH", 1, Simulation(dataclasses.replace(BLOCK, chain=chain), Method.TRACED, (made, fails))
        )
        for chain in map(ChainId, range(10**6, 10**6 + MOST_EXECUTORS))
    ]
    told = "\n".join(texts(card_view(replace(card, trials=tuple(trials)), SAY)))
    assert told.count("**It would fail**") == MOST_EXECUTORS
    assert [each for each in dangers(card) if each not in told] == []


@EACH
def test_what_a_draft_tells_in_short_follows_in_full(card: Card) -> None:
    views = [draft_view(preview(card), SAY), *rest_of_draft(preview(card), SAY)]
    shown_in_full("\n".join(text for view in views for text in texts(view)), card)


@EACH
def test_details_begin_with_every_danger_and_leave_nothing_out(card: Card) -> None:
    told = pages(details_lines(card, {}, SAY))[:MESSAGES]
    whole = "\n".join(told)
    shown_in_full(whole, card)
    before = whole[: whole.index("**Policy**")]
    if card.milestones:
        assert before.count("In a milestone") == len(card.milestones) + 1
    assert before.count("of the server: nobody can write in") == sum(
        isinstance(act, ArchiveChannel) for act in card.proposal.acts
    )


@EACH
def test_pages_warn_of_all_that_it_brings_before_a_ballot_is_signed(card: Card) -> None:
    opening = card.proposal.opening
    assert opening is not None
    vote = vote_page(SignedVote(card, opening, (), None), START, SAY)
    page = proposal_words(card, SAY)
    told = proposal_document(card, "https://example.org", SAY, votes=False)
    for warned, deeds in (
        (vote.warnings, vote.deeds),
        (page.dangers, page.deeds),
        (told.dangers, told.effects),
    ):
        everything = "\n".join(deeds)
        if card.milestones:
            assert sum("In a milestone" in line for line in warned) == len(card.milestones) + 1
        assert sum("of the server: nobody can write" in line for line in warned) == len(archived(card))
        assert all(f"{each.place}. " in everything for each in card.milestones)
        assert everything.count("archive ") == len(archived(card))
        assert ("signs for the Safe" in "\n".join(warned)) == (card.proposal.content.seats is not None)


def archived(card: Card) -> list[ArchiveChannel]:
    return [act for act in card.proposal.acts if isinstance(act, ArchiveChannel)]


def shown_in_full(text: str, card: Card) -> None:
    assert [
        each.place for each in card.milestones if f"{each.place}. *{'W' * 50} {each.place}*" not in text
    ] == []
    assert [
        act.channel.id
        for act in card.proposal.acts
        if isinstance(act, ArchiveChannel) and f"archive <#{act.channel.id}>" not in text
    ] == []
    if card.proposal.content.candidates:
        assert text.count("<@10000000000000000") >= len(card.proposal.content.candidates)


def test_each_promised_payment_names_its_chain_where_there_are_several() -> None:
    text = "\n".join(texts(card_view(CARDS["promises"], SAY)))
    assert all(
        f"{each.place}. *{'W' * 50} {each.place}*: {each.payment.action.chain}: send" in text
        for each in CARDS["promises"].milestones
    )
