"""Power on two chains, and an address at which a contract stands on both."""

from bot.domain.accounts.mandate import MandateTerms
from bot.domain.ids import ChainId
from bot.domain.power import Erc20
from bot.services.wallets.linking import USUAL_TERMS
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

    async def prove(self, name: str, chain: str = "", terms: MandateTerms = USUAL_TERMS) -> None:
        actor = self.harness.actor(name)
        request = await self.harness.services.wallets.request(actor, self.vault, chain, terms)
        on = self.two if request.chain == TWO else self.harness.chain
        await self.harness.services.wallets.link(
            actor, request.nonce, on.sign_as_contract(self.vault, request.message)
        )

    async def link_key(self, name: str) -> None:
        """With the key of the address, which signs alike on every chain."""
        actor = self.harness.actor(name)
        request = await self.harness.services.wallets.request(actor, self.vault, "mainnet")
        signature = self.harness.chain.sign(self.vault, request.message)
        await self.harness.services.wallets.link(actor, request.nonce, signature)

    async def power(self, name: str) -> int | None:
        proposal = await self.harness.submitted("ada")
        self.two.advance(2)
        await self.harness.open(proposal)
        receipt = await self.harness.vote(name, "For")
        return receipt.power.total
