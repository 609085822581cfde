"""The page on which one sends, or signs, a vote on a mirrored contract."""

from collections.abc import Mapping

import msgspec

from bot.services.mirrors.chain_voting import LONGEST_REASON, ChainBallot
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.language import Language
from bot.wording.mirrors.cards import calls_of, dangers_of, on_page
from bot.wording.pages.browser_wallets import no_wallet_to_do_it_words
from bot.wording.pages.signing.chain_proposal import (
    NAME,
    calls_heading,
    side_words,
    titled,
    votes_of,
)
from bot.wording.pages.signing.sending import SendingWords, sending_words
from bot.wording.pages.signing.typed_data import (
    fields_of,
    has_no_key,
    not_the_signer,
    signed_elsewhere,
    signing_script,
)


class SignedWords(msgspec.Struct, frozen=True):
    """What is signed instead."""

    heading: str
    explained: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    elsewhere: str
    elsewhere_lines: tuple[str, ...]
    document_label: str
    signature: str
    hand_in: str
    script: Mapping[str, str]


class ChainBallotPage(msgspec.Struct, frozen=True):
    title: str
    warnings: tuple[str, ...]
    what: str
    deeds_heading: str
    deeds: tuple[str, ...]
    no_wallet: str
    sending: SendingWords
    signing: SignedWords | None
    unsigned: str
    """Why nothing can be signed instead; empty where it can."""
    kept: Mapping[str, str]
    """What is handed in beside the signature."""
    back: str


@telling_accounts_apart
def chain_ballot_page(ballot: ChainBallot, say: Language) -> ChainBallotPage:
    near, plain = say.on_chain(ballot.card.mirror.chain), say.plain()
    wallet, prepared = ballot.wallet, ballot.prepared
    account = near.markup.account(wallet.address)
    sending = sending_words(
        prepared.call,
        ballot.card.mirror.chain,
        near,
        heading=near._("Send it"),
        explained=(
            near._("{account} calls the Governor itself, and pays the network's fee.").format(
                account=account
            ),
            _for_good(near),
        ),
        elsewhere=near._("Send this transaction from {account}, on chain {chain}.").format(
            account=account, chain=ballot.card.mirror.chain
        ),
        sent=sent_words(near),
        script={
            "owners": wallet.address.lower(),
            "stranger": plain._(
                "Your wallet doesn't show the account that is to vote. Choose that one in it, or go back and choose "
                "another."
            ),
        },
    )
    return ChainBallotPage(
        title=say._("Vote {side}, in {governor}").format(
            side=side_words(ballot.side, say), governor=say.markup.name(ballot.card.mirror.rules.name, NAME)
        ),
        warnings=tuple(dangers_of(ballot.card, near)),
        what=what_it_casts(ballot, near),
        deeds_heading=calls_heading(say),
        deeds=on_page(calls_of(ballot.card, near), near),
        no_wallet=no_wallet_to_do_it_words(say),
        sending=sending,
        signing=_signing(ballot, near),
        unsigned=_unsigned(ballot, near),
        kept={"wallet": wallet.address, "side": str(int(ballot.side)), "reason": ballot.reason},
        back=say._("Back to the vote"),
    )


def what_it_casts(ballot: ChainBallot, near: Language) -> str:
    """Who votes how, on what, and why."""
    words = near._("{account} votes **{side}** with {votes} on “{title}”.").format(
        account=near.markup.account(ballot.wallet.address),
        side=side_words(ballot.side, near),
        votes=votes_of(ballot.wallet, near),
        title=titled(ballot.card, near),
    )
    if not ballot.reason:
        return words
    reason = near._("The reason: “{reason}”").format(reason=near.markup.name(ballot.reason, LONGEST_REASON))
    return f"{words} {reason}"


def _for_good(near: Language) -> str:
    return near._("**Nobody can take a vote on a Governor back, or change it.**")


def _signing(ballot: ChainBallot, near: Language) -> SignedWords | None:
    document = ballot.prepared.document
    if document is None:
        return None
    return SignedWords(
        heading=near._("Or sign it, and let somebody else send it"),
        explained=(
            near._(
                "Signing costs nothing. **It counts only when somebody has sent it**, and pays the network's fee for "
                "that, before the vote ends: this bot sends nothing itself. You get the transaction to hand on."
            ),
            near._("Your wallet shows these fields. If any differs, don't sign."),
        ),
        fields=(*fields_of(document["domain"]), *fields_of(document["message"])),
        elsewhere=near._("Sign elsewhere: hardware, command line"),
        elsewhere_lines=(signed_elsewhere(ballot.wallet.address, near),),
        document_label=near._("Typed data"),
        signature=near._("Signature"),
        hand_in=near._("Make the transaction"),
        script=signing_script(
            document,
            ballot.card.mirror.chain,
            [ballot.wallet.address],
            (),
            near,
            stranger=not_the_signer(near),
            contract=has_no_key(near),
        ),
    )


def _unsigned(ballot: ChainBallot, near: Language) -> str:
    if ballot.prepared.document is not None:
        return ""
    if ballot.wallet.by_contract:
        return near._("A contract sends its vote itself: nothing is to be signed here.")
    if ballot.reason:
        return near._(
            "This Governor takes no signed vote with a reason. Leave the reason out to have somebody else send it."
        )
    return near._("This Governor takes no signed votes that are known here.")


def sent_words(say: Language) -> str:
    """Above the hash of the transaction, when a wallet has sent it."""
    return say.plain()._("It was sent. It counts when it is in a block. Transaction:")
