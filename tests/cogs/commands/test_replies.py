import inspect
import re
from datetime import UTC, datetime

import pytest

from bot.domain import errors
from bot.domain.blocks import BlockRef
from bot.domain.ids import Address, BlockHash, ChainId, ProposalId
from bot.services.governance.doctor import Check
from bot.wording.checks import plain_found
from bot.wording.errors import reaction_refused, words, words_for
from bot.wording.text import MESSAGE_LIMIT

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ADA = Address("0x00000000000000000000000000000000000000Aa")
BLOCK = BlockRef(ChainId(1), 17, BlockHash("0x" + "ab" * 32), 1_700_000_000)

CLASSES = [
    found
    for _, found in inspect.getmembers(errors, inspect.isclass)
    if issubclass(found, errors.FolkmootError) and found.__module__.startswith(errors.__name__ + ".")
]

FIELDS = {
    "address": ADA,
    "asked": 3 * 10**18,
    "at": (BLOCK,),
    "chain": ChainId(1),
    "check": ProposalId(6),
    "choice": "For",
    "choices": ("For", "Against"),
    "computed": "0xaa",
    "cost": 25 * 10**18,
    "contract": "0xbb",
    "decimals": 18,
    "ended_at": NOON,
    "ends_at": NOON,
    "example": "`A > B`",
    "expected": "a duration",
    "faults": (errors.PolicyFault(3, "periods.voting", "is missing"),),
    "field": "title",
    "given": "Maybe",
    "guild": 1,
    "held": 10**17,
    "known": ("local",),
    "length": 120,
    "limit": 100,
    "line": "transfer nothing",
    "line_number": 2,
    "member": 3,
    "name": "moon",
    "path": (3, 4, 3),
    "needed": 10**18,
    "opens_at": NOON,
    "power": 16 * 10**18,
    "proposal": ProposalId(7),
    "reason": "the token was paused",
    "service": "the Safe service",
    "signed_by": ADA,
    "since": NOON,
    "source": "role 77",
    "staked": 10**18,
    "state": "voting",
    "status": 422,
    "symbol": "FOLK",
    "target": ProposalId(8),
    "text": "1,5",
    "track": "treasury",
    "until": NOON,
    "wallet": ADA,
    "wallets": 1,
    "what": "a ballot",
    "why": "it is not a number",
}
SPECIAL = {
    "WrongState": {"needed": ("draft", "discussion")},
    "WalletsClaimed": {"wallets": (ADA,)},
    "ProposalUnknown": {"proposal": "7"},
}


OURS = {"state", "example", "address", "signed_by", "field", "expected", "computed", "contract"}
"""Texts that nobody typed."""


def an_error(kind: type[errors.FolkmootError]) -> errors.FolkmootError:
    names = list(getattr(kind, "__dataclass_fields__", {}))
    return kind(**{name: SPECIAL.get(kind.__name__, {}).get(name, FIELDS[name]) for name in names})


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_of_the_domain_has_its_own_sentence(kind):
    assert kind in words.registry


@pytest.mark.parametrize("kind", CLASSES)
def test_every_answer_says_what_happened_what_was_kept_and_what_to_do_next(kind):
    said = words(an_error(kind))
    for part in (said.happened, said.kept, said.next):
        assert len(part) > 15
        assert part[0] in "`*" or part[0].isupper() or part[0].isdigit()
    assert said.next.rstrip(")").endswith((".", "`", "?")) or ":" in said.next


@pytest.mark.parametrize("kind", CLASSES)
def test_an_answer_fits_into_a_message_whatever_was_typed(kind):
    error = an_error(kind)
    for name in getattr(kind, "__dataclass_fields__", {}):
        checked_before = name == "wallet" and kind is not errors.WalletUnknown
        if isinstance(getattr(error, name), str) and name not in OURS and not checked_before:
            setattr(error, name, "`*_[x](https://e.vil)\u202e@everyone " * 200)
    said = words_for(error)
    assert len(said) <= MESSAGE_LIMIT
    assert "\u202e" not in said
    assert re.search(r"(?<!\\)\]\(https://", re.sub("`[^`]*`", "", said)) is None


def test_what_the_program_did_not_foresee_is_called_a_fault_of_the_program():
    assert "went wrong in the bot itself" in words(ValueError("secret")).happened
    assert "secret" not in words_for(ValueError("secret"))


def test_who_holds_too_little_reads_how_much_is_missing_and_where_it_was_read():
    said = words_for(errors.BelowThreshold(10**17, 10**18, (BLOCK,), "FOLK", 18, 2))
    assert "0.9 FOLK are missing" in said
    assert "block 17 of chain 1" in said
    assert "the 2 wallets" in said
    assert "Your draft is kept" in said


def test_the_caller_may_know_better_what_was_kept():
    said = words_for(errors.TextMissing("title"), kept="Your form is kept.")
    assert "Your form is kept." in said
    assert "Nothing was changed" not in said


@pytest.mark.parametrize(
    "name",
    [
        "NoWallet",
        "ReactionsOff",
        "ProposalUnknown",
        "WalletsClaimed",
        "VotingPaused",
        "VotingOver",
        "VotingNotOpen",
        "NotOnBallot",
        "OnlyObjections",
        "VotedAlready",
    ],
)
def test_a_refused_reaction_is_explained_by_the_name_of_its_error(name):
    said = reaction_refused(name, ProposalId(7))
    assert "⚠️" in said
    assert "➡️" in said


def test_an_error_is_worded_on_the_terminal_without_signs_that_discord_needs():
    refused = errors.ServiceRefused("the Safe service", 422, "no `key` for *this_chain*")
    said = plain_found(Check("Safe", False, refused))
    assert said == "This was refused by the Safe service (status 422): no `key` for *this_chain*"
    assert plain_found(Check("database", True, "sound, revision 0001_first")) == "sound, revision 0001_first"
