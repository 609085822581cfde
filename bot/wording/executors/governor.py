"""What is said of a Governor and of the proposals that members take to it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.domain.executors import (
    Execution,
    ExecutionRequest,
    GovernorCheck,
    GovernorExecutor,
    GovernorExtensions,
    GovernorInstructions,
    GovernorProposal,
    GovernorRefusal,
    GovernorRules,
    GovernorStage,
    Signing,
)
from bot.domain.ids import Address, MemberId, ProposalNumber
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal
from bot.wording.actions.amounts import coins
from bot.wording.execution.asked_by_members import AskedByMembersWords
from bot.wording.execution.governor_stages import next_step, sending, stage_event, stage_words, votes_line
from bot.wording.execution.lines import content_line
from bot.wording.language import Language

_REASON = 120
"""Characters of what a contract says."""


class GovernorWords(AskedByMembersWords):
    """`bot.wording.executors.registry.ExecutorWords`."""

    stage = GovernorStage

    def carried_out_by(self, executor: GovernorExecutor, say: Language) -> str:
        near = say.on_chain(executor.chain).markup
        if executor.timelock is None:
            return say._("**Carried out by** the Governor {governor} on chain {chain}.").format(
                governor=near.account(executor.address), chain=executor.chain
            )
        return say._(
            "**Carried out by** the Governor {governor} on chain {chain}, through its timelock {timelock}."
        ).format(
            governor=near.account(executor.address),
            chain=executor.chain,
            timelock=near.account(executor.timelock),
        )

    def kind(self, say: Language) -> str:
        return say.pgettext("detail of an act", "Governor")

    def asked_to(self, say: Language) -> str:
        return say._("**If it passes, it is proposed to the Governor to**")

    def asked_to_call(self, number: ProposalNumber | None, say: Language) -> str:
        if number is None:
            return say._(
                "**If it passes**, it is proposed to the Governor to make these calls, in this order:"
            )
        words = say._(
            "**If proposal {number} passes**, it is proposed to the Governor to make these calls, in this order:"
        )
        return words.format(number=number)

    def spends(self, asset: str, say: Language) -> str:
        return say._("**Pool**: it spends what the Governor's timelock holds of {asset}.").format(asset=asset)

    def holds_too_little(self, held: str, sent: str, say: Language) -> str:
        words = say._(
            "⚠️ **Not enough there**: the Governor's timelock holds {held} now, and this sends {sent}."
        )
        return words.format(held=held, sent=sent)

    def cannot_execute(self, say: Language) -> str:
        return say._(
            "⚠️ **The Governor couldn't execute this now**: its timelock holds too little, or a call fails."
        )

    def after_timelock(self, ends: datetime, say: Language) -> str:
        words = say._("**Passed** · guardians may veto until {moment}, then it goes to the Governor")
        return words.format(moment=say.moment(ends))

    def then_requested(self, ends: datetime, say: Language) -> str:
        words = say._(
            "**Next**: guardians may veto until {end}; then members propose it to the Governor, whose token holders "
            "vote on chain."
        )
        return words.format(end=say.moment(ends))

    def preparing(self, say: Language) -> str:
        return say._("**Passed** · the proposal to the Governor is being prepared")

    def not_executed(self, execution: Execution, say: Language) -> str:
        if execution.status == "replaced":
            return say._("It was canceled on the Governor: it is prepared again")
        return say._("**Not executed**")

    def identity(self, request: ExecutionRequest, say: Language) -> str:
        known = _known_id(request)
        if known is None:
            return say._("**Id on the Governor**: given when it is proposed")
        return say._("**Id on the Governor**: {id}").format(id=say.markup.code(known))

    def stage_words(self, stage: GovernorStage | None, say: Language) -> str:
        return stage_words(stage, say)

    def stage_event(self, data: Mapping[str, str], say: Language) -> str:
        return stage_event(data, say)

    def event_words(self, event: str, say: Language) -> str:
        return {
            "executed": say._(
                "✅ The Governor executed the proposal in block {block}: transaction {transaction}."
            ),
            "replaced": say._(
                "🔁 The proposal was canceled on the Governor in block {block}: transaction {transaction}. It is "
                "prepared again, with the same actions."
            ),
        }[event]

    def ended_words(self, status: str, say: Language) -> str:
        if status == "executed":
            return say._("✅ **Executed** {when}: transaction {transaction}. Nothing is left to be sent.")
        return say._("🔁 **Canceled on the Governor** {when}: {transaction}. Don't send this one any more.")

    def next_step(self, instructions: GovernorInstructions, say: Language) -> Iterator[str]:
        return next_step(instructions, say)

    def sending(self, stage: GovernorStage | None, say: Language) -> tuple[str, str]:
        return sending(stage, say)

    def stopped_heading(self, say: Language) -> str:
        return say._("🛑 **Stopped: nothing should be proposed to the Governor or sent to it.**")

    def rights_changed(self, account: str, say: Language) -> str:
        return say._(
            "{account} makes the Governor's calls no more, or does since the vote opened: another account is its "
            "timelock."
        ).format(account=account)

    def to_sign(
        self,
        proposal: Proposal,
        opening: Opening,
        request: ExecutionRequest,
        instructions: GovernorInstructions,
        members: Mapping[Address, MemberId],
        say: Language,
    ) -> Sequence[str]:
        payload, executor = request.payload_as(GovernorProposal), request.executor
        near, rules = say.on_chain(executor.chain), instructions.rules
        heading = say._("On the Governor: proposal {proposal}").format(proposal=proposal.number)
        ended = request.execution is not None or proposal.concluded_at is not None
        return [
            say.markup.heading(heading),
            *self.how_far(proposal, request, instructions, say),
            *([] if ended or instructions.refusal is None else [self.refused(instructions.refusal, say)]),
            *([] if ended else votes_line(instructions.stage, rules, say)),
            say._("Governor {governor} ({name}) on chain {chain}").format(
                governor=near.markup.account(executor.address),
                name=say.markup.name(rules.name),
                chain=executor.chain,
            ),
            *_rules(rules, near),
            self.identity(request, say),
            *_where_it_is_voted_on(request, say),
            say._("Hash of its words (keccak256): {hash}").format(
                hash=say.markup.code(payload.description_hash)
            ),
            content_line(opening, say),
        ]

    def warnings(self, request: ExecutionRequest, native: str, say: Language) -> Sequence[str]:
        payload = request.payload_as(GovernorProposal)
        sent = sum(call.value for call in payload.calls)
        if payload.form == "bravo" and sent:
            return [
                say._(
                    "⚠️ **Whoever executes it pays its coins**: this Governor takes the {amount} that its calls send "
                    "from who sends the last transaction, and leaves as much more in its timelock."
                ).format(amount=coins(sent, native, say))
            ]
        return []

    def what_signing_does(self, signing: Signing, say: Language) -> str:
        return say._("Nothing is signed for a Governor: each step is a transaction.")

    def to_do(self, number: ProposalNumber, title: str, say: Language) -> str:
        return say._("On the Governor, for #{number}: {title}").format(number=number, title=title)

    def found(self, check: GovernorCheck, say: Language) -> str:
        rules = check.rules
        found = [
            say.markup.name(rules.name),
            say._("votes of {symbol}").format(symbol=say.markup.name(rules.symbol, 20)),
        ]
        if rules.timelock is None:
            found.append(say._("no timelock"))
        else:
            found.append(
                say._("timelock of {time}").format(time=say.duration(timedelta(seconds=rules.timelock.delay)))
            )
        return ", ".join(found)

    def extensions(self, found: GovernorExtensions | None, say: Language) -> list[str]:
        if found is None:
            return [say.markup.small(say._("The timelock of the Governor could not be read now."))]
        if found.timelock is None:
            return [say._("⚠️ The Governor has no timelock: what its voters pass can be executed at once.")]
        return [
            say._("⏳ Timelock {timelock}: it makes the calls {time} after they are queued.").format(
                timelock=say.markup.account(found.timelock.address),
                time=say.duration(timedelta(seconds=found.timelock.delay)),
            )
        ]

    def refused(self, refusal: GovernorRefusal, say: Language) -> str:
        if refusal.reason:
            return say._(
                "⚠️ **Executed now, its first call would fail**: so it did when it was tried out. It says: {reason}"
            ).format(reason=say.markup.name(refusal.reason, _REASON))
        return say._("⚠️ **Executed now, its first call would fail**: so it did when it was tried out.")

    def limits(self, check: GovernorCheck, say: Language) -> str:
        return say._("several actions in one proposal")

    def how_to_make_several(self, say: Language) -> str:
        return say._("nothing is to be done: a Governor makes several")

    def reached(self, check: GovernorCheck, say: Language) -> str:
        rules = check.rules
        return say._("no key is needed: a member with {votes} proposes from a wallet").format(
            votes=_votes(rules.threshold, rules, say)
        )

    def how_to_reach(self, check: GovernorCheck, say: Language) -> str:
        return say._("nothing is to be done: members propose from wallets of their own")

    def named(self, executor: GovernorExecutor, say: Language) -> str:
        return say.pgettext("value", "the Governor {governor}").format(
            governor=say.markup.account(executor.address)
        )

    def how_to_prove(self, say: Language) -> str:
        return say._("A Governor needs no proof: nothing is handed to it but from members' own wallets.")

    def never_proved(self, account: str, say: Language) -> str:
        return say._("The Governor {governor} can't be proved to be a server's.").format(governor=account)

    def bound(self, check: GovernorCheck, say: Language) -> str:
        rules = check.rules
        return say._(
            "✅ Governor {governor} ({name}), votes of {symbol}; {threshold} to propose, voting {period}, {timelock}"
        ).format(
            governor=say.markup.account(rules.address),
            name=say.markup.name(rules.name),
            symbol=say.markup.name(rules.symbol, 20),
            threshold=_votes(rules.threshold, rules, say),
            period=_period(rules.voting_period, rules, say),
            timelock=_timelock(rules, say),
        )

    def beside(self, check: GovernorCheck, say: Language) -> list[str]:
        """Nothing: what it was bound to says it."""
        return []

    def not_reached(self, say: Language) -> str:
        return say._("⚠️ the Governor can't be reached")


def _known_id(request: ExecutionRequest) -> str | None:
    """Its id on the Governor, in digits; None before it is known."""
    stage = request.stage_as(GovernorStage)
    return request.payload_as(GovernorProposal).id or (stage.id if stage else None)


def _where_it_is_voted_on(request: ExecutionRequest, say: Language) -> Iterator[str]:
    """The page of it, once it is on the Governor, where the operator has named one."""
    known, stage = _known_id(request), request.stage_as(GovernorStage)
    if known is None or stage is None or stage.name == stage.first:
        return
    url = say.markup.governor_page(request.executor.chain, request.executor.address, known)
    if url is not None:
        yield say.markup.link(say._("Open it where its token holders vote"), url)


def _rules(rules: GovernorRules, say: Language) -> Iterator[str]:
    lines = say._(
        "To propose takes {threshold}. The vote begins {delay} after that, and lasts {period}; {timelock}."
    )
    yield say.markup.small(
        lines.format(
            threshold=_votes(rules.threshold, rules, say),
            delay=_period(rules.voting_delay, rules, say),
            period=_period(rules.voting_period, rules, say),
            timelock=_timelock(rules, say),
        )
    )


def _votes(amount: int, rules: GovernorRules, say: Language) -> str:
    return say.power(amount, rules.decimals, rules.symbol)


def _period(length: int, rules: GovernorRules, say: Language) -> str:
    if rules.clock == "time":
        return say.duration(timedelta(seconds=length))
    return say.ngettext("{number} block", "{number} blocks", length).format(number=say.number(length))


def _timelock(rules: GovernorRules, say: Language) -> str:
    if rules.timelock is None:
        return say._("it has no timelock")
    return say._("its timelock waits {time}").format(
        time=say.duration(timedelta(seconds=rules.timelock.delay))
    )
