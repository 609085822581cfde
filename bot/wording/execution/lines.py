"""Lines that are the same of what any kind of executor is asked."""

from collections.abc import Mapping

from bot.domain.ids import ChainId, TransactionHash
from bot.domain.proposals.facts import Opening
from bot.wording.language import Language

_BLOCK = 20


def in_transaction(words: str, data: Mapping[str, str], say: Language, **more: str) -> str:
    """These words with the `{block}` and the `{transaction}` of what happened, and with what more they name."""
    return words.format(
        block=say.markup.name(data["block"], _BLOCK),
        transaction=say.markup.transaction(TransactionHash(data["transaction"]), ChainId(int(data["chain"]))),
        **more,
    )


def content_line(opening: Opening, say: Language) -> str:
    """By what the frozen content is recognised."""
    words = say._("Content of the proposal (SHA-256): {hash}")
    return say.markup.small(words.format(hash=say.markup.code(opening.content_hash)))
