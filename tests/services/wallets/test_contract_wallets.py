"""A contract counts on the chains on which it was proved: at its address on another one stands somebody else's."""

from datetime import timedelta

import pytest

from bot.domain.errors import NonceExpired, UnknownChain, WalletTaken, WrongSignature
from bot.domain.ids import Address, ChainId
from bot.services.wallets.linking import CONTRACT_LIFETIME, MESSAGE_LIFETIME
from tests.harness import ServiceHarness
from tests.services.wallets.two_chains import SILVER, TWO, Two


@pytest.fixture
def two(harness: ServiceHarness) -> Two:
    return Two(harness)


@pytest.mark.attack("linking")
@pytest.mark.parametrize(
    ("chain", "power"), [("", 7), ("mainnet", 7), ("two", 1000), ("2", 1000), ("TWO", 1000)]
)
async def test_a_contract_counts_for_what_it_holds_where_it_was_proved_and_nowhere_else(
    two: Two, chain: str, power: int
) -> None:
    await two.begin()
    await two.prove("mallory", chain)
    assert await two.power("mallory") == power


async def test_a_member_may_prove_a_contract_on_each_chain(two: Two) -> None:
    await two.begin()
    await two.prove("keeper", "two")
    await two.prove("keeper", "mainnet")
    (wallet,) = await two.harness.services.wallets.of(two.harness.actor("keeper"))
    assert wallet.chains == {ChainId(1), TWO}
    assert await two.power("keeper") == 1007


async def test_the_chain_on_which_the_contract_stands_is_asked_where_none_is_named(two: Two) -> None:
    await two.begin(on=("two",))
    await two.prove("keeper")
    assert await two.power("keeper") == 1000


async def test_the_text_names_the_chain_on_which_a_contract_will_count(two: Two) -> None:
    await two.begin()
    request = await two.harness.services.wallets.request(two.harness.actor("ada"), two.vault, "two")
    assert "Chain ID: 2" in request.message
    assert "counts on the chain two (2)" in request.message
    plain = await two.harness.services.wallets.request(two.harness.actor("ada"), two.harness.wallet("ada/2"))
    assert "counts on the chain" not in plain.message


@pytest.mark.attack("linking")
async def test_a_signature_for_one_chain_proves_nothing_on_another(two: Two) -> None:
    await two.begin()
    mallory = two.harness.actor("mallory")
    request = await two.harness.services.wallets.request(mallory, two.vault, "two")
    signature = two.harness.chain.sign_as_contract(two.vault, request.message)
    with pytest.raises(WrongSignature):
        await two.harness.services.wallets.link(mallory, request.nonce, signature)


@pytest.mark.attack("linking")
async def test_who_owns_the_address_on_one_chain_takes_it_from_nobody_on_another(two: Two) -> None:
    await two.begin()
    await two.prove("keeper", "two")
    await two.prove("mallory", "mainnet")
    assert await two.power("keeper") == 1000
    assert (await two.harness.vote("mallory", "Against")).power.total == 7


@pytest.mark.attack("linking")
async def test_a_contract_takes_no_wallet_that_was_linked_with_its_key(two: Two) -> None:
    await two.begin(on=())
    await two.harness.link("keeper", "vault")
    two.two.contract_wallets.add(two.vault)
    with pytest.raises(WalletTaken):
        await two.prove("mallory", "two")


async def test_a_contract_moves_with_a_proof_on_the_chain_where_it_is_linked(two: Two) -> None:
    await two.begin()
    await two.prove("keeper", "two")
    await two.prove("keeper again", "two")
    assert await two.power("keeper again") == 1000


async def test_a_key_counts_on_every_chain(two: Two) -> None:
    await two.begin(on=())
    await two.harness.link("keeper", "vault")
    assert await two.power("keeper") == 1007


async def test_what_a_contract_is_proved_on_later_counts_from_the_next_ballot_on(two: Two) -> None:
    await two.begin()
    await two.prove("keeper", "two")
    assert await two.power("keeper") == 1000
    await two.prove("keeper", "mainnet")
    receipt = await two.harness.vote("keeper", "Against")
    assert receipt.power.total == 1007
    await two.harness.restart()
    assert (await two.harness.vote("keeper", "For")).power.total == 1007


@pytest.mark.attack("linking")
async def test_a_list_of_accounts_means_a_contract_only_where_all_of_its_chains_agree(two: Two) -> None:
    await two.begin()
    await two.harness.compose(
        sources=[
            {"kind": "allowlist", "entries": [{"account": two.vault, "amount": 50}]},
            {"kind": "erc20", "chain": TWO, "contract": SILVER.contract},
        ]
    )
    await two.prove("mallory", "mainnet")
    assert await two.power("mallory") == 0
    await two.prove("mallory", "two")
    assert await two.power("mallory") == 1050


@pytest.mark.parametrize("name", ["three", "31337", "main net"])
async def test_only_a_chain_that_is_known_can_be_named(two: Two, name: str) -> None:
    await two.begin()
    with pytest.raises(UnknownChain):
        await two.harness.services.wallets.request(two.harness.actor("ada"), two.vault, name)


async def test_the_owners_of_a_contract_have_days_to_sign(two: Two) -> None:
    await two.begin()
    keeper = two.harness.actor("keeper")
    request = await two.harness.services.wallets.request(keeper, two.vault, "two")
    assert request.expires_at - request.issued_at == CONTRACT_LIFETIME >= timedelta(days=6)
    await two.harness.pass_time(timedelta(days=5))
    signature = two.two.sign_as_contract(two.vault, request.message)
    await two.harness.services.wallets.link(keeper, request.nonce, signature)


@pytest.mark.attack("linking")
async def test_a_key_has_minutes_to_sign(two: Two) -> None:
    await two.begin()
    ada, wallet = two.harness.actor("ada"), Address(two.harness.wallet("ada/2"))
    request = await two.harness.services.wallets.request(ada, wallet)
    assert request.expires_at - request.issued_at == MESSAGE_LIFETIME
    await two.harness.pass_time(MESSAGE_LIFETIME)
    with pytest.raises(NonceExpired):
        await two.harness.services.wallets.link(
            ada, request.nonce, two.harness.chain.sign(wallet, request.message)
        )
