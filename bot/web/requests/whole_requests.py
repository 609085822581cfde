"""Interactions as Discord posts them, read without aiohttp.

aiohttp makes a task, a request, a stream and a response for each, and looks for its page: more work than all that a
click needs here. Only one form of a request is read, about which no two readers can differ; whatever is written in
another way, or doesn't come whole, is left to aiohttp, and answered the same.
"""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Protocol

import msgspec

from bot.domain.elections.evidence.countersignature import LONGEST_BODY
from bot.web.requests.security_headers import SERVER_NAME

PATH = "/interactions"
_FIRST = f"POST {PATH} HTTP/1.1\r\n".encode()
_LINES = re.compile(rb"(?:[A-Za-z0-9-]{1,64}: [\x21-\x7e](?:[\x20-\x7e]{0,1000}[\x21-\x7e])?\r\n){1,64}\r\n")
_SIGNATURE = re.compile(r"[0-9a-f]{128}", re.ASCII)
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_LENGTH = re.compile(rb"[1-9][0-9]{0,5}")
_JSON = b"application/json"
_OTHERWISE = frozenset(
    {b"connection", b"content-encoding", b"expect", b"te", b"trailer", b"transfer-encoding", b"upgrade"}
)
"""Headers that say how the rest is to be read, or what follows it."""


class Answer(msgspec.Struct, frozen=True):
    status: int
    body: bytes = b""
    """JSON."""

    @property
    def written(self) -> bytes:
        """As it is sent. Only whose request was accepted may go on by the same connection."""
        lines = [
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}",
            f"Content-Length: {len(self.body)}",
        ]
        if self.body:
            lines.append(f"Content-Type: {_JSON.decode()}")
        if self.status != HTTPStatus.ACCEPTED:
            lines.append("Connection: close")
        return "\r\n".join([*lines, f"Server: {SERVER_NAME}", "", ""]).encode() + self.body


ACCEPTED = Answer(HTTPStatus.ACCEPTED)
ACCEPTED_AS_WRITTEN = ACCEPTED.written


class WholeRequest(msgspec.Struct, frozen=True):
    """An interaction, as far as it has come."""

    signature: str
    """128 lowercase hexadecimal digits."""
    timestamp: str
    """Decimal digits."""
    body: bytes
    missing: int = 0
    """Bytes of the body that are still to come; less than nothing where more than the request has come."""


class AnswersInteractions(Protocol):
    def answer_all(self, requests: Sequence[WholeRequest]) -> list[Answer]:
        """An answer to each of these requests, which are whole, in their order."""
        ...


def is_signature(text: str) -> bool:
    """Whether it has the form of the header X-Signature-Ed25519, in lowercase."""
    return _SIGNATURE.fullmatch(text) is not None


def is_timestamp(text: str) -> bool:
    """Whether it has the form of the header X-Signature-Timestamp."""
    return _TIMESTAMP.fullmatch(text) is not None


def read_request(data: bytes, host: bytes) -> WholeRequest | None:
    """The request with which `data` begins, to this host (in lowercase); None for one of any other form."""
    if not data.startswith(_FIRST):
        return None
    lines = _LINES.match(data, len(_FIRST))
    if lines is None:
        return None
    begins = lines.end()
    # No value whose case matters is read here.
    head = data[len(_FIRST) : begins - 4].lower().split(b"\r\n")
    headers = dict([line.split(b": ", 1) for line in head])
    if len(headers) != len(head) or not headers.keys().isdisjoint(_OTHERWISE):
        return None
    length = headers.get(b"content-length", b"")
    if headers.get(b"host") != host or headers.get(b"content-type") != _JSON or not _LENGTH.fullmatch(length):
        return None
    signature = headers.get(b"x-signature-ed25519", b"").decode("ascii")
    timestamp = headers.get(b"x-signature-timestamp", b"").decode("ascii")
    size = int(length)
    if not is_signature(signature) or not is_timestamp(timestamp) or size > LONGEST_BODY:
        return None
    ends = begins + size
    return WholeRequest(signature, timestamp, data[begins:ends], ends - len(data))
