"""What is said alike of Moloch DAOs of the second version and of the third (Baal) as executors."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.executors import Execution, ExecutionRequest, MolochStage, Signing
from bot.domain.ids import Address, MemberId, ProposalNumber
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal
from bot.wording.execution.asked_by_members import AskedByMembersWords
from bot.wording.execution.lines import content_line
from bot.wording.execution.moloch_stages import (
    leaving_lines,
    next_step,
    sending,
    stage_event,
    stage_words,
    votes_line,
)
from bot.wording.language import Language


class MolochFamilyWords(AskedByMembersWords):
    """The part of `bot.wording.executors.registry.ExecutorWords` that is the same for both."""

    stage = MolochStage

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

    def not_executed(self, execution: Execution, say: Language) -> str:
        if execution.status == "replaced":
            return say._("It was canceled in the DAO: it is prepared again")
        if execution.status == "failed":
            return say._("**Not executed**: a call failed when it was processed")
        return say._("**Not executed**")

    def identity(self, request: ExecutionRequest, say: Language) -> str:
        return _number(request.stage_as(MolochStage), say)

    def stage_words(self, stage: MolochStage | None, say: Language) -> str:
        return stage_words(stage, say)

    def stage_event(self, data: Mapping[str, str], say: Language) -> str:
        return stage_event(data, say)

    def event_words(self, event: str, say: Language) -> str:
        return {
            "executed": say._("✅ The DAO carried it out in block {block}: transaction {transaction}."),
            "failed": say._(
                "❌ The DAO processed it in block {block}, and a call failed: nothing of it was done, and it can't be "
                "processed again. Transaction {transaction}."
            ),
            "replaced": say._(
                "🔁 It was canceled in the DAO in block {block}: transaction {transaction}. It is prepared again, with "
                "the same actions."
            ),
        }[event]

    def ended_words(self, status: str, say: Language) -> str:
        return {
            "executed": say._(
                "✅ **Carried out** {when}: transaction {transaction}. Nothing is left to be sent."
            ),
            "failed": say._("❌ **A call failed** {when}: transaction {transaction}. Nothing was done."),
            "replaced": say._("🔁 **Canceled in the DAO** {when}: {transaction}. Don't send it any more."),
        }[status]

    def next_step(self, instructions: Any, say: Language) -> Iterator[str]:
        return next_step(instructions.step, self.to_sponsor(instructions.rules, say), say)

    def sending(self, stage: MolochStage | None, say: Language) -> tuple[str, str]:
        return sending(stage, say)

    def stopped_heading(self, say: Language) -> str:
        return say._("🛑 **Stopped: nothing should be submitted to the DAO or sent to it.**")

    def rights_changed(self, account: str, say: Language) -> str:
        return say._(
            "{account} makes the DAO's calls no more, or does since the vote opened: another account is its Safe."
        ).format(account=account)

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
            *self.how_far(proposal, request, instructions, say),
            *goes_on,
            *self.about(request, rules, say.on_chain(request.executor.chain)),
            _number(instructions.stage, say),
            content_line(opening, say),
        ]

    def what_signing_does(self, signing: Signing, say: Language) -> str:
        return say._("Nothing is signed for a DAO on chain: each step is a transaction.")

    def to_do(self, number: ProposalNumber, title: str, say: Language) -> str:
        return say._("In the DAO, for #{number}: {title}").format(number=number, title=title)

    def reached(self, check: Any, say: Language) -> str:
        return say._("no key is needed: a member with {sponsor} submits from a wallet").format(
            sponsor=self.to_sponsor(check.rules, say)
        )

    def how_to_reach(self, check: Any, say: Language) -> str:
        return say._("nothing is to be done: members submit from wallets of their own")

    def how_to_prove(self, say: Language) -> str:
        return say._("A DAO on chain needs no proof: nothing is handed to it but from members' own wallets.")

    def never_proved(self, account: str, say: Language) -> str:
        return say._("The DAO {account} can't be proved to be a server's.").format(account=account)

    def beside(self, check: Any, say: Language) -> list[str]:
        """Nothing: what it was bound to says it."""
        return []

    def not_reached(self, say: Language) -> str:
        return say._("⚠️ the DAO can't be reached")


def _number(stage: MolochStage | None, say: Language) -> str:
    if stage is None or stage.id is None:
        return say._("**Number in the DAO**: given when it is submitted")
    return say._("**Number in the DAO**: {id}").format(id=say.markup.code(stage.id))
