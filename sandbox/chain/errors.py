"""What a JSON-RPC node answers when it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class RpcError(Exception):
    """A refusal with its JSON-RPC code, message and data, as it goes over the wire."""

    def __init__(self, code: int, message: str, data: Any = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data

    @classmethod
    def of(cls, error: Mapping[str, Any]) -> RpcError:
        """The error out of a JSON-RPC answer's `error` member."""
        return cls(error["code"], error["message"], error.get("data"))

    def as_json(self) -> dict[str, Any]:
        """The `error` member of a JSON-RPC answer."""
        answer = {"code": self.code, "message": self.message}
        return answer if self.data is None else {**answer, "data": self.data}


def invalid_params(message: str) -> RpcError:
    """The parameters have the wrong shape."""
    return RpcError(-32602, message)


def unknown_block() -> RpcError:
    """The words go-ethereum uses for a block it doesn't have."""
    return RpcError(-32000, "header not found")


def missing_trie_node(number: int) -> RpcError:
    """The words go-ethereum uses for state it has pruned."""
    return RpcError(-32000, f"missing trie node (state of block {number} is not available)")
