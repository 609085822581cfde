"""The wallet page."""

from collections.abc import Mapping, Sequence

import msgspec

from bot.domain.accounts.mandate import Term
from bot.domain.accounts.wallet import LinkRequest, Wallet
from bot.domain.ids import ChainId
from bot.domain.policy.trust import TrustLevel
from bot.services.ports import Chain
from bot.wording.accounts.mandates import mandate_form, term_label, trust_label
from bot.wording.accounts.wallets import logged_line, wallet_line
from bot.wording.language import Language
from bot.wording.pages.browser_wallets import browser_wallet_words, no_wallet_words, site_words

_NAME = 100


class WalletWords(msgspec.Struct, frozen=True):
    title: str
    who: str
    yours: str
    none_yet: str
    waiting: str
    connect: str
    explained: str
    logged: str
    """What everyone will see of it; empty where that is nothing."""
    no_wallet: str
    elsewhere: str
    elsewhere_explained: str
    address: str
    address_hint: str
    chain: str
    chain_hint: str
    until: str
    until_hint: str
    up_to: str
    up_to_hint: str
    make: str
    script: Mapping[str, str]
    """What the script says, by the names that it knows."""


def wallet_words(member: str, server: str, say: Language, *, logged: bool) -> WalletWords:
    """`logged`: whether the public log will show the link."""
    name = say.markup.name
    until, up_to = mandate_form(say)
    return WalletWords(
        title=say._("Link a wallet"),
        who=say._("You are {member} in {server}.").format(
            member=say.markup.strong(name(member, _NAME)), server=say.markup.strong(name(server, _NAME))
        ),
        yours=say._("Your linked wallets"),
        none_yet=say._("None yet."),
        waiting=say._("Messages that wait for a signature"),
        connect=say._("Choose your wallet"),
        explained=say._(
            "Your wallet asks whether this site may see your address, then for one signature. Check in it that the "
            "message names your Discord account and your server. It moves nothing and costs nothing."
        ),
        logged=logged_line(say) if logged else "",
        no_wallet=no_wallet_words(say),
        elsewhere=say._("Sign elsewhere: hardware, command line, Safe"),
        elsewhere_explained=say._(
            "Name the account, sign the message wherever you like, and paste the signature. The owners of a Safe or "
            "another contract have seven days for it."
        ),
        address=say._("The account"),
        address_hint=say._("0x and 40 digits, copied from your wallet"),
        chain=say._("The chain"),
        chain_hint=say._("Only for a Safe or another contract: where it is asked, and counts"),
        until=until[0],
        until_hint=until[1],
        up_to=up_to[0],
        up_to_hint=up_to[1],
        make=say._("Make the message"),
        script={**browser_wallet_words(say), **site_words(say)},
    )


def own_wallets(wallets: Sequence[Wallet], say: Language) -> list[str]:
    """Each with what there is to know of it."""
    return [wallet_line(wallet, say) for wallet in wallets]


def waiting_messages(requests: Sequence[LinkRequest], say: Language) -> list[tuple[str, str]]:
    """Of each the nonce, and what it is for."""
    words = say._("{wallet}, until {moment}")
    return [
        (
            request.nonce,
            words.format(wallet=say.markup.account(request.address), moment=say.moment(request.expires_at)),
        )
        for request in requests
    ]


def chain_choices(chains: Mapping[ChainId, Chain], say: Language) -> list[tuple[str, str]]:
    """What can be chosen: first that it doesn't matter, then each chain, with what is sent for it."""
    usual = say._("The one on which votes are read")
    return [("", usual), *named_chains(chains, say)]


def named_chains(chains: Mapping[ChainId, Chain], say: Language) -> list[tuple[str, str]]:
    """Each chain, with what is sent for it."""
    return [(str(chain.id), say.markup.name(chain.name)) for chain in chains.values()]


def term_choices(say: Language) -> list[tuple[str, str]]:
    """How long a mandate may last, each with what is sent for it."""
    return [(term.value, term_label(term, say)) for term in Term]


def level_choices(say: Language) -> list[tuple[str, str]]:
    """Up to which trust level it may hold, the highest first, which is the usual."""
    return [(level.value, trust_label(level, say)) for level in reversed(TrustLevel)]
