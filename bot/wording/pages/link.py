"""Where a link from Discord leads, and how Discord offers it."""

from dataclasses import dataclass

from bot.wording.language import Language

_NAME = 100


@dataclass(frozen=True)
class LinkWords:
    title: str
    warning: str
    steps: tuple[str, ...]
    log_in: str
    phone: str


def link_words(member: str, server: str, say: Language) -> LinkWords:
    """`member` and `server` as Discord names them."""
    return LinkWords(
        title=say._("Link a wallet"),
        warning=say._(
            "This link belongs to the Discord account {member} in the server {server}. If that is not you, close this "
            "page."
        ).format(member=say.markup.strong(say.markup.name(member, _NAME)), server=_server(server, say)),
        steps=(
            say._(
                "Log in with Discord, so that we know it is you. We learn your name there and nothing else."
            ),
            say._("Choose your wallet."),
            say._("Sign one message. It moves nothing, costs nothing and allows nobody to move anything."),
        ),
        log_in=say._("Log in with Discord"),
        phone=say._(
            "**On a phone**: open the link in the browser of your wallet's app. It stands above the button in Discord, "
            "to be copied."
        ),
    )


def _server(server: str, say: Language) -> str:
    return say.markup.strong(say.markup.name(server, _NAME))


def page_offer_lines(url: str, say: Language) -> list[str]:
    """What Discord says above the button that leads to this address."""
    return [
        say._(
            "**Link a wallet in your browser**: log in with Discord there, choose your wallet, sign one message. "
            "Signing moves nothing and costs nothing."
        ),
        say._("The link is for you alone, once, within 15 minutes: pass it on to nobody."),
        say._("On a phone, copy it into the browser of your wallet's app: {link}").format(
            link=say.markup.code(url)
        ),
        say.markup.small(
            say._(
                "No browser wallet? The page takes signatures that you make elsewhere; so does `/wallet link` with "
                "`address`."
            )
        ),
    ]


def open_page_label(say: Language) -> str:
    return say._("Open the page")
