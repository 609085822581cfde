"""What is said of a Safe and of the transactions that its owners are asked to sign."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.domain.executors import (
    CallFails,
    Execution,
    ExecutionRequest,
    GuardRefusal,
    NotTried,
    NotVisible,
    OnChainExecutor,
    SafeCheck,
    SafeExecutor,
    SafeExtensions,
    SafeInstructions,
    SafeRefusal,
    SafeStage,
    SafeTransaction,
    Signing,
)
from bot.domain.ids import Address, ChainId, MemberId, ProposalNumber, TransactionHash
from bot.domain.proposals.facts import Opening, Stop
from bot.domain.proposals.proposal import Proposal
from bot.wording.execution.safe_ends import (
    asked_again,
    ended_otherwise,
    not_executed,
    rival_event,
    rival_lines,
)
from bot.wording.execution.safe_modules import module_lines
from bot.wording.execution.safe_requests import (
    cause,
    confirmation,
    how_far,
    not_in_queue,
    owner_lines,
    stop_words,
    warnings,
    why_not,
)
from bot.wording.execution.safe_signing import recognised_by, sign_elsewhere, what_signing_does
from bot.wording.language import Language

_OWNERS = 8
"""Those that are named one by one."""
_REASON = 120
"""Characters of what a contract says."""


class SafeWords:
    """`bot.wording.executors.registry.ExecutorWords`."""

    def carried_out_by(self, executor: SafeExecutor, say: Language) -> str:
        return say._("**Carried out by** the Safe {safe} on chain {chain}.").format(
            safe=say.on_chain(executor.chain).markup.account(executor.address), chain=executor.chain
        )

    def kind(self, say: Language) -> str:
        return say.pgettext("detail of an act", "Safe")

    def asked_to(self, say: Language) -> str:
        return say._("**If it passes, the Safe is asked to**")

    def asked_to_call(self, number: ProposalNumber | None, say: Language) -> str:
        if number is None:
            return say._("**If it passes**, the Safe is asked to make these calls, in this order:")
        words = say._(
            "**If proposal {number} passes**, the Safe is asked to make these calls, in this order:"
        )
        return words.format(number=number)

    def spends(self, asset: str, say: Language) -> str:
        return say._("**Pool**: it spends what the Safe holds of {asset}.").format(asset=asset)

    def holds_too_little(self, held: str, sent: str, say: Language) -> str:
        words = say._("⚠️ **Not enough there**: the Safe holds {held} now, and this sends {sent}.")
        return words.format(held=held, sent=sent)

    def cannot_execute(self, say: Language) -> str:
        return say._(
            "⚠️ **The Safe couldn't execute this now**: it holds too little, its guard stops it, or a call fails."
        )

    def after_timelock(self, ends: datetime, say: Language) -> str:
        words = say._("**Passed** · guardians may veto until {moment}, then it goes to the Safe")
        return words.format(moment=say.moment(ends))

    def then_requested(self, ends: datetime, say: Language) -> str:
        words = say._(
            "**Next**: guardians may veto until {end}; then the Safe transaction is proposed to its owners."
        )
        return words.format(end=say.moment(ends))

    def preparing(self, say: Language) -> str:
        return say._("**Passed** · the Safe transaction is being prepared")

    def requested(self, request: ExecutionRequest, say: Language) -> str:
        nonce, stage = request.payload_as(SafeTransaction).nonce, request.stage_as(SafeStage)
        counted = {"confirmed": len(request.confirmations), "needed": request.needed, "nonce": nonce}
        if request.visibility.since is not None and stage is not None and stage.turn < nonce:
            return say._(
                "**Passed** · the Safe's owners sign: {confirmed} of {needed} confirmed (Safe nonce {nonce}, which "
                "waits for nonce {turn})"
            ).format(turn=stage.turn, **counted)
        if request.visibility.since is not None:
            return say._(
                "**Passed** · the Safe's owners sign: {confirmed} of {needed} confirmed (Safe nonce {nonce})"
            ).format(**counted)
        if (why := request.visibility.why_not) is None:
            return say._(
                "**Passed** · the Safe transaction is being handed to the owners (Safe nonce {nonce})"
            ).format(**counted)
        return say._(
            "⚠️ **Passed**, but the owners can't see the Safe transaction yet: {why}. It is handed over again and again "
            "until it expires. {confirmed} of {needed} confirmed (Safe nonce {nonce})"
        ).format(why=why_not(why, say), **counted)

    def not_executed(self, execution: Execution, say: Language) -> str:
        if execution.status == "replaced":
            # What is prepared again isn't said to have ended.
            return say._(
                "**Not executed**: other transactions took its place in the Safe, too often to go on"
            )
        return not_executed(execution, say)

    def identity(self, request: ExecutionRequest, say: Language) -> str:
        words = say._("**Safe transaction hash**: {hash}")
        return words.format(hash=say.markup.code(request.payload_as(SafeTransaction).safe_tx_hash))

    def event(self, event: str, data: Mapping[str, str], say: Language) -> str:
        if event in ("confirmed", "unconfirmed"):
            return confirmation(event, data, say)
        if event == "hidden":
            why = NotVisible(cause(data["cause"]), data["place"], int(data["status"]), data["said"])
            return say._(
                "⚠️ The owners can't see the Safe transaction: {why}. It is handed over again and again until the "
                "proposal expires; this thread has all that is needed to compare it."
            ).format(why=why_not(why, say))
        if event == "visible":
            return say._("👀 The owners can see the Safe transaction now, and sign it.")
        if event == "made_before":
            return "\n".join(warnings(data["transactions"].split(), data["twins"].split(), say))
        if event == "stopped":
            told = {name: data[name] for name in data if name not in ("executor", "cause")}
            return "\n".join(
                [
                    say._(
                        "🛑 **Stopped: nothing is handed to the Safe's owners, and nothing should be signed.**"
                    ),
                    stop_words(data["cause"], told, say),
                    say._(
                        "Members look at what has changed. If it is still wanted, it is proposed and voted on again."
                    ),
                ]
            )
        if event == "stage":
            return rival_event(data["stage"], data["rivals"].split(), say)
        if event == "asked_again":
            return asked_again(data, say)
        if event in ("failed", "replaced"):
            return ended_otherwise(event, data, say)
        words = {
            "executed": say._(
                "✅ The Safe executed the proposal in block {block}: transaction {transaction}."
            ),
            "found_executed": say._(
                "⚠️ The Safe had made just this transaction before it was asked for, in block {block}: transaction "
                "{transaction}. It is not asked for again. (The bot's database was put back to an older state.)"
            ),
        }[event]
        return words.format(
            block=say.markup.name(data["block"], 20),
            transaction=say.markup.transaction(
                TransactionHash(data["transaction"]), ChainId(int(data["chain"]))
            ),
        )

    def stopped(self, stop: Stop, say: Language) -> str:
        return stop_words(stop.cause, stop.data, say)

    def to_sign(
        self,
        proposal: Proposal,
        opening: Opening,
        request: ExecutionRequest,
        instructions: SafeInstructions,
        members: Mapping[Address, MemberId],
        say: Language,
    ) -> Sequence[str]:
        transaction, executor = request.payload_as(SafeTransaction), request.executor
        heading = say._("To sign: Safe transaction of proposal {proposal}").format(proposal=proposal.number)
        near = say.on_chain(executor.chain)
        return [
            say.markup.heading(heading),
            *how_far(proposal, request, say),
            *([self.refused(instructions.refusal, say)] if instructions.refusal else []),
            say._("Safe {safe} on chain {chain}, nonce **{nonce}**").format(
                safe=near.markup.account(executor.address), chain=executor.chain, nonce=transaction.nonce
            ),
            *_in_the_app(executor, transaction, instructions, say),
            say._("Domain hash: {hash}").format(hash=say.markup.code(instructions.domain_hash)),
            say._("Message hash: {hash}").format(hash=say.markup.code(instructions.message_hash)),
            say._("Hash (safeTxHash): {hash}").format(hash=say.markup.code(transaction.safe_tx_hash)),
            say._(
                "⚠️ **Before you sign**: what your own device shows must be the same, digit for digit. A Ledger shows "
                "the first two hashes, others the last. If it differs, don't sign, and tell the others."
            ),
            *owner_lines(request, instructions.owners, members, say.on_chain(executor.chain, short=True)),
            *_on_chain(instructions, executor, say),
            *not_in_queue(request, say),
            say.markup.small(_call(transaction, near)),
            say.markup.small(
                say._("Content of the proposal (SHA-256): {hash}").format(
                    hash=say.markup.code(opening.content_hash)
                )
            ),
        ]

    def warnings(self, request: ExecutionRequest, native: str, say: Language) -> Sequence[str]:
        transaction = request.payload_as(SafeTransaction)
        twice = warnings(transaction.made_before, transaction.twins, say)
        return [*twice, *rival_lines(request, say)]

    def recognised_by(self, request: ExecutionRequest, say: Language) -> Sequence[tuple[str, str]]:
        return recognised_by(request, say)

    def what_signing_does(self, signing: Signing, say: Language) -> str:
        return what_signing_does(signing, say)

    def sign_elsewhere(self, request: ExecutionRequest, signing: Signing, say: Language) -> Sequence[str]:
        return list(sign_elsewhere(request, signing, say))

    def sent(self, signing: Signing, say: Language) -> tuple[str, str]:
        if isinstance(signing.refusal, GuardRefusal | CallFails):
            return say._("Execute"), say._(
                "⚠️ **Don't send it now**: it would fail, as said above, which wallets show as GS013 or in the guard's "
                "words. That would cost you the network's fee and change nothing; the signatures stay good."
            )
        return say._("Execute"), say._(
            "Enough have signed: anybody can send it now, and pays the network's fee. It can't be taken back."
        )

    def offer(self, say: Language) -> str:
        return say._(
            "**Sign in your browser**: log in with Discord there, read every action, and sign with the account that is "
            "an owner. The signature sends nothing."
        )

    def offer_label(self, say: Language) -> str:
        return say._("Sign in the browser")

    def to_do(self, number: ProposalNumber, title: str, say: Language) -> str:
        return say._("To sign for #{number}: {title}").format(number=number, title=title)

    def standing(self, signing: Signing, say: Language) -> str:
        return say._("{signed} of {needed} have signed").format(
            signed=say.number(len(signing.signed)), needed=say.number(signing.threshold)
        )

    def found(self, check: SafeCheck, say: Language) -> str:
        safe, extensions = check.safe, check.extensions
        found = [
            say._("version {version}, {threshold} of {owners} owners").format(
                version=say.markup.name(safe.version, 20), threshold=safe.threshold, owners=len(safe.owners)
            )
        ]
        if extensions.guard is not None:
            found.append(say._("guard {guard}").format(guard=say.markup.account(extensions.guard)))
        if number := len(extensions.modules):
            found.append(say.ngettext("{number} module", "{number} modules", number).format(number=number))
        return ", ".join(found)

    def extensions(self, found: SafeExtensions | None, say: Language) -> list[str]:
        if found is None:
            return [say.markup.small(say._("Guards and modules of the Safe could not be read now."))]
        lines = module_lines(found, say)
        if found.more_modules:
            lines.append(say._("⚠️ There are more modules than these."))
        if found.guard is not None:
            lines.append(
                say._("🛡️ Guard {guard}: it can stop what the owners sign.").format(
                    guard=say.markup.account(found.guard)
                )
            )
        if found.module_guard is not None:
            lines.append(
                say._("🛡️ Module guard {guard}: it can stop what modules do.").format(
                    guard=say.markup.account(found.module_guard)
                )
            )
        return lines

    def refused(self, refusal: SafeRefusal, say: Language) -> str:
        match refusal:
            case GuardRefusal():
                return _stopped_by_guard(refusal, say)
            case CallFails():
                return _call_fails(refusal, say)
            case NotTried():
                return say.markup.small(
                    say._("What these calls would do now could not be tried out on this chain.")
                )

    def limits(self, check: SafeCheck, say: Language) -> str:
        if check.makes_several:
            return say._("several actions in one proposal: through {contract}").format(
                contract=check.multi_send
            )
        return say._(
            "one action in a proposal, and no more: {contract} is not Safe's MultiSendCallOnly"
        ).format(contract=check.multi_send)

    def how_to_make_several(self, say: Language) -> str:
        return say._("set `multi_send` of the chain to the address of Safe's MultiSendCallOnly there")

    def reached(self, check: SafeCheck, say: Language) -> str:
        if not check.has_service:
            return say._("none is needed: the chain has no transaction service, the owners confirm on chain")
        if check.may_propose:
            return say._("the proposer key may propose")
        return say._("the proposer key may not propose")

    def how_to_reach(self, check: SafeCheck, say: Language) -> str:
        if check.proposer is None:
            return say._("set FOLKMOOT_PROPOSER_KEY to the key of a delegate of the Safe")
        return say._(
            "let an owner add {proposer} as a delegate of the Safe (Safe app, settings, proposers)"
        ).format(proposer=check.proposer)

    def named(self, executor: SafeExecutor, say: Language) -> str:
        return say.pgettext("value", "the Safe {safe}").format(safe=say.markup.account(executor.address))

    def how_to_prove(self, say: Language) -> str:
        return say._(
            "A moderator uses `/gov safe prove`; an owner of the Safe signs the text that it shows, and the "
            "signature is pasted there."
        )

    def who_proves(self, provers: Sequence[Address], say: Language) -> str:
        return say._("Name in `signer` one of its owners ({owners}), or the Safe itself.").format(
            owners=_owners(provers, say)
        )

    def how_to_free(self, say: Language) -> str:
        return say._(
            "If the Safe is yours, the moderators there can let it go with `/gov safe release`, or its owners can "
            "replace the owner who signed for that server."
        )

    def unproved(self, account: Address, say: Language) -> tuple[str, str]:
        wrong = say._(
            "It is not proved that the Safe {safe} belongs to this server, or those who proved it are no owners any "
            "more. Nothing is proposed to it."
        ).format(safe=say.markup.account(account))
        mend = say._("A moderator uses `/gov safe prove`; an owner of the Safe signs the text that it shows.")
        return wrong, mend

    def act(self, what: str, say: Language) -> str | None:
        return {
            "sign": say.pgettext("act", "one signature more for the Safe"),
            "prove": say.pgettext("act", "Safe proved to be this server's"),
            "release": say.pgettext("act", "Safe let go"),
            "claimed": say.pgettext("act", "another server asked for the Safe"),
            "lost": say.pgettext("act", "another server has proved the Safe"),
        }.get(what)

    def bound(self, check: SafeCheck, say: Language) -> str:
        safe = check.safe
        return say._(
            "✅ Safe {safe}, version {version}, {threshold} of {owners} owners sign ({named}), next nonce {nonce}"
        ).format(
            safe=say.markup.account(safe.address),
            version=say.markup.name(safe.version, 20),
            threshold=safe.threshold,
            owners=len(safe.owners),
            named=_owners(safe.owners, say),
            nonce=safe.nonce,
        )

    def not_reached(self, say: Language) -> str:
        return say._(
            "⚠️ the bot's proposer key may not propose to the Safe → **Mend:** `/gov doctor` says which address "
            "an owner adds as a delegate"
        )


def _stopped_by_guard(refusal: GuardRefusal, say: Language) -> str:
    guard = say.markup.short_account(refusal.guard)
    if not refusal.reason:
        return say._(
            "⚠️ **The Safe's guard** {guard} doesn't let this pass now: it couldn't be executed."
        ).format(guard=guard)
    return say._(
        "⚠️ **The Safe's guard** {guard} doesn't let this pass now: it couldn't be executed. It says: {reason}"
    ).format(guard=guard, reason=say.markup.name(refusal.reason, _REASON))


def _call_fails(refusal: CallFails, say: Language) -> str:
    if refusal.calls == 1:
        words = (
            say._("⚠️ **Executed now, it would fail**: so it did when it was tried out. It says: {reason}")
            if refusal.reason
            else say._("⚠️ **Executed now, it would fail**: so it did when it was tried out.")
        )
    else:
        words = (
            say._("⚠️ **Executed now, action {number} would fail**, and all with it. It says: {reason}")
            if refusal.reason
            else say._("⚠️ **Executed now, action {number} would fail**, and all with it.")
        )
    return words.format(number=refusal.number, reason=say.markup.name(refusal.reason, _REASON))


def _call(transaction: SafeTransaction, say: Language) -> str:
    to = say.markup.code(transaction.to)
    if transaction.operation == 0:
        return say._("Call to {to}, value {value} wei").format(to=to, value=transaction.value)
    return say._(
        "Batch: delegatecall to MultiSendCallOnly {to}, which makes the calls below and nothing else, "
        "value {value} wei"
    ).format(to=to, value=transaction.value)


def _owners(missing: Sequence[Address], say: Language) -> str:
    if not missing:
        return say.pgettext("value", "none")
    named = ", ".join(say.markup.account(owner) for owner in missing[:_OWNERS])
    if len(missing) <= _OWNERS:
        return named
    return say.pgettext("value", "{owners} and {more} more").format(owners=named, more=len(missing) - _OWNERS)


def _in_the_app(
    executor: OnChainExecutor, transaction: SafeTransaction, instructions: SafeInstructions, say: Language
) -> Iterator[str]:
    """Where owners find it, if a service shows it to them."""
    url = say.markup.safe_page(executor.chain, executor.address, transaction.safe_tx_hash)
    if url is not None and instructions.approval is None:
        yield say.markup.link(say._("Open it in the Safe app"), url)


def _on_chain(instructions: SafeInstructions, executor: OnChainExecutor, say: Language) -> Iterator[str]:
    if instructions.approval is not None:
        yield say._(
            "This chain has no transaction service. **To confirm**, an owner sends a transaction without value to the "
            "Safe {safe}, with this data (`approveHash`): {data}"
        ).format(safe=say.markup.account(executor.address), data=say.markup.code(instructions.approval))
