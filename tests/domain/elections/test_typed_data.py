"""What a wallet signs for a ballot: its hash is that of EIP-712, and no part of it can change unnoticed."""

from typing import Any

import msgspec
import pytest
from eth_account import Account
from eth_account.messages import encode_typed_data
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.canonical import canonical_json
from bot.domain.elections.evidence import WalletSignature
from bot.domain.elections.evidence.typed_data import one_line, server_shown, signing_hash, typed_data
from bot.domain.ids import Address, ChainId, ContentHash, ProposalNumber
from bot.domain.policy.model import Policy
from tests.domain.ballot_formats.test_ballot_formats import policy
from tests.mechanisms import VOTED_ON, choices_of

KEY = Account.from_key("0x" + "11" * 32)
CONTENT = ContentHash("ab" * 32)
NAMES = ("Sun", "Moon", "Stars, all of them")
BY = WalletSignature(
    "River (5)", 1_764_355_212, 1_764_355_212_000_001, Address(KEY.address), ChainId(1), "0x"
)
DECEIVING = ("\u200b", "\u202e", "\u2066", "\ufeff", "\u00ad", "\n", "\r", "\x00", "\u2028", "\U000e0041")


def document(
    rules: Policy, choice: Any, by: WalletSignature = BY, title: str = "Fund the river"
) -> dict[str, Any]:
    return typed_data(
        rules,
        number=ProposalNumber(7),
        title=title,
        content_hash=CONTENT,
        choice=choice,
        ballot=canonical_json(choice).decode(),
        by=by,
    )


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    mechanism = draw(st.sampled_from(VOTED_ON))
    by = msgspec.structs.replace(
        BY,
        server=draw(st.text()).encode("utf-8", "replace").decode(),
        time=draw(st.integers(0, 253_402_300_799)),
        nonce=draw(st.integers(0, 2**53 - 1)),
        chain=ChainId(draw(st.integers(1, 2**53 - 1))),
    )
    title = draw(st.text())
    return document(policy(mechanism, NAMES), draw(choices_of(mechanism, len(NAMES))), by, title)


@given(documents())
def test_the_hash_is_the_one_that_wallets_sign(made: dict[str, Any]) -> None:
    signed = KEY.sign_message(encode_typed_data(full_message=made))
    assert Account._recover_hash(signing_hash(made), signature=signed.signature) == KEY.address


def test_the_wallet_shows_words_that_a_voter_understands() -> None:
    assert document(policy("single", NAMES), 3)["message"] == {
        "server": "River (5)",
        "proposal": "#7: Fund the river",
        "choice": "Stars, all of them",
        "ballot": "3",
        "contentHash": "0x" + CONTENT,
        "wallet": KEY.address,
        "time": "2025-11-28 18:40:12 UTC",
        "nonce": "1764355212000001",
    }


SAMPLE = document(policy("single", NAMES), 1)
FIELDS = [(part, field) for part in ("domain", "message") for field in SAMPLE[part]]
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "string": st.text(),
    "uint256": st.integers(0, 2**256 - 1),
    "bytes32": st.binary(min_size=32, max_size=32).map(lambda raw: "0x" + raw.hex()),
    "address": st.binary(min_size=20, max_size=20).map(lambda raw: "0x" + raw.hex()),
}


@pytest.mark.attack("web")
@pytest.mark.parametrize(("part", "field"), FIELDS)
@settings(max_examples=10)
@given(documents(), st.data())
def test_whatever_is_changed_in_any_field_changes_what_is_signed(
    part: str, field: str, made: dict[str, Any], data: st.DataObject
) -> None:
    """Else a signature served another proposal, wallet, nonce, chain or site, too."""
    named = made["types"]["Ballot" if part == "message" else "EIP712Domain"]
    (kind,) = (each["type"] for each in named if each["name"] == field)
    value = made[part][field]
    other = data.draw(VALUES[kind].filter(lambda other: str(other).lower() != str(value).lower()))
    assert signing_hash({**made, part: {**made[part], field: other}}) != signing_hash(made)


@pytest.mark.attack("web")
@pytest.mark.parametrize("char", DECEIVING, ids=lambda char: f"U+{ord(char):04X}")
def test_no_name_can_hide_or_turn_round_what_the_wallet_shows(char: str) -> None:
    assert one_line(f"For{char}Against") == "For Against"
    assert server_shown(f"a{char}b", 5) == "a b (5)"
    made = document(policy("single", (f"Sun{char}", "Moon", "Stars")), 1, title=f"Pay{char}me")
    assert char not in made["message"]["proposal"] + made["message"]["choice"]
