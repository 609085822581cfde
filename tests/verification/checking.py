"""Short ways to check a record, changed or not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from bot.domain.canonical import canonical_json, content_hash
from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import encode_result, tally
from bot.domain.verification.errors import RecordError
from bot.domain.verification.files.record_file import read_record
from bot.domain.verification.findings import Finding
from bot.domain.verification.verify import Verification
from bot.wording.language import language
from bot.wording.verification.findings import failed_line

Path = tuple[str | int, ...]
SAY = language()


def findings(data: bytes, expected_hash: str | None = None) -> list[Finding]:
    """Raises RecordError."""
    return list(Verification(read_record(data), expected_hash).findings())


def refusal(data: bytes, expected_hash: str | None = None) -> str | None:
    """The line that says what is wrong; None where nothing is."""
    try:
        findings(data, expected_hash)
    except RecordError as error:
        return failed_line(error, SAY)
    return None


def changed(data: bytes, change: Callable[[Any], None]) -> bytes:
    """The record after a change, in canonical form again."""
    document = json.loads(data)
    change(document)
    return canonical_json(document)


def forged(data: bytes, change: Callable[[Any], None]) -> bytes:
    """The same by somebody who also makes the content hash, the receipts and the election file anew."""

    def forge(record: Any) -> None:
        change(record)
        record["content_hash"] = content_hash(canonical_json(record["frozen"]))
        for ballot in record["ballots"]:
            ballot["receipt"] = content_hash(
                canonical_json(
                    {
                        "proposal": record["proposal"],
                        "voter": ballot["voter"],
                        "choice": ballot["choice"],
                        "cast_at_ms": ballot["cast_at_ms"],
                        "source": ballot["source"],
                        **({"apart": ballot["apart"]} if "apart" in ballot else {}),
                    }
                )
            )[:16]
        record["election"]["ballots"] = [
            {
                "voter": ballot["voter"],
                "power": ballot["power"],
                "choice": ballot["choice"],
                "cast_at": int(ballot["cast_at_ms"]) // 1000,
            }
            for ballot in record["ballots"]
        ]

    return changed(data, forge)


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every value of a document, the inner ones first."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))
    yield path


def at(document: Any, path: Path) -> Any:
    for step in path:
        document = document[step]
    return document


def named(path: Path) -> str:
    """As the page for auditors names a field: a star for any place in a list, or for any member."""
    return ".".join("*" if isinstance(step, int) or step.isdigit() else step for step in path)


def rewritten(record: bytes, change: Callable[[Any], None]) -> bytes:
    """The record after a change by an operator who makes receipts, election file and result fit again."""
    document = json.loads(forged(record, change))
    document["result"] = json.loads(encode_result(tally(decode(canonical_json(document["election"])))))
    return canonical_json(document)
