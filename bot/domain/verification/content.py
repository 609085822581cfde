"""What was voted on: the content hash, and the policy in it."""

from __future__ import annotations

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


def _policy(document: dict[str, object]) -> Policy:
    """Raises RecordError for what the bot would not have frozen."""
    try:
        policy = Policy.model_validate_json(canonical_json(document))
    except ValidationError as refused:
        first = refused.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, first["loc"]))
        raise RecordError("frozen.policy", NotAPolicy(field, first["msg"])) from None
    frozen = policy.document()
    for name in [*frozen, *document]:
        if document.get(name) != frozen.get(name):
            raise RecordError(
                f"frozen.policy.{name}", Differs(written(document.get(name)), written(frozen.get(name)))
            )
    return policy
