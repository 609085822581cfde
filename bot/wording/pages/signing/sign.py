"""The page on which what passed is signed."""

from collections.abc import Mapping

import msgspec

from bot.domain.actions.simulation import AnySimulation
from bot.domain.executors import NoSignature, Signing
from bot.domain.ids import MemberId
from bot.services.execution.signing import RequestToSign
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.actions.listing import danger_lines, deed_lines
from bot.wording.actions.simulation import simulation_lines
from bot.wording.execution.lines import content_line
from bot.wording.execution.queue import queue_lines
from bot.wording.executors.registry import words_of
from bot.wording.language import Language
from bot.wording.markup.links import channel_url
from bot.wording.pages.browser_wallets import no_wallet_to_do_it_words
from bot.wording.pages.signing.sending import SendingWords, sending_words
from bot.wording.pages.signing.typed_data import fields_of, signing_script
from bot.wording.pages.wallets.link import link_lines
from bot.wording.voting.results import outcome_lines


class SigningWords(msgspec.Struct, frozen=True):
    """What is compared and signed."""

    compare: str
    compare_explained: str
    hashes: tuple[tuple[str, str], ...]
    fields_heading: str
    fields: tuple[tuple[str, str], ...]
    heading: str
    what: str
    elsewhere: str
    elsewhere_lines: tuple[str, ...]
    signature: str
    hand_in: str
    script: Mapping[str, str]
    """What the script needs and says, by the names that it knows."""


class SignPage(msgspec.Struct, frozen=True):
    title: str
    over: str
    """That it must not be signed, or not any more; empty while it may be."""
    went_well: bool
    """Whether that is because it was executed."""
    warnings: tuple[str, ...]
    passed: tuple[str, ...]
    deeds_heading: str
    deeds: tuple[str, ...]
    changes_heading: str
    """Empty where nothing was tried out."""
    changes: tuple[str, ...]
    how_far: str
    """Empty where nothing is to be signed."""
    owners: tuple[str, ...]
    waits: tuple[str, ...]
    no_wallet: str
    signing: SigningWords | None
    approving: SendingWords | None
    sending: SendingWords | None


@telling_accounts_apart
def sign_page(
    found: RequestToSign, simulation: AnySimulation | None, reader: MemberId, say: Language
) -> SignPage:
    """All of it, dangers first, for a member who reads it; nothing to sign with where it must not be signed."""
    proposal, signing = found.card.proposal, found.signing
    near = say.on_chain(found.request.executor.chain)
    open_signing = signing if found.forbidden is None else None
    return SignPage(
        title=words_of(found.request.kind).to_do(proposal.number, say.title(proposal.content.title), say),
        over="" if found.forbidden is None else no_signature(found.forbidden, say),
        went_well=found.forbidden is NoSignature.EXECUTED,
        warnings=tuple(_warnings(found, say, near)),
        passed=tuple(_passed(found, say)),
        deeds_heading=say._("What it does, read back from the calldata"),
        deeds=tuple(deed_lines(found.actions, near)),
        changes_heading="" if simulation is None else say._("What it would do now"),
        changes=() if simulation is None else tuple(simulation_lines(simulation, _native(found), near)),
        how_far=words_of(found.request.kind).standing(open_signing, say) if open_signing else "",
        owners=tuple(_owners(open_signing, found, reader, near)) if open_signing else (),
        waits=tuple(_waits(open_signing, found, say)) if open_signing else (),
        no_wallet=no_wallet_to_do_it_words(say),
        signing=_signing(open_signing, found, say) if open_signing else None,
        approving=_approving(open_signing, say) if open_signing else None,
        sending=_sending(open_signing, found, say) if open_signing else None,
    )


def _warnings(found: RequestToSign, say: Language, near: Language) -> list[str]:
    words = words_of(found.request.kind)
    lines = []
    if found.forbidden in (NoSignature.STOPPED, NoSignature.NOT_CAST) and found.stop is not None:
        lines.append(words.stopped(found.stop, say))
    lines += danger_lines(found.actions, near)
    lines += words.warnings(found.request, _native(found), near)
    if found.forbidden is None and found.signing is not None and found.signing.refusal is not None:
        lines.append(words.refused(found.signing.refusal, say))
    return lines


def _native(found: RequestToSign) -> str:
    """The symbol of the chain's coin; "" where nothing is done on one."""
    return found.actions[0].native if found.actions else ""


def no_signature(why: NoSignature, say: Language) -> str:
    """That there is nothing to sign, and why."""
    return {
        NoSignature.EXECUTED: say._("**Executed.** Nothing is left to be signed."),
        NoSignature.FAILED: say._("**It was sent, and failed.** Nothing is left to be signed."),
        NoSignature.REPLACED: say._(
            "**Another transaction took its place.** Don't sign this one any more: it is prepared again."
        ),
        NoSignature.USED: say._(
            "**It was executed, or another transaction took its place.** Don't sign it any more. Which of both is "
            "known in some minutes, and said in Discord."
        ),
        NoSignature.VETOED: say._("**Vetoed.** Don't sign it."),
        NoSignature.STOPPED: say._(
            "**Stopped: what would run isn't what was voted on.** Don't sign it, and tell the others."
        ),
        NoSignature.NOT_CAST: say._(
            "**Stopped: the votes can't be cast on the Governor any more.** Don't sign it."
        ),
        NoSignature.EXPIRED: say._("**Expired.** Don't sign it any more."),
        NoSignature.ALTERED: say._(
            "**What the bot has stored isn't what was voted on.** Don't sign it, wherever you find it, and tell the "
            "bot's operator."
        ),
        NoSignature.OVER: say._("**This proposal isn't to be executed now.** Don't sign it."),
    }[why]


