"""What is in memory of consent is never older than the database, however slowly it was read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from bot.domain.errors import ConsentMissing
from bot.services.ports import Repositories, UnitOfWork
from bot.services.privacy.consenting import Consenting
from tests.harness import GUILD, ServiceHarness


class SlowReading:
    """A database whose answers arrive when the test says so."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self.read = asyncio.Event()
        self.arrives = asyncio.Event()
        self.arrives.set()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Repositories]:
        async with self._uow.reading() as repositories:
            yield repositories
        self.read.set()
        await self.arrives.wait()

    def writing(self) -> AbstractAsyncContextManager[Repositories]:
        return self._uow.writing()


def consenting(harness: ServiceHarness) -> tuple[Consenting, SlowReading]:
    services = harness.services
    slow = SlowReading(services.uow)
    return Consenting(slow, harness.clock, services.wake_signal), slow


async def begun(slow: SlowReading, task: "asyncio.Task[None]") -> None:
    """The task has read, and its answer is on the way."""
    await slow.read.wait()
    assert not task.done()


async def test_a_server_that_begins_to_ask_while_its_terms_are_read_is_asking(
    harness: ServiceHarness,
) -> None:
    await harness.set_up()
    asked, slow = consenting(harness)
    slow.arrives.clear()
    ada = harness.member("ada")
    looked = asyncio.create_task(asked.require(GUILD, ada))
    await begun(slow, looked)
    await asked.ask(harness.moderator(), "")
    slow.arrives.set()
    await looked
    with pytest.raises(ConsentMissing):
        await asked.require(GUILD, ada)


async def test_who_withdraws_while_their_consent_is_read_is_asked_again(harness: ServiceHarness) -> None:
    await harness.set_up()
    first, _ = consenting(harness)
    terms = await first.ask(harness.moderator(), "")
    ada = harness.member("ada")
    await first.agree(GUILD, ada, terms.version, "en", harness.clock.now())

    asked, slow = consenting(harness)
    await asked.terms(GUILD)
    slow.read.clear()
    slow.arrives.clear()
    looked = asyncio.create_task(asked.require(GUILD, ada))
    await begun(slow, looked)
    await asked.withdraw(GUILD, ada)
    slow.arrives.set()
    await looked
    with pytest.raises(ConsentMissing):
        await asked.require(GUILD, ada)
