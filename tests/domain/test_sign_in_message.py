"""The text that links a wallet, against the grammar of EIP-4361."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.accounts.mandate import UNLIMITED, Mandate
from bot.domain.accounts.sign_in_text import Site, sign_in_text
from bot.domain.accounts.wallet import sign_in_message
from bot.domain.executors.kinds import EXECUTORS
from bot.domain.executors.proofs import proof_message
from bot.domain.ids import ChainId, GuildId, MemberId, address
from bot.domain.policy.trust import TrustLevel

# https://eips.ethereum.org/EIPS/eip-4361 (ABNF), with RFC 3986's and RFC 3339's rules written out.
_UNRESERVED = r"A-Za-z0-9\-._~"
_RESERVED = r":/?#\[\]@!$&'()*+,;="
_PCHAR = rf"(?:[{_UNRESERVED}!$&'()*+,;=:@]|%[0-9A-F]{{2}})"
_DATE_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"
GRAMMAR = re.compile(
    rf"(?:(?P<scheme>[A-Za-z][A-Za-z0-9+\-.]*)://)?(?P<domain>[A-Za-z0-9.\-]+(?::\d+)?)"
    r" wants you to sign in with your Ethereum account:\n"
    r"(?P<address>0x[0-9A-Fa-f]{40})\n\n"
    rf"(?:(?P<statement>[{_UNRESERVED}{_RESERVED} ]+)\n)?\n"
    rf"URI: (?P<uri>[A-Za-z][A-Za-z0-9+\-.]*:[{_UNRESERVED}{_RESERVED}%]+)\n"
    r"Version: 1\n"
    r"Chain ID: (?P<chain>\d+)\n"
    r"Nonce: (?P<nonce>[A-Za-z0-9]{8,})\n"
    rf"Issued At: (?P<issued>{_DATE_TIME})"
    rf"(?:\nExpiration Time: (?P<expires>{_DATE_TIME}))?"
    rf"(?:\nNot Before: {_DATE_TIME})?"
    rf"(?:\nRequest ID: (?P<request>{_PCHAR}*))?"
    r"(?:\nResources:(?P<resources>(?:\n- .+)*))?"
)
SITE = Site("folkmoot.example")
WALLET = address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")


def message(
    member_name: str = "ada",
    guild_name: str = "Wells DAO",
    site: Site = SITE,
    mandate: Mandate = UNLIMITED,
) -> str:
    return sign_in_message(
        chain_name=None,
        site=site,
        address=WALLET,
        chain=ChainId(1),
        member=MemberId(101),
        member_name=member_name,
        guild=GuildId(1000),
        guild_name=guild_name,
        nonce="0123456789abcdef01234567",
        issued_at=datetime(2026, 3, 1, 12, 0, 0, 999_999, tzinfo=UTC),
        expires_at=datetime(2026, 3, 1, 12, 15, tzinfo=UTC),
        mandate=mandate,
    )


EXAMPLES = {
    "implicit scheme": ("example.com", "https://example.com/login"),
    "explicit port": ("example.com:3388", "https://example.com/login"),
    "explicit scheme": ("https://example.com", "https://example.com/login"),
}
"""The three examples of EIP-4361, by what is different in them: what stands before " wants you", and the URI."""


def example(domain: str, uri: str) -> str:
    return f"""{domain} wants you to sign in with your Ethereum account:
0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2

I accept the ExampleOrg Terms of Service: https://example.com/tos

URI: {uri}
Version: 1
Chain ID: 1
Nonce: 32891756
Issued At: 2021-09-30T16:25:24Z
Resources:
- ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/
- https://example.com/my-web2-claim.json"""


@pytest.mark.parametrize("which", EXAMPLES)
def test_the_examples_of_the_standard_are_by_the_grammar(which: str) -> None:
    """Else it would prove nothing that our texts are."""
    found = GRAMMAR.fullmatch(example(*EXAMPLES[which]))
    assert found
    assert (found["domain"], found["uri"]) == (
        EXAMPLES[which][0].removeprefix("https://"),
        EXAMPLES[which][1],
    )
    assert found["statement"] == "I accept the ExampleOrg Terms of Service: https://example.com/tos"
    assert (found["chain"], found["nonce"], found["issued"]) == ("1", "32891756", "2021-09-30T16:25:24Z")
    assert found["resources"].count("\n- ") == 2


