"""`folkmoot statements`: what was shown of a proposal's statements is computed again from its file."""

import json
from pathlib import Path

import pytest

from bot.cli.statements import statements
from bot.domain.statements.exported import exported
from bot.domain.statements.sheet import Sheet
from bot.domain.statements.statement import Answer

CAMPS = [{1: Answer.AGREE, 2: Answer.AGREE}] * 3 + [{1: Answer.DISAGREE, 2: Answer.AGREE}] * 2


def test_groups_and_consensus_are_printed(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "statements.json"
    file.write_bytes(exported(Sheet.of({1: "By hand", 2: "It stays free"}, CAMPS)))
    assert statements(str(file)) == 0
    found = json.loads(capsysbinary.readouterr().out)
    assert (found["participants"], found["groups"], found["agreed"]) == (5, [3, 2], [2])
    # (3+1)/(3+2) · (2+1)/(2+2)
    assert found["statements"][1]["consensus"] == "3/5"


@pytest.mark.parametrize("content", [b"", b"{}", b'{"format": "folkmoot-statements/9"}'])
def test_another_file_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    file = tmp_path / "other.json"
    file.write_bytes(content)
    assert statements(str(file)) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "no file of statements" in said.err
    assert statements(str(tmp_path / "missing.json")) == 2
