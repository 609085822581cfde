"""The administrative acts of the public log and what is noted of each, by name."""

from bot.wording.language import Language

_NAME_LIMIT = 40


def act_words(act: str, say: Language) -> str:
    """What was done. An act that has no words, as one of a later version, is named as it is stored."""
    match act:
        case "setup":
            return say.pgettext("act", "set up")
        case "track add":
            return say.pgettext("act", "track added")
        case "track edit":
            return say.pgettext("act", "track edited")
        case "track retire":
            return say.pgettext("act", "track retired")
        case "policy apply":
            return say.pgettext("act", "policy applied")
        case "policy upload":
            return say.pgettext("act", "policy uploaded")
        case "paused":
            return say.pgettext("act", "paused")
        case "resumed":
            return say.pgettext("act", "resumed")
        case "cancelled":
            return say.pgettext("act", "cancelled")
        case "vetoed":
            return say.pgettext("act", "vetoed")
        case "safe sign":
            return say.pgettext("act", "one signature more for the Safe")
        case "safe prove":
            return say.pgettext("act", "Safe proved to be this server's")
        case "safe release":
            return say.pgettext("act", "Safe let go")
        case "safe claimed":
            return say.pgettext("act", "another server asked for the Safe")
        case "safe unproved":
            return say.pgettext("act", "a proposal waits until the Safe is proved")
        case "safe lost":
            return say.pgettext("act", "another server has proved the Safe")
        case "address add":
            return say.pgettext("act", "entry added to the address book")
        case "address remove":
            return say.pgettext("act", "entry removed from the address book")
        case "retry":
            return say.pgettext("act", "deliveries tried again")
        case _:
            return say.markup.name(act, _NAME_LIMIT)


def detail_name(name: str, say: Language) -> str:
    """What a value beneath an act is."""
    match name:
        case "track":
            return say.pgettext("detail of an act", "track")
        case "preset":
            return say.pgettext("detail of an act", "preset")
        case "policy":
            return say.pgettext("detail of an act", "policy")
        case "sources":
            return say.pgettext("detail of an act", "sources")
        case "safe":
            return say.pgettext("detail of an act", "Safe")
        case "name":
            return say.pgettext("detail of an act", "name")
        case "account":
            return say.pgettext("detail of an act", "account")
        case "chain":
            return say.pgettext("detail of an act", "chain")
        case "signer":
            return say.pgettext("detail of an act", "signer")
        case "server":
            return say.pgettext("detail of an act", "server")
        case "deliveries":
            return say.pgettext("detail of an act", "deliveries")
        case _:
            return say.markup.name(name, _NAME_LIMIT)