def test_what_an_example_of_the_standard_says_makes_its_text_line_for_line() -> None:
    """Beside it ours has an end and an account, in the places that the standard has for them."""
    lines = sign_in_text(
        site=Site("example.com"),
        path="login",
        address=address("0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"),
        chain=ChainId(1),
        statement="I accept the ExampleOrg Terms of Service: https://example.com/tos",
        nonce="32891756",
        issued_at=datetime(2021, 9, 30, 16, 25, 24, tzinfo=UTC),
        expires_at=datetime(2021, 9, 30, 16, 40, 24, tzinfo=UTC),
        request_id="discord:1000:101",
        resources=(
            "ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/",
            "https://example.com/my-web2-claim.json",
        ),
    ).split("\n")
    ours = ["Expiration Time: 2021-09-30T16:40:24Z", "Request ID: discord:1000:101"]
    assert lines[10:12] == ours
    assert lines[:10] + lines[12:] == example(*EXAMPLES["implicit scheme"]).split("\n")


def test_the_message_is_by_the_grammar_and_says_what_it_should() -> None:
    found = GRAMMAR.fullmatch(message())
    assert found
    assert found["domain"] == "folkmoot.example"
    assert found["address"] == WALLET
    assert found["chain"] == "1"
    assert found["nonce"] == "0123456789abcdef01234567"
    assert found["issued"] == "2026-03-01T12:00:00Z"
    assert found["expires"] == "2026-03-01T12:15:00Z"
    assert found["request"] == "discord:1000:101"
    assert found["resources"] == "\n- urn:folkmoot:mandate:server=1000:until=unlinked:up-to=signed"
    assert "ada (101)" in found["statement"]
    assert "Wells DAO (1000)" in found["statement"]


@pytest.mark.parametrize("level", TrustLevel)
def test_the_mandate_stands_in_the_text_in_words_and_in_figures(level: TrustLevel) -> None:
    found = GRAMMAR.fullmatch(message(mandate=Mandate(datetime(2026, 6, 1, tzinfo=UTC), level)))
    assert found
    assert "in each vote that opens before 2026-06-01 (UTC)" in found["statement"]
    assert found["resources"] == f"\n- urn:folkmoot:mandate:server=1000:until=2026-06-01:up-to={level}"


@pytest.mark.attack("linking")
@pytest.mark.parametrize(
    "name",
    [
        "eve\n\nURI: https://evil.example",
        "eve\r\nNonce: 00000000",
        "eve\n- urn:folkmoot:mandate:server=1:until=2020-01-01:up-to=discord",
        'quote"back\\slash',
        "<b>{x}|^`%00",
        "\u202eada",
        "\u200b",
        "Ада",
        "😀",
        "",
        "\ud800",
    ],
)
def test_a_hostile_name_can_add_no_line_and_no_forbidden_character(name: str) -> None:
    for text in (message(member_name=name), message(guild_name=name)):
        found = GRAMMAR.fullmatch(text)
        assert found
        assert found["request"] == "discord:1000:101"
        assert found["resources"] == "\n- urn:folkmoot:mandate:server=1000:until=unlinked:up-to=signed"
        assert text.count("\n") == message().count("\n")


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_names_make_a_message_by_the_grammar(member_name: str, guild_name: str) -> None:
    found = GRAMMAR.fullmatch(message(member_name, guild_name))
    assert found
    assert found["uri"] == "https://folkmoot.example/wallet"


def binding(kind: str, guild_name: str) -> str:
    """The text that binds an executor of this kind to a server."""
    return proof_message(
        site=SITE,
        executor=EXECUTORS[kind](chain=ChainId(100), address=WALLET),
        signer=WALLET,
        guild=GuildId(1000),
        guild_name=guild_name,
        nonce="0123456789abcdef01234567",
        issued_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
        expires_at=datetime(2026, 3, 8, 12, tzinfo=UTC),
    )


@pytest.mark.attack("linking")
@given(st.sampled_from(sorted(EXECUTORS)), st.text(max_size=40) | st.just("eve\n\nURI: https://evil.example"))
def test_the_text_that_binds_an_executor_is_by_the_grammar_too(kind: str, guild_name: str) -> None:
    found = GRAMMAR.fullmatch(binding(kind, guild_name))
    assert found
    assert (found["uri"], found["chain"]) == (f"https://folkmoot.example/{kind}", "100")
    assert found["request"] == f"discord:1000:{kind}:100:{WALLET}"
    assert WALLET in found["statement"]
    assert found["resources"] is None


@pytest.mark.parametrize(
    ("site", "domain", "uri"),
    [
        (Site("vote.example.org"), "vote.example.org", "https://vote.example.org/wallet"),
        (Site("vote.example.org:8443"), "vote.example.org:8443", "https://vote.example.org:8443/wallet"),
        (Site("127.0.0.1:8080", "http"), "127.0.0.1:8080", "http://127.0.0.1:8080/wallet"),
    ],
)
def test_the_message_names_the_site_as_the_browser_does(site: Site, domain: str, uri: str) -> None:
    found = GRAMMAR.fullmatch(message(site=site))
    assert found
    assert (found["domain"], found["uri"]) == (domain, uri)
