"""Election documents in few words."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.elections.decoding import decode
from bot.domain.elections.tally import encode_result, tally

FOR, AGAINST, ABSTAIN = 1, 2, 3

Document = dict[str, Any]


def vote(*ballots: tuple[str, int, Any], mechanism: str = "single", **more: Any) -> Document:
    """A document with (voter, power, choice) as ballots; For, Against and Abstain unless `choices` says else."""
    return {
        "mechanism": mechanism,
        "choices": ["For", "Against", "Abstain"],
        "ballots": [
            {"voter": voter, "power": str(power), "choice": choice} for voter, power, choice in ballots
        ],
        **more,
    }


def result(document: Document) -> Document:
    """What `folkmoot tally` makes of a document."""
    return json.loads(encode_result(tally(decode(json.dumps(document).encode()))))


def scores(document: Document) -> list[str]:
    """The scores of its result."""
    return result(document)["scores"]


def passed(document: Document) -> bool:
    """Whether it passes."""
    return result(document)["outcome"]["passed"]
