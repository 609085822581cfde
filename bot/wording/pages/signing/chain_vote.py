"""The pages on which one votes on a mirrored contract, from a wallet of one's own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.actions.actions import DecodedAction
from bot.domain.errors.execution.metagovernance import NotCast
from bot.domain.executors import ReadyCall
from bot.domain.ids import Address, ChainId
from bot.domain.metagovernance.casting import Side
from bot.domain.metagovernance.foreign_vote import ForeignVote
from bot.domain.mirrors import Mirror, MirroredProposal
from bot.services.mirrors.chain_voting import LONGEST_REASON, ChainBallot, ChainVote, VotingWallet
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.actions.listing import danger_lines, deed_lines, linked, look_twice
from bot.wording.execution.governor_stages import votes_line
from bot.wording.language import Language
from bot.wording.metagovernance import not_cast_words
from bot.wording.pages.browser_wallets import chain_words
from bot.wording.pages.wallets.link import link_lines

_NAME = 60
_TITLE = 150


@dataclass(frozen=True)
class WalletLine:
    value: str
    line: str
    usable: bool
    chosen: bool


@dataclass(frozen=True)
class ChainFormWords:
    """What is chosen."""

    legend: str
    sides: tuple[tuple[int, str], ...]
    reason: str
    reason_hint: str
    longest: int
    wallets_legend: str
    wallets: tuple[WalletLine, ...]
    next: str


@dataclass(frozen=True)
class ChainVotePage:
    title: str
    warnings: tuple[str, ...]
    states: tuple[str, ...]
    deeds_heading: str
    deeds: tuple[str, ...]
    form: ChainFormWords | None
    """None where no wallet of the reader's can vote now."""
    here_heading: str
    """Empty where nobody decides here how votes are cast there."""
    here: tuple[str, ...]
    text_heading: str
    text: str


@dataclass(frozen=True)
class SentWords:
    """A transaction for a wallet of the browser, and the same to be sent elsewhere."""

    heading: str
    explained: tuple[str, ...]
    elsewhere: str
    elsewhere_explained: str
    call: tuple[tuple[str, str], ...]
    script: Mapping[str, str]


@dataclass(frozen=True)
class SignedWords:
    """What is signed instead."""

    heading: str
    explained: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    elsewhere: str
    elsewhere_explained: str
    document_label: str
    signature: str
    hand_in: str
    script: Mapping[str, str]


@dataclass(frozen=True)
class ChainBallotPage:
    title: str
    warnings: tuple[str, ...]
    what: str
    deeds_heading: str
    deeds: tuple[str, ...]
    no_wallet: str
    sending: SentWords
    signing: SignedWords | None
    unsigned: str
    """Why nothing can be signed instead; empty where it can."""
    kept: Mapping[str, str]
    """What is handed in beside the signature."""
    back: str


@dataclass(frozen=True)
class RelayPage:
    """What anybody sends for a wallet that has signed."""

    title: str
    warnings: tuple[str, ...]
    what: str
    no_wallet: str
    sending: SentWords
    back: str


@telling_accounts_apart
def chain_vote_page(found: ChainVote, say: Language) -> ChainVotePage:
    mirror, proposal = found.mirror, found.proposal
    near = say.on_chain(mirror.chain)
    return ChainVotePage(
        title=_title(mirror, proposal, say),
        warnings=tuple(_warnings(proposal, found.actions, near)),
        states=tuple(_states(found, near)),
        deeds_heading=_deeds_heading(say),
        deeds=tuple(_deeds(proposal, found.actions, near)),
        form=_form(found, near),
        here_heading=say._("Decide here") if found.decided_on else "",
        here=tuple(_decide_here(found, say)),
        text_heading=say._("What its proposer says of it"),
        text=proposal.words or say._("(no text)"),
    )


def _title(mirror: Mirror, proposal: MirroredProposal, say: Language) -> str:
    return say._("Vote on chain, in {governor}: {title}").format(
        governor=say.markup.name(mirror.rules.name, _NAME), title=_named(proposal, say)
    )


def _named(proposal: MirroredProposal, say: Language) -> str:
    return say.markup.name(proposal.title or proposal.key, _TITLE)


def _warnings(proposal: MirroredProposal, actions: tuple[DecodedAction, ...], near: Language) -> list[str]:
    lines = danger_lines(actions, near)
    if proposal.left_out:
        left_out = near.ngettext(
            "it makes {number} more call, which isn't shown here.",
            "it makes {number} more calls, which aren't shown here.",
            proposal.left_out,
        )
        lines.append(look_twice(left_out.format(number=near.number(proposal.left_out)), near))
    if not proposal.confirmed:
        lines.append(
            look_twice(near._("nothing but an event of the contract says which calls it makes."), near)
        )
    return lines


def _deeds_heading(say: Language) -> str:
    return say._("What it does if it passes, read back from its calldata")


def _deeds(proposal: MirroredProposal, actions: tuple[DecodedAction, ...], near: Language) -> list[str]:
    return deed_lines(actions, linked(actions, near)) or [near._("It makes no call that is known here.")]


