"""A server's proposals are #1, #2, #3 …: people read and type these numbers, whatever the program calls them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.ids import ChannelId, GuildId, MemberId, RoleId
from bot.domain.policy.model import preset
from bot.domain.proposals.facts import Content
from sandbox.discord import Message
from sandbox.discord.world.guilds import Guild
from tests.main_job.conftest import Staging
from tests.main_job.job import Job, proposal_of
from tests.main_job.whole_job import play_whole_job

OF_OTHERS = 40
"""Drafts that another server's members have written before."""
_NAMED = re.compile(r"(?i)#{0}\b|proposals?\W{{0,3}}{0}\b|draft\W{{0,3}}{0}\b")


@dataclass
class Heard:
    """Everything that Discord has shown to anybody, each version of each message: a watcher of the sandbox."""

    texts: set[str] = field(default_factory=set)
    nonces: set[str] = field(default_factory=set)
    """By which the bot keeps Discord from posting twice."""

    def message_changed(self, message: Message) -> None:
        self.texts.add(message.text)
        if message.nonce is not None:
            self.nonces.add(str(message.nonce))
        self.texts |= {attached.filename for attached in message.attachments}
        self.texts |= {button.label or "" for button in message.buttons}
        self.texts.add(getattr(message.channel, "name", ""))

    def guild_changed(self, guild: Guild) -> None:
        self.texts |= {getattr(channel, "name", "") for channel in guild.channels}

    def naming(self, number: int) -> list[str]:
        """Those that call a proposal by this number."""
        pattern = re.compile(_NAMED.pattern.format(number))
        return [text for text in self.texts if pattern.search(text)]


async def others_come_first(job: Job) -> None:
    """So that the ids of this server's proposals begin later."""
    now = job.bot.clock.now()
    async with job.bot.program.runtime.services.uow.writing() as repositories:
        elsewhere = await repositories.spaces.bind(
            GuildId(7),
            "Elsewhere",
            announcements=ChannelId(1),
            discussion=ChannelId(2),
            log=ChannelId(3),
            moderators=RoleId(4),
            guardians=RoleId(5),
            at=now,
        )
        track = await repositories.spaces.set_track(elsewhere.id, "main", preset("token"), now)
        for _ in range(OF_OTHERS):
            content = Content("Theirs", "Not ours.")
            await repositories.proposals.add(elsewhere.id, track.id, MemberId(8), content, now)


async def test_people_read_and_type_a_proposals_number_and_neither_its_id_nor_any_mark_of_the_bot(
    staged: Staging, tmp_path: Path
) -> None:
    async with staged() as job:
        await others_come_first(job)
        heard = Heard()
        job.stage.discord.world.watchers.append(heard)
        await play_whole_job(job, tmp_path)
        first = await job.bot.id_of(1)
        assert first == OF_OTHERS + 1
        assert proposal_of(await job.card(1)) == first
        assert len(heard.nonces) > 10
        assert not [text for text in heard.texts for nonce in heard.nonces if nonce[:8] in text]
        assert not [text for text in heard.texts if re.search(r"(?i)\bref\b", text)]
        await _look_at_everything(job)
        await _draft_and_discard(job)
        assert await _paused_and_cancelled(job) == 2, "the discarded draft has taken no number"
        assert await _withdrawn(job) == 3
        thread = await job.thread(1)
        assert thread.name.startswith("#1 ")
        assert all(heard.naming(number) for number in (1, 2, 3))
        for given in range(first, first + 5):
            assert heard.naming(given) == []
        refused = await job.ask(job["ben"].person, "proposal view", proposal=str(first))
        assert f"There is no proposal `{first}` in this server" in refused
        (transaction,) = job.transactions()
        assert "Folkmoot proposal 1 of Discord server" in transaction["origin"]


async def _look_at_everything(job: Job) -> None:
    ada, ben = job["ada"].person, job["ben"].person
    for command in ("proposal view", "proposal actions", "proposal diff", "vote why", "vote mine"):
        for typed in ("1", "#1"):
            assert "1" in await job.ask(ben, command, proposal=typed), command
    for command in ("proposal list", "vote mine", "help", "gov log"):
        await job.ask(job.stage.moderator, command)
    for command in ("proposal edit", "proposal withdraw"):
        assert "Proposal #1 is in the state" in await job.ask(ada, command, proposal="1")
    assert "#1" in await job.ask(ben, "vote cast", proposal="#1", choice="For")
    (offered,) = await ben.autocomplete(
        job.stage.announcements, "proposal view", focused="proposal", value="#1"
    )
    assert offered["value"] == "1"
    assert offered["name"].startswith("#1 ")
    details = await (await ben.click(await job.card(1), label="Details")).settled()
    assert "Proposal 1" in details.text


async def _draft_and_discard(job: Job) -> None:
    ada = job["ada"].person
    preview = await job.stage.draft(ada, "Never mind", "Not a good idea.")
    assert "Proposal" not in preview.text
    (offered,) = await ada.autocomplete(
        job.stage.announcements, "proposal edit", focused="proposal", value="never"
    )
    assert offered["name"].startswith("Never mind")
    for command in ("proposal view", "proposal actions", "proposal diff"):
        await job.ask(ada, command, proposal=offered["value"])
    form = await ada.slash(job.stage.announcements, "proposal edit", proposal=offered["value"])
    assert form.modal is not None
    assert form.modal.title == "Edit your draft"
    asked = await (await ada.click(preview, label="Discard")).settled()
    done = await (await ada.click(asked, label="Discard it")).settled()
    assert "discarded" in done.text
    again = await (await ada.click(preview, label="Submit")).settled()
    assert "This draft is in the state" in again.text


async def _paused_and_cancelled(job: Job) -> int:
    number = await job.opened("ada", "Paint the gate")
    moderator, typed = job.stage.moderator, f"#{number}"
    await job.click("ben", number, "For")
    await job.ask(moderator, "gov pause", proposal=typed, reason="Which gate?")
    assert f"#{number}" in await job.ask(job["ben"].person, "vote cast", proposal=typed, choice="Against")
    await job.ask(moderator, "gov resume", proposal=typed, reason="That one.")
    asked = await job.asked(moderator, "gov cancel", proposal=typed, reason="It was sold.")
    done = await (await moderator.click(asked, label=f"Cancel proposal {number}")).settled()
    assert f"Proposal {number} is cancelled" in done.text
    await job.notified(number, "cancelled the proposal")
    await job.logged("cancel", f"Proposal {number}")
    assert f"proposal {number}" in await job.ask(moderator, "gov log")
    return number


async def _withdrawn(job: Job) -> int:
    number = await job.submitted("ada", "Sell the shed")
    ada = job["ada"].person
    form = await ada.slash(job.stage.announcements, "proposal edit", proposal=str(number))
    assert form.modal is not None
    assert form.modal.title == f"Edit proposal {number}"
    asked = await job.asked(ada, "proposal withdraw", proposal=str(number))
    done = await (await ada.click(asked, label="Withdraw it")).settled()
    assert f"Proposal {number} is withdrawn" in done.text
    await job.in_thread(number, "withdrew the proposal")
    return number
