"""`folkmoot verify` as an auditor meets it: lines, and an exit status."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from bot.domain.canonical import content_hash
from sandbox.chain import LocalChain
from tests.countersigning import PUBLIC_KEY
from tests.forked import command
from tests.verification.checking import changed
from tests.verification.evidence import Told


def hash_of(record: Path) -> str:
    return content_hash(record.read_bytes())


def give_another_choice(record: Path) -> None:
    record.write_bytes(changed(record.read_bytes(), lambda it: it["ballots"][1].update(choice=1)))


async def folkmoot(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of one command."""
    return await command(folder, *arguments, environment={"PATH": os.environ["PATH"], "COLUMNS": "200"})


@pytest.fixture
def record(records: dict[str, bytes], tmp_path: Path) -> Path:
    path = tmp_path / "record.json"
    path.write_bytes(records["plain"])
    return path


async def test_a_right_record_gets_a_line_for_each_thing_that_was_checked(record: Path) -> None:
    status, out, err = await folkmoot(record.parent, "verify", record.name)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert all(line.startswith("✓ ") for line in lines[:-1])
    assert "✓ 3 ballots: each receipt is right, and nobody has two." in lines
    assert lines[-1].startswith("- Not checked:")
    assert hash_of(record) in lines[0]


async def test_a_record_with_the_hash_of_its_result_says_so(record: Path) -> None:
    known = hash_of(record)
    status, out, _ = await folkmoot(record.parent, "verify", record.name, "--hash", known)
    assert (status, out.splitlines()[0]) == (0, f"✓ The record has the hash {known}.")
    status, out, _ = await folkmoot(record.parent, "verify", record.name, "--hash", "0" * 64)
    assert (status, len(out.splitlines())) == (1, 1)


@pytest.mark.attack("files")
async def test_the_first_thing_that_is_wrong_ends_it_with_status_1(record: Path) -> None:
    give_another_choice(record)
    status, out, err = await folkmoot(record.parent, "verify", record.name)
    assert (status, err) == (1, "")
    *right, wrong = out.splitlines()
    assert all(line.startswith("✓ ") for line in right)
    assert wrong.startswith("✗ ballots[1].receipt")
    assert "should be" in wrong


@pytest.mark.attack("files")
@pytest.mark.parametrize("data", [b"", b"{}", b"\x1f\x8b", b"[" * 50_000, b'{"record":"\x1b[2J\\n"}'])
async def test_a_file_that_is_no_record_is_one_line_and_status_1(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "record.json").write_bytes(data)
    status, out, err = await folkmoot(tmp_path, "verify", "record.json")
    assert (status, err, len(out.splitlines())) == (1, "", 1)
    assert out.startswith("✗ ")
    assert "\x1b" not in out


async def test_a_file_that_is_not_there_is_one_line_and_status_2(tmp_path: Path) -> None:
    status, out, err = await folkmoot(tmp_path, "verify", "none.json")
    assert (status, out, err) == (2, "", "verify: none.json: No such file or directory\n")


@pytest.mark.attack("rpc")
async def test_an_endpoint_that_does_not_answer_is_one_line_that_shows_no_secret(record: Path) -> None:
    url = "http://127.0.0.1:1/v3/secret-key"
    status, out, err = await folkmoot(record.parent, "verify", record.name, "--rpc", url)
    assert status == 2
    assert out.splitlines()[-1].startswith("✓ ")
    assert err.startswith("verify: 127.0.0.1: ")
    assert "secret-key" not in out + err
    assert len(err.splitlines()) == 1


@pytest.mark.attack("rpc")
async def test_an_endpoint_of_another_chain_checks_nothing_and_says_so(record: Path) -> None:
    async with LocalChain.serve(chain_id=31_337) as chain:
        status, out, err = await folkmoot(record.parent, "verify", record.name, "--rpc", chain.url)
    assert (status, err) == (0, "")
    assert out.splitlines()[-1].startswith("- Not checked: what was read on chain 1.")


