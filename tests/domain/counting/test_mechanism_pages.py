"""The worked examples of docs/mechanisms/ are recomputed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.domain.counting.registry import MECHANISMS
from tests.domain.counting.documents import result
from tests.naive.count import count

PAGES = Path(__file__).parents[3] / "docs" / "mechanisms"
EXAMPLES = [
    pytest.param(*pair, id=f"{page.stem} {place}")
    for page in sorted(PAGES.glob("*.md"))
    for place, pair in enumerate(
        re.findall(r"```json\n(.*?)\n```\n\ncounts to\n\n```json\n(.*?)\n```", page.read_text(), re.DOTALL), 1
    )
]


def test_every_mechanism_has_a_page_with_an_example() -> None:
    names = {parameters.id.split()[0] for parameters in EXAMPLES if parameters.id}
    assert {*MECHANISMS, "optimistic", "council", "rules"} == names
    index = (PAGES / "README.md").read_text()
    assert all(f"({page.name})" in index for page in PAGES.glob("*.md") if page.stem != "README")


@pytest.mark.parametrize(("document", "printed"), EXAMPLES)
def test_the_numbers_of_a_page_are_those_of_the_count(document: str, printed: str) -> None:
    assert result(json.loads(document)) == json.loads(printed)
    assert count(json.loads(document)) == json.loads(printed)


def test_every_json_on_a_page_is_part_of_an_example() -> None:
    blocks = sum(page.read_text().count("```json") for page in PAGES.glob("*.md"))
    assert blocks == 2 * len(EXAMPLES)
