"""Whatever is told fits into a message, and what matters most is never what is cut off."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.domain.executors import ExecutionRequest, SafeExecutor, SafeInstructions, SafeTransaction
from bot.domain.ids import ChainId, GuildId, MemberId, ProposalId, RequestId, TransactionHash
from bot.services.execution.instructions import ToSign
from bot.services.ports import LogEntry
from bot.wording.delivery.events import event_text
from bot.wording.execution.requests import request_text
from bot.wording.governance.log.log_entries import log_text
from bot.wording.voting.results import result_text
from cogs.components.cards.pages import THREAD_PAGE, pages
from cogs.components.threads import full_text_pages, starter_view
from cogs.notifications.message_sender import OutgoingMessage, text_view
from tests.assurance import examples
from tests.cogs.voting.cards.test_cards import POWERS, WORDS, cards, walk
from tests.cogs.voting.samples import SAFE, SAY, START, card_of, closing_of, proposal_of
from tests.fakes import account

MARK = 2**30
HASH = "f" * 64


def sent(text: str) -> str:
    """The text as it is posted."""
    (display,) = text_view(OutgoingMessage(text), MARK).to_components()
    assert display["id"] == MARK
    return str(display["content"])


@given(cards(), st.lists(POWERS, min_size=120, max_size=120))
@settings(max_examples=examples(20, 200))
async def test_a_result_always_names_its_record(card, powers) -> None:
    proposal = replace(card.proposal, closing=None)
    closing = closing_of(proposal, tuple(powers[: len(proposal.rules.choices)]))
    shown = card_of(replace(proposal, closing=closing), actions=card.actions, at=START + timedelta(days=9))
    text = sent(result_text(shown, closing, "Count again: `folkmoot tally FILE`", SAY))
    assert len(text) <= 2000
    assert closing.record_hash in text


@given(cards(), st.integers(0, 60), st.integers(0, 2**256 - 1), st.sampled_from([None, "0xd4d9bdcd" + HASH]))
@settings(max_examples=examples(20, 150))
async def test_a_transaction_always_shows_its_hash_and_how_to_compare_it(
    card, owners: int, value: int, approval: str | None
) -> None:
    transaction = SafeTransaction(
        TransactionHash("0x" + HASH), 2**63, SAFE, value, "0x", 1, since_block=1, threshold=40
    )
    request = ExecutionRequest(RequestId(1), SafeExecutor(chain=ChainId(1), address=SAFE), transaction, START)
    proposal = proposal_of(actions=max(1, len(card.actions)), requests=(request,))
    shown = card_of(proposal, actions=card.actions, scores=(1, 1, 1))
    missing = tuple(account(f"owner {number}") for number in range(owners))
    instructions = SafeInstructions(missing, "0x" + "d0" * 32, "0x" + "5e" * 32, 2**62, approval)
    members = {owner: MemberId(2**63 - 1) for owner in missing}
    said = request_text(shown, ToSign(request, instructions, members), SAY)
    found = [*pages(said.warned, THREAD_PAGE), said.summary, *pages(said.deeds, THREAD_PAGE)]
    assert all(sent(page) == page for page in found)
    assert "more" not in said.summary or owners > 8
    text = said.summary
    assert all(digits in text for digits in (HASH, "d0" * 32, "5e" * 32, "c0ffee" * 10))
    assert "digit for digit" in text
    assert "**0 of 40 confirmed**" in text
    assert ("`approveHash`" in text) == (approval is not None)
    assert approval is None or f"`{approval}`" in text


@given(WORDS, WORDS, st.dictionaries(WORDS.filter(bool), WORDS, max_size=30))
@settings(max_examples=examples(20, 200))
def test_a_log_entry_always_shows_its_hash(act: str, reason: str, details: dict[str, str]) -> None:
    entry = LogEntry(
        7, GuildId(1), MemberId(2), act, ProposalId(3), reason, details, START, previous_hash=HASH, hash=HASH
    )
    text = sent(log_text(entry, SAY))
    assert len(text) <= 2000
    assert f"`{HASH}` · after `{HASH[:16]}`" in text


@given(st.dictionaries(st.text("0123456789abcdef", min_size=16, max_size=16), WORDS, max_size=200))
@settings(max_examples=examples(20, 150))
def test_affected_receipts_that_are_not_shown_are_counted(receipts: dict[str, str]) -> None:
    text = event_text("unresolved", receipts, SAY)
    assert len(text) <= 1900
    shown = sum(receipt in text for receipt in receipts)
    rest = int(text.rsplit("… and ", 1)[1].split()[0]) if text.endswith(" more") else 0
    assert shown + rest == len(receipts)


@given(cards())
@settings(max_examples=examples(20, 200))
async def test_the_first_message_of_a_thread_and_what_follows_it_fit(card) -> None:
    parts = list(walk(starter_view(card, MARK, SAY).to_components()))
    texts = [part["content"] for part in parts if part["type"] == 10]
    assert all(texts)
    assert sum(map(len, texts)) <= 4000
    assert [part["content"] for part in parts if part.get("id") == MARK] == texts[:1]
    assert all(0 < len(sent(page)) <= 2000 for page in full_text_pages(card, SAY))
