"""What Discord asks of the fields of linked roles and of their values, beyond its OpenAPI document.

https://discord.com/developers/docs/resources/application-role-connection-metadata. A value of no field is refused here,
where what the author meant would be lost.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from sandbox.discord.errors import FormErrors

Json = dict[str, Any]

MOST_FIELDS = 5
_KEY = re.compile(r"[a-z0-9_]{1,50}")
_INTEGERS, _DATETIMES = range(1, 5), range(5, 7)


def check_metadata(fields: list[Json]) -> None:
    """Refuse the fields that are to replace an application's (50035)."""
    errors = FormErrors()
    if len(fields) > MOST_FIELDS:
        errors.add((), "BASE_TYPE_MAX_LENGTH", f"Must be {MOST_FIELDS} or fewer in length.")
    seen: set[str] = set()
    for index, each in enumerate(fields):
        if not _KEY.fullmatch(each["key"]):
            errors.add((index, "key"), "STRING_TYPE_REGEX", "String value did not match validation regex.")
        if each["key"] in seen:
            errors.add((index, "key"), "APPLICATION_ROLE_CONNECTIONS_METADATA_DUPLICATE_KEY", "Duplicate key")
        seen.add(each["key"])
    errors.refuse()


def check_connection(sent: Json, fields: list[Json]) -> None:
    """Refuse what an application tells of an account (50035)."""
    errors, kinds = FormErrors(), {each["key"]: each["type"] for each in fields}
    for key, value in (sent.get("metadata") or {}).items():
        if not _fits(kinds.get(key), value):
            errors.add(("metadata", key), "INVALID_METADATA", f"{value} is no value of this field")
    errors.refuse()


def _fits(kind: int | None, value: str) -> bool:
    if kind is None:
        return False
    if kind in _DATETIMES:
        try:
            return datetime.fromisoformat(value) is not None
        except ValueError:
            return False
    return re.fullmatch(r"-?[0-9]+" if kind in _INTEGERS else "[01]", value) is not None
