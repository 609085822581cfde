"""The wallet of everybody on a stage."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sandbox.browser.wallet.accounts import Holder, KeyAccount, SafeAccount
from sandbox.browser.wallet.address_book import AddressBook, Token
from sandbox.browser.wallet.wallet import Wallet
from sandbox.chain import Account
from sandbox.people import Residents
from sandbox.stage import Stage


async def wallet_of(stage: Stage, residents: Residents | None = None) -> Wallet:
    """Of all members who have one: residents, and the stage's voters whenever they come; also of those owners of the
    Safe who are no members."""
    return await wallet_of_present(lambda: stage, residents)


async def wallet_of_present(present: Callable[[], Stage], residents: Residents | None = None) -> Wallet:
    """The same, where now one stage is played on and now another, of one chain and with tokens of one name."""
    first = present()
    name, symbol = await first.token.call("name"), await first.token.call("symbol")

    def holders() -> Sequence[Holder]:
        return _holders(present(), residents)

    def book() -> AddressBook:
        stage = present()
        safe = stage.safe
        tokens = [Token(stage.token, name, symbol)]
        if residents:
            tokens.append(Token(residents.dollar, "Sandbox Dollar", "SUSD", 6, has_votes=False))
        contracts = {
            safe.address: ("the treasury's Safe", safe.contract),
            safe.multisend_call_only: (
                "many calls at once",
                stage.chain.contract("MultiSendCallOnly", safe.multisend_call_only),
            ),
        }
        people = {holder.account.address: holder.name for holder in holders()}
        return AddressBook(tuple(tokens), contracts, people)

    return Wallet([first.chain], holders, book, first.discord.clock.now)


def _holders(stage: Stage, residents: Residents | None) -> list[Holder]:
    found: dict[str, Holder] = {}
    for each in residents.people if residents else ():
        account = KeyAccount(each.wallet) if isinstance(each.wallet, Account) else SafeAccount(each.wallet)
        number = str(each.person.id)
        found[number] = Holder(number, each.character.name, each.character.part, account)
    for name, voter in stage.voters.items():
        number = str(voter.person.id)
        found.setdefault(number, Holder(number, name, "", KeyAccount(voter.wallet)))
    held = {holder.account.address for holder in found.values()}
    for place, owner in enumerate(stage.owners, 1):
        if owner.address not in held:
            name = f"owner {place}"
            found[name] = Holder(name, name, "owner of the Safe", KeyAccount(owner))
    return list(found.values())
