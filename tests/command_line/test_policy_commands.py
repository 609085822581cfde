"""`folkmoot policy`, as somebody who writes a policy meets it."""

import os
from pathlib import Path

import pytest

from bot.domain.policy.model import preset_names
from tests.forked import command

ROOT = Path(__file__).resolve().parents[2]
TOKEN = (ROOT / "bot" / "domain" / "policy" / "presets" / "token.toml").read_text(encoding="utf-8")


async def policy(*arguments: str, given: str = "") -> tuple[int, str, str]:
    """Exit status, standard output and standard error of `folkmoot policy …`."""
    return await command(ROOT, "policy", *arguments, environment=os.environ, given=given)


async def test_a_policy_is_said_in_plain_sentences() -> None:
    status, out, err = await policy("check", "bot/domain/policy/presets/token.toml")
    assert (status, err) == (0, "")
    assert "2 days of discussion, then 5 days of voting" in out
    assert "Quorum: For and Abstain hold at least 4\u202f% of all power." in out or "at least 4 %" in out
    assert "**" not in out
    assert "`" not in out


async def test_a_policy_is_read_from_standard_input_too() -> None:
    status, out, _ = await policy("check", "-", given=TOKEN)
    assert status == 0
    assert out.startswith("Policy token, 45f415fc")


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        (
            'voting = "P5D"',
            'ballots = "P5D"',
            [
                "periods.voting: is missing",
                "periods.ballots: is not a field here; there are",
            ],
        ),
        ('voting = "P5D"', 'voting = "P5D', ["this is not TOML"]),
        ('"token"', '"\u001b[31m"', ["this is not TOML"]),
    ],
)
async def test_each_fault_is_one_line_on_standard_error_and_the_status_is_2(
    tmp_path: Path, old: str, new: str, lines: list[str]
) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(TOKEN.replace(old, new), encoding="utf-8")
    status, out, err = await policy("check", str(file))
    assert (status, out) == (2, "")
    found = err.splitlines()
    assert len(found) == len(lines)
    for line, words in zip(found, lines, strict=True):
        assert line.startswith(f"{file}: line ")
        assert words in line
        assert line.isprintable()


async def test_a_file_that_is_not_there_is_one_line() -> None:
    status, out, err = await policy("check", "/nowhere/policy.toml")
    assert (status, out, err) == (2, "", "/nowhere/policy.toml: No such file or directory\n")


async def test_the_list_has_a_line_for_each_preset() -> None:
    status, out, _ = await policy("list")
    assert status == 0
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == preset_names()
    assert all(len(line.split()) > 5 for line in lines)
