import pkgutil
import re

import msgspec
import pytest

from bot.domain import errors
from bot.domain.errors import TextField
from bot.domain.ids import ProposalNumber
from bot.services.governance import findings
from bot.services.governance.doctor import Check
from bot.wording import errors as wording_errors
from bot.wording.errors import clause, message, words_for
from bot.wording.errors.voting.reactions import reaction_refused
from bot.wording.governance.checks import found_words
from bot.wording.language import language
from bot.wording.markup.discord_markup import DISCORD, MESSAGE_LIMIT
from tests.for_each import for_each
from tests.wording.samples import BLOCK, ERRORS, FAULTS, a_fault, an_error

SAY = language(markup=DISCORD)
NASTY = "`*_[x](https://e.vil)\u202e@everyone " * 200

OURS = {
    "state",
    "example",
    "address",
    "signed_by",
    "field",
    "expected",
    "computed",
    "contract",
    "page",
    "trust",
    "cause",
}
"""Texts that nobody typed."""


def test_each_file_of_errors_has_one_file_of_words_with_its_name():
    files = pkgutil.walk_packages(errors.__path__, f"{errors.__name__}.")
    theirs = {each.name.removeprefix("bot.domain.") for each in files if not each.ispkg}
    ours = {module.__name__.removeprefix("bot.wording.") for module in wording_errors.WORDED_IN}
    assert ours - {"errors.counting", "errors.verification"} == theirs - {"errors.base"}


@for_each("kind", ERRORS)
def test_every_error_of_the_domain_has_its_own_sentence(kind):
    assert kind in message.registry


@for_each("kind", ERRORS)
def test_every_answer_says_what_happened_what_was_kept_and_what_to_do_next(kind):
    said = message(an_error(kind), SAY)
    for part in (said.happened, said.kept, said.next):
        assert len(part) > 15
        assert part[0] in "`*" or part[0].isupper() or part[0].isdigit()
    assert said.next.rstrip(")").endswith((".", "`", "?")) or ":" in said.next


@for_each("kind", ERRORS)
def test_an_answer_fits_into_a_message_whatever_was_typed(kind):
    error = an_error(kind)
    for name in getattr(kind, "__dataclass_fields__", {}):
        checked_before = name in ("wallet", "account") and kind is not errors.WalletUnknown
        if type(getattr(error, name)) is str and name not in OURS and not checked_before:
            setattr(error, name, NASTY)
    said = words_for(error, SAY)
    assert len(said) <= MESSAGE_LIMIT
    assert "\u202e" not in said
    assert re.search(r"(?<!\\)\]\(https://", re.sub("`[^`]*`", "", said)) is None


@for_each("kind", FAULTS)
def test_every_fault_has_its_own_clause(kind):
    assert kind in clause.registry
    said = clause(a_fault(kind), SAY)
    assert len(said) >= 4
    assert "{" not in said


@for_each("kind", FAULTS)
def test_a_clause_is_short_and_nothing_in_it_works_whatever_was_typed(kind):
    texts = [field for field in msgspec.structs.fields(kind) if field.type is str]
    said = clause(a_fault(kind, NASTY), SAY)
    assert len(said) <= 1300
    assert "\u202e" not in said
    assert not texts or re.search(r"(?<!\\)\]\(https://", re.sub("`[^`]*`", "", said)) is None


def test_what_the_program_did_not_foresee_is_called_a_fault_of_the_program():
    assert "went wrong in the bot itself" in message(ValueError("secret"), SAY).happened
    assert "secret" not in words_for(ValueError("secret"), SAY)


def test_who_holds_too_little_reads_how_much_is_missing_and_where_it_was_read():
    said = words_for(errors.BelowThreshold(10**17, 10**18, (BLOCK,), "FOLK", 18, 2), SAY)
    assert "0.9 FOLK are missing" in said
    assert "block 17 of chain 1" in said
    assert "the 2 wallets" in said
    assert "Your draft is kept" in said


def test_the_caller_may_know_better_what_was_kept():
    said = words_for(errors.TextMissing(TextField.TITLE), SAY, kept="Your form is kept.")
    assert "Your form is kept." in said
    assert "Nothing was changed" not in said


@pytest.mark.parametrize(
    "name",
    [
        "NoWallet",
        "ReactionsOff",
        "ProposalUnknown",
        "WalletsClaimed",
        "WalletsUnreadable",
        "BallotStands",
        "VotingPaused",
        "VotingOver",
        "VotingNotOpen",
        "NotOnBallot",
        "OnlyObjections",
        "VotedAlready",
    ],
)
def test_a_refused_reaction_is_explained_by_the_name_of_its_error(name):
    said = reaction_refused(name, ProposalNumber(7), SAY)
    assert "⚠️" in said
    assert "➡️" in said


def test_an_error_is_worded_on_the_terminal_without_signs_that_discord_needs():
    refused = errors.ServiceRefused("the Safe service", 422, "no `key` for *this_chain*")
    said = found_words(Check(findings.OfExecutor(), False, refused), language())
    assert said == "This was refused by the Safe service (status 422): no `key` for *this_chain*"
    assert (
        found_words(Check(findings.OfDatabase(), True, findings.Sound("0001_first")), language())
        == "sound, revision 0001_first"
    )