@pytest.mark.attack("files")
async def test_a_chain_that_says_otherwise_ends_it_with_status_1(
    record: Path, records: dict[str, bytes]
) -> None:
    (block,) = json.loads(records["plain"])["frozen"]["snapshot"]
    async with LocalChain.serve(chain_id=block["chain"]) as chain:
        await chain.mine(block["number"])
        status, out, err = await folkmoot(record.parent, "verify", record.name, "--rpc", chain.url)
    assert (status, err) == (1, "")
    *right, wrong = out.splitlines()
    assert all(line.startswith("✓ ") for line in right)
    assert wrong.startswith("✗ frozen.snapshot[0]: is not block")


def laid_out(told: Told, folder: Path) -> Path:
    """The record and the evidence files of a countersigned vote, as somebody has downloaded them."""
    (folder / "record.json").write_bytes(told.record)
    (folder / "all.json").write_text(json.dumps(told.evidence))
    (folder / "part.json.gz").write_bytes(gzip.compress((folder / "all.json").read_bytes()))
    (folder / "own.json").write_text(json.dumps(told.own(told.voters[0])))
    return folder


async def test_what_discord_signed_is_checked_with_the_files_that_are_given(
    countersigned: Told, tmp_path: Path
) -> None:
    folder = laid_out(countersigned, tmp_path)
    status, out, err = await folkmoot(folder, "verify", "record.json")
    assert (status, err) == (0, "")
    assert f"- Not checked: whether {PUBLIC_KEY} is Discord's key for the application 77" in out
    assert "https://discord.com/api/v10/applications/77/rpc" in out
    assert "- Not checked: whether Discord signed 4 ballots. Give the evidence files with --bodies." in out
    given = ("--bodies", "part.json.gz", "--own", "own.json", "--public-key", PUBLIC_KEY.upper())
    status, out, err = await folkmoot(folder, "verify", "record.json", *given)
    assert (status, err) == (0, "")
    assert "Discord signed" not in out
    assert f"✓ The key by which ballots are countersigned is the one that you gave, {PUBLIC_KEY}" in out
    assert "✓ 4 countersigned ballots: each request is signed by this key" in out
    assert "2 more are of ballots that aren't in the record." in out
    assert "✓ Your ballot with receipt" in out


@pytest.mark.attack("files")
async def test_evidence_that_is_not_right_ends_it_with_status_1_and_names_the_file(
    countersigned: Told, tmp_path: Path
) -> None:
    folder = laid_out(countersigned, tmp_path)
    (folder / "all.json").write_text("{}")
    for option in ("--bodies", "--own"):
        status, out, err = await folkmoot(folder, "verify", "record.json", option, "all.json")
        assert (status, err) == (1, "")
        assert out.splitlines()[-1].startswith("✗ all.json: ")
    status, out, err = await folkmoot(folder, "verify", "record.json", "--public-key", "ab" * 32)
    assert (status, err) == (1, "")
    assert f"should be {'ab' * 32}" in out.splitlines()[-1]


@pytest.mark.attack("files")
async def test_what_cannot_be_read_or_is_no_key_is_one_line_and_status_2(
    countersigned: Told, tmp_path: Path
) -> None:
    folder = laid_out(countersigned, tmp_path)
    for option in ("--bodies", "--own"):
        status, _, err = await folkmoot(folder, "verify", "record.json", option, "none.json")
        assert (status, err) == (2, "verify: none.json: No such file or directory\n")
    for key in ("", "ab" * 31, "x" * 64, "ab" * 32 + "\n"):
        status, out, err = await folkmoot(folder, "verify", "record.json", "--public-key", key)
        assert (status, out, err) == (2, "", "verify: --public-key should be 64 hexadecimal digits\n")


async def test_a_key_for_a_vote_without_countersigned_ballots_is_said_to_be_unused(record: Path) -> None:
    status, out, err = await folkmoot(record.parent, "verify", record.name, "--public-key", PUBLIC_KEY)
    assert (status, err) == (0, "")
    assert "- Not checked: the key that you gave. No ballot is countersigned." in out