def _states(found: ChainVote, near: Language) -> list[str]:
    vote, lines = found.vote, []
    if (closed := _closed(vote)) is not None:
        lines.append(near.markup.strong(not_cast_words(closed, near)[0]))
    elif vote.ends_at is not None:
        lines.append(near._("It takes votes until about {moment}.").format(moment=near.moment(vote.ends_at)))
    lines += votes_line(vote.stage, vote.rules, near)
    lines.append(
        near._("Governor {account} on chain {chain}, as of block {number}").format(
            account=near.markup.account(found.mirror.address),
            chain=found.mirror.chain,
            number=near.number(vote.at.number),
        )
    )
    if not found.wallets:
        lines.append(
            near._("**You have linked no wallet.** Link one with `/wallet link` in Discord, and come back.")
        )
    elif closed is None and not any(each.why_not is None for each in found.wallets):
        lines.append(near._("**None of your wallets can vote there now.**"))
        lines += [_wallet_line(each, near) for each in found.wallets]
    return lines


def _closed(vote: ForeignVote) -> NotCast | None:
    """Why nobody can vote there now."""
    why = vote.why_not("whole")
    return why if why in (NotCast.UNKNOWN, NotCast.OVER, NotCast.NOT_BEGUN) else None


def _form(found: ChainVote, near: Language) -> ChainFormWords | None:
    usable = [each for each in found.wallets if each.why_not is None]
    if not usable:
        return None
    hint = near.ngettext(
        "At most {number} character. Everybody can read it on chain, for good.",
        "At most {number} characters. Everybody can read it on chain, for good.",
        LONGEST_REASON,
    )
    return ChainFormWords(
        legend=near._("Your vote"),
        sides=tuple((int(side), side_words(side, near)) for side in (Side.FOR, Side.AGAINST, Side.ABSTAIN)),
        reason=near._("Reason (optional)"),
        reason_hint=hint.format(number=near.number(LONGEST_REASON)),
        longest=LONGEST_REASON,
        wallets_legend=near._("Which wallet votes?"),
        wallets=tuple(
            WalletLine(each.address, _wallet_line(each, near), each.why_not is None, each is usable[0])
            for each in found.wallets
        ),
        next=near._("Show me the transaction"),
    )


def side_words(side: Side, say: Language) -> str:
    """What a Governor's side is called."""
    return {Side.AGAINST: say._("Against"), Side.FOR: say._("For"), Side.ABSTAIN: say._("Abstain")}[side]


def _wallet_line(wallet: VotingWallet, near: Language) -> str:
    account, why = near.markup.account(wallet.address), wallet.why_not
    if why is NotCast.VOTED:
        return near._("{account}: {votes}, ✅ has voted").format(account=account, votes=_votes(wallet, near))
    if why is NotCast.NO_VOTES:
        return near._(
            "{account}: no votes here. What counts had to be delegated before the vote there began."
        ).format(account=account)
    if why is not None:
        return near._("{account}: {why}").format(account=account, why=not_cast_words(why, near)[0])
    return near._("{account}: {votes}, hasn't voted").format(account=account, votes=_votes(wallet, near))


def _votes(wallet: VotingWallet, near: Language) -> str:
    rules = wallet.vote.rules
    return near.power(wallet.vote.votes or 0, rules.decimals, rules.symbol, exact=True)


def _decide_here(found: ChainVote, say: Language) -> list[str]:
    if not found.decided_on:
        return []
    tracks = say.both([say.markup.strong(say.markup.name(each, _NAME)) for each in found.decided_on])
    return [
        say._(
            "To decide together how this server's own votes are cast there, use `/propose` in Discord (track {tracks}) "
            "with this as its only action:"
        ).format(tracks=tracks),
        say.markup.code(found.line),
    ]


@telling_accounts_apart
def chain_ballot_page(ballot: ChainBallot, say: Language) -> ChainBallotPage:
    near, plain = say.on_chain(ballot.mirror.chain), say.plain()
    wallet, prepared = ballot.wallet, ballot.prepared
    account = near.markup.account(wallet.address)
    sending = _sending(
        prepared.call,
        ballot.mirror.chain,
        near._("Send it"),
        (
            near._("{account} calls the Governor itself, and pays the network's fee.").format(
                account=account
            ),
            _for_good(near),
        ),
        near._("Send this transaction from {account}, on chain {chain}.").format(
            account=account, chain=ballot.mirror.chain
        ),
        near,
        {
            "owners": wallet.address.lower(),
            "stranger": plain._(
                "Your wallet doesn't show the account that is to vote. Choose that one in it, or go back and choose "
                "another."
            ),
        },
    )
    return ChainBallotPage(
        title=say._("Vote {side}, in {governor}").format(
            side=side_words(ballot.side, say), governor=say.markup.name(ballot.mirror.rules.name, _NAME)
        ),
        warnings=tuple(_warnings(ballot.proposal, ballot.actions, near)),
        what=_what(ballot, near),
        deeds_heading=_deeds_heading(say),
        deeds=tuple(_deeds(ballot.proposal, ballot.actions, near)),
        no_wallet=_no_wallet(say),
        sending=sending,
        signing=_signing(ballot, near),
        unsigned=_unsigned(ballot, near),
        kept={"wallet": wallet.address, "side": str(int(ballot.side)), "reason": ballot.reason},
        back=say._("Back to the vote"),
    )


