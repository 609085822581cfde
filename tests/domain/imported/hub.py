"""What Snapshot's hub answers, as somebody has stored it."""

from __future__ import annotations

import json
from typing import Any

WHALE, SMALL, OTHER = "0x" + "a" * 40, "0x" + "b" * 40, "0x" + "c" * 40


def proposal(key: str, **changed: Any) -> dict[str, Any]:
    return {
        "id": key,
        "title": f"Proposal {key}",
        "body": "We need water.",
        "type": "basic",
        "choices": ["For", "Against", "Abstain"],
        "start": 1_700_000_000,
        "end": 1_700_600_000,
        "state": "closed",
        "author": WHALE,
        "snapshot": "18500000",
        "scores": [100.5, 20.25, 0],
        "scores_total": 120.75,
        "quorum": 50,
        "votes": 2,
        "space": {"id": "well.eth", "name": "The Well"},
        **changed,
    }


def vote(key: str, voter: str, vp: float, choice: Any) -> dict[str, Any]:
    return {
        "id": "0x1",
        "voter": voter,
        "vp": vp,
        "choice": choice,
        "created": 1_700_100_000,
        "proposal": {"id": key},
    }


VOTES = [vote("0x01", WHALE, 100.5, 1), vote("0x01", SMALL, 20.25, 2)]


def answer(proposals: list[dict[str, Any]], votes: list[dict[str, Any]]) -> bytes:
    return json.dumps({"data": {"proposals": proposals, "votes": votes}}).encode()
