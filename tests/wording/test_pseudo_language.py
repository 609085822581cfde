"""Everything that people read can be said in another language, a sentence at a time."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.policy.model import Policy, preset, preset_names
from bot.services.proposals.cards import Card
from bot.wording.details import actions_lines, choices_lines, details_lines
from bot.wording.errors import clause, message, words_for
from bot.wording.errors.reactions import reaction_refused
from bot.wording.language import Language
from bot.wording.lifecycle import state_lines
from bot.wording.policies import policy_lines
from bot.wording.results import result_text
from tests.cogs.voting.samples import in_every_state
from tests.wording.pseudo import PSEUDO, pieced, pseudo, texts_in, untranslated
from tests.wording.samples import ERRORS, FAULTS, a_fault, an_error

ALWAYS = ("For", "Against", "Abstain", "SQLite", "PostgreSQL", "Discord")


def check(text: str, *samples: Any) -> None:
    """Fails where a sentence has no translation, or is put together from pieces."""
    data = [*ALWAYS, *(text for sample in samples for text in texts_in(sample))]
    assert untranslated(text, data) == [], text
    assert pieced(text) == [], text


@pytest.mark.parametrize("kind", ERRORS)
def test_every_refusal_is_said_in_whole_sentences(kind: Any) -> None:
    error = an_error(kind)
    check(words_for(error, PSEUDO), error)


@pytest.mark.parametrize("kind", FAULTS)
def test_every_fault_is_said_in_a_clause_of_its_own(kind: Any) -> None:
    fault = a_fault(kind)
    check(clause(fault, PSEUDO), fault)


@pytest.mark.parametrize(
    "name", ["NoWallet", "VotingPaused", "VotingOver", "OnlyObjections", "VotedAlready", "?"]
)
def test_every_refused_reaction_is_said_in_whole_sentences(name: str) -> None:
    check(reaction_refused(name, 7, PSEUDO))  # type: ignore[arg-type]


@pytest.mark.parametrize("error", [ValueError("secret"), KeyError("x")])
def test_a_fault_of_the_program_is_said_in_whole_sentences(error: Exception) -> None:
    check(words_for(error, PSEUDO))
    assert message(error, PSEUDO).happened.startswith("⟦")


@pytest.mark.parametrize("name", preset_names())
def test_every_policy_is_said_in_whole_sentences(name: str) -> None:
    policy: Policy = preset(name)
    check("\n".join(policy_lines(policy, PSEUDO)), policy)


OF_A_CARD: list[Callable[[Card, Language], list[str]]] = [
    state_lines,
    details_lines,
    actions_lines,
    lambda card, say: choices_lines(card.proposal, say),
]


@pytest.mark.parametrize("words", OF_A_CARD, ids=["state", "details", "actions", "choices"])
def test_every_state_of_a_card_is_said_in_whole_sentences(
    words: Callable[[Card, Language], list[str]],
) -> None:
    for card in in_every_state().values():
        check("\n".join(words(card, PSEUDO)), card)


def test_every_result_is_said_in_whole_sentences() -> None:
    for card in in_every_state().values():
        if (closing := card.proposal.closing) is not None:
            check(result_text(card, closing, "", PSEUDO), card)


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
