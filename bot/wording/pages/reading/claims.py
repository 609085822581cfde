"""The page on which members claim what a vote pays them."""

import msgspec

from bot.domain.proposals.state import State
from bot.services.voter_rewards.claiming import Claim, Claims
from bot.wording.language import Language
from bot.wording.pages.browser_wallets import no_wallet_to_do_it_words
from bot.wording.pages.layout import log_in_label
from bot.wording.pages.signing.sending import SendingWords, sending_words

_SYMBOL = 16


class ClaimLine(msgspec.Struct, frozen=True):
    words: str
    wallet: str
    prepare: str
    """What leads to its transaction; empty where there is none, or it is shown."""


class ClaimsPage(msgspec.Struct, frozen=True):
    title: str
    warnings: tuple[str, ...]
    states: tuple[str, ...]
    yours_heading: str
    yours: tuple[ClaimLine, ...]
    nothing: str
    """Where no wallet of theirs stands in the list; empty where one does."""
    log_in: str
    """Empty where they are logged in."""
    sending: SendingWords | None
    """Of the wallet that was chosen, or of the only one."""
    no_wallet: str
    other_heading: str
    wallet: str
    look: str
    list_heading: str
    list_lines: tuple[str, ...]
    download: str
    back: str


def claims_page(claims: Claims, say: Language, *, chosen: str, signed_in: bool) -> ClaimsPage:
    """`chosen`: the wallet that was asked for, empty where none was."""
    near = say.on_chain(claims.chain)
    ready = [each for each in claims.wallets if each.call is not None]
    shown = next((each for each in ready if each.wallet.lower() == chosen.lower()), None)
    if shown is None and len(ready) == 1:
        (shown,) = ready
    return ClaimsPage(
        title=say._("Rewards for voting on #{number}").format(number=claims.vote.number),
        warnings=_warnings(claims, say),
        states=_states(claims, near),
        yours_heading=say._("What there is to claim"),
        yours=tuple(_line(each, each is shown, claims, near) for each in claims.wallets),
        nothing="" if claims.wallets else _nothing(chosen, say, signed_in=signed_in),
        log_in="" if signed_in else log_in_label(say),
        sending=_sending(shown, claims, near) if shown else None,
        no_wallet=no_wallet_to_do_it_words(say),
        other_heading=say._("Look for a wallet"),
        wallet=say._("Address of the wallet"),
        look=say._("Look"),
        list_heading=say._("The list"),
        list_lines=(
            say._(
                "Everybody can check it, and claim by it without this site: it is made of the record of the vote, in "
                "the format of OpenZeppelin's `@openzeppelin/merkle-tree`."
            ),
            say._("Its root: {root}").format(root=say.markup.code(claims.root)),
        ),
        download=say._("Download the list"),
        back=say._("Back to the proposal"),
    )


def _warnings(claims: Claims, say: Language) -> tuple[str, ...]:
    if claims.state is State.EXECUTED and not claims.opened:
        return (
            say._(
                "⚠️ **The contract doesn't have this list**, though what opens it was executed. Ask your moderators, "
                "and send nothing."
            ),
        )
    return ()


def _states(claims: Claims, say: Language) -> tuple[str, ...]:
    lines = [
        say.ngettext("{amount} for {number} wallet.", "{amount} for {number} wallets.", claims.number).format(
            amount=_amount(claims.total, claims, say), number=say.number(claims.number)
        )
    ]
    payout = claims.payout.number
    if claims.over:
        lines.append(
            say._("Nothing is left of it: all was claimed, or the treasury took back what nobody had.")
        )
    elif claims.opened and claims.until is not None:
        lines.append(
            say._("Claim it before {moment}: from then on the treasury may take back what is left.").format(
                moment=say.moment(claims.until)
            )
        )
    elif not claims.opened and claims.state in (State.TIMELOCK, State.EXECUTION):
        lines.append(
            say._("Nothing can be claimed yet: proposal {number} pays it, which isn't executed.").format(
                number=payout
            )
        )
    elif not claims.opened:
        lines.append(say._("Nothing can be claimed: see proposal {number}.").format(number=payout))
    return tuple(lines)


def _line(claim: Claim, is_shown: bool, claims: Claims, say: Language) -> ClaimLine:
    account, amount = say.markup.account(claim.wallet), _amount(claim.amount, claims, say)
    if claim.claimed:
        words = say._("{account}: {amount}, ✅ claimed").format(account=account, amount=amount)
    else:
        words = say._("{account}: {amount}").format(account=account, amount=amount)
    return ClaimLine(words, claim.wallet, "" if is_shown or claim.call is None else say._("Claim it"))


def _nothing(chosen: str, say: Language, *, signed_in: bool) -> str:
    if chosen:
        return say._("That wallet doesn't stand in the list.")
    if signed_in:
        return say._("None of the wallets that you have linked stands in the list.")
    return say._("Log in to see the wallets that you have linked, or look for one below.")


def _sending(claim: Claim, claims: Claims, say: Language) -> SendingWords:
    assert claim.call is not None
    account = say.markup.account(claim.wallet)
    return sending_words(
        claim.call,
        claims.chain,
        say,
        heading=say._("Claim {amount}").format(amount=_amount(claim.amount, claims, say)),
        explained=(
            say._(
                "It goes to {account}, whichever account sends this and pays the network's fee. It can be claimed once."
            ).format(account=account),
        ),
        elsewhere=say._("Send this transaction from any account, on chain {chain}.").format(
            chain=claims.chain
        ),
        sent=say.plain()._("It was sent. You have it when it is in a block. Transaction:"),
    )


def _amount(units: int, claims: Claims, say: Language) -> str:
    rule = claims.rule
    return f"{say.tokens(units, rule.decimals)} {say.markup.name(rule.symbol, _SYMBOL)}"
