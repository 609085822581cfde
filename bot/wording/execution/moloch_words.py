"""What is said alike of Moloch DAOs of the second version and of the third (Baal) as executors."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.executors import Execution, ExecutionRequest, MolochStage, Signing
from bot.domain.ids import Address, ChainId, MemberId, ProposalNumber, TransactionHash
from bot.domain.proposals.facts import Opening, Stop
from bot.domain.proposals.proposal import Proposal
from bot.wording.execution.moloch_stages import (
    leaving_lines,
    next_step,
    sending,
    stage_event,
    stage_words,
    stop_words,
    votes_line,
)
from bot.wording.language import Language


class MolochFamilyWords(ABC):
    """The part of `bot.wording.executors.registry.ExecutorWords` that is the same for both."""

    @abstractmethod
    def refused(self, refusal: Any, say: Language) -> str:
        """What would stop what it is asked for."""

    @abstractmethod
    def to_sponsor(self, rules: Any, say: Language) -> str:
        """What it takes to sponsor."""

    @abstractmethod
    def decimals_and_symbol(self, rules: Any, say: Language) -> tuple[int, str]:
        """Of its shares."""

    @abstractmethod
    def about(self, request: ExecutionRequest, rules: Any, say: Language) -> Sequence[str]:
        """Which DAO it is, and by what rules it decides."""

    def asked_to(self, say: Language) -> str:
        return say._("**If it passes, it is submitted to the DAO to**")

    def asked_to_call(self, number: ProposalNumber | None, say: Language) -> str:
        if number is None:
            return say._("**If it passes**, it is submitted to the DAO to do this, in this order:")
        words = say._(
            "**If proposal {number} passes**, it is submitted to the DAO to do this, in this order:"
        )
        return words.format(number=number)

    def cannot_execute(self, say: Language) -> str:
        return say._("⚠️ **The DAO couldn't carry this out now**: it holds too little, or a call fails.")

    def after_timelock(self, ends: datetime, say: Language) -> str:
        words = say._("**Passed** · guardians may veto until {moment}, then it goes to the DAO")
        return words.format(moment=say.moment(ends))

    def then_requested(self, ends: datetime, say: Language) -> str:
        words = say._(
            "**Next**: guardians may veto until {end}; then members submit it to the DAO and vote on it on chain. Who "
            "disagrees can leave before it is carried out."
        )
        return words.format(end=say.moment(ends))

    def preparing(self, say: Language) -> str:
        return say._("**Passed** · the proposal to the DAO is being prepared")

    def requested(self, request: ExecutionRequest, say: Language) -> str:
        return say._("**Passed** · {stage}").format(stage=stage_words(request.stage_as(MolochStage), say))

    def not_executed(self, execution: Execution, say: Language) -> str:
        if execution.status == "replaced":
            return say._("It was canceled in the DAO: it is prepared again")
        if execution.status == "failed":
            return say._("**Not executed**: a call failed when it was processed")
        return say._("**Not executed**")

    def identity(self, request: ExecutionRequest, say: Language) -> str:
        return _number(request.stage_as(MolochStage), say)

    def event(self, event: str, data: Mapping[str, str], say: Language) -> str:
        if event == "stage":
            return stage_event(data, say)
        if event == "stopped":
            told = {name: data[name] for name in data if name not in ("executor", "cause")}
            return "\n".join(
                [
                    say._("🛑 **Stopped: nothing should be submitted to the DAO or sent to it.**"),
                    stop_words(data["cause"], told, say),
                    say._(
                        "Members look at what has changed. If it is still wanted, it is proposed and voted on again."
                    ),
                ]
            )
        words = {
            "executed": say._("✅ The DAO carried it out in block {block}: transaction {transaction}."),
            "failed": say._(
                "❌ The DAO processed it in block {block}, and a call failed: nothing of it was done, and it can't be "
                "processed again. Transaction {transaction}."
            ),
            "asked_again": say._(
                "🔁 {member} has it asked for again: it is prepared anew, with the same actions."
            ),
            "replaced": say._(
                "🔁 It was canceled in the DAO in block {block}: transaction {transaction}. It is prepared again, with "
                "the same actions."
            ),
        }[event]
        if event == "asked_again":
            return words.format(member=say.markup.member(MemberId(int(data["by"]))))
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
        instructions: Any,
        members: Mapping[Address, MemberId],
        say: Language,
    ) -> Sequence[str]:
        near, rules = say.on_chain(request.executor.chain, short=True), instructions.rules
        heading = say._("In the DAO: proposal {proposal}").format(proposal=proposal.number)
        ended = request.execution is not None or proposal.concluded_at is not None
        goes_on: list[str] = []
        if not ended:
            if instructions.refusal is not None:
                goes_on.append(self.refused(instructions.refusal, say))
            goes_on += votes_line(instructions.stage, *self.decimals_and_symbol(rules, say), say)
            goes_on += leaving_lines(instructions.leaving, instructions.stage, near)
        return [
            say.markup.heading(heading),
            *self._how_far(proposal, request, instructions, say),
            *goes_on,
            *self.about(request, rules, say.on_chain(request.executor.chain)),
            _number(instructions.stage, say),
            say.markup.small(
                say._("Content of the proposal (SHA-256): {hash}").format(
                    hash=say.markup.code(opening.content_hash)
                )
            ),
        ]

    def _how_far(
        self, proposal: Proposal, request: ExecutionRequest, instructions: Any, say: Language
    ) -> Iterator[str]:
        """How it ended; or where it is by the newest block, and what is to be done next."""
        done = request.execution
        if done is not None:
            words = {
                "executed": say._(
                    "✅ **Carried out** {when}: transaction {transaction}. Nothing is left to be sent."
                ),
                "failed": say._("❌ **A call failed** {when}: transaction {transaction}. Nothing was done."),
                "replaced": say._(
                    "🔁 **Canceled in the DAO** {when}: {transaction}. Don't send it any more."
                ),
            }[done.status]
            yield words.format(
                when=say.when(done.at),
                transaction=say.markup.transaction(done.transaction, request.executor.chain),
            )
            return
        if proposal.concluded_at is not None:
            yield say._("⌛ **Expired** {when}. Don't send it any more.").format(
                when=say.when(proposal.concluded_at)
            )
            return
        stage = instructions.stage
        yield say.markup.strong(stage_words(stage, say))
        yield from next_step(instructions.step, self.to_sponsor(instructions.rules, say), say)
        if proposal.expires_at is not None:
            yield say._("It expires here {moment}").format(moment=say.moment(proposal.expires_at))

    def warnings(self, request: ExecutionRequest, native: str, say: Language) -> Sequence[str]:
        return ()

    def recognised_by(self, request: ExecutionRequest, say: Language) -> Sequence[tuple[str, str]]:
        return ()

    def what_signing_does(self, signing: Signing, say: Language) -> str:
        return say._("Nothing is signed for a DAO on chain: each step is a transaction.")

    def sign_elsewhere(self, request: ExecutionRequest, signing: Signing, say: Language) -> Sequence[str]:
        return ()

    def sent(self, signing: Signing, say: Language) -> tuple[str, str]:
        return sending(signing.stage_as(MolochStage), say)

    def offer(self, say: Language) -> str:
        return say._(
            "**Send it from your browser**: log in with Discord there, read every action, and send the prepared "
            "transaction from your own wallet."
        )

    def offer_label(self, say: Language) -> str:
        return say._("Open in the browser")

    def to_do(self, number: ProposalNumber, title: str, say: Language) -> str:
        return say._("In the DAO, for #{number}: {title}").format(number=number, title=title)

    def standing(self, signing: Signing, say: Language) -> str:
        return stage_words(signing.stage_as(MolochStage), say)

    def reached(self, check: Any, say: Language) -> str:
        return say._("no key is needed: a member with {sponsor} submits from a wallet").format(
            sponsor=self.to_sponsor(check.rules, say)
        )

    def how_to_reach(self, check: Any, say: Language) -> str:
        return say._("nothing is to be done: members submit from wallets of their own")

    def how_to_prove(self, say: Language) -> str:
        return say._("A DAO on chain needs no proof: nothing is handed to it but from members' own wallets.")

    def who_proves(self, provers: Sequence[Address], say: Language) -> str:
        return self.how_to_prove(say)

    def how_to_free(self, say: Language) -> str:
        return self.how_to_prove(say)

    def unproved(self, account: Address, say: Language) -> tuple[str, str]:
        return (
            say._("The DAO {account} can't be proved to be a server's.").format(
                account=say.markup.account(account)
            ),
            self.how_to_prove(say),
        )

    def act(self, what: str, say: Language) -> str | None:
        return None

    def not_reached(self, say: Language) -> str:
        return say._("⚠️ the DAO can't be reached")


def _number(stage: MolochStage | None, say: Language) -> str:
    if stage is None or stage.id is None:
        return say._("**Number in the DAO**: given when it is submitted")
    return say._("**Number in the DAO**: {id}").format(id=say.markup.code(stage.id))
