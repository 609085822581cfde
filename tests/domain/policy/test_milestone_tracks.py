"""What a track that releases milestones can and can't be."""

from typing import Any

import pytest
from pydantic import ValidationError

from bot.domain.policy.model import Policy, preset

TOKEN, RULE = preset("token").model_dump(), {"voting": "P3D"}
SILENT = {**RULE, "by": "silence"}
SWINGS = {"extension": {"window": "P1D", "at_most": "P2D"}}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"milestones": SILENT},
        {"milestones": {**SILENT, "objection": "1"}},
        SWINGS,
        {**SWINGS, "milestones": {**SILENT, "voting": "PT1H"}},
        {"choices_from": "proposal", "choices": [], "rules": {}, "milestones": SILENT},
    ],
)
def test_a_track_releases_milestones_by_vote_or_by_silence(more: dict[str, Any]) -> None:
    assert Policy.model_validate({**TOKEN, "milestones": RULE, **more}).milestones is not None


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("milestones.voting", {"milestones": {"voting": "PT0S"}}),
        ("milestones.voting", {**SWINGS, "milestones": {"voting": "P1D"}}),
        ("milestones.objection", {"milestones": {**SILENT, "objection": "0"}}),
        ("milestones.objection", {"milestones": {**SILENT, "objection": "11/10"}}),
        ("milestones.objection", {"milestones": {**SILENT, "objection": "a tenth"}}),
        ("milestones.by", {"milestones": {"by": "chance"}}),
        ("milestones.more", {"milestones": {"more": 1}}),
        ("milestones", {"next_track": "main"}),
        ("milestones", {"choices_from": "proposal", "choices": [], "rules": {}}),
        ("milestones", preset("conviction").model_dump()),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(place: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as refused:
        Policy.model_validate({**TOKEN, "milestones": RULE, **changes})
    assert place in {".".join(map(str, error["loc"])) for error in refused.value.errors()}


def test_a_policy_without_the_rule_keeps_its_hash() -> None:
    assert "milestones" not in preset("token").document()
