"""A contract counts on the chains on which it was proved: at its address on another one stands somebody else's."""

from datetime import timedelta

import pytest

from bot.domain.errors import NonceExpired, UnknownChain, WalletTaken, WrongSignature
from bot.domain.ids import Address, ChainId
from bot.domain.power import Erc20
from bot.services.wallets.linking import CONTRACT_LIFETIME, MESSAGE_LIFETIME
from tests.fakes import FakeChain, account
from tests.harness import TOKEN, ServiceHarness

TWO = ChainId(2)
SILVER = Erc20(chain=TWO, contract=account("silver on two"))
SOURCES = f"erc20_votes {TOKEN.contract} + erc20 {SILVER.contract} on two"


class Two:
    """Power on two chains, and the vault: a contract at the same address on both, of different owners."""

    def __init__(self, harness: ServiceHarness) -> None:
        self.harness = harness
        self.two = FakeChain(harness.clock, id=TWO, name="two", tokens={SILVER.contract: ("SLV", 0)})
        self.vault = harness.wallet("vault")

    async def begin(self, *, on: tuple[str, ...] = ("mainnet", "two")) -> None:
        self.harness.other_chains = [self.two]
        await self.harness.restart()
        for chain in (self.harness.chain, self.two):
            if chain.name in on:
                chain.contract_wallets.add(self.vault)
        await self.harness.set_up(sources=SOURCES, threshold="0")
        self.harness.chain.hold(TOKEN, self.vault, 7)
        self.two.hold(SILVER, self.vault, 1000)
        await self.harness.powers({"ada": 10})
        self.two.advance(2)

    async def prove(self, name: str, chain: str = "") -> None:
        actor = self.harness.actor(name)
        request = await self.harness.services.wallets.request(actor, self.vault, chain)
        on = self.two if request.chain == TWO else self.harness.chain
        await self.harness.services.wallets.link(
            actor, request.nonce, on.sign_as_contract(self.vault, request.message)
        )

    async def power(self, name: str) -> int | None:
        proposal = await self.harness.submitted("ada")
        self.two.advance(2)
        await self.harness.open(proposal)
        receipt = await self.harness.vote(name, "For")
        return receipt.power.total


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
    with pytest.raises(WalletTaken):
        await two.prove("mallory", "mainnet")
    assert await two.power("keeper") == 1000


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


@pytest.mark.attack("linking")
async def test_what_a_contract_counts_for_in_a_vote_is_fixed_by_the_first_ballot(two: Two) -> None:
    await two.begin()
    await two.prove("keeper", "two")
    assert await two.power("keeper") == 1000
    await two.prove("keeper", "mainnet")
    receipt = await two.harness.vote("keeper", "Against")
    assert receipt.power.total == 1000
    await two.harness.restart()
    assert (await two.harness.vote("keeper", "For")).power.total == 1000


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
