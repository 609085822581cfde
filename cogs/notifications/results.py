"""What the messages about a result share: its files, the rounds of a run-off, what reputation it brought."""

import json
from collections.abc import Sequence

from bot.domain.canonical import canonical_json
from bot.domain.errors import StoredDataInvalid
from bot.domain.proposals.facts import Closing
from bot.services.container import Services
from bot.services.proposals.cards import Card
from bot.wording.language import Language
from bot.wording.reputation import earned_line
from bot.wording.voting.results import count_again, record_too_large
from bot.wording.voting.rounds import round_tables
from cogs.components.files import fitting


async def with_rewards(services: Services, card: Card, note: str, say: Language) -> str:
    """The note, below what reputation the vote brought."""
    earned = earned_line(await services.reputation.decided_by(card.proposal.id), say)
    return "\n".join(filter(None, [earned, note]))


def tables_of(card: Card, say: Language) -> list[str]:
    """The rounds of a run-off that had several, as messages."""
    result = card.result
    return round_tables(card.proposal.rules, result, say) if result and len(result.rounds) > 1 else []


def attachments(card: Card, record: bytes, say: Language) -> tuple[Sequence[tuple[str, bytes]], str]:
    """The record and its election file, compressed where they are too large, and what is to be said about them."""
    number = card.proposal.number
    election = canonical_json(json.loads(record)["election"])
    wanted = (
        fitting(f"folkmoot-proposal-{number}-record.json", record),
        fitting(f"folkmoot-proposal-{number}-election.json", election),
    )
    files = [each for each in wanted if each is not None]
    if len(files) < 2:
        return files, record_too_large(say)
    return files, count_again(files[1][0], say)


def closing_of(card: Card) -> Closing:
    """Raises StoredDataInvalid where there is none yet."""
    if card.proposal.closing is None:
        raise StoredDataInvalid(f"closings {card.proposal.id}")
    return card.proposal.closing
