"""What an operator writes of the pages."""

import pytest
from pydantic import SecretStr, ValidationError

from bot.domain.policy.pydantic_faults import pydantic_fault
from bot.settings import ChainSettings, Settings
from bot.wording.errors.base import clause
from bot.wording.language import language
from bot.wording.markup.markup import PLAIN

CHAIN = ChainSettings(name="local", id=1, rpc=("http://127.0.0.1:9",))


def settings(**given: str) -> Settings:
    fields = {"discord_client_secret": "secret", **given}
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        discord_token=SecretStr("token"),
        chains=(CHAIN,),
        **fields,
    )


def refusal(**given: str) -> str:
    """Why these settings are refused, in words."""
    with pytest.raises(ValidationError) as refused:
        settings(**given)
    (detail,) = refused.value.errors()
    return clause(pydantic_fault(detail), language("en", PLAIN))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", ""),
        ("https://vote.example.org", "https://vote.example.org"),
        ("https://vote.example.org/", "https://vote.example.org"),
        ("https://vote.example.org:8443", "https://vote.example.org:8443"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost", "http://localhost"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_the_address_of_the_pages_is_as_browsers_write_it(written: str, meant: str) -> None:
    assert settings(web_url=written).web_url == meant


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("http://vote.example.org", "begins with https://"),
        ("http://127.0.0.1.evil.example", "begins with https://"),
        ("https://vote.example.org/votes", "without a path"),
        ("https://vote.example.org?x", "without a path"),
        ("https://user:password@vote.example.org", "without a path"),
        ("https://Vote.example.org", "without a path"),
        ("https://vote.example.org:443", "needs no :443"),
        ("http://localhost:80", "needs no :80"),
        ("https://*", "without a path"),
        ("https://vote.example.org\nhttps://evil.example", "without a path"),
        ("javascript:alert(1)", "without a path"),
        ("vote.example.org", "without a path"),
    ],
)
def test_an_address_at_which_pages_would_not_be_safe_is_refused(written: str, why: str) -> None:
    assert why in refusal(web_url=written)


def test_pages_need_the_secret_with_which_members_log_in() -> None:
    why = refusal(web_url="https://vote.example.org", discord_client_secret="")
    assert "needs FOLKMOOT_DISCORD_CLIENT_SECRET" in why


@pytest.mark.parametrize(
    "listen", ["8080", "127.0.0.1", "127.0.0.1:", ":8080", "127.0.0.1:99999", "host:http"]
)
def test_where_the_pages_listen_is_a_host_and_a_port(listen: str) -> None:
    assert "is not host:port" in refusal(web_listen=listen)


@pytest.mark.parametrize("networks", ["proxy", "10.0.0.1/8", "127.0.0.1,,x", "10.0.0.0/99"])
def test_proxies_are_networks(networks: str) -> None:
    assert "is not a list of networks" in refusal(web_proxies=networks)
    assert settings(web_proxies="10.0.0.0/8, ::1").web_proxies


def test_interactions_come_by_http_only_where_the_pages_have_an_address() -> None:
    assert settings(web_url="https://vote.example.org").interactions_url is None
    by_http = settings(web_url="https://vote.example.org/", interactions="http")
    assert by_http.interactions_url == "https://vote.example.org/interactions"
    assert "FOLKMOOT_WEB_URL" in refusal(interactions="http")
