"""Discord may tell of one interaction several times: what it asks for is done once, whatever command, button or form it
is, and is no fault."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.domain.ids import GuildId, MemberId
from tests.captured_logs import captured_logs
from tests.cogs.conftest import named

pytestmark = pytest.mark.asyncio(loop_scope="session")

WHY = "the token contract was paused"

Ready = Callable[[], Awaitable[Any]]
"""Does the act. What it needs is there already."""
Count = Callable[[], Awaitable[int]]
"""How often it was done."""


def _acts(dao, act: str) -> Count:
    async def count() -> int:
        return [done for done, _ in await dao.log()].count(act)

    return count


async def pause(dao) -> tuple[Ready, Count]:
    proposal = await dao.voting()
    return lambda: dao.use("milo", "gov pause", proposal=named(proposal), reason=WHY), _acts(dao, "paused")


async def resume(dao) -> tuple[Ready, Count]:
    proposal = await dao.voting()
    await dao.use("milo", "gov pause", proposal=named(proposal), reason=WHY)
    return lambda: dao.use("milo", "gov resume", proposal=named(proposal), reason=WHY), _acts(dao, "resumed")


async def cancel(dao) -> tuple[Ready, Count]:
    proposal = await dao.discussed()
    asked = await dao.use("milo", "gov cancel", proposal=named(proposal), reason=WHY)
    return lambda: dao.click("milo", asked, f"Cancel proposal {proposal.number}"), _acts(dao, "cancelled")


async def veto(dao) -> tuple[Ready, Count]:
    proposal = await dao.voting()
    await dao.passed(proposal, "ada")
    asked = await dao.use("gus", "veto", proposal=named(proposal), reason=WHY)
    return lambda: dao.click("gus", asked, f"Veto proposal {proposal.number}"), _acts(dao, "vetoed")


async def withdraw(dao) -> tuple[Ready, Count]:
    proposal = await dao.discussed()
    asked = await dao.use("ada", "proposal withdraw", proposal=named(proposal))

    async def count() -> int:
        return int((await dao.proposal(proposal.id)).withdrawn_at is not None)

    return lambda: dao.click("ada", asked, "Withdraw it"), count


async def submit(dao) -> tuple[Ready, Count]:
    await dao.link("ada", tokens=100)
    preview = await dao.draft("ada")

    async def count() -> int:
        return sum(each.submission is not None for each in await dao.stored())

    return lambda: dao.click("ada", preview, "Submit"), count


async def draft(dao) -> tuple[Ready, Count]:
    await dao.link("ada", tokens=100)
    form = (await dao["ada"].slash(dao.council, "propose")).modal

    async def hand_in() -> None:
        await (await form.submit({"Title": "A well", "Text": "Dig it."})).settled()

    async def count() -> int:
        return len(await dao.stored())

    return hand_in, count


async def edit(dao) -> tuple[Ready, Count]:
    proposal = await dao.discussed()
    form = (await dao["ada"].slash(dao.council, "proposal edit", proposal=named(proposal))).modal

    async def hand_in() -> None:
        await (await form.submit({"Title": "Two wells"})).settled()

    async def count() -> int:
        found = await dao.services.proposal_reading.revisions(GuildId(dao.guild.id), proposal.id)
        return len(found) - 1

    return hand_in, count


async def link(dao) -> tuple[Ready, Count]:
    account = dao.world.chain.account(f"{dao.guild.id} told twice")
    message = await dao.use("ada", "wallet link", address=account.address)

    async def count() -> int:
        async with dao.services.uow.reading() as repositories:
            found = await repositories.wallets.of_members(GuildId(dao.guild.id), [MemberId(dao["ada"].id)])
        return sum(len(wallets) for wallets in found.values())

    return lambda: dao.sign("ada", message, account), count


async def prove(dao) -> tuple[Ready, Count]:
    await dao.use("mona", "gov safe release", reason=WHY)
    owner = dao.safe.owners[0]
    message = await dao.use("mona", "gov safe prove", signer=owner.address)
    before = await _acts(dao, "safe prove")()

    async def count() -> int:
        return await _acts(dao, "safe prove")() - before

    return lambda: dao.sign("mona", message, owner), count


async def release(dao) -> tuple[Ready, Count]:
    return lambda: dao.use("mona", "gov safe release", reason=WHY), _acts(dao, "safe release")


async def track(dao) -> tuple[Ready, Count]:
    return lambda: dao.use("mona", "gov track add", name="grants", preset="token"), _acts(dao, "track add")


async def address_book(dao) -> tuple[Ready, Count]:
    account = dao.world.chain.account("a friend").address
    return lambda: dao.use("mona", "gov address add", name="friend", address=f"31337:{account}"), _acts(
        dao, "address add"
    )


async def set_up(dao) -> tuple[Ready, Count]:
    before = await _acts(dao, "setup")()

    async def count() -> int:
        return await _acts(dao, "setup")() - before

    return lambda: dao.set_up(), count


ACTS = [
    pause,
    resume,
    cancel,
    veto,
    withdraw,
    submit,
    draft,
    edit,
    link,
    prove,
    release,
    track,
    address_book,
    set_up,
]


@pytest.mark.attack("order")
@pytest.mark.parametrize("copies", [2, 5])
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
async def test_what_is_told_several_times_is_done_once(dao, act, copies):
    do, count = await act(dao)
    dao.world.discord.gateway.faults.repeat_next("INTERACTION_CREATE", copies=copies)
    with captured_logs() as logged:
        await do()
        # Events come in order: with the answer to somebody else, the bot has dealt with those before.
        await dao.use("zoe" if "zoe" in dao.people else "ben", "wallet list")
    assert await count() == 1
    assert [line for line in logged if line["log_level"] in ("error", "critical")] == []
