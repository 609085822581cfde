"""A Discord that signs: its key, and the requests that it makes of ballots."""

import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bot.domain.elections.evidence import Countersignature
from bot.services.voting.casting.vote_request import VoteRequest

APPLICATION = 77
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC_KEY = KEY.public_key().public_bytes_raw().hex()
SALT = "5a" * 16


def click(vote: VoteRequest) -> dict[str, Any]:
    """The interaction of a click on the button of the vote's choice, as far as anybody reads it."""
    return {
        "application_id": str(APPLICATION),
        "id": str(vote.source),
        "type": 3,
        "guild_id": str(vote.guild),
        "member": {"user": {"id": str(vote.member)}, "roles": [str(role) for role in sorted(vote.roles)]},
        "data": {"component_type": 2, "custom_id": f"vote:{vote.proposal}:{vote.choice}"},
    }


def typed(vote: VoteRequest, choice: str) -> dict[str, Any]:
    """The interaction of `/vote cast` with these words for the choice, and the vote's reason."""
    given = {"proposal": str(vote.proposal), "choice": choice, "reason": vote.reason}
    options = [{"name": name, "value": value} for name, value in given.items() if value is not None]
    return {
        **click(vote),
        "type": 2,
        "data": {"name": "vote", "options": [{"name": "cast", "type": 1, "options": options}]},
    }


def explained(vote: VoteRequest, earlier: str) -> dict[str, Any]:
    """The interaction of the form in which somebody gives a reason for their earlier ballot with this receipt."""
    field = {"type": 18, "component": {"type": 4, "custom_id": "reason", "value": vote.reason}}
    data = {"custom_id": f"reason-modal:{vote.proposal}:={earlier}", "components": [field]}
    return {**click(vote), "type": 5, "data": data}


def countersigned(
    body: dict[str, Any] | bytes, *, key: Ed25519PrivateKey = KEY, timestamp: str = "1750000000"
) -> Countersignature:
    """The body as this Discord signs it."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Countersignature(
        application=str(APPLICATION),
        public_key=key.public_key().public_bytes_raw().hex(),
        timestamp=timestamp,
        signature=key.sign(timestamp.encode() + raw).hex(),
        body=raw,
        salt=SALT,
    )
