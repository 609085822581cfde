"""Everything that people read can be said in another language, a sentence at a time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.executors import CallFails, DelayModule, GuardRefusal, NotTried, SafeExtensions
from bot.domain.ids import GuildId, MemberId, Power, ProposalId, ProposalNumber
from bot.domain.policy.model import Policy, PowerRule, preset, preset_names
from bot.services.ports import LogEntry
from bot.services.proposals.cards import Card
from bot.services.proposals.stages import NotFollowed
from bot.wording.delivery.events import event_text
from bot.wording.errors import clause, message, words_for
from bot.wording.errors.voting.reactions import reaction_refused
from bot.wording.executors.safe import SafeWords
from bot.wording.governance.log.log_entries import log_text
from bot.wording.governance.policies.policies import policy_lines
from bot.wording.language import Language
from bot.wording.proposals.cards.cards import card_foot, card_head, count_lines, deeds
from bot.wording.proposals.cards.details import actions_lines, choices_lines, details_lines
from bot.wording.proposals.lifecycle.lifecycle import state_lines
from bot.wording.voting.ballots import give_hint, split_hint
from bot.wording.voting.results import result_text
from tests.cogs.voting.samples import in_every_state
from tests.for_each import for_each
from tests.wording.samples import ADA, ERRORS, FAULTS, NOON, a_fault, an_error
from tests.wording.translations.pseudo import PSEUDO, pieced, pseudo, texts_in, untranslated

ALWAYS = ("For", "Against", "Abstain", "SQLite", "PostgreSQL", "Discord")


def check(text: str, *samples: Any) -> None:
    """Fails where a sentence has no translation, or is put together from pieces."""
    data = [*ALWAYS, *(text for sample in samples for text in texts_in(sample))]
    assert untranslated(text, data) == [], text
    assert pieced(text) == [], text


@for_each("kind", ERRORS)
def test_every_refusal_is_said_in_whole_sentences(kind: Any) -> None:
    error = an_error(kind)
    check(words_for(error, PSEUDO), error)


@for_each("kind", FAULTS)
def test_every_fault_is_said_in_a_clause_of_its_own(kind: Any) -> None:
    fault = a_fault(kind)
    check(clause(fault, PSEUDO), fault)


@pytest.mark.parametrize(
    "name", ["NoWallet", "VotingPaused", "VotingOver", "OnlyObjections", "VotedAlready", "?"]
)
def test_every_refused_reaction_is_said_in_whole_sentences(name: str) -> None:
    check(reaction_refused(name, 7, PSEUDO))


@pytest.mark.parametrize("error", [ValueError("secret"), KeyError("x")])
def test_a_fault_of_the_program_is_said_in_whole_sentences(error: Exception) -> None:
    check(words_for(error, PSEUDO))
    assert message(error, PSEUDO).happened.startswith("⟦")


@pytest.mark.parametrize("name", preset_names())
def test_every_policy_is_said_in_whole_sentences(name: str) -> None:
    policy: Policy = preset(name)
    check("\n".join(policy_lines(policy, PSEUDO)), policy)


EXTENSIONS = SafeExtensions(
    ADA,
    ADA,
    (ADA,),
    more_modules=True,
    zodiac=(DelayModule(ADA, timedelta(days=2), timedelta(days=7), 2, datetime(2026, 11, 24, tzinfo=UTC)),),
)

OF_A_CARD: list[Callable[[Card, Language], list[str]]] = [
    state_lines,
    lambda card, say: details_lines(card, dict.fromkeys(card.proposal.rules.executors, EXTENSIONS), say),
    actions_lines,
    lambda card, say: choices_lines(card.proposal, say),
    lambda card, say: [card_head(card, say), *deeds(card, 4000, 4000, say).texts, *count_lines(card, say)],
    lambda card, say: [card_foot(card, 4000, say)],
]


@pytest.mark.parametrize("words", OF_A_CARD, ids=["state", "details", "actions", "choices", "card", "foot"])
def test_every_state_of_a_card_is_said_in_whole_sentences(
    words: Callable[[Card, Language], list[str]],
) -> None:
    for card in in_every_state().values():
        check("\n".join(words(card, PSEUDO)), card)


REFUSALS = [
    GuardRefusal(ADA, "x"),
    GuardRefusal(ADA, ""),
    CallFails(1, 1, "x"),
    CallFails(1, 1, ""),
    CallFails(2, 3, "x"),
    CallFails(2, 3, ""),
    NotTried(),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=repr)
def test_what_would_stop_a_safe_is_said_in_whole_sentences(refusal: Any) -> None:
    check(SafeWords().refused(refusal, PSEUDO), refusal)


def test_every_result_is_said_in_whole_sentences() -> None:
    for card in in_every_state().values():
        if (closing := card.proposal.closing) is not None:
            check(result_text(card, closing, "", PSEUDO), card)


EVENTS: dict[str, dict[str, str]] = {
    "withdrawn": {},
    "paused": {"by": "1", "reason": "wait"},
    "resumed": {"by": "1", "reason": "wait"},
    "cancelled": {"by": "", "reason": "wait"},
    "held": {"number": "15", "until": "1900000000"},
    "released": {"number": "15"},
    "vetoed_above": {"number": "15"},
    "vetoed": {"by": "1", "reason": "wait"},
    "registry_omitted": {"by": "1", "reason": "wait"},
    "extended": {"end": "1800000000"},
    "unresolved": {"0123456789abcdef": "For"},
    "left_out": {"0123456789abcdef": "For"},
    "followed": {"number": "8", "thread": "9"},
    "not_followed": {"track": "treasury", "why": "no_track"},
    "expired": {},
    "progress": {"by": "1", "text": "", "link": ""},
}
_SIGNED = {"chain": "1", "owner": ADA, "confirmed": "1", "threshold": "2"}
_ENDED = {"chain": "1", "transaction": "0xaa", "block": "12", "nonce": "3"}
_HIDDEN = {"place": "safe.example", "status": "422", "said": "is not an owner"}
OF_SAFES: list[tuple[str, dict[str, str]]] = [
    ("confirmed", _SIGNED),
    ("unconfirmed", _SIGNED),
    *(("hidden", {**_HIDDEN, "cause": cause}) for cause in ("no_key", "refused", "unavailable")),
    ("hidden", {**_HIDDEN, "cause": "unavailable", "status": "0"}),
    ("visible", {}),
    *((event, _ENDED) for event in ("executed", "failed", "replaced", "found_executed")),
    ("failed", {**_ENDED, "reason": "x"}),
    *(("replaced", {**_ENDED, "instead": each, "reason": "x"}) for each in ("rejection", "failed", "other")),
    ("asked_again", {"by": "1"}),
    *(("stage", {"stage": stage, "rivals": "0xaa 0xbb"}) for stage in ("contested", "rejection")),
    ("made_before", {"transactions": "0xaa 0xbb", "twins": "4 5"}),
    ("stopped", {"cause": "administration", "account": ADA, "function": "setGuard"}),
    ("stopped", {"cause": "code", "account": ADA, "was": "0xaa", "now": "0xbb"}),
    *(
        ("stopped", {"cause": "rights", "account": ADA, "rights": rights, "was": ""})
        for rights in ("", "module", "guard", "fallback_handler")
    ),
]


_CROSSED = {
    "bridge": "optimism",
    "to": "10",
    "number": "1",
    "of": "1",
    "done": "1",
    "key": "0xaa",
    "transaction": "0xbb",
    "until": "",
}
OF_BRIDGES = [
    {**_CROSSED, **more}
    for more in (
        *({"status": status} for status in ("done", "failed", "cancelled", "lapsed", "unsent")),
        {"status": "done", "of": "2"},
        {"status": "done", "of": "2", "done": "2"},
        {"status": "failed", "bridge": "arbitrum"},
        {"status": "failed", "bridge": "arbitrum", "until": "1900000000"},
    )
]


@pytest.mark.parametrize("data", OF_BRIDGES)
def test_what_became_of_a_call_to_another_chain_is_said_in_the_members_language(data: dict[str, str]) -> None:
    check(event_text("crossed", data, PSEUDO), data)


@pytest.mark.parametrize("event", EVENTS)
def test_every_event_is_said_in_whole_sentences(event: str) -> None:
    check(event_text(event, EVENTS[event], PSEUDO), EVENTS[event])


@pytest.mark.parametrize("why", NotFollowed)
def test_why_a_passed_check_does_not_go_on_is_said_in_whole_sentences(why: NotFollowed) -> None:
    data = {"track": "treasury", "why": str(why)}
    check(event_text("not_followed", data, PSEUDO), data)


@pytest.mark.parametrize(("event", "data"), OF_SAFES)
def test_every_event_of_a_safe_is_said_in_whole_sentences(event: str, data: dict[str, str]) -> None:
    check(event_text(event, {"executor": "safe", **data}, PSEUDO), data)


@pytest.mark.parametrize("previous", ["", "f" * 64])
def test_a_log_entry_is_said_in_whole_sentences(previous: str) -> None:
    entry = LogEntry(
        7,
        GuildId(1),
        MemberId(2),
        "pause",
        ProposalId(3),
        "wait",
        {"track": "treasury"},
        NOON,
        previous_hash=previous,
        hash="e" * 64,
        number=ProposalNumber(1),
    )
    check(log_text(entry, PSEUDO), entry)


@pytest.mark.parametrize("power", [None, 10**18])
def test_the_form_for_numbers_is_said_in_whole_sentences(power: Power | None) -> None:
    rule = PowerRule(symbol="VOTE", decimals=18)
    check(split_hint(power, rule, PSEUDO), rule)
    check(give_hint(power, rule, PSEUDO), rule)


def test_a_word_that_no_catalogue_has_is_found() -> None:
    assert untranslated("⟦" + pseudo("You have {amount}.").format(amount="some VOTE") + "⟧", ["VOTE"]) == [
        "some"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("⟦Ýöû ĥàṽé ⟦ţéñ⟧⟧", True),
        ("⟦Ýöû ĥàṽé⟧ ⟦ţéñ⟧", True),
        ("⟦Ýöû ĥàṽé ţéñ.⟧ ⟦Ḿöŕé?⟧", False),
        ("⟦Ýöû ĥàṽé⟧, ⟦ţéñ⟧", False),
        ("⟦Ñö: ⟦ţöö ļöñğ⟧⟧", False),
        ("⟦Ýöû ĥàṽé ‹ţéñ›⟧", False),
    ],
)
def test_a_sentence_of_pieces_is_found(text: str, found: bool) -> None:
    assert bool(pieced(text)) == found
