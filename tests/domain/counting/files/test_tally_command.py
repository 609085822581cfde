"""`folkmoot tally FILE` as a process."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import forked
from tests.domain.counting.documents import result, vote

ROOT = Path(__file__).parents[4]
DOCUMENT = vote(("ada", 3, 1), ("ben", 2, 2), rules={"majority": {}})


def tally_command(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "tally", *arguments],
        input=given,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )


def test_a_file_is_counted_into_one_line_of_canonical_json(tmp_path: Path) -> None:
    file = tmp_path / "election.json"
    file.write_text(json.dumps(DOCUMENT))
    done = tally_command(str(file))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.endswith(b"}\n")
    assert done.stdout.count(b"\n") == 1
    assert json.loads(done.stdout) == result(DOCUMENT)
    assert list(json.loads(done.stdout)) == sorted(json.loads(done.stdout))
    assert tally_command(str(file)).stdout == done.stdout


def test_a_dash_reads_standard_input() -> None:
    assert json.loads(tally_command("-", given=json.dumps(DOCUMENT).encode()).stdout) == result(DOCUMENT)


def test_a_document_that_can_not_be_counted_ends_with_two_and_one_line() -> None:
    done = tally_command("-", given=json.dumps({**DOCUMENT, "mechanism": "lot\ntery"}).encode())
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"tally: mechanism: should be one of single, approval,")
    assert done.stderr.count(b"\n") == 1
    # A field's own name can't break the line either.
    done = tally_command("-", given=json.dumps({**DOCUMENT, "a\nb\u2028c\x1b": 1}).encode())
    assert (done.returncode, done.stderr.count(b"\n"), b"\x1b" in done.stderr) == (2, 1, False)


def test_a_compressed_file_counts_as_the_result_tells_to_count_it(tmp_path: Path) -> None:
    file = tmp_path / "7-election.json.gz"
    file.write_bytes(gzip.compress(json.dumps(DOCUMENT).encode()))
    done = tally_command(str(file))
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == result(DOCUMENT)


@pytest.mark.attack("files")
def test_a_fault_is_said_in_a_short_line_however_long_the_field_is() -> None:
    done = tally_command("-", given=json.dumps({**DOCUMENT, "x" * 100_000: 1}).encode())
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert len(done.stderr) < 1_000


def test_a_file_that_is_not_there_ends_with_two_and_one_line(tmp_path: Path) -> None:
    done = tally_command(str(tmp_path / "none.json"))
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert b"none.json" in done.stderr


@pytest.mark.attack("files")
@pytest.mark.parametrize("compressed", [False, True])
def test_a_file_without_an_end_is_refused_with_what_it_may_have(tmp_path: Path, compressed: bool) -> None:
    file = tmp_path / "election.json"
    if compressed:
        file.write_bytes(gzip.compress(bytes(2**20)) * 600)
    else:
        file.symlink_to("/dev/zero")
    done = tally_command(str(file))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"tally: document: should be at most " in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.attack("files")
@pytest.mark.parametrize("command", ["tally", "policy check"])
@pytest.mark.parametrize("what", ["a folder", "a loop", "nothing", "a name with a line in it"])
async def test_what_is_no_file_ends_with_two_and_one_line(tmp_path: Path, command: str, what: str) -> None:
    path = tmp_path / ("a\nb" if what == "a name with a line in it" else "x")
    if what == "a folder":
        path.mkdir()
    elif what == "a loop":
        path.symlink_to(path)
    elif what == "nothing":
        path.write_bytes(b"")
    status, out, err = await forked.command(ROOT, *command.split(), str(path), environment=os.environ)
    assert (status, out) == (2, "")
    assert "Traceback" not in err
    assert err.strip()
    assert command == "policy check" or err.count("\n") == 1


def test_the_command_says_how_it_is_used() -> None:
    assert tally_command().returncode == 2
    assert b"usage: folkmoot tally FILE" in tally_command("--help").stdout


def test_counting_imports_nothing_but_counting() -> None:
    script = "import bot.cli.tally, sys; bot.cli.tally.run(['-']); print(*sys.modules)"
    given = json.dumps(DOCUMENT).encode()
    loaded = subprocess.run(
        [sys.executable, "-c", script], input=given, capture_output=True, cwd=ROOT, check=True
    ).stdout.decode()
    roots = {name.partition(".")[0] for name in loaded.split()}
    assert "msgspec" in roots
    heavy = {
        "asyncio",
        "discord",
        "sqlalchemy",
        "web3",
        "pydantic",
        "typer",
        "rich",
        "hashlib",
        "dataclasses",
        "typing_extensions",
    }
    assert not roots & heavy
    assert {name for name in loaded.split() if name.startswith("bot.")} <= {
        name
        for name in loaded.split()
        if name.startswith("bot.domain") or name in {"bot.cli", "bot.cli.files", "bot.cli.tally"}
    }
