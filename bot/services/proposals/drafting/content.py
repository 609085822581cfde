"""What an author types, read as what a proposal says and does."""

from collections.abc import Mapping, Sequence

import msgspec
from msgspec.structs import replace

from bot.domain.accounts.accounts import mentioned
from bot.domain.actions.actions import ACTIONS_LIMIT, Action, numbered
from bot.domain.ballot_formats.authors_choices import authors_choices
from bot.domain.ballot_formats.candidates import candidates_in
from bot.domain.conviction.pool import requested_of
from bot.domain.councils.lines import line_of as seats_line_of
from bot.domain.councils.lines import seats_in
from bot.domain.errors import NoExecutor, NoMilestonesHere, TextMissing, TextTooLong
from bot.domain.errors.inputs import TextField
from bot.domain.errors.proposals.milestones import OnlyPayments
from bot.domain.ids import ChainId, MemberId, SpaceId
from bot.domain.metagovernance.casting import LONGEST_TITLE, ForeignProposal
from bot.domain.metagovernance.lines import CastLine, cast_in
from bot.domain.metagovernance.lines import line_of as cast_line
from bot.domain.metagovernance.outcome import possible_actions
from bot.domain.milestones.lines import WrittenMilestone, milestones_in, payments_of, promised
from bot.domain.milestones.lines import line_of as milestone_line
from bot.domain.milestones.milestone import Milestone
from bot.domain.policy.model import Policy
from bot.domain.proposals.facts import Content
from bot.domain.reputation.grants import grants_in, line_of
from bot.domain.server_acts.lines.lines import acts_in
from bot.services.accounts.reading import AccountReading
from bot.services.actors import Actor
from bot.services.councils.seating import Seating
from bot.services.metagovernance.casting import Casting
from bot.services.ports import ActionCodec, Chain, Clock, Executors, UnitOfWork
from bot.services.proposals.drafting.action_reading import ActionReading
from bot.services.server_acts.reading import ActReading

TITLE_LIMIT = 100
"""A thread's name may have so many characters."""
TEXT_LIMIT = 3500
"""With title and notes around it, the text must fit into one message of 4,000."""
ACTION_LINES_LIMIT = 4_000
"""Characters of all actions as they are written: a field of a form holds no more."""