def _passed(found: RequestToSign, say: Language) -> list[str]:
    card, opening = found.card, found.opening
    lines = outcome_lines(card, say)
    if card.thread is not None:
        url = channel_url(card.space.guild, card.thread.channel)
        lines.append(
            say.markup.link(say._("Proposal {number} in Discord").format(number=card.proposal.number), url)
        )
    if found.forbidden is None and card.proposal.expires_at is not None:
        lines.append(say._("It expires {moment}").format(moment=say.moment(card.proposal.expires_at)))
    lines.append(content_line(opening, say))
    return lines


def _owners(signing: Signing, found: RequestToSign, reader: MemberId, near: Language) -> list[str]:
    """Each who may sign; those who haven't first."""
    lines = []
    for owner in sorted(signing.owners, key=lambda owner: owner in signing.signed):
        sign = "✅" if owner in signing.signed else "⏳"
        whose = f" · {near._('yours')}" if found.members.get(owner) == reader else ""
        lines.append(f"{sign} {near.markup.account(owner)}{whose}")
    return lines


def _waits(signing: Signing, found: RequestToSign, say: Language) -> list[str]:
    lines = list(queue_lines(found.queue, found.card.space.guild, say))
    at = say._("As of block {number} of chain {chain}.")
    return [*lines, say.markup.small(at.format(number=say.number(signing.at.number), chain=signing.at.chain))]


def _signing(signing: Signing, found: RequestToSign, say: Language) -> SigningWords | None:
    if signing.document is None:
        return None
    words, plain = words_of(found.request.kind), say.plain()
    return SigningWords(
        compare=say._("Compare"),
        compare_explained=say._(
            "What your own device shows must be the same, digit for digit. A Ledger shows the first two hashes, others "
            "the last. If it differs, don't sign, and tell the others."
        ),
        hashes=(
            (say._("Domain hash"), signing.domain_hash),
            (say._("Message hash"), signing.message_hash),
            (say._("Hash (safeTxHash)"), signing.whole_hash),
            *words.recognised_by(found.request, say),
        ),
        fields_heading=say._("All that is signed, field by field"),
        fields=(*fields_of(signing.document["domain"]), *fields_of(signing.document["message"])),
        heading=say._("Sign"),
        what=words.what_signing_does(signing, say),
        elsewhere=say._("Sign elsewhere: hardware, command line, contract"),
        elsewhere_lines=tuple(words.sign_elsewhere(found.request, signing, say)),
        signature=say._("Signature"),
        hand_in=say._("Hand it in"),
        script=signing_script(
            signing.document,
            signing.at.chain,
            signing.owners,
            signing.contracts,
            say,
            stranger=plain._(
                "None of the accounts that your wallet shows is an owner. Choose another one in it."
            ),
            contract=plain._("This owner is a contract and has no key: sign as described below."),
        ),
    )


def _sending(signing: Signing, found: RequestToSign, say: Language) -> SendingWords | None:
    ready = signing.ready
    if ready is None:
        return None
    heading, explained = words_of(found.request.kind).sent(signing, say)
    elsewhere = say._("Send this transaction from any account, on chain {chain}.")
    script: dict[str, str] = {}
    if ready.sender is not None:
        elsewhere = say._("Send this transaction from {account} and from no other account, on chain {chain}.")
        stranger = say.plain()._(
            "Your wallet doesn't show {account}, from which alone this is sent. Choose it there."
        )
        script = {"owners": ready.sender.lower(), "stranger": stranger.format(account=ready.sender)}
    return sending_words(
        ready,
        signing.at.chain,
        say,
        heading=heading,
        explained=(explained,),
        elsewhere=elsewhere.format(
            chain=signing.at.chain,
            account=""
            if ready.sender is None
            else say.on_chain(signing.at.chain).markup.account(ready.sender),
        ),
        sent=say.plain()._("It was sent. Discord says when it is executed. Transaction:"),
        script=script,
    )


def _approving(signing: Signing, say: Language) -> SendingWords | None:
    """The way to sign by a transaction; None where there is none, and once all have signed."""
    approval, plain = signing.approval, say.plain()
    missing = [owner for owner in signing.owners if owner not in signing.signed]
    if approval is None or not missing:
        return None
    return sending_words(
        approval,
        signing.at.chain,
        say,
        heading=say._("Or approve it on chain"),
        explained=(
            say._(
                "An owner can send a transaction instead of a signature (`approveHash`). It counts as much, costs the "
                "network's fee, and can't be taken back. It is counted when it is final."
            ),
        ),
        elsewhere=say._("Send this transaction from the owner's own account, on chain {chain}.").format(
            chain=signing.at.chain
        ),
        sent=plain._("It was sent. Discord says when it counts. Transaction:"),
        script={
            "owners": " ".join(missing).lower(),
            "stranger": plain._(
                "None of the accounts that your wallet shows is an owner who hasn't signed. Choose another one in it."
            ),
        },
    )


def sign_offer_lines(kind: str, url: str, say: Language) -> list[str]:
    """What Discord says above the button that leads to this address, for an executor of that kind."""
    return [words_of(kind).offer(say), *link_lines(url, say)]


def sign_label(kind: str, say: Language) -> str:
    return words_of(kind).offer_label(say)
