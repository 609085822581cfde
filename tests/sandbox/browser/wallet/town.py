"""People with wallets: Ada and Ben have keys, the club has a Safe of two owners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.browser.wallet.accounts import Holder, KeyAccount, SafeAccount
from sandbox.browser.wallet.address_book import AddressBook, Token
from sandbox.browser.wallet.errors import ProviderError
from sandbox.browser.wallet.signing.review import Review
from sandbox.browser.wallet.wallet import Wallet
from sandbox.chain import Account, LocalChain
from sandbox.chain.contract import Contract
from sandbox.chain.safe import LocalSafe, deploy_safe

ORIGIN = "http://127.0.0.1:8080"
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
TOKEN = 10**18


@dataclass
class Town:
    chain: LocalChain
    token: Contract
    safe: LocalSafe
    ada: Account
    ben: Account
    wallet: Wallet

    @classmethod
    async def of(cls, chain: LocalChain) -> Town:
        ada, ben = chain.account("ada of the town"), chain.account("ben of the town")
        for account in (ada, ben):
            await chain.fund(account, TOKEN)
        token = await chain.deploy("VotesToken", "Folk", "FOLK")
        safe = await deploy_safe(chain, owners=[ada, ben], threshold=2)
        await token.send(
            "airdrop", [ada.address, safe.address], [100 * TOKEN] * 2, False, sender=chain.deployer
        )
        holders = [
            Holder("1", "ada", "the whale", KeyAccount(ada)),
            Holder("2", "ben", "", KeyAccount(ben)),
            Holder("3", "club", "a Safe", SafeAccount(safe)),
        ]
        book = AddressBook(
            (Token(token, "Folk", "FOLK"),),
            {
                safe.address: ("the club's Safe", safe.contract),
                safe.multisend_call_only: (
                    "many calls at once",
                    chain.contract("MultiSendCallOnly", safe.multisend_call_only),
                ),
            },
            {holder.account.address: holder.name for holder in holders},
        )
        wallet = Wallet({"local": chain}, lambda: holders, lambda chain_id: book, lambda: NOW)
        return cls(chain, token, safe, ada, ben, wallet)

    async def ask(
        self, method: str, *params: Any, holder: str = "1", origin: str = ORIGIN
    ) -> tuple[Review, str]:
        """What a person is shown, and what the page gets when they agree."""
        number, request = await self.wallet.ask(origin, holder, self.chain.chain_id, method, list(params))
        return request.review, await self.wallet.approve(number)

    async def shown(self, method: str, *params: Any, holder: str = "1", origin: str = ORIGIN) -> Review:
        """What a person is shown, who then rejects it."""
        number, request = await self.wallet.ask(origin, holder, self.chain.chain_id, method, list(params))
        self.wallet.reject(number)
        return request.review

    async def refusal(self, method: str, *params: Any, holder: str = "1", chain: int | None = None) -> int:
        """The code with which the wallet refuses before anybody is asked."""
        try:
            await self.wallet.ask(ORIGIN, holder, chain or self.chain.chain_id, method, list(params))
        except ProviderError as refused:
            return refused.code
        raise AssertionError(f"{method} was taken")


def hexed(text: str) -> str:
    return "0x" + text.encode().hex()


def told(review: Review) -> dict[str, str]:
    """The lines by name, the first of each."""
    return {line.name: line.value for line in reversed(review.lines)}
