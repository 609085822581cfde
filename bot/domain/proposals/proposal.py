"""A proposal: the facts of its life, and what follows from them (governance.md §2)."""

from datetime import datetime, timedelta
from fractions import Fraction

from bot.domain.actions.actions import Action
from bot.domain.councils.seats import SeatChange, seat_change
from bot.domain.councils.winners import acts_for
from bot.domain.errors import ProposalUnknown
from bot.domain.errors.proposals.choices import NoCandidates, NoneNamed
from bot.domain.executors import AnyExecutor, ExecutionRequest
from bot.domain.fault import Fault
from bot.domain.ids import Address, ChainId, MemberId, ProposalNumber, RequestId, SpaceId
from bot.domain.metagovernance.calls import cast_call
from bot.domain.metagovernance.casting import Cast, reason_of
from bot.domain.metagovernance.outcome import cast_by, possible_actions
from bot.domain.policy.model import Policy
from bot.domain.proposals.facts import Opening, Suspension
from bot.domain.proposals.holds import Hold
from bot.domain.proposals.proposal_facts import ProposalFacts
from bot.domain.proposals.standing import Standing
from bot.domain.server_acts.outcomes import ActOutcome, ActStatus
from bot.domain.server_acts.registry import AnyAct

GRACE = timedelta(seconds=3)
"""So long after the end a ballot made before it may still be on its way: Discord drops an interaction that
nobody acknowledges within three seconds."""


MOST_ATTEMPTS = 10
"""So often an executor is asked for one proposal: each time that another transaction took the place of what it was
asked, or that somebody has it asked again, is one more."""


