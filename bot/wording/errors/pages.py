"""What is refused on the pages in the browser."""

from bot.domain import errors
from bot.wording.errors.base import Message, message, nothing_changed
from bot.wording.language import Language


def _link_again(say: Language) -> str:
    return say._(
        "Get a new link in Discord: by `/wallet link`, or by the button beneath what is to be signed."
    )


@message.register
def _(error: errors.PageUnknown, say: Language) -> Message:
    return Message(
        say._("There is no such page, or it is not for you."),
        kept=nothing_changed(say),
        next=say._(
            "Pages of a server's votes may be for its members alone: log in with the Discord account that is one."
        ),
    )


@message.register
def _(error: errors.RequestMalformed, say: Language) -> Message:
    return Message(
        say._("This request didn't come from one of our pages."),
        kept=nothing_changed(say),
        next=say._("Open the link that the bot gave you in Discord, and no other."),
    )


@message.register
def _(error: errors.RequestTooLarge, say: Language) -> Message:
    return Message(
        say._("This is more than {limit} bytes, which is more than any signature has.").format(
            limit=say.number(error.limit)
        ),
        kept=nothing_changed(say),
        next=say._("Paste the signature alone."),
    )


@message.register
def _(error: errors.RequestTooSlow, say: Language) -> Message:
    return Message(
        say._("What your browser sent didn't arrive in time."),
        kept=nothing_changed(say),
        next=say._("Try again where the connection is better."),
    )


@message.register
def _(error: errors.TooManyPages, say: Language) -> Message:
    return Message(
        say._("Too many requests at once."),
        kept=nothing_changed(say),
        next=say.ngettext(
            "Try again in {number} second.", "Try again in {number} seconds.", error.wait
        ).format(number=say.number(error.wait)),
    )


@message.register
def _(error: errors.TooManyStreams, say: Language) -> Message:
    return Message(
        say._("Too many pages are being kept up to date at once."),
        kept=nothing_changed(say),
        next=say._("Load the page again to see how the vote stands."),
    )


@message.register
def _(error: errors.LinkExpired, say: Language) -> Message:
    return Message(
        say._("This link is too old or was used already: each works for one login, for 15 minutes."),
        kept=nothing_changed(say),
        next=_link_again(say),
    )


@message.register
def _(error: errors.LinkOfAnother, say: Language) -> Message:
    return Message(
        say._("This link was made for another Discord account than the one that you logged in with."),
        kept=nothing_changed(say),
        next=say._(
            "If it is your own link, log in with the other account. If somebody sent it to you, close this page and "
            "sign nothing: they tried to take your wallet's votes. `/wallet link` gives you a link of your own."
        ),
    )


@message.register
def _(error: errors.LoginDeclined, say: Language) -> Message:
    return Message(
        say._("You did not log in with Discord, so that nobody knows whose wallet it would be."),
        kept=nothing_changed(say),
        next=say._("Open your link again when you want to go on."),
    )


@message.register
def _(error: errors.LoginInterrupted, say: Language) -> Message:
    return Message(
        say._("This login didn't begin in this browser, took too long, or was used already."),
        kept=nothing_changed(say),
        next=say._("Open your link again, in one browser from beginning to end, with cookies allowed."),
    )


@message.register
def _(error: errors.NotLoggedIn, say: Language) -> Message:
    return Message(
        say._("You are not logged in here, or not any more: a login ends after half an hour."),
        kept=say._("What you have linked stays linked."),
        next=_link_again(say),
    )


@message.register
def _(error: errors.LoginUnavailable, say: Language) -> Message:
    return Message(
        say._("Discord did not answer who you are."),
        kept=nothing_changed(say),
        next=say._("Open your link again in a minute."),
    )


@message.register
def _(error: errors.MembershipUnavailable, say: Language) -> Message:
    return Message(
        say._("Discord did not say whether you are a member of the server."),
        kept=nothing_changed(say),
        next=say._("Open this page again in a minute."),
    )


@message.register
def _(error: errors.PagesUnserved, say: Language) -> Message:
    return Message(
        say._("This bot serves no pages in the browser."),
        kept=nothing_changed(say),
        next=say._("Its operator can turn them on: `FOLKMOOT_WEB_URL` in the bot's settings."),
    )


@message.register
def _(error: errors.LinkedRolesOff, say: Language) -> Message:
    return Message(
        say._("This bot tells Discord nothing for linked roles."),
        kept=nothing_changed(say),
        next=say._("Its operator can turn it on: `FOLKMOOT_LINKED_ROLES` in the bot's settings."),
    )


@message.register
def _(error: errors.FiguresUnread, say: Language) -> Message:
    return Message(
        say._("What you hold could not be read, so nothing was told to Discord."),
        kept=nothing_changed(say),
        next=say._("Try again in a minute."),
    )
