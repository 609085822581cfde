"""What members put before the bot of a discussion. It reads nothing else of what is said in threads."""

import msgspec

from bot.domain.assistance.arguments import LONGEST_ARGUMENT, MOST_OF_ALL, MOST_OF_ONE, Argument, Stance
from bot.domain.errors import (
    AddedAlready,
    ArgumentUnknown,
    NoDiscussionHere,
    NotYourArgument,
    ProposalUnknown,
    TextMissing,
    TextTooLong,
    TooManyArguments,
)
from bot.domain.errors.inputs import TextField
from bot.domain.ids import ArgumentId, ChannelId, GuildId, MemberId, MessageId, ProposalId
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import BEFORE_THE_END, State
from bot.services.actors import Actor
from bot.services.delivery.notifications import PostArgument
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, NewArgument, Repositories, UnitOfWork
from bot.services.proposals.drafting.authorship import require_state
from bot.services.proposals.visibility import visible

ARGUE = Requirement(
    Effect.WRITE, frozenset({Who.EVERYONE}), tuple(each for each in State if each in BEFORE_THE_END)
)
TAKE_OUT = Requirement(Effect.WRITE, frozenset({Who.AUTHOR, Who.ASKED}))
"""Who wrote it, and who added it to the digest."""


class Written(msgspec.Struct, frozen=True):
    """A message of a member's, as Discord gave it to the bot along with what was done with it."""

    channel: ChannelId
    message: MessageId
    author: MemberId
    text: str


class Arguing(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def argue(
        self,
        actor: Actor,
        proposal_id: ProposalId,
        stance: Stance,
        text: str,
        answers: ArgumentId | None = None,
    ) -> Argument:
        """The member's own words, which are posted in the thread, too.

        Raises ProposalUnknown, WrongState, TextMissing, TextTooLong, TooManyArguments, ArgumentUnknown where the
        question was taken out that it `answers`.
        """
        new = NewArgument(
            proposal_id, actor.member, stance, _fitting(text), self.clock.now(), answers=answers
        )
        return await self._add(actor.guild, new, posted=True)

    async def question(self, actor: Actor, argument: ArgumentId) -> Argument:
        """The question that is to be answered. Raises ArgumentUnknown."""
        async with self.uow.reading() as repositories:
            return await _argument(repositories, argument, actor.guild)

    async def of_thread(self, guild: GuildId, written: Written) -> Proposal:
        """The proposal in whose thread it was written. Raises NoDiscussionHere, AddedAlready."""
        async with self.uow.reading() as repositories:
            if await repositories.arguments.at_message(written.message) is not None:
                raise AddedAlready
            # The message that a thread begins with has its id.
            found = await repositories.messages.proposal_of(MessageId(written.channel))
            if found is None or not written.text.strip():
                raise NoDiscussionHere
            try:
                return await visible(repositories, found[0], guild, None)
            except ProposalUnknown:
                raise NoDiscussionHere from None

    async def add(self, actor: Actor, written: Written, stance: Stance) -> Argument:
        """Put a message of its thread into the digest, cut where it is long; who wrote it is told.

        Raises NoDiscussionHere, AddedAlready, WrongState, TooManyArguments.
        """
        proposal = await self.of_thread(actor.guild, written)
        text = written.text.strip()
        if len(text) > LONGEST_ARGUMENT:
            text = text[: LONGEST_ARGUMENT - 1].rstrip() + "…"
        own = written.author == actor.member
        new = NewArgument(
            proposal.id,
            written.author,
            stance,
            text,
            self.clock.now(),
            added_by=None if own else actor.member,
            channel=written.channel,
            message=written.message,
        )
        return await self._add(actor.guild, new, posted=not own)

    async def answered(self, guild: GuildId, to: MessageId, written: Written) -> Argument | None:
        """What a member wrote as a reply to the bot's post of a question; None where it was to something else."""
        async with self.uow.reading() as repositories:
            question = await repositories.arguments.at_message(to)
        if question is None or question.stance is not Stance.QUESTION or not written.text.strip():
            return None
        new = NewArgument(
            question.proposal,
            written.author,
            Stance.ANSWER,
            written.text.strip()[:LONGEST_ARGUMENT],
            self.clock.now(),
            answers=question.id,
            channel=written.channel,
            message=written.message,
        )
        return await self._add(guild, new, posted=False)

    async def take_out(self, actor: Actor, argument_id: ArgumentId) -> None:
        """Nothing of it is kept. Raises ArgumentUnknown, NotYourArgument."""
        async with self.uow.writing() as repositories:
            argument = await _argument(repositories, argument_id, actor.guild)
            if actor.member not in (argument.member, argument.added_by):
                raise NotYourArgument
            await repositories.arguments.take_out(argument_id)

    async def message_deleted(self, message: MessageId) -> None:
        """Take out what was said in it, whoever deleted it: each line of a digest leads to where it was said."""
        async with self.uow.reading() as repositories:
            argument = await repositories.arguments.at_message(message)
        if argument is not None:
            async with self.uow.writing() as repositories:
                await repositories.arguments.take_out(argument.id)

    async def found(self, argument: ArgumentId) -> Argument | None:
        """None where it was taken out meanwhile."""
        async with self.uow.reading() as repositories:
            return await repositories.arguments.get(argument)

    async def stands(self, argument: Argument, channel: ChannelId, message: MessageId) -> None:
        """It was posted, and is found there from now on. One that was added stands where it was written."""
        if argument.message is None:
            async with self.uow.writing() as repositories:
                await repositories.arguments.stands(argument.id, channel, message)

    async def _add(self, guild: GuildId, new: NewArgument, *, posted: bool) -> Argument:
        async with self.uow.writing() as repositories:
            proposal = await visible(repositories, new.proposal, guild, None)
            require_state(proposal, new.at, *ARGUE.states)
            arguments = repositories.arguments
            if new.message is not None and await arguments.at_message(new.message) is not None:
                raise AddedAlready
            if new.answers is not None and await arguments.get(new.answers) is None:
                raise ArgumentUnknown
            if await arguments.count(new.proposal, new.member) >= MOST_OF_ONE:
                raise TooManyArguments(MOST_OF_ONE, of_one=True)
            if await arguments.count(new.proposal) >= MOST_OF_ALL:
                raise TooManyArguments(MOST_OF_ALL, of_one=False)
            argument = await arguments.add(new)
            if posted:
                await repositories.outbox.add(PostArgument(guild, new.proposal, argument.id), at=new.at)
        self.wake_signal.send()
        return argument


async def _argument(repositories: Repositories, argument_id: ArgumentId, guild: GuildId) -> Argument:
    argument = await repositories.arguments.get(argument_id)
    if argument is None:
        raise ArgumentUnknown
    try:
        await visible(repositories, argument.proposal, guild, None)
    except ProposalUnknown:
        raise ArgumentUnknown from None
    return argument


def _fitting(text: str) -> str:
    text = text.strip()
    if not text:
        raise TextMissing(TextField.ARGUMENT)
    if len(text) > LONGEST_ARGUMENT:
        raise TextTooLong(TextField.ARGUMENT, len(text), LONGEST_ARGUMENT)
    return text
