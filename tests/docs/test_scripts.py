"""The scripts on the pages are run on what the bot itself makes."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_utils.crypto import keccak

from bot.domain.actions.actions import Action
from bot.domain.canonical import canonical_json
from bot.domain.executors import ProofDemand
from bot.domain.frozen_document import action_document
from bot.domain.ids import Address, ChainId
from bot.domain.spaces.auditors import Auditor
from bot.execution.safe.multi_send import multi_send
from bot.execution.safe.transaction import SafeTx, approve_calldata
from tests.docs.pages import named, read, rows, scripts
from tests.harness import ServiceHarness

SAFE = Address("0x9C8fF314C9Bc7F6e59A9d9225Fb22946427eDC03")
TO = Address("0x52908400098527886E0F7030069857D2E4169EE7")
MULTI_SEND = Address("0x9641d764fc13c8B624c04430C7356C1C7C8102e2")
CHAIN = ChainId(100)
ONE = [Action(CHAIN, TO, 5, "0x")]
TWO = [*ONE, Action(CHAIN, SAFE, 0, "0xa9059cbb" + "11" * 64)]


def run(name: str, folder: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    script = folder / name
    script.write_text(scripts()[name])
    # A session of its own has no terminal, so that getpass reads what is typed from the standard input.
    return subprocess.run(
        [sys.executable, str(script), *arguments],
        cwd=folder,
        input=typed,
        capture_output=True,
        text=True,
        start_new_session=True,
        check=False,
    )


def printed(answer: subprocess.CompletedProcess[str]) -> dict[str, str]:
    assert answer.returncode == 0, answer.stderr
    return {" ".join(words[:-1]): words[-1] for words in map(str.split, answer.stdout.splitlines())}


@pytest.fixture
async def record(harness: ServiceHarness, tmp_path: Path) -> Path:
    """The record of a vote in which somebody changed their mind and somebody gave a reason."""
    proposal = await harness.opened({"ada": 300, "ben": 200, "cleo": 7})
    await harness.vote("ada", "Against")
    await harness.vote("ben", "Abstain", reason='Ich weiß \u2028 nicht: \U0001f937 \x7f "quoted"\n')
    await harness.vote("cleo", "Against")
    await harness.vote("ada", "For")
    await harness.close(proposal)
    data = await harness.services.cards.record(proposal)
    assert data is not None
    path = tmp_path / "record.json"
    path.write_bytes(data)
    return path


def test_a_record_passes_the_auditors_script(record: Path) -> None:
    answer = run("hashes.py", record.parent, str(record))
    assert printed(answer)["record"]
    assert "3 ballots" in answer.stdout


async def test_a_salt_shows_whose_number_it_is(harness: ServiceHarness, tmp_path: Path) -> None:
    proposal = await harness.opened({"ada": 300})
    opening = (await harness.get(proposal)).opening
    assert opening is not None
    ada = harness.member("ada")
    answer = run("number.py", tmp_path, opening.pseudonyms.salt(ada).hex(), str(ada))
    assert answer.stdout.strip() == await harness.in_record("ada", proposal)


def test_a_record_passes_the_script_that_finds_its_extensions_again(record: Path) -> None:
    assert run("swings.py", record.parent, str(record)).stdout.strip() == "0 extensions"
    record.write_text(
        record.read_text().replace('"extensions":[]', '"extensions":[{"at_ms":"1","by_ms":"2"}]')
    )
    assert run("swings.py", record.parent, str(record)).returncode != 0


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"title":"A new well"', '"title":"A new road"'),
        ('"choice":3', '"choice":1'),
        ('"raw":"300"', '"raw":"301"'),
        ('"power":"7"', '"power":"8"'),
        ('"cast_at_ms":"1', '"cast_at_ms":"2'),
    ],
)
def test_a_changed_record_does_not_pass(record: Path, was: str, becomes: str) -> None:
    text = record.read_text()
    assert was in text
    record.write_text(text.replace(was, becomes))
    assert run("hashes.py", record.parent, str(record)).returncode != 0


def test_the_auditors_sum_is_the_result(record: Path) -> None:
    document = json.loads(record.read_text())
    election = record.with_name("election.json")
    election.write_bytes(canonical_json(document["election"]))
    answer = run("sum.py", record.parent, str(election))
    scores = dict(zip(document["election"]["choices"], map(int, document["result"]["scores"]), strict=True))
    assert answer.stdout.strip() == str(scores)


def test_the_fields_of_a_record_are_those_of_the_page(record: Path) -> None:
    page, document = read("docs/auditors.md"), json.loads(record.read_text())
    told = rows(page, "field")
    # This vote has no delegation and no actions.
    assert {name for cell in told for name in named(cell)} - {"delegate_caps"} == set(document)
    frozen = set(named(told["`frozen`"])) - {"delegations", "delegate_caps", "called", "wallet_delegations"}
    assert frozen | {"proposal"} == set(document["frozen"])
    told = rows(page, "field of a ballot")
    ballot = document["ballots"][0]
    # Nor does its track ask for anything that ballots bring along.
    assert {name for cell in told for name in named(cell)} - {"vote_evidence"} == set(ballot)
    assert set(named(told["`evidence`"])) == set(ballot["evidence"][0])
    assert len(ballot["receipt"]) == 16
    assert (int(ballot["source"]) >> 22) + 1420070400000 == int(ballot["cast_at_ms"])


async def test_the_log_passes_the_auditors_script_until_somebody_changes_it(
    harness: ServiceHarness, tmp_path: Path
) -> None:
    proposal = await harness.opened({"ada": 3})
    await harness.services.moderation.pause(harness.moderator(), proposal, "Zu früh \U0001f6d1")
    await harness.services.moderation.resume(harness.moderator(), proposal, "Weiter")
    assert run("log_chain.py", tmp_path, str(tmp_path / "assembly.db")).returncode == 0
    async with harness.database.write_transaction() as connection:
        await connection.exec_driver_sql("UPDATE log_entries SET reason = 'x' WHERE act = 'paused'")
    answer = run("log_chain.py", tmp_path, str(tmp_path / "assembly.db"))
    assert "entry 3 does not fit" in answer.stderr


async def test_the_acts_of_the_log_are_those_of_the_page(harness: ServiceHarness) -> None:
    proposal = await harness.opened({"ada": 3})
    await harness.services.moderation.pause(harness.moderator(), proposal, "early")
    await harness.services.moderation.resume(harness.moderator(), proposal, "go on")
    await harness.passed(proposal)
    await harness.services.moderation.veto(harness.guardian(), proposal, "wrong")
    other = await harness.submitted()
    await harness.services.moderation.cancel(harness.moderator(), other, "spam")
    await harness.prove(harness.moderator(), demand=ProofDemand.THRESHOLD)
    await harness.services.executor_proofs.release(harness.moderator(), "", "we moved")
    await harness.services.address_book.add(harness.moderator(), "well", harness.wallet("ada"))
    await harness.services.address_book.remove(harness.moderator(), "well")
    auditor = Auditor(is_role=False, id=harness.member("ada"))
    await harness.services.auditors.add(harness.moderator(), auditor)
    await harness.services.auditors.remove(harness.moderator(), auditor)
    await harness.services.space_setup.log_links(harness.moderator(), True)
    async with harness.services.uow.reading() as repositories:
        acts = {entry.act for entry in await repositories.log.of_guild(harness.moderator().guild)}
    sentence = re.search(r"Every administrative act \((.*?)\)", read("docs/auditors.md"))
    assert sentence
    assert set(named(sentence[1])) == acts


@pytest.mark.parametrize("actions", [ONE, TWO], ids=["one action", "two actions"])
@pytest.mark.parametrize("at", [None, TO], ids=["usual MultiSend", "another MultiSend"])
def test_the_signers_script_gives_the_hashes_of_the_bot(
    tmp_path: Path, actions: list[Action], at: Address | None
) -> None:
    file = tmp_path / "actions.json"
    file.write_bytes(canonical_json([action_document(action) for action in actions]))
    transaction = SafeTx.making(actions, at or MULTI_SEND, 42)
    hashed = transaction.preimage(CHAIN, SAFE)
    other = [at] if at else []
    answer = printed(run("safe_hash.py", tmp_path, str(file), str(CHAIN), SAFE, "42", *other))
    assert answer == {
        "to": transaction.to,
        "value": str(transaction.value),
        "operation": str(int(transaction.operation)),
        "data": multi_send(actions) if len(actions) > 1 else "0x" + transaction.data.hex(),
        "domain hash": "0x" + hashed[2:34].hex(),
        "message hash": "0x" + hashed[34:].hex(),
        "safeTxHash": "0x" + keccak(hashed).hex(),
        "approveHash": approve_calldata("0x" + keccak(hashed).hex()),
    }


def test_the_voters_script_signs_the_message(tmp_path: Path) -> None:
    account = Account.create()
    text = "vote.example wants you to sign in\nwith two lines: ä"
    (tmp_path / "message.txt").write_text(text)
    answer = run("sign.py", tmp_path, typed=account.key.hex() + "\n")
    assert answer.returncode == 0, answer.stderr
    signature = answer.stdout.strip().removeprefix("Private key: ")
    assert len(signature) == 132
    assert Account.recover_message(encode_defunct(text=text), signature=signature) == account.address
