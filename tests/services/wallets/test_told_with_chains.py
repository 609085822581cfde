"""What is told of a contract names the chain: at its address on another one stands somebody else's wallet."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.domain.ids import ChainId
from bot.services.delivery.notifications import NotifyLinked, NotifyMoved, NotifyRevoked
from bot.wording.accounts.wallets import linked_text, moved_text, revoked_text
from tests.harness import GUILD, ServiceHarness
from tests.said import PLAIN_ENGLISH
from tests.services.wallets.test_revoked_wallets import SECOND, as_contract
from tests.services.wallets.two_chains import TWO, Two

PAGE = "https://vote.example/revoke?server=1"
TEXTS: list[Callable[[Any, Any], str]] = [
    lambda wallet, chains: linked_text(wallet, chains, PAGE, PLAIN_ENGLISH),
    lambda wallet, chains: moved_text(wallet, chains, 7, PLAIN_ENGLISH),
    lambda wallet, chains: revoked_text(wallet, chains, PLAIN_ENGLISH),
]


@pytest.mark.parametrize("on", ["mainnet", "two"])
async def test_a_contract_that_moves_is_told_and_logged_with_its_chain(
    harness: ServiceHarness, on: str
) -> None:
    two, chain = Two(harness), TWO if on == "two" else ChainId(1)
    await two.begin()
    for name in ("keeper", "new keeper"):
        await two.prove(name, on)
    assert [told.chains for told in await harness.notified(NotifyLinked) if told.wallet == two.vault] == [
        (chain,),
        (chain,),
    ]
    (told,) = await harness.notified(NotifyMoved)
    assert (told.member, told.chains) == (harness.member("keeper"), (chain,))
    (entry, *_) = await harness.services.public_log.newest(GUILD, limit=1)
    assert (entry.act, entry.details["chain"]) == ("wallet moved", str(chain))


@pytest.mark.parametrize("on", ["mainnet", "two"])
async def test_a_contract_that_takes_itself_off_is_told_and_logged_with_its_chain(
    harness: ServiceHarness, on: str
) -> None:
    two, chain = Two(harness), TWO if on == "two" else ChainId(1)
    await two.begin()
    for each in ("mainnet", "two"):
        await two.prove("keeper", each)
    await harness.pass_time(SECOND)
    await as_contract(two, two.two if chain == TWO else harness.chain)
    (told,) = await harness.notified(NotifyRevoked)
    assert (told.member, told.chains) == (harness.member("keeper"), (chain,))
    (entry, *_) = await harness.services.public_log.newest(GUILD, limit=1)
    assert (entry.act, entry.details["chain"]) == ("wallet revoked", str(chain))


async def test_a_key_is_the_same_on_all_chains_and_none_is_named(harness: ServiceHarness) -> None:
    await harness.set_up()
    await harness.link("ada")
    await harness.link("ada again", "ada")
    (told,) = await harness.notified(NotifyMoved)
    assert told.chains == ()
    for text in TEXTS:
        assert "on chain" not in text(harness.wallet("ada"), ())


@pytest.mark.parametrize(("chains", "words"), [((10,), "on chain 10"), ((10, 1), "on chains 1 and 10")])
@pytest.mark.parametrize("text", TEXTS, ids=["linked", "moved", "revoked"])
def test_the_message_names_the_chains_of_a_contract(text: Any, chains: tuple[int, ...], words: str) -> None:
    assert words in text("0x" + "ab" * 20, chains)


def test_who_links_a_wallet_learns_where_it_leaves_a_lost_account() -> None:
    wallet: Any = "0x" + "ab" * 20
    assert PAGE in linked_text(wallet, (), PAGE, PLAIN_ENGLISH)
    assert "lose this Discord account" not in linked_text(wallet, (), None, PLAIN_ENGLISH)
