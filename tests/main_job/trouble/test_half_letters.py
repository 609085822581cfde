"""Half a surrogate pair, which JSON can write and UTF-8 can't hold, in what a member sends."""

from pathlib import Path

import pytest

from tests.main_job.conftest import Staging
from tests.main_job.job import receipt, verified


@pytest.mark.attack("text")
@pytest.mark.parametrize(
    "reason", ["\ud83d", "Dig \udc00it", "\udc00\ud83d", "\ud83d\ud83d\ude00", "\\\ud83d"]
)
@pytest.mark.parametrize("trust", ["discord", "countersigned"])
async def test_half_a_letter_in_a_reason_is_kept_as_no_letter_however_it_comes(
    staged: Staging, tmp_path: Path, trust: str, reason: str
) -> None:
    async with staged(by_http=trust == "countersigned") as job:
        await job.set_up(trust=trust)
        await job.join({"ada": 60_000, "ben": 40_000})
        number = await job.opened("ada", "Dig a well")
        theirs = receipt(await job.command("ada", number, "For", reason))
        # The bot is there for the next one.
        await job.click("ben", number, "For")
        record = await job.closed(number)
        found = verified(await job.result(number), tmp_path)
    (ballot,) = [each for each in record["ballots"] if each["receipt"] == theirs]
    whole = reason.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert ballot["reason"] == whole
    assert [line for line in found if line.startswith("✗")] == []
