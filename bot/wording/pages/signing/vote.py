"""The page on which one votes by signature."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from bot.domain.elections.choices import describe, written
from bot.domain.ids import Address, ChainId
from bot.domain.policy.model import Policy
from bot.domain.proposals.state import State
from bot.services.voting.casting.signed_voting import BallotToSign, SignedVote, VotingWallet
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.actions.listing import linked
from bot.wording.amounts import power_text
from bot.wording.language import Language
from bot.wording.pages.browser_wallets import no_wallet_to_do_it_words
from bot.wording.pages.signing.typed_data import (
    fields_of,
    has_no_key,
    not_the_signer,
    signed_elsewhere,
    signing_script,
)
from bot.wording.pages.wallets.link import link_lines
from bot.wording.proposals.cards.details import dangers_of, deeds_of
from bot.wording.voting.choices import ballot_words, label_of
from bot.wording.voting.receipts import receipt_text


class WalletChoice(msgspec.Struct, frozen=True):
    value: str
    """What the form sends of it: its address, and its chain after an @."""
    line: str
    usable: bool
    chosen: bool


class FormWords(msgspec.Struct, frozen=True):
    """The ballot to fill in."""

    legend: str
    choices: tuple[tuple[int, str], ...]
    places: tuple[tuple[int, str], ...]
    nobody: str
    wallets_legend: str
    wallets_explained: str
    wallets: tuple[WalletChoice, ...]
    next: str


class VotePage(msgspec.Struct, frozen=True):
    title: str
    warnings: tuple[str, ...]
    mine: tuple[str, ...]
    states: tuple[str, ...]
    form: FormWords | None
    """None where no ballot is taken now, and for who has no wallet."""
    deeds_heading: str
    deeds: tuple[str, ...]
    text_heading: str
    text: str


class BallotPage(msgspec.Struct, frozen=True):
    """What one wallet is to sign."""

    title: str
    warnings: tuple[str, ...]
    what: str
    compare: str
    compare_explained: str
    fields: tuple[tuple[str, str], ...]
    heading: str
    no_wallet: str
    elsewhere: str
    elsewhere_lines: tuple[str, ...]
    document_label: str
    signature: str
    hand_in: str
    back: str
    script: Mapping[str, str]
    kept: Mapping[str, str]
    """What is handed in beside the signature."""


@telling_accounts_apart
def vote_page(found: SignedVote, now: datetime, say: Language) -> VotePage:
    card, proposal = found.card, found.card.proposal
    near = linked(card.actions, say)
    return VotePage(
        title=say._("Vote on #{number}: {title}").format(
            number=proposal.number, title=say.title(proposal.content.title)
        ),
        warnings=tuple(dangers_of(card, near)),
        mine=tuple(receipt_text(found.mine, say, was_read=True).splitlines()) if found.mine else (),
        states=tuple(_states(found, say)),
        form=_form(found, say) if card.state is State.VOTING and found.wallets else None,
        deeds_heading=say._("What it does, read back from the calldata"),
        deeds=tuple(deeds_of(card, near)),
        text_heading=say._("The whole text"),
        text=proposal.content.text or say._("(no text)"),
    )


def _states(found: SignedVote, say: Language) -> list[str]:
    card = found.card
    if card.state is not State.VOTING:
        return [say._("**This vote takes no ballots now.** Discord says what became of it.")]
    lines = []
    if card.ends_at is not None:
        lines.append(say._("The vote is open until {moment}.").format(moment=say.moment(card.ends_at)))
    if not found.wallets:
        lines.append(
            say._("**You have linked no wallet.** Link one with `/wallet link` in Discord, and come back.")
        )
    return lines


def _form(found: SignedVote, say: Language) -> FormWords:
    policy = found.opening.policy
    usable = [each for each in found.wallets if _usable(each)]
    first = next((each for each in usable if not each.signed), usable[0] if usable else None)
    numbers = range(1, len(policy.choices) + 1)
    return FormWords(
        legend=say._("Your vote"),
        choices=tuple((number, _label(policy, number, say)) for number in numbers),
        places=tuple((place, say._("Place {number}").format(number=place)) for place in numbers),
        nobody=say._("Nobody"),
        wallets_legend=say._("Which wallet signs?"),
        wallets_explained=say._(
            "Only wallets that have signed your choice count. To have several count, sign the same with each, one "
            "after the other; signing another choice begins anew."
        ),
        wallets=tuple(
            WalletChoice(
                _value(each.address, each.chain),
                _wallet_line(each, policy, say),
                _usable(each),
                each is first,
            )
            for each in found.wallets
        ),
        next=say._("Show me what to sign"),
    )


def _label(policy: Policy, number: int, say: Language) -> str:
    return say.markup.name(label_of(policy.choices[number - 1], number, say), None)


def _value(wallet: Address, chain: ChainId | None) -> str:
    return wallet if chain is None else f"{wallet}@{chain}"


def _usable(wallet: VotingWallet) -> bool:
    return wallet.chain is not None and not wallet.elsewhere and wallet.mandated


def _wallet_line(wallet: VotingWallet, policy: Policy, say: Language) -> str:
    account = say.markup.account(wallet.address)
    if wallet.by_contract and wallet.chain is not None:
        account = say._("{account} on chain {chain}").format(account=account, chain=wallet.chain)
    if wallet.elsewhere:
        return say._("{account}: counts for another member in this vote").format(account=account)
    if wallet.chain is None:
        return say._("{account}: a contract of another chain, counts for nobody here").format(account=account)
    if not wallet.mandated:
        return say._("{account}: its mandate is not for this vote; link it anew for those to come").format(
            account=account
        )
    power = say._("not read yet") if wallet.power is None else power_text(wallet.power, policy.power, say)
    if wallet.signed:
        return say._("{account}: {power}, ✅ has signed your vote").format(account=account, power=power)
    return say._("{account}: {power}, hasn't signed your vote").format(account=account, power=power)


@telling_accounts_apart
def ballot_page(ballot: BallotToSign, say: Language) -> BallotPage:
    card = ballot.card
    policy = ballot.opening.policy
    choice = ballot_words(describe(policy, ballot.choice), say)
    domain, message = ballot.document["domain"], ballot.document["message"]
    return BallotPage(
        title=say._("Sign: {choice}").format(choice=choice),
        warnings=tuple(dangers_of(card, linked(card.actions, say))),
        what=say._(
            "You vote **{choice}** on “{title}” with {account}. Signing moves nothing, costs nothing, and can be "
            "replaced by signing again while the vote is open."
        ).format(
            choice=choice,
            title=say.title(card.proposal.content.title),
            account=say.markup.account(ballot.wallet),
        ),
        compare=say._("Compare"),
        compare_explained=say._("Your wallet shows these fields. If any differs, don't sign."),
        fields=(*fields_of(message), ("chainId", str(domain["chainId"]))),
        heading=say._("Sign"),
        no_wallet=no_wallet_to_do_it_words(say),
        elsewhere=say._("Sign elsewhere: hardware, command line, contract"),
        elsewhere_lines=(
            signed_elsewhere(ballot.wallet, say),
            say._(
                "A contract such as a Safe signs it by EIP-1271: it must take the signature in the state of the block "
                "at which the vote reads power. You can hand it in until the vote ends."
            ),
        ),
        document_label=say._("Typed data"),
        signature=say._("Signature"),
        hand_in=say._("Hand it in"),
        back=say._("Back to the vote"),
        script=signing_script(
            ballot.document,
            domain["chainId"],
            [ballot.wallet],
            [ballot.wallet] if ballot.by_contract else (),
            say,
            stranger=not_the_signer(say),
            contract=has_no_key(say),
        ),
        kept={
            "choice": written(policy, ballot.choice),
            "wallet": _value(ballot.wallet, domain["chainId"]),
            "nonce": str(ballot.nonce),
        },
    )


def vote_offer_lines(url: str, say: Language) -> list[str]:
    """What Discord says above the button that leads to this address."""
    return [
        say._(
            "**This vote takes signed ballots.** Log in with Discord on the page, choose, and sign with each wallet "
            "that is to count. Signing moves nothing and costs nothing."
        ),
        *link_lines(url, say),
    ]


def vote_label(say: Language) -> str:
    return say._("Sign your vote")
