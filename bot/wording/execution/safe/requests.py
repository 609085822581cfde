"""What is said of one Safe transaction: who sees it, who signed it, what goes first, and why it was stopped."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from bot.domain.errors import StoredDataInvalid
from bot.domain.executors import ExecutionRequest, NotVisible
from bot.domain.ids import Address, ChainId, MemberId
from bot.domain.proposals.proposal import Proposal
from bot.wording.execution.stops import stop_words_of_any
from bot.wording.language import Language

_PLACE, _SAID = 60, 200
_OWNERS = 8
"""Those that are named one by one."""


def confirmation(event: str, data: Mapping[str, str], say: Language) -> str:
    words = (
        say._("✍️ Owner {owner} confirmed the Safe transaction: {confirmed} of {needed}.")
        if event == "confirmed"
        else say._("↩️ The confirmation of {owner} doesn't count any more: {confirmed} of {needed}.")
    )
    near = say.on_chain(ChainId(int(data["chain"])), short=True)
    return words.format(
        owner=near.markup.account(Address(data["owner"])),
        confirmed=say.markup.name(data["confirmed"], 10),
        needed=say.markup.name(data["threshold"], 10),
    )


def cause(text: str) -> Literal["no_key", "refused", "unavailable"]:
    """Raises StoredDataInvalid for one that no version of this program wrote."""
    match text:
        case "no_key" | "refused" | "unavailable":
            return text
    raise StoredDataInvalid(f"cause {text!r}")


def why_not(why: NotVisible, say: Language) -> str:
    place = say.markup.name(why.place, _PLACE)
    if why.cause == "no_key":
        return say._("the bot has no proposer key; an owner's first signature puts it there")
    if why.cause == "refused":
        return say._("{service} refused it (status {status}): {said}").format(
            service=place, status=why.status, said=say.markup.name(why.said, _SAID)
        )
    if why.status:
        return say._("{service} gave no answer that can be used (status {status})").format(
            service=place, status=why.status
        )
    return say._("{service} gave no answer that can be used").format(service=place)


def how_far(proposal: Proposal, request: ExecutionRequest, say: Language) -> Iterator[str]:
    """How many have confirmed, and until when it can be carried out; or how it ended."""
    done = request.execution
    if done is not None:
        words = {
            "executed": say._(
                "✅ **Executed** {when}: transaction {transaction}. Nothing is left to be signed."
            ),
            "failed": say._(
                "❌ **It failed** {when}: transaction {transaction}. Nothing is left to be signed."
            ),
            "replaced": say._(
                "🔁 **Another transaction took its nonce** {when}: {transaction}. Don't sign this one any more."
            ),
        }[done.status]
        transaction = say.markup.transaction(done.transaction, request.executor.chain)
        yield words.format(when=say.when(done.at), transaction=transaction)
        return
    if proposal.concluded_at is not None:
        yield say._("⌛ **Expired** {when}. Don't sign it any more.").format(
            when=say.when(proposal.concluded_at)
        )
        return
    yield say._("**{confirmed} of {needed} confirmed**").format(
        confirmed=len(request.confirmations), needed=request.needed
    )
    if proposal.expires_at is not None:
        yield say._("It expires {moment}").format(moment=say.moment(proposal.expires_at))


def owner_lines(
    request: ExecutionRequest,
    owners: Sequence[Address],
    members: Mapping[Address, MemberId],
    say: Language,
) -> Iterator[str]:
    """Each owner, by name where the account is linked, and whether the confirmation counts; those who are missing
    first."""
    waiting = request.execution is None
    in_order = sorted(owners, key=lambda owner: owner in request.confirmed_by)
    for owner in in_order[:_OWNERS]:
        sign = "✅" if owner in request.confirmed_by else ("⏳" if waiting else "▫️")
        named = f"{say.markup.member(members[owner])} · " if owner in members else ""
        yield f"{sign} {named}{say.markup.account(owner)}"
    if len(owners) > _OWNERS:
        yield say.and_more(len(owners) - _OWNERS)


def not_in_queue(request: ExecutionRequest, say: Language) -> Iterator[str]:
    if (why := request.visibility.why_not) is not None:
        yield say._(
            "⚠️ **It isn't in the Safe's queue yet**: {why}. It is handed over again and again until the proposal "
            "expires."
        ).format(why=why_not(why, say))


def warnings(made_before: Sequence[str], twins: Sequence[int | str], say: Language) -> Iterator[str]:
    """What could be paid twice."""
    for transaction in made_before:
        yield say._(
            "🛑 **The Safe has made the same calls already** since the vote opened, in transaction {transaction}. Sign "
            "only if they shall be made twice."
        ).format(transaction=say.markup.code(str(transaction)))
    if twins:
        yield say._(
            "🛑 **The same transaction stands in the Safe's queue with nonce {nonces} too.** Sign only one of them."
        ).format(nonces=", ".join(say.markup.name(str(nonce), 20) for nonce in twins))


def stop_words(cause: str, data: Mapping[str, str], say: Language) -> str:
    if (words := stop_words_of_any(cause, data, say)) is not None:
        return words
    account = say.markup.account(Address(data["account"]))
    if cause == "administration":
        return say._("{function} would change who may do what with the Safe {account}.").format(
            function=say.markup.name(data["function"], 60), account=account
        )
    if data["rights"] == "module":
        return say._(
            "{account} has become a module of the Safe since the vote opened: it can move everything "
            "without a signature."
        ).format(account=account)
    if data["rights"] == "guard":
        return say._(
            "{account} has become a guard of the Safe since the vote opened: it decides what the Safe may do."
        ).format(account=account)
    if data["rights"] == "fallback_handler":
        return say._(
            "{account} answers for the Safe since the vote opened, and so decides what counts as its signature."
        ).format(account=account)
    return say._("{account} is something else to the Safe than when the vote opened.").format(account=account)
