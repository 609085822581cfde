"""The page on which a wallet takes itself off a Discord account."""

from collections.abc import Mapping

import msgspec

from bot.wording.accounts.wallets import link_form
from bot.wording.language import Language
from bot.wording.pages.browser_wallets import browser_wallet_words, no_wallet_words, site_words


class RevokeWords(msgspec.Struct, frozen=True):
    title: str
    what: str
    then: str
    connect: str
    server: str
    server_hint: str
    no_wallet: str
    elsewhere: str
    elsewhere_explained: str
    address: str
    address_hint: str
    chain: str
    chain_hint: str
    make: str
    script: Mapping[str, str]
    """What the script says, by the names that it knows."""


def revoke_words(say: Language) -> RevokeWords:
    account, (chain, _) = link_form(say)
    return RevokeWords(
        title=say._("Unlink a wallet without Discord"),
        what=say._(
            "**For who has lost their Discord account, or has had it stolen**: one signature by the wallet takes it "
            "off that account. It moves nothing and costs nothing."
        ),
        then=say._(
            "From then on that account casts no ballot with the wallet. A ballot that it has cast already keeps the "
            "wallet's power, except where the rules of a vote say that it leaves at once. The account and the server's "
            "public log are told."
        ),
        connect=say._("Choose the server, then your wallet"),
        server=say._("The number of the Discord server"),
        server_hint=say._(
            "It stands in brackets behind the server's name, in the message that linked the wallet"
        ),
        no_wallet=no_wallet_words(say),
        elsewhere=say._("Sign elsewhere: hardware, command line, Safe"),
        elsewhere_explained=say._(
            "Name the account, sign the message wherever you like within 7 days, and paste the signature."
        ),
        address=account[0],
        address_hint=account[1],
        chain=chain,
        chain_hint=say._("Only for a Safe or another contract: the one on which it is linked"),
        make=say._("Make the message"),
        script={**browser_wallet_words(say), **site_words(say)},
    )