class Proposal(ProposalFacts, frozen=True):
    """One proposal, with what its facts mean. In which state it is at a time is told by `state`."""

    @property
    def number(self) -> ProposalNumber:
        """By which people in its server know it. Raises ProposalUnknown for a draft: people know nothing of it."""
        if self.submission is None:
            raise ProposalUnknown
        return self.submission.number

    @property
    def authors(self) -> frozenset[MemberId]:
        """The author and the co-authors."""
        return frozenset((self.author, *self.coauthors))

    def seen_by(self, member: MemberId | None) -> bool:
        """Whether the member (None: everybody) may see it: a draft is for its authors, and whom they show it."""
        return self.submission is not None or member in self.authors or member in self.readers

    @property
    def rules(self) -> Policy:
        """The policy that decides, with the proposal's choices: the frozen one as soon as there is one."""
        if self.opening:
            return self.opening.policy
        policy = self.policy.with_choices(self.content.choices)
        return policy.without_registry() if self.registry_omission else policy

    @property
    def only_changes_reputation(self) -> bool:
        """Whether reputation is all that changes when it passes."""
        content = self.content
        return bool(content.grants) and not content.executes and self.rules.next_track is None

    @property
    def of_executor(self) -> SpaceId:
        """The space to which the executors belong that carry it out: its own, or the part that has brought it up."""
        return self.space if self.brought_up is None else self.brought_up.space

    @property
    def ballot_lacks(self) -> Fault | None:
        """What its ballot is still without: where the author names the choices, they have to, and where members are
        elected, each choice has to stand for one. None where nothing is missing."""
        rules, content = self.rules, self.content
        if not rules.choices and not rules.open_ended:
            return NoneNamed()
        if rules.elects is not None and len(content.candidates) != len(content.choices):
            return NoCandidates()
        return None

    @property
    def executable(self) -> bool:
        """Whether the executors of the rules can carry it out: there is one on the chain of each action, and the server
        is one where it has acts.

        A temperature check executes nothing: its actions are those of the vote that follows.
        """
        if self.rules.next_track is not None:
            return True
        executors, server = self.rules.executors, self.rules.server
        promised = tuple(milestone.payment for milestone in self.content.milestones)
        seatable = self.content.seats is None or self.rules.seats_owners
        return (
            seatable
            and all(
                any(each.can_make(action) for each in executors)
                for action in (*self.possible_actions, *promised)
            )
            and all(server is not None and server.lets(act.kind) for act in self.content.acts)
        )

    @property
    def possible_actions(self) -> tuple[Action, ...]:
        """What its executors may be asked for: where votes are cast elsewhere, for a call like this one."""
        return possible_actions(self.rules, self.content)

    @property
    def actions(self) -> tuple[Action, ...]:
        """The calls that its executors make. Where votes are cast elsewhere they follow from the result, and there are
        none before."""
        if (change := self.seat_change) is not None:
            return change.actions
        foreign, opening, closing = self.content.foreign, self.opening, self.closing
        if foreign is None:
            return self.content.actions
        if opening is None or closing is None or opening.cast_terms is None or (cast := self.cast) is None:
            return ()
        reason = reason_of(opening.cast_terms.link, opening.content_hash, closing.record_hash)
        return (cast_call(foreign, cast, reason),)

    def actions_of(self, executor: AnyExecutor) -> tuple[Action, ...]:
        """Those of its calls that the executor can make."""
        return tuple(action for action in self.actions if executor.can_make(action))

    def account_of(self, executor: AnyExecutor) -> Address:
        """The account that makes its calls for this executor, as the policy knows it: what was asked is kept without
        it."""
        known = self.rules.executor_on(executor.chain)
        return (executor if known is None else known).holder

    @property
    def cast(self) -> Cast | None:
        """What its result has cast elsewhere; None before there is one, and where it has nothing cast."""
        if self.opening is None or self.closing is None or self.opening.cast_terms is None:
            return None
        scores = [Fraction(score) for score in self.closing.result["scores"]]
        return cast_by(self.opening.policy, self.opening.cast_terms, scores)

    @property
    def seat_change(self) -> SeatChange | None:
        """How the Safe's owners change, by who was elected and by who owned it when it was asked; None before that, and
        where a vote doesn't change them."""
        seats, owners, executor = self.content.seats, self.seating, self.rules.executor
        if seats is None or owners is None or executor is None or self.closing is None:
            return None
        winners = self.closing.winners
        wallets = () if winners is None else winners.wallets
        return seat_change(executor.chain, executor.holder, owners, seats, wallets)

    @property
    def executors(self) -> tuple[AnyExecutor, ...]:
        """Those that carry out its actions on chains: the one on the chain of each. Where it seats who was elected, the
        one whose owners change, until it is known that nothing has to change."""
        if not self.carried_out:
            return ()
        change, executor = self.seat_change, self.rules.executor
        if self.content.seats is not None and change is None:
            return (executor,) if executor is not None else ()
        made = self.possible_actions if change is None else change.actions
        return tuple(each for each in self.rules.executors if any(map(each.can_make, made)))

    @property
    def acts(self) -> tuple[AnyAct, ...]:
        """What it changes in the server: where members are elected, for each of them as soon as they are."""
        return acts_for(self.content.acts, self.closing.winners if self.closing else None)

    @property
    def owed_acts(self) -> tuple[tuple[int, AnyAct], ...]:
        """What is to be changed in the server and isn't yet, each with its place among the acts."""
        if not self.carried_out:
            return ()
        over = {outcome.place for outcome in self.act_outcomes if outcome.status.final}
        return tuple((place, act) for place, act in enumerate(self.acts) if place not in over)

    def act_outcome(self, place: int) -> ActOutcome | None:
        """What became of the act at that place; None before it was tried."""
        return next((outcome for outcome in self.act_outcomes if outcome.place == place), None)

    @property
    def unrequested(self) -> tuple[AnyExecutor, ...]:
        """The executors that have not been asked yet, or are to be asked anew."""
        asked = {request.executor.place for request in self.standing}
        return tuple(executor for executor in self.executors if executor.place not in asked)

    @property
    def standing(self) -> tuple[ExecutionRequest, ...]:
        """Of each executor the newest request, but for those after which it is asked anew."""
        newest = {request.executor.place: request for request in self.requests}
        return tuple(
            request
            for place, request in newest.items()
            if not request.superseded or self.attempts(place) >= MOST_ATTEMPTS
        )

    def attempts(self, place: tuple[str, ChainId, Address]) -> int:
        """How often the executor of this place was asked."""
        return sum(request.executor.place == place for request in self.requests)

    def may_be_asked_again(self, request: ExecutionRequest, now: datetime) -> bool:
        """Whether an executor may be asked once more for what has failed: without a new vote, while there is time."""
        return (
            request in self.standing
            and request.failed
            # Some of its calls were made, which would be made twice, or nothing is left that could be asked for.
            and (request.execution is None or request.execution.instead not in ("partly", "otherwise"))
            and not (self.veto or self.stop or self.concluded_at)
            and self.attempts(request.executor.place) < MOST_ATTEMPTS
            and self.expires_at is not None
            and now < self.expires_at
        )

    @property
    def pending(self) -> tuple[ExecutionRequest, ...]:
        """The requests that have not come to an end."""
        return tuple(request for request in self.requests if request.execution is None)

    @property
    def under_way(self) -> tuple[ExecutionRequest, ...]:
        """The requests that were carried out, and have sent to other chains what isn't over yet."""
        return tuple(request for request in self.requests if request.under_way)

    @property
    def begun(self) -> bool:
        """Whether anything of it was asked of an executor, or done in the server."""
        return bool(self.requests or self.act_outcomes or self.seating)

    @property
    def all_ended(self) -> bool:
        """Whether all of its executors have been asked, all requests have come to an end, on other chains too, and
        nothing is owed in the server."""
        waiting = self.unrequested or self.pending or self.under_way or self.owed_acts
        return self.begun and not waiting

    @property
    def all_succeeded(self) -> bool:
        """Whether all that was asked for was carried out."""
        change = self.seat_change
        return (
            all(request.succeeded for request in self.standing)
            and all(outcome.status is ActStatus.DONE for outcome in self.act_outcomes)
            and (change is None or not change.too_few)
        )

    def request(self, request_id: RequestId) -> ExecutionRequest | None:
        """The request of that id; None where it has none."""
        return next((request for request in self.requests if request.id == request_id), None)

    @property
    def opens_at(self) -> datetime | None:
        """When its vote opens: at the end of its discussion, or later by its rules. The discussion begins when its
        thread can be read: None before."""
        began = self.thread.seen_at if self.thread else None
        announced = self.announced_at
        return self.policy.opens_at(began, announced) if began and announced else None

    @property
    def announced_at(self) -> datetime | None:
        """Since when its text can be read as it is: its thread stood, and nobody changed it later. None before."""
        began = self.thread.seen_at if self.thread else None
        return max(began, self.revised_at or began) if began else None

    @property
    def opens_without_registry_from(self) -> datetime | None:
        """From when on moderators may let it open without what wallets delegate on chain; None while nothing keeps that
        from being read."""
        if self.registry_unread_since is None or self.rules.registry is None:
            return None
        return self.registry_unread_since + self.rules.periods.unresolved_after

    @property
    def awaited(self) -> Standing | None:
        """What of it is to be seen now: its thread, until that stood once, then its card."""
        return self.thread if self.thread and self.thread.seen_at is None else self.card

    def ends_at(self, now: datetime) -> datetime | None:
        """The end of the vote: later by all the time that it was paused or extended, or as soon as it was decided.

        None before the opening, and where the vote is open until it passes.
        """
        return self.decided_at or self.latest_end(now)

    def _latest_end(self, opening: Opening, now: datetime) -> datetime:
        """The end of a vote that nothing decides before."""
        paused = sum((pause.lost(now) for pause in self.suspensions), timedelta(0))
        extended = sum((extension.by for extension in self.extensions), timedelta(0))
        return opening.ends_at + paused + extended

    def latest_end(self, now: datetime) -> datetime | None:
        """The end that the vote would have had, had nothing decided it before; None as for `ends_at`."""
        if self.opening is None or self.opening.policy.open_ended:
            return None
        return self._latest_end(self.opening, now)

    def objections_from(self, now: datetime) -> datetime | None:
        """When the last part of the vote begins, which accepts only objections; None where there is none.

        An early end doesn't move it: what was accepted before it came is no late ballot afterwards.
        """
        end, objection = self.latest_end(now), self.rules.objection
        return end - objection if end is not None and objection is not None else None

    @property
    def paused(self) -> Suspension | None:
        return next((pause for pause in self.suspensions if pause.resumed_at is None), None)

    @property
    def unseen_since(self) -> datetime | None:
        """Since when nobody can see its card, which was asked for; None while it can be seen."""
        return self.card.unseen_since if self.card else None

    @property
    def loses_time_since(self) -> datetime | None:
        """Since when the open vote loses time that no pause has counted yet, because its card is missing."""
        if self.unseen_since is None:
            return None
        return max([self.unseen_since, *(each.resumed_at for each in self.suspensions if each.resumed_at)])

    @property
    def stopped(self) -> bool:
        """Whether it was taken back or cancelled before its result."""
        return self.withdrawn_at is not None or self.cancellation is not None

    @property
    def undecided(self) -> bool:
        """Whether its vote has opened, and has no result yet."""
        return self.opening is not None and self.closing is None and not self.stopped

    @property
    def carried_out(self) -> bool:
        """Whether it is executed itself when it passes: there is something to do, and no binding vote follows."""
        return self.content.executes and self.rules.next_track is None

    @property
    def unfinished(self) -> bool:
        """Whether it has passed, and what that brings is still to be done."""
        return (
            self.closing is not None
            and self.closing.passed
            and not (self.veto or self.stop or self.all_ended or self.concluded_at)
        )

    @property
    def rewards_due(self) -> bool:
        """Whether it has a result whose voters have something to get, and nobody has asked for that yet."""
        rewarding = (
            self.closing is not None and self.pays_for is None and self.rules.voter_rewards is not None
        )
        return rewarding and self.rewards_settled_at is None

    @property
    def own_timelock_ends_at(self) -> datetime | None:
        """When its timelock would be over by its own rules alone."""
        return self.closing.at + self.rules.periods.timelock if self.closing else None

    @property
    def timelock_ends_at(self) -> datetime | None:
        """Later where the space above votes on its veto: then it is held until that is decided, or for the longest time
        that it may be."""
        own = self.own_timelock_ends_at
        return None if own is None else max([own, *(hold.ends_at for hold in self.holds)])

    def held(self, now: datetime) -> Hold | None:
        """The vote on its veto that holds it longest now; None where none does."""
        running = [each for each in self.holds if now < each.ends_at]
        return max(running, key=lambda each: each.ends_at, default=None)

    @property
    def acts_until(self) -> datetime | None:
        """Until when its changes of the server are tried, however long its calls wait elsewhere."""
        ends = self.timelock_ends_at
        return None if ends is None else ends + self.rules.periods.execution

    @property
    def expires_at(self) -> datetime | None:
        """A passed proposal that isn't executed by then is over: later where what was executed waits elsewhere, or is
        on its way to another chain."""
        if (usual := self.acts_until) is None:
            return None
        held = [request.held_until for request in self.pending]
        held += [request.crossing.held_until for request in self.under_way if request.crossing]
        return max([usual, *(until for until in held if until is not None)])
