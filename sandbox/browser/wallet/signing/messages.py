"""`personal_sign`: a text that is signed (EIP-191), often to sign in (EIP-4361)."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sandbox.browser.wallet.accounts import personal_hash
from sandbox.browser.wallet.errors import invalid_params, unauthorized
from sandbox.browser.wallet.signing.review import Asking, Line, Request, Review
from sandbox.browser.wallet.signing.sign_in import SignIn, dangers_of, looks_like_sign_in, read_sign_in

LONGEST = 32 * 1024
"""Bytes of a text."""
_HEX = re.compile(r"0x(?:[0-9a-fA-F]{2})*")
_HASH_BYTES = 32


async def personal_sign(asking: Asking, params: list[Any]) -> Request:
    """What is asked by `[message, account]`: the message in hexadecimal, or as it is. Raises ProviderError."""
    if len(params) < 2 or not all(isinstance(each, str) for each in params[:2]):
        raise invalid_params("personal_sign takes a message and an account")
    message, account = params[:2]
    if account.lower() != asking.holder.account.address.lower():
        raise unauthorized(account)
    content = bytes.fromhex(message[2:]) if _HEX.fullmatch(message) else _utf8(message)
    if len(content) > LONGEST:
        raise invalid_params(f"a message has at most {LONGEST} bytes")
    digest = personal_hash(content)

    async def fulfil() -> str:
        return "0x" + asking.holder.account.sign(digest).hex()

    return Request(_review(asking, content), fulfil)


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise invalid_params("the message is no text") from None


def _review(asking: Asking, content: bytes) -> Review:
    raw = "0x" + content.hex()
    text = _text(content)
    if text is None:
        why = "Nobody can read what this signs: it could be anything, also a transaction."
        return Review("Sign what can't be read", "Sign", (why,), (Line("bytes", raw),), raw=raw)
    said = read_sign_in(text)
    account, chain = asking.holder.account.address, asking.chain.chain_id
    if said is not None:
        dangers = dangers_of(said, asking.origin, account, chain, asking.now)
        title = "Deceptive sign-in" if said.domain != _authority(asking.origin) else "Sign in"
        return Review(title, "Sign in", tuple(dangers), _lines(said), text, raw)
    dangers = []
    if looks_like_sign_in(text):
        dangers.append(
            "This looks like a sign-in, but is not written as one: which site it is for can't be checked."
        )
    if hidden := _hidden(text):
        dangers.append(f"The text has characters that can't be seen: {hidden}.")
    return Review("Sign a message", "Sign", tuple(dangers), (), text, raw)


def _text(content: bytes) -> str | None:
    """The text, or None for bytes that are none, or a bare hash."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() or len(content) != _HASH_BYTES else None


def _hidden(text: str) -> str:
    """Names of characters that turn the direction of writing, or show as nothing."""
    found = {each for each in text if unicodedata.category(each) in ("Cf", "Cc") and each not in "\n\t"}
    return ", ".join(sorted(f"U+{ord(each):04X}" for each in found))


def _authority(origin: str) -> str:
    return origin.partition("://")[2]


def _lines(said: SignIn) -> tuple[Line, ...]:
    told = {
        "site": said.domain,
        "account": said.address,
        "says": said.statement,
        "chain": str(said.chain),
        "expires": said.expires,
        **{f"resource {number}": each for number, each in enumerate(said.resources, 1)},
    }
    return tuple(Line(name, value) for name, value in told.items() if value)