def _what(ballot: ChainBallot, near: Language) -> str:
    words = near._("{account} votes **{side}** with {votes} on “{title}”.").format(
        account=near.markup.account(ballot.wallet.address),
        side=side_words(ballot.side, near),
        votes=_votes(ballot.wallet, near),
        title=_named(ballot.proposal, near),
    )
    if not ballot.reason:
        return words
    reason = near._("The reason: “{reason}”").format(reason=near.markup.name(ballot.reason, LONGEST_REASON))
    return f"{words} {reason}"


def _for_good(near: Language) -> str:
    return near._("**Nobody can take a vote on a Governor back, or change it.**")


def _signing(ballot: ChainBallot, near: Language) -> SignedWords | None:
    document, plain = ballot.prepared.document, near.plain()
    if document is None:
        return None
    account = near.markup.account(ballot.wallet.address)
    return SignedWords(
        heading=near._("Or sign it, and let somebody else send it"),
        explained=(
            near._(
                "Signing costs nothing. **It counts only when somebody has sent it**, and pays the network's fee for "
                "that, before the vote ends: this bot sends nothing itself. You get the transaction to hand on."
            ),
            near._("Your wallet shows these fields. If any differs, don't sign."),
        ),
        # The names are those that a wallet shows.
        fields=tuple(
            (name, str(value)) for name, value in [*document["domain"].items(), *document["message"].items()]
        ),
        elsewhere=near._("Sign elsewhere: hardware, command line"),
        elsewhere_explained=near._(
            "Sign this typed data (EIP-712) with {account}, such as with `cast wallet sign --data`, and paste the "
            "signature."
        ).format(account=account),
        document_label=near._("Typed data"),
        signature=near._("Signature"),
        hand_in=near._("Make the transaction"),
        script={
            **chain_words(near),
            "document": json.dumps(document),
            "chain": str(ballot.mirror.chain),
            "owners": ballot.wallet.address.lower(),
            "contracts": "",
            "compare": plain._("Compare what your wallet shows with this page, and sign."),
            "stranger": plain._(
                "Your wallet doesn't show the account that is to sign. Choose that one in it, or go back and choose "
                "another."
            ),
            "contract": plain._("This wallet is a contract and has no key: sign as described below."),
        },
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


@telling_accounts_apart
def relay_page(ballot: ChainBallot, ready: ReadyCall, say: Language) -> RelayPage:
    near, chain = say.on_chain(ballot.mirror.chain), ballot.mirror.chain
    return RelayPage(
        title=say._("Signed: to be sent by anybody"),
        warnings=(
            say._(
                "**It doesn't count yet.** It counts when this transaction is in a block before the vote ends."
            ),
        ),
        what=_what(ballot, near),
        no_wallet=_no_wallet(say),
        sending=_sending(
            ready,
            chain,
            near._("Send it"),
            (near._("Any account may, and pays the network's fee. The vote is the signer's all the same."),),
            near._(
                "Hand this transaction to whoever sends it, on chain {chain}. It is kept nowhere: copy it before you "
                "leave this page."
            ).format(chain=chain),
            near,
            {},
        ),
        back=say._("Back to the vote"),
    )


def _sending(
    call: ReadyCall,
    chain: ChainId,
    heading: str,
    explained: tuple[str, ...],
    elsewhere: str,
    near: Language,
    more: Mapping[str, str],
) -> SentWords:
    plain = near.plain()
    return SentWords(
        heading=heading,
        explained=explained,
        elsewhere=near._("Send it elsewhere: hardware, command line"),
        elsewhere_explained=elsewhere,
        call=(("to", call.to), ("value", str(call.value)), ("data", call.data)),
        script={
            **chain_words(near),
            "chain": str(chain),
            "to": call.to,
            "value": hex(call.value),
            "data": call.data,
            "confirm": plain._("Your wallet asks you to send it now: look at it."),
            "nobody": plain._("Your wallet shows no account to this site."),
            "sent": plain._("It was sent. It counts when it is in a block. Transaction:"),
            **more,
        },
    )


def _no_wallet(say: Language) -> str:
    return say._(
        "No wallet was found in this browser. Open your link in the browser of your wallet's app, or do it "
        "elsewhere as below."
    )


def chain_vote_offer_lines(
    governor: Address, name: str, chain: ChainId, url: str, say: Language
) -> list[str]:
    """What Discord says above the button that leads to this address."""
    return [
        say._(
            "**Vote on chain, in {name}** ({account}): log in with Discord on the page, read what its calls do, and "
            "vote from your own wallet. Nobody can take a vote there back."
        ).format(name=say.markup.name(name, _NAME), account=say.on_chain(chain).markup.account(governor)),
        *link_lines(url, say),
    ]