class ContentReading(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    executors: Executors
    codec: ActionCodec
    action_reading: ActionReading
    account_reading: AccountReading
    act_reading: ActReading
    seating: Seating
    casting: Casting
    clock: Clock

    async def read(
        self,
        actor: Actor,
        space: SpaceId,
        policy: Policy,
        title: str,
        text: str,
        lines: str,
        choices: str,
        *,
        before: Content | None = None,
    ) -> Content:
        """The content under this policy. `before`: what the proposal said so far.

        Raises TextMissing, TextTooLong, BadAction, BadChoices, NoExecutor, ChangesExecutor, NoBatchContract,
        CastsNothing, NoCastingHere, CannotCast, NoMilestonesHere, ChainUnavailable; for what changes the server
        BadSetting, BadPolicy, ServerUnheard, ServerForbids.
        """
        title, text = title.strip(), text.strip()
        for name, value in ((TextField.TITLE, title), (TextField.TEXT, text)):
            if not value:
                raise TextMissing(name)
        for name, value, limit in (
            (TextField.TITLE, title, TITLE_LIMIT),
            (TextField.TEXT, text, TEXT_LIMIT),
            (TextField.LINES, lines, ACTION_LINES_LIMIT),
        ):
            if len(value) > limit:
                raise TextTooLong(name, len(value), limit)
        named, candidates = _named_choices(policy, choices)
        written, lines = acts_in(lines)
        grants, lines = grants_in(lines)
        named_vote, lines = cast_in(lines)
        later, lines = milestones_in(lines)
        foreign = await self._foreign(actor, space, policy, named_vote) if named_vote else None
        seats_line, lines = seats_in(lines)
        acts = await self.act_reading.acts(space, policy, written)
        actions = await self._actions(actor, policy, lines, before)
        calls = sum(1 for _ in numbered(self.codec.decode_unread(actions)))
        if calls > ACTIONS_LIMIT:
            raise TextTooLong(TextField.ACTIONS, calls, ACTIONS_LIMIT)
        milestones = await self._milestones(actor, policy, later, before)
        asked = [*actions, *(milestone.payment for milestone in milestones)]
        for executor in policy.executors:
            if made := [action for action in asked if action.chain == executor.chain]:
                await self.executors[executor.kind].examine(executor, made)
        seats = None
        if seats_line is not None:
            alone = not actions and foreign is None
            seats = await self.seating.read(actor.guild, policy, seats_line, alone=alone)
        content = Content(
            title,
            text,
            actions,
            named,
            requested_of(policy, actions),
            grants,
            foreign,
            acts,
            candidates,
            seats,
            milestones,
        )
        if await self.casting.looked_at(policy, content) is not None and policy.executor is not None:
            called = possible_actions(policy, content)
            await self.executors[policy.executor.kind].examine(policy.executor, called)
        return content

    async def _actions(
        self, actor: Actor, policy: Policy, lines: str, before: Content | None
    ) -> tuple[Action, ...]:
        """The calls that the lines describe. Raises BadAction, NoExecutor, ChainUnavailable."""
        if not lines.strip():
            return ()
        return with_names_of(before, await self.action_reading.read(actor.guild, policy, lines))

    async def _milestones(
        self, actor: Actor, policy: Policy, written: Sequence[WrittenMilestone], before: Content | None
    ) -> tuple[Milestone, ...]:
        """What the lines promise, each with the payment of its own line, whatever chain that is on. Raises
        NoMilestonesHere, and what `_actions` raises."""
        if not written:
            return ()
        if policy.milestones is None:
            raise NoMilestonesHere
        read = await self.action_reading.by_line(actor.guild, policy, payments_of(written))
        payments = []
        for each in written:
            # Of a line with an open bracket the next ones are a part.
            match read.get(each.number, ()):
                case (payment,):
                    payments.append(payment)
                case _:
                    raise each.refused(OnlyPayments())
        earliest = policy.soonest(self.clock.now())
        return promised(written, self.codec.decode_unread(with_names_of(before, payments)), earliest)

    async def _foreign(self, actor: Actor, space: SpaceId, policy: Policy, line: CastLine) -> ForeignProposal:
        """The vote elsewhere that a line names. Raises BadAction, NoExecutor, ChainUnavailable."""
        if policy.executor is None:
            raise NoExecutor
        chain = self.chains[policy.executor.chain]
        governor = await self.account_reading.in_line(
            actor.guild, line.governor, chain, line.number, line.line
        )
        async with self.uow.reading() as repositories:
            shown = await repositories.mirrored_proposals.of_contract(space, chain.id, governor, line.id)
        title = shown.title[:LONGEST_TITLE] if shown else ""
        return ForeignProposal(chain.id, governor, line.id, title)


def _named_choices(policy: Policy, lines: str) -> tuple[tuple[str, ...], tuple[MemberId, ...]]:
    """The choices that the policy leaves to the author, and for whom they stand where members are elected. Raises
    BadChoices."""
    if policy.choices_from != "proposal":
        return (), ()
    return (authors_choices(lines), ()) if policy.elects is None else candidates_in(lines)


def with_names_of(before: Content | None, actions: Sequence[Action]) -> tuple[Action, ...]:
    """The actions, each with the names by which its accounts were written before.

    In their lines stand the addresses that the names were found to be: those stay, whatever the names lead to today.
    """
    earlier = (*before.actions, *(each.payment for each in before.milestones)) if before else ()
    known = [name for action in earlier for name in action.names]
    found, line = list[Action](), ""
    for action in actions:
        # What has no line of its own is of the line before.
        line = action.line or line
        found.append(replace(action, names=tuple(dict.fromkeys((*action.names, *mentioned(known, line))))))
    return tuple(found)


def action_lines(content: Content) -> str:
    """The actions as they were written, one a line, what is promised for later, what is given and taken of reputation,
    and what changes in the server."""
    named = [] if content.foreign is None else [cast_line(content.foreign)]
    named += [] if content.seats is None else [seats_line_of(content.seats)]
    written = [each.line for each in (*content.actions, *content.acts) if each.line]
    return "\n".join(
        [*written, *map(milestone_line, content.milestones), *map(line_of, content.grants), *named]
    )
