"""A policy as a TOML file that `file.read_policy` reads back."""

import json
from collections.abc import Mapping
from typing import Any

from bot.domain.policy.model import Policy


def policy_toml(policy: Policy) -> str:
    """The whole policy, one key a line; amounts are texts, since they are larger than many programs' numbers."""
    return document_toml(policy.document())


def document_toml(document: Mapping[str, Any], within: str = "") -> str:
    """The same of a policy as plain data; `within` is the table that it stands in, where it is a part of a file."""
    plain = {name: value for name, value in document.items() if not isinstance(value, Mapping)}
    tables = {name: value for name, value in document.items() if isinstance(value, Mapping)}
    parts = [f"[{within}]\n{_pairs(plain)}" if within else _pairs(plain)]
    head = f"{within}." if within else ""
    parts += [
        f"[{head}{name}]\n{_pairs(table)}" for name, table in tables.items() if table or name == "rules"
    ]
    return "\n\n".join(parts) + "\n"


def _pairs(table: Mapping[str, Any]) -> str:
    return "\n".join(f"{_key(name)} = {_value(value)}" for name, value in table.items() if value is not None)


def _key(name: str) -> str:
    return name if name.isascii() and name.replace("_", "").isalnum() else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        pairs = (f"{_key(name)} = {_value(item)}" for name, item in value.items() if item is not None)
        return "{ " + ", ".join(pairs) + " }"
    items = [_value(item) for item in value]
    # Long lists, such as sources, one element a line.
    if sum(map(len, items)) > 80:
        return "[\n" + "".join(f"  {item},\n" for item in items) + "]"
    return "[" + ", ".join(items) + "]"


def _text(text: str) -> str:
    """A basic string: the escapes of JSON are TOML's too, but for the one that JSON leaves unescaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
