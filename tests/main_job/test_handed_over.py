"""A server goes to another operator's Folkmoot in the middle of a vote: another bot, another database."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.bootstrap import open_runtime
from bot.cli.succession import export_server, import_file
from bot.configuration import fingerprint_of
from bot.domain.errors.operators.succession import ForAnother, OnlyACopy, ServerHere
from bot.domain.fault import Fault
from bot.domain.ids import GuildId
from bot.domain.succession.export_file import ExportRefused
from bot.storage.engine import open_database
from sandbox.discord import Message
from sandbox.stage import BOT_PERMISSIONS
from tests.databases import KINDS, Databases, database_of
from tests.main_job.conftest import Staging
from tests.main_job.job import TOKEN, Job, assert_says, receipt, record_of
from tests.main_job.living import LivingBot

THUMBS_UP = "👍"
KEYS = "0x" + "11" * 32, "0x" + "22" * 32


async def closed_by_itself(bot: LivingBot, number: int, url: str) -> dict[str, Any]:
    """The record of a vote that the bot closes itself, on a copy of its database in which the server has stayed."""
    database = open_database(url)
    async with database.unit_of_work().writing() as repositories:
        await repositories.handovers.remove(GuildId(bot.stage.guild.id))
    await database.close()
    settings = bot.settings.model_copy(update={"database_url": SecretStr(url)})
    async with open_runtime(settings, bot.machine) as runtime:
        await runtime.sweep.run()
        record = await runtime.services.cards.record(await bot.id_of(number))
    assert record is not None, "the vote did not close"
    found: dict[str, Any] = json.loads(record)
    return found


async def refused(bot: LivingBot, file: bytes, signer: str) -> type[Fault]:
    """Why a bot's operator can't import a file."""
    with pytest.raises(ExportRefused) as refusal:
        await import_file(bot.settings, io.BytesIO(file), signer, bot.machine)
    return type(refusal.value.fault)


async def exported(bot: LivingBot, *, final: bool) -> bytes:
    file = io.BytesIO()
    await export_server(bot.settings, GuildId(bot.stage.guild.id), file, final=final, clock=bot.machine)
    return file.getvalue()


async def test_a_server_is_handed_over_in_the_middle_of_a_vote(
    staged: Staging, databases: Databases, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """To a database of the other kind; `tests/storage/test_succession.py` goes the other way, too."""
    others: Databases = request.getfixturevalue(next(kind for kind in KINDS if kind != databases.kind))
    async with (
        staged(operator_key=KEYS[0]) as job,
        database_of(others, tmp_path / "second.db") as url,
    ):
        await job.set_up()
        await job.join({"ada": 40_000, "ben": 25_000, "cleo": 20_000})
        account = job.stage.chain.account("grantee").address
        number = await job.opened("ada", "Pay the team", f"transfer 1 ETH to {account}")
        receipts = {"ada": receipt(await job.click("ada", number, "For"))}
        await job.react("ben", number, THUMBS_UP)
        old_card = await job.card(number, "2 voted")
        copy = await exported(job.bot, final=False)

        successor = job.stage.discord.create_application("Folkmoot of others")
        member = job.stage.guild.invite(successor, permissions=BOT_PERMISSIONS)
        elsewhere = LivingBot(
            replace(job.stage, app=successor), job.bot.clock, url, FOLKMOOT_OPERATOR_KEY=KEYS[1]
        )
        signer, to = (str(fingerprint_of(bot.settings)) for bot in (job.bot, elsewhere))

        # The moderators hand it over, in public: from then on nothing new is stored.
        moderator = job.stage.moderator
        assert signer in await job.ask(moderator, "handover show")
        for name in (job["ben"].person, job.stage.guild.bot(job.stage.app)):
            named = {"fingerprint": to, "bot": name, "reason": "They move on"}
            assert "no other bot" in await job.ask(moderator, "handover begin", **named)
        begun = await job.ask(moderator, "handover begin", fingerprint=to, bot=member, reason="They move on")
        assert_says(begun, to, f"<@{successor.user_id}>", "`/handover cancel`")
        await job.logged("handed over", to)
        clicked = await job["cleo"].person.click(old_card, label="For")
        assert_says((await clicked.settled()).text, "is being handed over to", f"<@{successor.user_id}>")
        assert_says(await job.ask(job["cleo"].person, "proposal list"), "is being handed over to")
        await job.react("cleo", number, THUMBS_UP)
        await job.until(lambda: "Another bot runs this server now" in told_in_private(job, "cleo"))

        # The operator exports it, once everything is told. It can be done again, and gives the same.
        await job.settled()
        await job.bot.stop()
        assert await refused(elsewhere, copy, signer) is OnlyACopy
        file = await exported(job.bot, final=True)
        assert await exported(job.bot, final=True) == file
        for secret in (job.stage.app.token, KEYS[0], job.bot.settings.chains[0].rpc[0]):
            assert secret.encode() not in file
        before = await databases.copy(
            job.bot.settings.database_url.get_secret_value(), tmp_path / "before.db"
        )

        # The second one takes over what the first one refuses to go on with, whatever becomes due.
        assert await refused(job.bot, file, signer) is ForAnother
        _, rows = await import_file(elsewhere.settings, io.BytesIO(file), signer, elsewhere.machine)
        assert rows > 20
        assert await refused(elsewhere, file, signer) is ServerHere
        await elsewhere.start()
        await job.bot.start()
        try:
            assert "can't be taken back" in await job.ask(moderator, "handover cancel", reason="No")
            clicked = await job["cleo"].person.click(old_card, label="For")
            assert_says((await clicked.settled()).text, "is run by", f"<@{successor.user_id}>")
            await job.logged("taken over", signer)
            await seen_by(job, elsewhere, number)
            assert len(by_successor(job, number, successor.user_id)) == 1

            await job.bot.passes(minutes=61)
            result = await job.result(number)
            assert result.author.id == successor.user_id
            record, own = record_of(result), await closed_by_itself(job.bot, number, before)
            assert {**record, "closed_at": 0} == {**own, "closed_at": 0}
            assert receipts["ada"] in {ballot["receipt"] for ballot in record["ballots"]}
            assert record["result"]["scores"][0] == str(65_000 * TOKEN)

            await job.bot.passes(minutes=61)
            await job.in_thread(number, "safeTxHash")
            assert len(job.transactions()) == 1
            assert len(job.results(number)) == 1
            assert len(by_successor(job, number, successor.user_id)) == 1
        finally:
            await elsewhere.stop()


async def seen_by(job: Job, bot: LivingBot, number: int) -> None:
    """Until the bot knows that its own card stands: from then on the vote loses no time."""
    stands = False
    while not stands:
        await job.until(lambda: True)
        async with bot.program.runtime.services.uow.reading() as repositories:
            card = (await repositories.proposals.get(await bot.id_of(number))).card
        stands = card is not None and card.unseen_since is None


def by_successor(job: Job, number: int, bot: int) -> list[Message]:
    return [card for card in job.cards(number) if card.author.id == bot]


def told_in_private(job: Job, name: str) -> str:
    return "\n".join(message.text for message in job[name].person.inbox(job.stage.app))
