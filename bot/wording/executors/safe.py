"""What is said of a Safe and of the transactions that its owners are asked to sign."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.executors import (
    CallFails,
    Execution,
    ExecutionRequest,
    GuardRefusal,
    NotVisible,
    SafeExecutor,
    SafeInstructions,
    SafeRefusal,
    SafeStage,
    SafeTransaction,
    Signing,
)
from bot.domain.ids import Address, MemberId, ProposalNumber
from bot.domain.proposals.facts import Opening, Stop
from bot.domain.proposals.proposal import Proposal
from bot.wording.execution.asking_again import asked_again_event
from bot.wording.execution.lines import in_transaction
from bot.wording.execution.safe.checks import SafeCheckWords
from bot.wording.execution.safe.delays import delay_event, delay_sending, delay_state
from bot.wording.execution.safe.ends import ended_otherwise, not_executed, rival_event, rival_lines
from bot.wording.execution.safe.proofs import SafeProofWords
from bot.wording.execution.safe.refusals import refusal_words
from bot.wording.execution.safe.requests import cause, confirmation, stop_words, warnings, why_not
from bot.wording.execution.safe.signing import recognised_by, sign_elsewhere, what_signing_does
from bot.wording.execution.safe.to_sign import to_sign_lines
from bot.wording.execution.stops import stopped_event
from bot.wording.language import Language


class SafeWords(SafeCheckWords, SafeProofWords):
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
        if stage is not None and stage.delay is not None:
            near = say.on_chain(request.executor.chain)
            return say._("**Passed** · {stage}").format(stage=delay_state(stage, near))
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
            heading = say._(
                "🛑 **Stopped: nothing is handed to the Safe's owners, and nothing should be signed.**"
            )
            return stopped_event(heading, stop_words(data["cause"], told, say), say)
        if event == "stage" and data["stage"] in ("delayed", "due", "lapsed"):
            return delay_event(data, say)
        if event == "stage":
            return rival_event(data["stage"], data["rivals"].split(), say)
        if event == "asked_again":
            return asked_again_event(data, say)
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
        return in_transaction(words, data, say)

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
        return to_sign_lines(proposal, opening, request, instructions, members, say)

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
        stage = signing.stage_as(SafeStage)
        if stage is not None and stage.delay is not None:
            return delay_sending(stage, say)
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
        stage = signing.stage_as(SafeStage)
        if stage is not None and stage.delay is not None:
            return delay_state(stage, say.on_chain(signing.at.chain))
        return say._("{signed} of {needed} have signed").format(
            signed=say.number(len(signing.signed)), needed=say.number(signing.threshold)
        )

    def refused(self, refusal: SafeRefusal, say: Language) -> str:
        return refusal_words(refusal, say)

    def named(self, executor: SafeExecutor, say: Language) -> str:
        return say.pgettext("value", "the Safe {safe}").format(safe=say.markup.account(executor.address))
