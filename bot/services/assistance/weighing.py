"""What a proposal has to do with what a member holds to be right, for that member alone; and what it says in their
language. Nothing is ever chosen for anybody."""

import asyncio
from collections.abc import Sequence

import msgspec

from bot.domain.assistance.costs import TRANSLATION_TOKENS, dearest
from bot.domain.assistance.principles import (
    LONGEST_PRINCIPLES,
    MOST_CITED,
    Weighed,
    principles_of,
    weighed_by_a_model,
    weighed_by_words,
)
from bot.domain.assistance.translations import Translation, translation_of
from bot.domain.errors import NoEndpoint, NoPrinciples, TextTooLong, TokensSpent
from bot.domain.errors.inputs import TextField
from bot.domain.ids import ProposalId, SpaceId
from bot.domain.proposals.proposal import Proposal
from bot.services.actors import Actor
from bot.services.ports import Assistant, Clock, TextReader, UnitOfWork
from bot.services.proposals.visibility import visible

_LEAST_ALIKE = 0.1
_SENTENCES = 60
"""Of a proposal, those that are read for it."""


class Weighing(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    assistant: Assistant
    reader: TextReader
    clock: Clock
    budget: int
    """Tokens that members of a space may have asked for on a day; summaries have more."""

    async def principles(self, actor: Actor) -> str:
        """As the member wrote them. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            await repositories.spaces.of_guild(actor.guild)
            return await repositories.principles.of_member(actor.guild, actor.member)

    async def write(self, actor: Actor, text: str) -> tuple[str, ...]:
        """Keep them, one a line, and nothing of those before; without any, nothing at all is kept.

        Raises NotSetUp, TextTooLong.
        """
        if len(text) > LONGEST_PRINCIPLES:
            raise TextTooLong(TextField.TEXT, len(text), LONGEST_PRINCIPLES)
        kept = principles_of(text)
        async with self.uow.writing() as repositories:
            await repositories.spaces.of_guild(actor.guild)
            await repositories.principles.write(actor.guild, actor.member, "\n".join(kept))
        return kept

    async def weigh(self, actor: Actor, proposal_id: ProposalId) -> tuple[Proposal, Weighed]:
        """Which sentences touch which of their principles and, where there is a model, how it reads them.

        Raises ProposalUnknown, NoPrinciples, TokensSpent, ServiceUnavailable, ServiceRefused.
        """
        async with self.uow.reading() as repositories:
            proposal = await visible(repositories, proposal_id, actor.guild, actor.member)
            principles = principles_of(await repositories.principles.of_member(actor.guild, actor.member))
        if not principles:
            raise NoPrinciples
        sentences = (await asyncio.to_thread(self.reader.sentences, proposal.content.text))[:_SENTENCES]
        endpoint = self.assistant.endpoint
        if endpoint is None or not sentences:
            return proposal, await asyncio.to_thread(self._by_words, principles, sentences)
        await self._spend(proposal.space, endpoint.most_tokens, (*principles, *sentences))
        read = await endpoint.reading(principles, sentences)
        return proposal, weighed_by_a_model(read, principles, sentences, endpoint.model)

    async def translate(
        self, actor: Actor, proposal_id: ProposalId, language: str
    ) -> tuple[Proposal, Translation]:
        """By the endpoint's model, into a language by its English name.

        Raises ProposalUnknown, NoEndpoint, TokensSpent, ServiceUnavailable, ServiceRefused.
        """
        endpoint = self.assistant.endpoint
        if endpoint is None:
            raise NoEndpoint
        async with self.uow.reading() as repositories:
            proposal = await visible(repositories, proposal_id, actor.guild, actor.member)
        title, text = proposal.content.title, proposal.content.text
        await self._spend(proposal.space, TRANSLATION_TOKENS, (title, text))
        said_title, said = await endpoint.translation(title, text, language)
        return proposal, translation_of(title, text, said_title, said, endpoint.model)

    def _by_words(self, principles: Sequence[str], sentences: Sequence[str]) -> Weighed:
        cited = {}
        for number, principle in enumerate(principles, start=1):
            alike = self.reader.likeness(principle, sentences)
            places = sorted(range(len(sentences)), key=lambda place: (-alike[place], place))[:MOST_CITED]
            cited[number] = tuple(
                sentences[place] for place in sorted(places) if alike[place] >= _LEAST_ALIKE
            )
        return weighed_by_words(principles, cited)

    async def _spend(self, space: SpaceId, beyond: int, sent: Sequence[str]) -> None:
        """Raises TokensSpent."""
        tokens = dearest(sent, beyond)
        async with self.uow.writing() as repositories:
            if not await repositories.machine_texts.spend(space, self.clock.now(), tokens, self.budget):
                raise TokensSpent
