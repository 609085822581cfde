"""How many connections there may be, of all and of one address."""

import pytest

from bot.web.requests.addresses import networks
from bot.web.requests.connections import Connections
from bot.web.requests.limits import WebLimits

pytestmark = pytest.mark.attack("floods")
PROXY = "10.1.2.3"
MALLORY, ADA = "203.0.113.7", "2001:db8::7"


@pytest.fixture
def connections() -> Connections:
    """Three of one address at most, and eight in all."""
    return Connections(WebLimits(connections=8, connections_of_address=3), networks("10.0.0.0/8"))


def test_an_address_has_so_many_and_no_more_and_others_have_theirs(connections: Connections) -> None:
    assert [connections.begin(MALLORY) for _ in range(5)] == [True] * 3 + [False] * 2
    assert [connections.begin(ADA) for _ in range(4)] == [True] * 3 + [False]
    connections.end(MALLORY)
    assert [connections.begin(MALLORY) for _ in range(2)] == [True, False]


def test_through_a_proxy_of_ours_come_all(connections: Connections) -> None:
    assert [connections.begin(PROXY) for _ in range(9)] == [True] * 8 + [False]
    assert not connections.begin(ADA)
    connections.end(PROXY)
    assert connections.begin(ADA)
