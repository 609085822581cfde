"""What a Discord account may do for a wallet, in words."""

from collections.abc import Mapping
from datetime import timedelta

from bot.domain.accounts.mandate import Mandate, Term, Uncovered
from bot.domain.ids import Address
from bot.domain.policy.trust import TrustLevel
from bot.wording.language import Language


def mandate_sentence(mandate: Mandate, say: Language) -> str:
    """For which votes a wallet counts."""
    trust = say.markup.code(mandate.up_to.value)
    everywhere = mandate.up_to is TrustLevel.SIGNED
    if mandate.until is None:
        if everywhere:
            return say._("It counts in votes until it is unlinked, on all tracks.")
        return say._(
            "It counts in votes until it is unlinked, on tracks up to the trust level {trust}."
        ).format(trust=trust)
    if everywhere:
        return say._("It counts in votes that open before {moment}, on all tracks.").format(
            moment=say.moment(mandate.until)
        )
    return say._(
        "It counts in votes that open before {moment}, on tracks up to the trust level {trust}."
    ).format(moment=say.moment(mandate.until), trust=trust)


def mandate_form(say: Language) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two questions about a mandate, each with what it means."""
    until = (
        say._("For how long"),
        say._("Your Discord account may vote with it in votes that open within this time"),
    )
    up_to = say._("On which tracks"), say._("By how well a track protects its ballots, its trust level")
    return until, up_to


def term_label(term: Term, say: Language) -> str:
    """What is chosen: how long a mandate lasts."""
    if term.days is None:
        return say._("Until I unlink it")
    if term is Term.YEAR:
        return say._("1 year")
    return say.duration(timedelta(days=term.days))


def trust_label(level: TrustLevel, say: Language) -> str:
    """What is chosen: up to which trust level of a track it holds."""
    return {
        TrustLevel.DISCORD: say._("Only where a click is enough (discord)"),
        TrustLevel.COUNTERSIGNED: say._("Also where Discord signs the click (countersigned)"),
        TrustLevel.SIGNED: say._("On all tracks (signed)"),
    }[level]


def uncovered_lines(wallets: Mapping[Address, Uncovered], trust: TrustLevel, say: Language) -> list[str]:
    """Which wallets don't count here by their mandates, and why: those that have ended, then those that don't reach."""
    lines = []
    ended = [wallet for wallet, why in wallets.items() if why is Uncovered.EXPIRED]
    short = [wallet for wallet, why in wallets.items() if why is Uncovered.TRUST]
    if ended:
        words = say.ngettext(
            "**Your wallet {wallets} does not count here**: what you signed for it had ended when the vote opened.",
            "**Your wallets {wallets} do not count here**: what you signed for them had ended when the vote opened.",
            len(ended),
        )
        lines.append(words.format(wallets=_named(ended, say)))
    if short:
        words = say.ngettext(
            "**Your wallet {wallets} does not count here**: what you signed for it doesn't reach the trust level "
            "{trust} of this track.",
            "**Your wallets {wallets} do not count here**: what you signed for them doesn't reach the trust level "
            "{trust} of this track.",
            len(short),
        )
        lines.append(words.format(wallets=_named(short, say), trust=say.markup.code(trust.value)))
    return lines


def _named(wallets: list[Address], say: Language) -> str:
    return say.both([say.markup.account(wallet) for wallet in wallets])


def sign_again_words(say: Language) -> str:
    """What to do about it."""
    return say._("`/wallet link` signs for it anew: then it counts in the votes for which you sign.")
