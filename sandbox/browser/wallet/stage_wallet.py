"""The wallet of everybody on all stages."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.browser.wallet.accounts import Holder, KeyAccount, SafeAccount, WalletAccount
from sandbox.browser.wallet.address_book import AddressBook, Token
from sandbox.browser.wallet.wallet import Wallet
from sandbox.chain import Account
from sandbox.people import Residents
from sandbox.stage import Stage


async def wallet_of(stage: Stage, residents: Residents | None = None) -> Wallet:
    """Of all members who have one, of this server and of all others with the same bot: residents, and voters whenever
    they come; also of those owners of a Safe who are no members. It is on all chains that the bot knows.

    All servers' tokens have the name of this one's.
    """
    everybody = _Everybody(
        stage.stages, residents, await stage.token.call("name"), await stage.token.call("symbol")
    )
    chains = {"local": stage.chain}
    if stage.second:
        chains["polygon"] = stage.second.chain
    return Wallet(chains, everybody.holders, everybody.book, stage.discord.clock.now)


class _Everybody:
    def __init__(self, stages: list[Stage], residents: Residents | None, name: str, symbol: str) -> None:
        self._stages = stages
        self._residents = residents
        self._name = name
        self._symbol = symbol

    def holders(self) -> Sequence[Holder]:
        """Those of the newest server first."""
        found: dict[str, Holder] = {}
        for stage in reversed(self._stages):
            tokens = tuple(self._tokens(stage))
            for number, name, part, account in _accounts(stage, self._residents):
                role = part
                if len(self._stages) > 1:
                    role = f"{part}, {stage.guild.name}" if part else stage.guild.name
                found.setdefault(number, Holder(number, name, role, account, str(stage.guild.id), tokens))
        return list(found.values())

    def book(self, chain_id: int) -> AddressBook:
        """What is known of the addresses of one chain."""
        tokens, contracts = [], {}
        for stage in self._stages:
            tokens += [token for token in self._tokens(stage) if token.contract.chain.chain_id == chain_id]
            if chain_id != stage.chain.chain_id:
                continue
            safe = stage.safe
            treasury = "the treasury's Safe" if len(self._stages) == 1 else f"the Safe of {stage.guild.name}"
            contracts[safe.address] = (treasury, safe.contract)
            contracts[safe.multisend_call_only] = (
                "many calls at once",
                stage.chain.contract("MultiSendCallOnly", safe.multisend_call_only),
            )
            for name, contract in stage.contracts.items():
                told = name if len(self._stages) == 1 else f"{name} of {stage.guild.name}"
                contracts[contract.address] = (told, contract)
        people = {holder.account.address: holder.name for holder in self.holders()}
        return AddressBook(tuple(tokens), contracts, people)

    def _tokens(self, stage: Stage) -> list[Token]:
        found = [Token(stage.token, self._name, self._symbol)]
        if self._residents and stage is self._home:
            found.append(Token(self._residents.dollar, "Sandbox Dollar", "SUSD", 6, has_votes=False))
        if stage.second:
            found.append(Token(stage.second.token, self._name, self._symbol))
        return found

    @property
    def _home(self) -> Stage | None:
        """Where the residents live."""
        guilds = {each.person.guild for each in self._residents.people} if self._residents else set()
        return next((stage for stage in self._stages if stage.guild in guilds), None)


def _accounts(stage: Stage, residents: Residents | None) -> list[tuple[str, str, str, WalletAccount]]:
    """(id, name, part, account) of everybody of one server."""
    found: dict[str, tuple[str, str, WalletAccount]] = {}
    for each in residents.people if residents else ():
        if each.person.guild is stage.guild:
            account = (
                KeyAccount(each.wallet) if isinstance(each.wallet, Account) else SafeAccount(each.wallet)
            )
            found[str(each.person.id)] = (each.character.name, each.character.part, account)
    for name, voter in stage.voters.items():
        found.setdefault(str(voter.person.id), (name, "", KeyAccount(voter.wallet)))
    held = {account.address for _, _, account in found.values()}
    for place, owner in enumerate(stage.owners, 1):
        if owner.address not in held:
            name = f"owner {place}{stage.keys}"
            found[name] = (name, "owner of the Safe", KeyAccount(owner))
    return [(number, *told) for number, told in found.items()]
