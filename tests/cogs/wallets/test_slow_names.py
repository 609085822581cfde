"""A node that takes its time over a name leaves no command without an answer."""

import pytest

from tests.cogs.conftest import answered, named

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_commands_that_look_a_name_up_say_first_that_the_answer_takes_time(dao):
    await dao.draft("ada")
    proposal = named(await dao.newest())
    faults, name = dao.world.chain.faults, "nobody.eth"
    for who, command, options in (
        ("ada", "wallet unlink", {"wallet": name}),
        ("ada", "wallet primary", {"wallet": name}),
        ("ada", "vote wallet", {"proposal": proposal, "wallet": name, "choice": "For"}),
        ("mona", "gov safe release", {"reason": "We moved.", "safe": name}),
    ):
        faults.fail_next("*", kind="slow", times=1_000, to=3600.0)
        try:
            reply = await dao[who].slash(dao.council, command, **options)
            assert reply.kind == "deferred", command
            assert not reply.is_settled
        finally:
            faults.clear()
        assert "leads to no account on local" in (await answered(reply)).text
