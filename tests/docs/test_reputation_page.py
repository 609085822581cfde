"""What the page about reputation says, and its script, hold for the program and its records."""

import subprocess
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from bot.domain.ids import MemberId, ProposalId
from bot.domain.policy.model import RewardRule
from bot.domain.power import Reputation
from bot.domain.reputation.grants import LINES, grants_in
from bot.domain.reputation.ledger import DECIMALS, ReputationEvent, Why, balance
from tests.docs.pages import blocks, named, prose, read, rows
from tests.docs.test_scripts import run
from tests.harness import TOKEN, ServiceHarness
from tests.services.reputation.merit import DAY, POINT, change_policy, founded, give, next_vote

PAGE = read("docs/reputation.md")


def test_the_lines_of_the_page_are_read() -> None:
    (block,) = blocks(PAGE, "reputation")
    grants, others = grants_in(block)
    assert [str(Fraction(grant.amount, POINT)) for grant in grants] == ["50", "-20", "1/2"]
    assert others == ""
    assert f"may have {LINES} such lines" in PAGE


def test_the_kinds_of_events_are_those_of_the_page() -> None:
    told = [name for cell in rows(PAGE, "why") for name in named(cell)]
    assert told == [why.value for why in Why]
    assert {
        name.removeprefix("rewards.") for name in named(prose(PAGE)) if name.startswith("rewards.")
    } == set(RewardRule.model_fields)


def test_the_example_is_what_the_program_computes() -> None:
    begun, half_life = datetime(2026, 1, 1, tzinfo=UTC), 90 * DAY
    assert "with a half-life of 90 days" in PAGE
    events: list[ReputationEvent] = []
    table = [line.strip("|").split("|") for line in PAGE.splitlines() if line[2:3].isdigit()]
    assert len(table) == 4
    for day, what, before, after in table:
        at = begun + int(day) * DAY
        assert shown(balance(events, at, half_life)) == before.strip()
        kind, _, amount = what.strip().partition(" ")
        if kind != "nothing":
            sign = -1 if kind == "slash" else 1
            why = Why(kind)
            events.append(ReputationEvent(MemberId(1), sign * int(amount) * POINT, why, ProposalId(1), at))
        assert shown(balance(events, at, half_life)) == after.strip()


def shown(amount: int) -> str:
    """As the table has it: whole points alone, else all eighteen digits."""
    whole, rest = divmod(amount, POINT)
    return f"{whole}.{rest:0{DECIMALS}}" if rest else str(whole)


@pytest.fixture
async def record(harness: ServiceHarness, tmp_path: Path) -> Path:
    """The record of a vote in which reputation of two kinds counts, some of it slashed."""
    await founded(harness, {"ada": 10}, RewardRule(ballot=2 * POINT, accepted=3 * POINT))
    await give(harness, {"ada": 30, "ben": 50, "cleo": 5})
    await give(harness, {"ben": -7, "cleo": -9})
    sources = (Reputation(half_life=20 * DAY), TOKEN, Reputation(weight=2))
    await change_policy(harness, sources=sources, proposal_threshold=0)
    proposal, _ = await next_vote(harness)
    await harness.pass_time(timedelta(hours=1))
    await harness.vote("ada", "For")
    await harness.vote("ben", "Against")
    await harness.close(proposal)
    data = await harness.services.cards.record(proposal)
    assert data is not None
    path = tmp_path / "record.json"
    path.write_bytes(data)
    return path


def checked(record: Path) -> subprocess.CompletedProcess[str]:
    return run("reputation.py", record.parent, str(record))


def test_the_script_finds_the_balances_of_a_record_again(record: Path) -> None:
    answer = checked(record)
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    assert len(lines) == 4
    assert all(line.endswith(" as counted") for line in lines)
    assert len({line.split()[1] for line in lines}) == 4, "four balances, none of them alike"


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('"50000000000000000000","grant"', '"51000000000000000000","grant"'),
        ('"-7', '"-6'),
        ('"raw":"43', '"raw":"44'),
    ],
)
def test_the_script_sees_a_changed_record(record: Path, was: str, becomes: str) -> None:
    text = record.read_text()
    assert was in text
    record.write_text(text.replace(was, becomes))
    assert "NOT AS COUNTED" in checked(record).stdout
