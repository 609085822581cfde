"""What is said of a delegate's wallet and of the votes that it is asked to cast in somebody else's Governor."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from bot.domain.executors import (
    DelegateWalletExecutor,
    Execution,
    ExecutionRequest,
    Signing,
    WalletCheck,
    WalletExtensions,
    WalletInstructions,
    WalletRefusal,
    WalletStage,
    WalletVote,
)
from bot.domain.ids import Address, MemberId, ProposalNumber
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal
from bot.wording.execution.asked_by_members import AskedByMembersWords
from bot.wording.execution.lines import content_line
from bot.wording.execution.wallet_proofs import WalletProofWords
from bot.wording.language import Language

_REASON = 120
"""Characters of what a contract says."""


class DelegateWalletWords(WalletProofWords, AskedByMembersWords):
    """`bot.wording.executors.registry.ExecutorWords`."""

    stage = WalletStage

    def carried_out_by(self, executor: DelegateWalletExecutor, say: Language) -> str:
        return say._(
            "**Votes are cast by** the wallet {wallet} on chain {chain}, which nobody can force."
        ).format(wallet=say.on_chain(executor.chain).markup.account(executor.address), chain=executor.chain)

    def kind(self, say: Language) -> str:
        return say.pgettext("detail of an act", "delegate's wallet")

    def asked_to(self, say: Language) -> str:
        return say._("**If it passes, the delegate's wallet is asked to**")

    def asked_to_call(self, number: ProposalNumber | None, say: Language) -> str:
        if number is None:
            return say._("**If it passes**, the delegate's wallet is asked to make this call:")
        words = say._("**If proposal {number} passes**, the delegate's wallet is asked to make this call:")
        return words.format(number=number)

    def spends(self, asset: str, say: Language) -> str:
        return say._("**Pool**: a delegate's wallet spends nothing of {asset} for members.").format(
            asset=asset
        )

    def holds_too_little(self, held: str, sent: str, say: Language) -> str:
        words = say._("⚠️ **Not enough there**: the wallet holds {held} now, and this sends {sent}.")
        return words.format(held=held, sent=sent)

    def cannot_execute(self, say: Language) -> str:
        return say._("⚠️ **The wallet couldn't cast this now**: the Governor refuses it.")

    def after_timelock(self, ends: datetime, say: Language) -> str:
        words = say._("**Passed** · guardians may veto until {moment}, then the delegate's wallet is asked")
        return words.format(moment=say.moment(ends))

    def then_requested(self, ends: datetime, say: Language) -> str:
        words = say._("**Next**: guardians may veto until {end}; then the delegate casts it from the wallet.")
        return words.format(end=say.moment(ends))

    def preparing(self, say: Language) -> str:
        return say._("**Passed** · the wallet's vote is being prepared")

    def not_executed(self, execution: Execution, say: Language) -> str:
        return say._("**Not carried out**: the wallet voted otherwise")

    def identity(self, request: ExecutionRequest, say: Language) -> str:
        return say._("**Proposal on the Governor**: {id}").format(
            id=say.markup.code(request.payload_as(WalletVote).id)
        )

    def stage_words(self, stage: WalletStage | None, say: Language) -> str:
        if stage is None or stage.name == stage.first:
            return say._("it waits for the delegate, who casts it from the wallet")
        return say._("the wallet has voted; how is told when that is final")

    def stage_event(self, data: Mapping[str, str], say: Language) -> str:
        return say._("🗳️ The wallet has voted; how is told when that is final.")

    def event_words(self, event: str, say: Language) -> str:
        return {
            "executed": say._(
                "✅ The wallet has cast it as it was decided, in block {block}: transaction {transaction}."
            ),
            "failed": say._(
                "🚨 **The wallet voted otherwise than was decided here**, in block {block}: transaction {transaction}. "
                "It can't be cast again. Members decide whether it goes on casting for them."
            ),
        }[event]

    def ended_words(self, status: str, say: Language) -> str:
        if status == "executed":
            return say._(
                "✅ **Cast as decided** {when}: transaction {transaction}. Nothing is left to be sent."
            )
        return say._(
            "🚨 **The wallet voted otherwise** {when}: transaction {transaction}. Don't send anything."
        )

    def next_step(self, instructions: WalletInstructions, say: Language) -> Iterator[str]:
        if instructions.stage.name != instructions.stage.first:
            return
        yield say._(
            "**Next**: {account} sends the vote. The transaction is prepared: the button below leads to it."
        ).format(account=say.markup.account(instructions.owners[0]))
        if instructions.ends_at is not None:
            yield say._("The Governor takes votes until about {moment}.").format(
                moment=say.moment(instructions.ends_at)
            )

    def sending(self, stage: WalletStage | None, say: Language) -> tuple[str, str]:
        return say._("Cast it"), say._(
            "It is sent from the delegate's wallet alone, which pays the network's fee: from another one it would cast "
            "that one's own votes. It can't be taken back."
        )

    def stopped_heading(self, say: Language) -> str:
        return say._("🛑 **Stopped: the wallet shouldn't cast this.**")

    def rights_changed(self, account: str, say: Language) -> str:
        return say._("{account} isn't what it was when the vote opened.").format(account=account)

    def to_sign(
        self,
        proposal: Proposal,
        opening: Opening,
        request: ExecutionRequest,
        instructions: WalletInstructions,
        members: Mapping[Address, MemberId],
        say: Language,
    ) -> Sequence[str]:
        near, vote = say.on_chain(request.executor.chain), request.payload_as(WalletVote)
        heading = say._("To be cast by the delegate: proposal {proposal}").format(proposal=proposal.number)
        ended = request.execution is not None or proposal.concluded_at is not None
        owner = members.get(request.executor.address)
        place = say._("Wallet {wallet} on chain {chain}, on the Governor {governor}").format(
            wallet=near.markup.account(request.executor.address),
            chain=request.executor.chain,
            governor=near.markup.account(vote.governor),
        )
        return [
            say.markup.heading(heading),
            *self.how_far(proposal, request, instructions, near),
            *([] if ended or instructions.refusal is None else [self.refused(instructions.refusal, say)]),
            place if owner is None else f"{place} · {say.markup.member(owner)}",
            self.identity(request, say),
            content_line(opening, say),
        ]

    def what_signing_does(self, signing: Signing, say: Language) -> str:
        return say._("Nothing is signed by a delegate's wallet: the vote is a transaction.")

    def to_do(self, number: ProposalNumber, title: str, say: Language) -> str:
        return say._("To be cast, for #{number}: {title}").format(number=number, title=title)

    def found(self, check: WalletCheck, say: Language) -> str:
        if check.is_contract:
            return say._("a delegate's wallet, which is a contract")
        return say._("a delegate's wallet with a key")

    def extensions(self, found: WalletExtensions | None, say: Language) -> list[str]:
        if found is None:
            return [say.markup.small(say._("The wallet could not be read now."))]
        if found.is_contract:
            return [say._("⚠️ The wallet is a contract: who decides what it sends can change.")]
        return [say._("⚠️ Whoever has the wallet's key casts what was decided, or doesn't: nobody else can.")]

    def refused(self, refusal: WalletRefusal, say: Language) -> str:
        if refusal.reason:
            return say._("⚠️ **Sent now, the Governor would refuse it**. It says: {reason}").format(
                reason=say.markup.name(refusal.reason, _REASON)
            )
        return say._("⚠️ **Sent now, the Governor would refuse it**: so it did when it was tried out.")

    def limits(self, check: WalletCheck, say: Language) -> str:
        return say._("one vote for each proposal")

    def how_to_make_several(self, say: Language) -> str:
        return say._("nothing is to be done: a proposal casts one vote")

    def reached(self, check: WalletCheck, say: Language) -> str:
        return say._("no key is needed: the delegate sends the vote from the wallet")

    def how_to_reach(self, check: WalletCheck, say: Language) -> str:
        return say._("nothing is to be done: the delegate sends the vote from the wallet")

    def named(self, executor: DelegateWalletExecutor, say: Language) -> str:
        return say.pgettext("value", "the delegate's wallet {wallet}").format(
            wallet=say.markup.account(executor.address)
        )

    def bound(self, check: WalletCheck, say: Language) -> str:
        if check.is_contract:
            words = say._("✅ Delegate's wallet {wallet}, a contract")
        else:
            words = say._("✅ Delegate's wallet {wallet}")
        return words.format(wallet=say.markup.account(check.address))

    def beside(self, check: WalletCheck, say: Language) -> list[str]:
        return self.extensions(WalletExtensions(check.is_contract), say)

    def not_reached(self, say: Language) -> str:
        return say._("⚠️ the delegate's wallet can't be reached")
