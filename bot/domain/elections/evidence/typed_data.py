"""What a wallet shows and signs for a ballot: typed data by EIP-712 (https://eips.ethereum.org/EIPS/eip-712).

Everything follows from the ballot and the proposal: whoever counts again makes the same message, and its hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from eth_utils.crypto import keccak

from bot.domain.elections.choices import describe
from bot.domain.elections.evidence.signed_ballot import WalletSignature
from bot.domain.ids import ContentHash, ProposalNumber
from bot.domain.policy.model import Policy

_DOMAIN = (("name", "string"), ("version", "string"), ("chainId", "uint256"))
_BALLOT = (
    ("server", "string"),
    ("proposal", "string"),
    ("choice", "string"),
    ("ballot", "string"),
    ("contentHash", "bytes32"),
    ("wallet", "address"),
    ("time", "string"),
    ("nonce", "uint256"),
)
_HIDDEN = (
    (0x00, 0x1F),
    (0x7F, 0x9F),
    (0xAD, 0xAD),
    (0x61C, 0x61C),
    (0x180E, 0x180E),
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0xD800, 0xDFFF),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE0FFF),
)
"""What shows nothing, breaks the line or turns it round; written out, so that no version of Unicode matters."""


def server_shown(name: str, guild: int) -> str:
    """A server as the wallet shows it."""
    return f"{one_line(name)} ({guild})"


def one_line(text: str) -> str:
    """The text with a space for what would hide, break or turn round a part of it on the wallet's screen."""
    return "".join(" " if any(a <= ord(char) <= z for a, z in _HIDDEN) else char for char in text)


def typed_data(
    policy: Policy,
    *,
    number: ProposalNumber,
    title: str,
    content_hash: ContentHash,
    choice: Any,
    ballot: str,
    by: WalletSignature,
) -> dict[str, Any]:
    """The document for `eth_signTypedData_v4`. `choice` must be valid by the policy; `ballot` is its canonical JSON.
    Of `by` everything but the signature is in it."""
    return {
        "types": {"EIP712Domain": _listed(_DOMAIN), "Ballot": _listed(_BALLOT)},
        "primaryType": "Ballot",
        "domain": {"name": "Folkmoot", "version": "1", "chainId": by.chain},
        "message": {
            "server": by.server,
            "proposal": one_line(f"#{number}: {title}"),
            "choice": one_line(describe(policy, choice)),
            "ballot": ballot,
            "contentHash": f"0x{content_hash}",
            "wallet": by.wallet,
            "time": f"{datetime.fromtimestamp(by.time, UTC):%Y-%m-%d %H:%M:%S} UTC",
            # As text: some wallets read numbers as floats.
            "nonce": str(by.nonce),
        },
    }


def signing_hash(document: Mapping[str, Any]) -> bytes:
    """The 32 bytes that are signed for such a document."""
    domain = _struct_hash("EIP712Domain", _DOMAIN, document["domain"])
    message = _struct_hash("Ballot", _BALLOT, document["message"])
    return keccak(b"\x19\x01" + domain + message)


def _listed(fields: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"name": name, "type": kind} for name, kind in fields]


def _struct_hash(name: str, fields: tuple[tuple[str, str], ...], values: Mapping[str, Any]) -> bytes:
    signature = f"{name}({','.join(f'{kind} {field}' for field, kind in fields)})"
    return keccak(keccak(text=signature) + b"".join(_word(kind, values[field]) for field, kind in fields))


def _word(kind: str, value: Any) -> bytes:
    if kind == "string":
        return keccak(text=value)
    number = int(value, 16) if kind in ("bytes32", "address") else int(value)
    return number.to_bytes(32, "big")
