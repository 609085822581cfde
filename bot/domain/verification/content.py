"""What was voted on: the content hash, and the policy in it."""

from __future__ import annotations

from functools import lru_cache

from pydantic import ValidationError

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.policy.model import Policy
from bot.domain.verification.ballots.choices import written
from bot.domain.verification.errors import Differs, NotAPolicy, RecordError
from bot.domain.verification.files.record_file import RecordFile
from bot.domain.verification.findings import ContentRight
from bot.domain.verification.vote import Vote


def check_content(file: RecordFile) -> tuple[Vote, ContentRight]:
    """The vote that the record tells of, if what it froze is what its content hash names. Raises RecordError."""
    record, frozen = file.record, file.frozen
    found = content_hash(bytes(record.raw_frozen))
    if found != record.content_hash:
        raise RecordError("content_hash", Differs(record.content_hash, found))
    if frozen.proposal != record.proposal:
        raise RecordError("proposal", Differs(record.proposal, frozen.proposal))
    if frozen.number != record.number:
        raise RecordError("number", Differs(str(record.number), str(frozen.number)))
    policy = _policy(frozen.policy)
    return Vote(record, frozen, policy), ContentRight(found, policy.name)


# Who checks many records of one server has the same policy in each.
@lru_cache(16)
def _read(document: bytes) -> tuple[Policy, dict[str, object]]:
    """A policy, and what the bot would freeze of it. Raises ValidationError."""
    policy = Policy.model_validate_json(document)
    return policy, policy.document()


def _policy(document: dict[str, object]) -> Policy:
    """Raises RecordError for what the bot would not have frozen."""
    try:
        policy, frozen = _read(canonical_json(document))
    except ValidationError as refused:
        first = refused.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise RecordError("frozen.policy", NotAPolicy(field, first["msg"])) from None
    for name in [*frozen, *document]:
        if document.get(name) != frozen.get(name):
            raise RecordError(
                f"frozen.policy.{name}", Differs(written(document.get(name)), written(frozen.get(name)))
            )
    return policy
