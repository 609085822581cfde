"""Where a link from Discord leads, and how Discord offers it."""

from collections.abc import Callable, Mapping

import msgspec

from bot.services.wallets.page_links import PageLink, Purpose
from bot.wording.language import Language

_NAME = 100


class LinkWords(msgspec.Struct, frozen=True):
    title: str
    warning: str
    steps: tuple[str, ...]
    log_in: str
    phone: str


def link_words(link: PageLink, say: Language) -> LinkWords:
    title, steps = _WHAT[link.purpose](say)
    return LinkWords(
        title=title,
        warning=say._(
            "This link belongs to the Discord account {member} in the server {server}. If that is not you, close this "
            "page."
        ).format(
            member=say.markup.strong(say.markup.name(link.actor.name, _NAME)),
            server=_server(link.actor.guild_name, say),
        ),
        steps=(
            say._(
                "Log in with Discord, so that we know it is you. We learn your name there and nothing else."
            ),
            *steps,
        ),
        log_in=say._("Log in with Discord"),
        phone=say._(
            "**On a phone**: open the link in the browser of your wallet's app. It stands above the button in Discord, "
            "to be copied."
        ),
    )


def _to_link(say: Language) -> tuple[str, tuple[str, ...]]:
    return say._("Link a wallet"), (
        say._("Choose your wallet."),
        say._("Sign one message. It moves nothing, costs nothing and allows nobody to move anything."),
    )


def _to_sign(say: Language) -> tuple[str, tuple[str, ...]]:
    return say._("Sign what passed"), (
        say._("Read every action, and compare the hashes with what your wallet shows."),
        say._("Sign with the account that is an owner."),
    )


def _to_vote(say: Language) -> tuple[str, tuple[str, ...]]:
    return say._("Sign your vote"), (
        say._("Fill in your ballot, and choose the wallet that signs."),
        say._("Compare what your wallet shows, and sign. It moves nothing and costs nothing."),
    )


def _to_vote_on_chain(say: Language) -> tuple[str, tuple[str, ...]]:
    return say._("Vote on chain"), (
        say._("Read what the proposal's calls do, and choose the wallet that votes."),
        say._("Compare what your wallet shows, and send it. Nobody can take a vote there back."),
    )


_WHAT: Mapping[Purpose, Callable[[Language], tuple[str, tuple[str, ...]]]] = {
    Purpose.WALLET: _to_link,
    Purpose.SIGN: _to_sign,
    Purpose.VOTE: _to_vote,
    Purpose.VOTE_ON_CHAIN: _to_vote_on_chain,
}
"""By what a link is for: the title, and the steps after the login."""


def _server(server: str, say: Language) -> str:
    return say.markup.strong(say.markup.name(server, _NAME))


def link_lines(url: str, say: Language) -> list[str]:
    """What is said of any link that a member is given for one login."""
    return [
        say._("The link is for you alone, once, within 15 minutes: pass it on to nobody."),
        say._("On a phone, copy it into the browser of your wallet's app: {link}").format(
            link=say.markup.code(url)
        ),
    ]


def page_offer_lines(url: str, say: Language) -> list[str]:
    """What Discord says above the button that leads to this address."""
    return [
        say._(
            "**Link a wallet in your browser**: log in with Discord there, choose your wallet, sign one message. "
            "Signing moves nothing and costs nothing."
        ),
        *link_lines(url, say),
        say.markup.small(
            say._(
                "No browser wallet? The page takes signatures that you make elsewhere; so does `/wallet link` with "
                "`address`."
            )
        ),
    ]


def open_page_label(say: Language) -> str:
    return say._("Open the page")
