"""A rule that changes under a proposal in discussion is told in its thread, in words, whatever command changed it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.main_job.job import Job, assert_says

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("command", "options", "was", "is_now"),
    [
        ("gov track edit", {"track": "main", "quorum": "30%"}, "at least 4 %", "→ 30 % of all power"),
        ("gov track edit", {"track": "main", "voting_period": "2h"}, "1 hour", "2 hours"),
        ("gov policy apply", {"preset": "optimistic"}, "For", "Against"),
    ],
    ids=["quorum", "voting period", "preset"],
)
async def test_a_rule_that_changes_in_the_discussion_is_told_in_the_thread(
    dao: Job, command: str, options: dict[str, Any], was: str, is_now: str
) -> None:
    await dao.set_up()
    await dao.ask(dao.stage.moderator, "gov policy apply", preset="token")
    await dao.set_up()
    number = await dao.submitted("ada", "As it was")
    await dao.ask(dao.stage.moderator, command, **options)
    note = (await dao.in_thread(number, "The rules of this proposal changed")).text
    assert_says(note, was, is_now)
    thread = await dao.thread(number)
    assert sum("The rules of this proposal changed" in message.text for message in thread.messages) == 1
