"""From which address a request comes: what the own proxy says, and nothing that anybody else can write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.requests.addresses import address_of, is_proxy, networks

PROXIES = networks("127.0.0.0/8, ::1/128, 10.1.0.0/16")


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", [], "203.0.113.7"),
        ("127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["203.0.113.7, 10.1.2.3"], "203.0.113.7"),
        ("127.0.0.1", [], "127.0.0.1"),
        ("::1", ["2001:db8:1:2:3:4:5:6"], "2001:db8:1:2::/64"),
        ("::ffff:127.0.0.1", ["203.0.113.7"], "203.0.113.7"),
    ],
)
def test_a_proxy_of_ours_says_for_whom_it_asks(peer: str, forwarded: list[str], address: str) -> None:
    assert address_of(peer, forwarded, PROXIES) == address


@pytest.mark.attack("web")
@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        ("203.0.113.7", ["127.0.0.1"], "203.0.113.7"),
        ("127.0.0.1", ["198.51.100.1, 203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["198.51.100.1", "203.0.113.7"], "203.0.113.7"),
        ("127.0.0.1", ["198.51.100.1, unknown"], "127.0.0.1"),
        ("127.0.0.1", ["<script>"], "127.0.0.1"),
        ("127.0.0.1", ["203.0.113.7:8080"], "127.0.0.1"),
        ("10.2.0.1", ["203.0.113.7"], "10.2.0.1"),
    ],
)
def test_nobody_else_says_for_whom_they_ask(peer: str, forwarded: list[str], address: str) -> None:
    assert address_of(peer, forwarded, PROXIES) == address


@given(st.lists(st.text(max_size=40), max_size=4), st.ip_addresses(v=4))
def test_whatever_stands_before_it_the_last_address_counts(forwarded: list[str], last) -> None:
    if not is_proxy(str(last), PROXIES):
        assert address_of("127.0.0.1", [*forwarded, str(last)], PROXIES) == str(last)
