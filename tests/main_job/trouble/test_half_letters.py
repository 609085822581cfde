"""Half a surrogate pair, which JSON can write and UTF-8 can't hold, in what a member sends."""

from pathlib import Path

import pytest

from tests.assurance import ASSURANCE
from tests.main_job.conftest import Staging
from tests.main_job.job import receipt, verified

REASONS = {
    "ada": "\ud83d",
    "ben": "Dig \udc00it",
    "cleo": "\udc00\ud83d",
    "dan": "\ud83d\ud83d\ude00",
    "eve": "\\\ud83d",
}


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    ("databases", "trust"),
    [
        ("postgresql", "discord"),
        ("sqlite", "countersigned"),
        *([("sqlite", "discord"), ("postgresql", "countersigned")] if ASSURANCE else []),
    ],
    indirect=["databases"],
)
async def test_half_a_letter_in_a_reason_is_kept_as_no_letter_however_it_comes(
    staged: Staging, tmp_path: Path, trust: str
) -> None:
    async with staged(by_http=trust == "countersigned") as job:
        await job.set_up(trust=trust)
        await job.join(dict.fromkeys((*REASONS, "finn"), 20_000))
        number = await job.opened("ada", "Dig a well")
        theirs = {
            receipt(await job.command(name, number, "For", reason)): reason
            for name, reason in REASONS.items()
        }
        # The bot is there for the next one.
        await job.click("finn", number, "For")
        record = await job.closed(number)
        found = await verified(await job.result(number), tmp_path)
    kept = {ballot["receipt"]: ballot["reason"] for ballot in record["ballots"] if "reason" in ballot}
    whole = {
        code: reason.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        for code, reason in theirs.items()
    }
    assert {code: kept[code] for code in whole} == whole
    assert [line for line in found if line.startswith("✗")] == []
