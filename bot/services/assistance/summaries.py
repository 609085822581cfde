"""Summaries of what proposals say: chosen from the author's own sentences at once, and written by the assistant's
endpoint where the operator has one. They are never part of what is hashed or voted on."""

import asyncio
import hashlib

import msgspec
import structlog

from bot.domain.assistance.costs import dearest
from bot.domain.assistance.sourced import summary_of_sourced
from bot.domain.assistance.summaries import LONGEST_SUMMARY, MOST_SENTENCES, SHORT_TEXT, Summary
from bot.domain.ids import ContentHash, GuildId, ProposalId
from bot.services.delivery.notifications import AnyNotification, AskForSummary, RefreshCard
from bot.services.ports import Assistant, Clock, Delivery, OutboxEntry, TextReader, UnitOfWork
from bot.services.remembered import Remembered

_REMEMBERED = 500
"""Texts whose summaries are in memory."""
_SENT = 16_000
"""Characters of a text that are sent."""

_log = structlog.get_logger(__name__)


class Summaries(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    assistant: Assistant
    reader: TextReader
    clock: Clock
    budget: int
    """Tokens that a space may have asked for on a day."""
    _known: Remembered[ContentHash, Summary | None] = msgspec.field(
        default_factory=lambda: Remembered(_REMEMBERED)
    )

    async def of(self, text: str) -> Summary | None:
        """What is known now, without a network; None for a short text, and where nothing can be said."""
        key = self._key(text)
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        if self.assistant.endpoint is not None:
            async with self.uow.reading() as repositories:
                made = await repositories.machine_texts.summary(key)
            if made is not None and made[0] is not None:
                self._remember(key, made[0])
                return made[0]
        # Not in the event loop, where a long text, and loading what reads it, would keep everybody waiting.
        summary = await asyncio.to_thread(self._at_once, text)
        self._remember(key, summary)
        return summary

    def wanted(self, guild: GuildId, proposal: ProposalId) -> tuple[AnyNotification, ...]:
        """What has the endpoint asked; nothing where there is none."""
        return (AskForSummary(guild, proposal),) if self.assistant.endpoint is not None else ()

    async def deliver(self, entry: OutboxEntry) -> Delivery:
        """Ask for what `wanted` wants, once for each text, as long as the space has tokens left on this day.

        Raises ServiceUnavailable, ServiceRefused.
        """
        notification, endpoint = entry.notification, self.assistant.endpoint
        assert isinstance(notification, AskForSummary)
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(notification.proposal)
            key = self._key(proposal.content.text)
            made = await repositories.machine_texts.summary(key)
        sentences = await asyncio.to_thread(self._sentences, proposal.content.text)
        if endpoint is None or made is not None or not sentences:
            return Delivery(silent=True)
        sent = _beginning(sentences)
        now, most = self.clock.now(), dearest(sent, endpoint.most_tokens)
        async with self.uow.writing() as repositories:
            if not await repositories.machine_texts.spend(proposal.space, now, most, self.budget):
                _log.warning("assistance.budget", space=proposal.space, budget=self.budget)
                return Delivery(silent=True)
        drafted = await endpoint.summary(sent, MOST_SENTENCES, LONGEST_SUMMARY)
        summary = summary_of_sourced(drafted.sentences, sent, endpoint.model)
        async with self.uow.writing() as repositories:
            await repositories.machine_texts.keep_summary(key, summary, self.clock.now())
            if 0 < drafted.tokens < most:
                await repositories.machine_texts.spend(
                    proposal.space, now, drafted.tokens - most, self.budget
                )
        if summary is None:
            return Delivery(silent=True)
        self._remember(key, summary)
        return Delivery(then=(RefreshCard(notification.guild, proposal.id),))

    def _at_once(self, text: str) -> Summary | None:
        sentences = self._sentences(text)
        chosen = self.assistant.at_once(sentences, MOST_SENTENCES, LONGEST_SUMMARY) if sentences else ()
        if not chosen:
            return None
        return Summary(chosen, tuple((each.sources[0], each.text) for each in chosen))

    def _sentences(self, text: str) -> tuple[str, ...]:
        """None for a text that is its own summary."""
        sentences = self.reader.sentences(text)
        return () if len(sentences) <= MOST_SENTENCES and len(text) <= SHORT_TEXT else sentences

    def _key(self, text: str) -> ContentHash:
        model = self.assistant.endpoint.model if self.assistant.endpoint is not None else ""
        written = f"{model}\0{text}".encode("utf-8", "surrogatepass")
        return ContentHash(hashlib.sha256(written).hexdigest())

    def _remember(self, key: ContentHash, summary: Summary | None) -> None:
        self._known.remember(key, summary)


def _beginning(sentences: tuple[str, ...]) -> list[str]:
    """As many as are sent."""
    sent: list[str] = []
    length = 0
    for sentence in sentences:
        length += len(sentence)
        if sent and length > _SENT:
            break
        sent.append(sentence[:_SENT])
    return sent
