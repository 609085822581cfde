"""The card: within Discord's limits whatever a proposal holds, and understood in a minute."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.accounts.chain_pages import ChainPages, PagesOfAChain
from bot.domain.accounts.look_alikes import folded, skeleton
from bot.domain.actions.actions import Action, Argument, DecodedAction
from bot.domain.actions.dangers import (
    ChangesASafe,
    ExecutorItself,
    ForeignCode,
    NoContractThere,
    SpenderTakes,
)
from bot.domain.actions.effects import ContractCall
from bot.domain.ballot_formats.registry import BALLOT_FORMATS
from bot.domain.blocks import BlockRef
from bot.domain.counting.registry import MECHANISMS
from bot.domain.ids import Address, BlockHash, ChainId, MemberId
from bot.domain.policy.model import Policy, PowerRule
from bot.domain.proposals.facts import Suspension
from bot.domain.proposals.standing import Unseen
from bot.domain.proposals.state import State
from bot.services.proposals.cards import Card
from bot.wording.language import language
from bot.wording.markup.discord_markup import DiscordMarkup
from bot.wording.proposals.cards.cards import summary_of
from bot.wording.proposals.cards.details import details_lines
from cogs.components.cards.cards import card_view
from cogs.components.cards.pages import pages
from tests.assurance import examples
from tests.cogs.voting.samples import (
    BLOCK,
    SAFE,
    SAY,
    START,
    UNIT,
    card_of,
    closing_of,
    decoded,
    in_every_state,
    proposal_of,
    token_policy,
)
from tests.mechanisms import VOTED_ON, options_of


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from walk(component.get("components", []))


def shown(card: Card) -> list[dict[str, Any]]:
    return list(walk(card_view(card, SAY).to_components()))


def text_of(card: Card) -> str:
    return "\n".join(part["content"] for part in shown(card) if part["type"] == 10)


def labels_of(card: Card) -> list[str]:
    return [part["label"] for part in shown(card) if part["type"] == 2]


WORDS = st.text(max_size=400) | st.text(alphabet="*_`|>#-[]()<@&! \n\u202e\u200b", max_size=400)
POWERS = st.integers(0, 2**256 - 1)


DANGERS = [
    ChangesASafe("enableModule"),
    ExecutorItself(),
    ForeignCode(),
    NoContractThere(Address(BLOCK.hash[:42]), brings_coins=True),
    SpenderTakes(Address(BLOCK.hash[:42])),
]


ADMINISTRATION = [
    "addOwnerWithThreshold",
    "swapOwner",
    "changeThreshold",
    "enableModule",
    "disableModule",
    "setGuard",
    "setModuleGuard",
    "setFallbackHandler",
]

CHOICES = WORDS.map(lambda text: text[:100]).filter(folded)
SYMBOLS = WORDS.map(lambda text: text[:32])


@st.composite
def cards(draw: st.DrawFn) -> Card:
    mechanism = draw(st.sampled_from(VOTED_ON))
    most = BALLOT_FORMATS[MECHANISMS[mechanism].ballot].most_choices
    names = st.lists(CHOICES, unique_by=(folded, skeleton), min_size=1, max_size=most)
    choices = tuple(draw(names))
    policy = Policy(
        name="any",
        mechanism=mechanism,
        options=draw(st.sampled_from(options_of(mechanism))),
        choices=choices,
        rules={"quorum": [{"kind": "share", "value": "1/3"}, {"kind": "headcount", "value": 5}]},
        periods=token_policy().periods,
        power=PowerRule(
            sources=token_policy().power.sources, symbol=draw(SYMBOLS), decimals=draw(st.integers(0, 77))
        ),
    )
    actions = draw(st.integers(0, 20))
    by = MemberId(2**63 - 1)
    proposal = proposal_of(
        policy,
        title=draw(st.text(max_size=100)),
        text=draw(st.text(max_size=3500)),
        actions=actions,
        total_power=draw(POWERS),
    )
    scores = tuple(draw(st.lists(POWERS, min_size=len(choices), max_size=len(choices))))
    kind = draw(st.sampled_from(("voting", "paused", "closed")))
    repositories: dict[str, Any] = {}
    if kind == "paused":
        repositories["suspensions"] = (Suspension(by, draw(WORDS), START),)
    if kind == "closed":
        repositories["closing"] = closing_of(proposal, scores)
    proposal = proposal_of(
        policy,
        title=proposal.content.title,
        text=proposal.content.text,
        actions=actions,
        total_power=proposal.opening.total_power if proposal.opening else None,
        **repositories,
    )
    return card_of(
        proposal,
        scores=scores,
        undetermined=draw(st.integers(0, 10**6)),
        actions=decoded(actions, *draw(st.lists(st.sampled_from(DANGERS), max_size=5, unique=True))),
        track=draw(WORDS),
    )


@given(cards())
@settings(max_examples=examples(50, 500))
async def test_a_card_keeps_discords_limits_whatever_the_proposal_holds(card: Card) -> None:
    parts = shown(card)
    assert len(parts) <= 40
    texts = [part["content"] for part in parts if part["type"] == 10]
    assert sum(map(len, texts)) <= 4000
    assert all(texts)
    custom_ids = [part["custom_id"] for part in parts if part.get("custom_id")]
    assert len(set(custom_ids)) == len(custom_ids)
    assert all(len(custom_id) <= 100 for custom_id in custom_ids)
    for part in parts:
        if part["type"] == 1:
            assert 1 <= len(part["components"]) <= 5
        if part["type"] == 2:
            assert 1 <= len(part["label"]) <= 80
        if part["type"] == 3:
            assert 1 <= len(part["options"]) <= 25
            assert all(1 <= len(option["label"]) <= 100 for option in part["options"])


@given(cards())
@settings(max_examples=50)
async def test_the_details_fit_into_messages_and_lose_no_action(card: Card) -> None:
    found = pages(details_lines(card, {}, SAY))
    assert all(0 < len(page) <= 2000 for page in found)
    assert "\n".join(found).count(" wei") >= len(card.actions)


async def test_every_state_is_named_and_only_a_vote_that_is_or_is_about_to_be_open_has_vote_buttons() -> None:
    cards_by_state = in_every_state()
    assert set(cards_by_state) == set(State) - {State.DRAFT, State.SPONSORING}
    for state, card in cards_by_state.items():
        has_votes = {"For", "Against", "Abstain"} <= set(labels_of(card))
        assert has_votes == (state in (State.PENDING, State.VOTING)), state
        assert "Details" in labels_of(card)
        assert "Discuss" in labels_of(card)


def test_a_card_says_that_it_was_missing_where_that_paused_the_vote() -> None:
    pause = Suspension(None, Unseen.GONE.value, START, unseen_since=START)
    text = text_of(card_of(proposal_of(suspensions=(pause,)), at=START + timedelta(days=1)))
    assert "**Paused** <t:" in text
    assert "Nobody could see the card" in text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.PAUSED, "**Paused** by <@1002>"),
        (State.CLOSED, "**Voting is over**"),
        (State.TIMELOCK, "guardians may veto until"),
        (State.EXECUTION, "1 of 3 confirmed"),
        (State.EXECUTED, "**Executed**"),
        (State.CANCELLED, "The token contract was upgraded"),
        (State.VETOED, "**Vetoed** by <@1002>"),
        (State.EXPIRED, "not executed in time"),
        (State.FAILED, "the transaction reverted"),
    ],
)
async def test_a_state_says_what_happened_and_why(state: State, words: str) -> None:
    assert words in text_of(in_every_state()[state])


async def test_an_open_card_says_what_would_happen_now_and_what_each_reaction_means() -> None:
    text = text_of(in_every_state()[State.VOTING])
    assert "If it ended now, it would be **defeated**: the quorum is not reached." in text
    assert "👍 For · 👎 Against · 🤷 Abstain" in text
    assert "2 more wait for power that could not be read yet" in text
    assert "**For** 66.7\u202f% · 30\u202f000 UNI" in text


async def test_the_quorum_bar_has_its_mark_where_the_quorum_is() -> None:
    lines = text_of(in_every_state()[State.VOTING]).splitlines()
    bar = lines[next(n for n, line in enumerate(lines) if "Quorum" in line) + 1].strip("`")
    assert bar.index("┃") == 16, "40,000 of the 50,000 that the bar shows"
    assert bar.count("█") == 14, "35,000 of 50,000"


@pytest.mark.parametrize(
    ("scores", "outcome"),
    [
        ((50_000, 10_000, 0), "**Passed**"),
        ((30_000, 30_000, 20_000), "**Defeated**: it is a tie between For and Against."),
        ((30_000, 40_000, 20_000), "**Defeated**: more voted Against than For."),
        ((0, 0, 60_000), "**Defeated**: everybody abstained."),
        ((10_000, 0, 0), "**Defeated**: the quorum is not reached."),
        ((0, 0, 0), "**Defeated**: nobody voted."),
        ((10, 20, 0), "**Defeated**: the quorum is not reached; more voted Against than For."),
    ],
)
async def test_a_closed_card_says_why_it_passed_or_not(scores: tuple[int, ...], outcome: str) -> None:
    opened = proposal_of()
    units = tuple(score * UNIT for score in scores)
    card = card_of(proposal_of(closing=closing_of(opened, units)), at=START + timedelta(days=6))
    assert outcome in text_of(card)


async def test_a_supermajority_that_was_missed_is_named() -> None:
    rules = {"majority": {"kind": "simple", "value": "2/3"}}
    policy = token_policy(rules=rules)
    opened = proposal_of(policy)
    card = card_of(proposal_of(policy, closing=closing_of(opened, (60, 40, 0))), at=START + timedelta(days=6))
    assert "For needs more than 66.6\u202f% of the votes" in text_of(card)


async def test_a_long_list_of_actions_is_shortened_and_none_is_left_out() -> None:
    dangers = *map(ChangesASafe, ADMINISTRATION), ExecutorItself(), ForeignCode()
    text = text_of(card_of(proposal_of(title="A" * 100, actions=20), actions=decoded(20, *dangers)))
    assert "⚠️ **Look twice** at 1–20: replaces an owner" in text
    for number in range(1, 21):
        assert f"\n{number}. 25\u202f000 USDC `0x1f98…F984` → `0x5aFE…eEEe`" in text
    assert "in full in Details" in text


async def test_an_address_on_a_card_leads_to_all_of_it_where_there_is_room() -> None:
    say = language(markup=DiscordMarkup(ChainPages(((BLOCK.chain, PagesOfAChain("https://etherscan.io")),))))
    few, many = (
        "\n".join(
            part["content"] for part in walk(card_view(card, say).to_components()) if part["type"] == 10
        )
        for card in (card_of(proposal_of(actions=number), actions=decoded(number)) for number in (1, 20))
    )
    assert f"to [`0x5aFE…eEEe`](https://etherscan.io/address/{SAFE})" in few
    assert "20. send 25\u202f000 USDC (token `0x1f98…F984`) to `0x5aFE…eEEe`" in many


async def test_dangers_stand_before_the_actions() -> None:
    text = text_of(card_of(proposal_of(), actions=decoded(1, ChangesASafe("swapOwner"))))
    danger = "⚠️ **Look twice**: It replaces an owner of the Safe."
    assert text.index(danger) < text.index("If it passes") < text.index("1. send 25\u202f000 USDC")


async def test_a_title_can_format_nothing_and_ping_nobody() -> None:
    text = text_of(card_of(proposal_of(title="@everyone **[free](https://evil.example)** \u202egpj.exe")))
    assert "\\@everyone" in text
    assert "**[" not in text
    assert "\u202e" not in text


async def test_a_small_power_never_reads_as_nothing() -> None:
    card = card_of(proposal_of(), scores=(1, 0, 0))
    assert "less than 0.01 UNI" in text_of(card)


async def test_six_choices_are_voted_on_by_a_menu() -> None:
    policy = token_policy(choices=("For", "Against", "Abstain", "Later", "Never", "Twice"))
    menus = [part for part in shown(card_of(proposal_of(policy))) if part["type"] == 3]
    assert [menu["custom_id"] for menu in menus] == ["vote-menu:41:1"]
    assert [option["value"] for option in menus[0]["options"]] == ["1", "2", "3", "4", "5", "6"]


def test_a_summary_is_the_first_three_sentences_without_headings() -> None:
    text = "# Title\nWe pay for audits. They are due! Are they needed? Yes, they are.\n\n## More\nMuch more."
    assert summary_of(text, SAY) == "We pay for audits. They are due! Are they needed? …"


@given(st.lists(st.text(max_size=60), min_size=1, max_size=60), st.integers(60, 800))
def test_fitted_text_keeps_its_limit(lines: list[str], limit: int) -> None:
    assert len(SAY.fitted(lines, limit)) <= limit


async def test_details_show_every_argument_and_the_whole_hash() -> None:
    action = Action(ChainId(1), Address("0x5aFE3855358E112B5647B952709E6165e1c1eEEe"), 5, "0x1234")
    called = "set(bytes32,uint256)"
    call = DecodedAction(action, ContractCall(), "ETH", called, (Argument("key", "bytes32", "0xabc"),))
    text = "\n".join(details_lines(card_of(proposal_of(), actions=(call,)), {}, SAY))
    assert "`set(bytes32,uint256)`" in text
    assert "key: `0xabc`" in text
    assert "c0ffee" * 10 + "c0ff" in text
    assert BlockRef(BLOCK.chain, BLOCK.number, BlockHash(BLOCK.hash), BLOCK.timestamp).hash in text
