"""The card of a mirrored proposal fits into a message, whatever its contract and its proposer say."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.accounts.chain_pages import ChainPages, PagesOfAChain
from bot.domain.actions.actions import Action
from bot.domain.executors import GovernorRules
from bot.domain.ids import (
    ChannelId,
    GuildId,
    MemberId,
    MirroredId,
    MirrorId,
    RoleId,
    SpaceId,
    TransactionHash,
)
from bot.domain.mirrors import Mirror, MirroredGovernorStage, MirroredProposal
from bot.domain.spaces.space import Space
from bot.execution.actions.codec import EvmActionCodec
from bot.services.mirrors.cards import MirroredCard
from bot.wording.language import Language, language
from bot.wording.markup.discord_markup import CHOICE_LIMIT, LAYOUT_LIMIT, MESSAGE_LIMIT, DiscordMarkup
from bot.wording.mirrors.cards import all_calls, ended_text, mirrored_texts, mirrored_thread_names
from cogs.components.cards.mirrored import mirrored_view
from cogs.components.cards.pages import MESSAGES, THREAD_PAGE, pages
from tests.fakes import MAINNET, account

STAGES = (
    "unproposed",
    "pending",
    "active",
    "canceled",
    "defeated",
    "succeeded",
    "queued",
    "ready",
    "expired",
    "executed",
)
"""All that a Governor can say, also those that a mirror never keeps."""
HIGHEST = 2**256 - 1
LAST = 2**53 - 1
SPACE = Space(SpaceId(1), GuildId(2), "Moot", ChannelId(3), ChannelId(4), ChannelId(5), RoleId(6), RoleId(7))
PAGES = ChainPages(
    (
        (
            MAINNET,
            PagesOfAChain("https://explorer.example", None, "https://governor.example/{account}/{proposal}"),
        ),
    )
)
SAY = language("en-US", DiscordMarkup(PAGES))
TRANSACTION = TransactionHash("0x" + "ab" * 32)
texts = st.text(max_size=300) | st.text("\\`*_[]()<>@#|~ \n", max_size=300)
amounts = st.sampled_from([0, 1, 10**18, HIGHEST]) | st.integers(0, HIGHEST)
moments = st.sampled_from([0, 1, 253_402_300_799, 253_402_300_800, LAST]) | st.integers(0, LAST)
datas = st.binary(max_size=200) | st.sampled_from(
    [
        bytes.fromhex("a9059cbb") + b"\x11" * 64,
        bytes.fromhex("095ea7b3") + b"\xff" * 64,
        bytes.fromhex("8d80ff0a") + b"\0" * 31 + b"\x20" + b"\xff" * 64,
        bytes.fromhex("e318b52b") + b"\x22" * 96,
    ]
)


@st.composite
def cards(draw: st.DrawFn) -> MirroredCard:
    rules = GovernorRules(
        account("river"),
        draw(st.sampled_from(["openzeppelin", "bravo"])),
        draw(texts),
        "5",
        False,
        account("votes"),
        draw(texts),
        draw(st.integers(0, 255)),
        draw(st.sampled_from(["block", "time"])),
        1,
        20,
        draw(amounts),
        1,
        None,
        0,
    )
    stage = MirroredGovernorStage(
        draw(st.sampled_from(STAGES)),
        "1",
        draw(amounts),
        draw(amounts),
        draw(amounts),
        draw(st.none() | amounts),
        draw(moments),
        draw(moments),
        draw(st.sampled_from([None, datetime(9999, 12, 31, tzinfo=UTC)])),
        planned_end=draw(moments),
    )
    targets = st.sampled_from([account("river"), account("votes"), account("builder")])
    calls = draw(st.lists(st.tuples(targets, amounts, datas), max_size=40))
    actions = tuple(Action(MAINNET, to, value, f"0x{data.hex()}") for to, value, data in calls)
    words = draw(texts) * draw(st.sampled_from([1, 100]))
    proposal = MirroredProposal(
        str(draw(amounts)),
        account("proposer"),
        actions,
        draw(st.sampled_from([0, 1, 10**6])),
        draw(st.booleans()),
        words,
        len(words),
        draw(moments),
        TRANSACTION,
        stage,
        draw(st.sampled_from([None, TRANSACTION])),
        MirroredId(1),
    )
    mirror = Mirror(
        MirrorId(1),
        SPACE.id,
        "governor",
        MAINNET,
        rules.address,
        ChannelId(9),
        MemberId(1),
        datetime(2026, 1, 1, tzinfo=UTC),
        rules,
    )
    decoded = EvmActionCodec({}).decode_unread(actions, account=rules.address)
    page = "https://folkmoot.example/mirrored/1"
    return MirroredCard(SPACE, mirror, proposal, decoded, None, page, draw(st.booleans()))


def length(card: MirroredCard, say: Language, *, withheld: bool = False) -> int:
    view = mirrored_view(card, 5, say, withheld=withheld)
    return view.content_length()


@pytest.mark.attack("text")
@given(card=cards())
def test_the_card_of_whatever_a_contract_says_fits_into_a_message(card: MirroredCard) -> None:
    assert length(card, SAY) <= LAYOUT_LIMIT
    assert length(card, SAY, withheld=True) <= LAYOUT_LIMIT
    assert len(ended_text(card, SAY)) <= MESSAGE_LIMIT
    assert all(0 < len(name) <= CHOICE_LIMIT for name in mirrored_thread_names(card, SAY))
    below = pages(all_calls(card, SAY), THREAD_PAGE)
    assert len(below) <= MESSAGES
    assert all(len(page) <= THREAD_PAGE for page in below)


@given(card=cards())
def test_the_card_has_a_button_to_vote_on_chain_where_there_is_a_page_for_it(card: MirroredCard) -> None:
    assert ("vote-on-chain:1" in str(mirrored_view(card, None, SAY).to_components())) == card.votable


@pytest.mark.attack("actions")
@given(card=cards())
def test_calls_that_nobody_confirms_or_keeps_are_said_to_be_so_before_anything_else(
    card: MirroredCard,
) -> None:
    dangers = mirrored_texts(card, SAY).dangers
    assert dangers.startswith("⚠️ **Not confirmed**") == (not card.proposal.confirmed)
    assert ("not shown here" in dangers) == (card.proposal.left_out > 0)
    on_itself = any(each.to == card.mirror.address for each in card.proposal.actions)
    assert not on_itself or "changes how this contract decides" in dangers
