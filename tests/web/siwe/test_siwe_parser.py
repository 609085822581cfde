"""The texts that are signed, read by siwe-parser: it knows EIP-4361 from its grammar, and nothing of us."""

import json
import random
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain.accounts.mandate import MandateTerms, Term
from bot.domain.accounts.revocation import Revocation
from bot.domain.accounts.sign_in_text import Site
from bot.domain.accounts.wallet import sign_in_message
from bot.domain.executors.kinds import EXECUTORS
from bot.domain.ids import ChainId, GuildId, MemberId, address
from bot.domain.policy.trust import TrustLevel
from tests.domain.test_sign_in_message import EXAMPLES, binding, example

HERE = Path(__file__).parent
WALLET = address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
MADE = 400
HOSTILE = "\n\r\t\"\\<>{}|^`%\u202e\u200b\ud800😀Ж:/?#[]@!$&'()*+,;= az09-._~"


def parsed(texts: list[str]) -> list[dict[str, Any]]:
    """What siwe-parser finds in each; `refused` where it is no such text."""
    done = subprocess.run(
        ["node", "parse.js"], cwd=HERE, input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def message(terms: MandateTerms, *, names: tuple[str, str] = ("ada", "Wells DAO"), chain: int = 1) -> str:
    return sign_in_message(
        site=Site("vote.example.org:8443"),
        address=WALLET,
        chain=ChainId(chain),
        chain_name="Gnosis" if chain == 100 else None,
        member=MemberId(101),
        member_name=names[0],
        guild=GuildId(1000),
        guild_name=names[1],
        nonce="0123456789abcdef01234567",
        issued_at=NOON,
        expires_at=NOON + timedelta(minutes=15),
        mandate=terms.given(NOON),
    )


def test_each_part_is_found_where_it_belongs() -> None:
    (found,) = parsed([message(MandateTerms(Term.MONTH, TrustLevel.COUNTERSIGNED), chain=100)])
    assert found["domain"] == "vote.example.org:8443"
    assert found["address"] == WALLET
    assert found["uri"] == "https://vote.example.org:8443/wallet"
    assert (found["version"], found["chainId"], found["nonce"]) == ("1", 100, "0123456789abcdef01234567")
    assert (found["issuedAt"], found["expirationTime"]) == ("2026-11-28T12:00:00Z", "2026-11-28T12:15:00Z")
    assert found["requestId"] == "discord:1000:101"
    assert "in each vote that opens before 2026-12-29 (UTC)" in found["statement"]
    assert found["resources"] == ["urn:folkmoot:mandate:server=1000:until=2026-12-29:up-to=countersigned"]


def test_any_names_and_any_mandate_make_a_text_by_the_grammar() -> None:
    """So many random ones in one go, since a process of node is slow to begin."""
    chance = random.Random(4361)

    def name() -> str:
        return "".join(chance.choices(HOSTILE, k=chance.randrange(40)))

    texts = [
        message(
            MandateTerms(chance.choice(list(Term)), chance.choice(list(TrustLevel))),
            names=(name(), name()),
            chain=chance.choice([1, 100]),
        )
        for _ in range(MADE)
    ]
    for text, found in zip(texts, parsed(texts), strict=True):
        assert "refused" not in found, (text, found)
        assert found["requestId"] == "discord:1000:101"
        assert len(found["resources"]) == 1
        assert found["resources"][0].startswith("urn:folkmoot:mandate:server=1000:")


def test_the_text_by_which_a_wallet_leaves_an_account_is_one_too() -> None:
    revocation = Revocation(GuildId(1000), WALLET, ChainId(100), "0123456789abcdef01234567", NOON)
    (found,) = parsed([revocation.message(Site("vote.example.org"))])
    assert (found["domain"], found["uri"]) == ("vote.example.org", "https://vote.example.org/revoke")
    assert (found["address"], found["chainId"], found["nonce"]) == (WALLET, 100, "0123456789abcdef01234567")
    assert (found["issuedAt"], found["expirationTime"]) == ("2026-11-28T12:00:00Z", "2026-12-05T12:00:00Z")
    assert "in the server 1000 before the time of this message" in found["statement"]
    assert (found["requestId"], found["resources"]) == (
        "discord:1000:revoke",
        ["urn:folkmoot:revoke:server=1000"],
    )


def test_the_texts_that_bind_executors_are_too() -> None:
    found = parsed([binding(kind, HOSTILE) for kind in EXECUTORS])
    for kind, each in zip(EXECUTORS, found, strict=True):
        assert "refused" not in each, each
        assert (each["uri"], each["chainId"]) == (f"https://folkmoot.example/{kind}", 100)
        assert each["requestId"] == f"discord:1000:{kind}:100:{WALLET}"


def test_the_reference_takes_the_examples_of_the_standard() -> None:
    plain, port, scheme = parsed([example(*EXAMPLES[which]) for which in EXAMPLES])
    assert [each["domain"] for each in (plain, port, scheme)] == [
        "example.com",
        "example.com:3388",
        "example.com",
    ]
    assert [each.get("scheme") for each in (plain, port, scheme)] == [None, None, "https"]
    assert len(plain["resources"]) == 2


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Version: 1", "Version: 2"),
        ("Chain ID: 1", "Chain ID: one"),
        ("Nonce: 0123456789abcdef01234567", "Nonce: 012345"),
        ("Issued At: 2026-11-28T12:00:00Z", "Issued At: today"),
        ("URI: https://", "URI: <https://"),
        (" wants you to sign in", " wants you to log in"),
        ("urn:folkmoot", "<urn:folkmoot>"),
    ],
)
def test_the_reference_refuses_what_is_no_such_text(before: str, after: str) -> None:
    """Else it would prove nothing that it takes ours."""
    text = message(MandateTerms())
    assert before in text
    whole, broken = parsed([text, text.replace(before, after)])
    assert "refused" not in whole
    assert "refused" in broken
