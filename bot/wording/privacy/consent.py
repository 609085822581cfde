"""What members agree to before anything is stored about them, where their server asks for it.

Whoever changes what `consent_text` says raises `EDITION` in bot/domain/consent.py, so that members are asked anew.
"""

from bot.domain.consent import Consent, ConsentTerms
from bot.wording.language import Language

_VERSION_SHOWN = 12


def consent_text(terms: ConsentTerms, say: Language) -> str:
    """What is stored, who sees it, for how long, and how it goes; and what the moderators add."""
    lines = [
        say._(
            "**This server asks you first.** I store your Discord id, wallets that you link, and what you vote, "
            "delegate, propose and write."
        ),
        say._(
            "Members see what you do here, unless a vote is hidden. Records of votes are public and name you by a "
            "number only, unless the proposal's card says otherwise, beside wallets that count for you."
        ),
        say._(
            "It stays until you have it erased: `/privacy erase`. Records and what was decided stay, without your "
            "name. `/privacy show` says what I have."
        ),
    ]
    if terms.words:
        lines.append(
            say._("The moderators add: {words}").format(words=say.markup.name(terms.words, _LONGEST))
        )
    lines.append(
        say.markup.small(say._("Nothing is stored yet. What you just did waits ten minutes for your answer."))
    )
    return "\n".join(lines)


_LONGEST = 600
"""Characters of what moderators add, as they are set."""


def agree_label(say: Language) -> str:
    return say._("Agree and go on")


def read_terms_label(say: Language) -> str:
    return say._("Read and agree")


def agreed_line(say: Language) -> str:
    return say._("You have agreed. `/privacy consent` takes it back.")


def agreed_too_late_line(say: Language) -> str:
    """What was put off is gone: it waited too long, or the bot was restarted."""
    return say._(
        "You have agreed, but what you did before waited too long, and isn't done: please do it once more. "
        "`/privacy consent` takes your agreement back."
    )


def react_again_line(say: Language) -> str:
    return say._(
        "You have agreed. Now take your reaction back and react again, or vote with the buttons on the card."
    )


def unasked_line(say: Language) -> str:
    return say._("This server asks for no agreement. `/privacy show` says what I have stored about you.")


def given_line(given: Consent, say: Language) -> str:
    """When, and to what, a member agreed."""
    return say._("You agreed to what this server asks (version {version}) {moment}.").format(
        version=say.markup.code(given.version[:_VERSION_SHOWN]), moment=say.moment(given.at)
    )


def withdraw_label(say: Language) -> str:
    return say._("Take it back")


def withdrawn_line(say: Language) -> str:
    return say._(
        "Taken back. I ask you again before I store anything more. What I have stays until you have it erased: "
        "`/privacy erase`."
    )


def asked_lines(terms: ConsentTerms | None, say: Language) -> list[str]:
    """For moderators: whether members are asked, and what they read."""
    if terms is None:
        return [
            say._("Members aren't asked before I store what they do here. `/data consent` has them asked.")
        ]
    return [
        say._(
            "Members are asked once before I store what they do here, since {moment} (version {version}). They read:"
        ).format(moment=say.moment(terms.at), version=say.markup.code(terms.version[:_VERSION_SHOWN])),
        consent_text(terms, say),
    ]
