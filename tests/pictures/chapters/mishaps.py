"""What the bot says when something isn't as it should be."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.domain.errors.outside import ReadFailure
from bot.domain.ids import Address, ChainId, GuildId, MemberId, ProposalId
from bot.services.delivery.notifications import (
    Alarm,
    AnyNotification,
    NotifyUnreadable,
    PostResult,
    ReportAlarms,
    ReportChain,
)
from sandbox.discord import Permission, Person
from sandbox.discord.world.channels import Channel
from tests.pictures.scenario import Scenario

_PATIENCE = 40
"""Looks at a channel in which the bot may not write, some minutes apart, until it says so elsewhere."""


async def play(scenario: Scenario) -> None:
    await _unseen_card(scenario)
    await _unheard(scenario)
    await _given_up(scenario)
    await _wrong_clock(scenario)
    await _alarms(scenario)


def _deny(scenario: Scenario, channel: Channel, denied: Permission | int) -> None:
    """Take these from the bot in a channel; 0 gives them back."""
    stage = scenario.job.stage
    channel.overwrite(stage.guild.bot(stage.app), deny=int(denied))


def _was_told(scenario: Scenario, person: Person, words: str) -> bool:
    """Whether somebody read this in a direct message."""
    return any(words in message.text for message in person.inbox(scenario.job.stage.app))


async def _refused(scenario: Scenario, channel: Channel, minutes: int) -> None:
    """Let time pass, and Discord refuse what the bot asks for in the channel."""
    job = scenario.job
    place, before = f"/channels/{channel.id}/", len(job.stage.discord.requests)

    def refusals() -> int:
        asked = job.stage.discord.requests[before:]
        return sum(place in request.path and request.status == 403 for request in asked)

    await scenario.passes(minutes=minutes)
    await job.until(lambda: refusals() > 2)


async def _unseen_card(scenario: Scenario) -> None:
    """A vote whose card can't be posted."""
    job = scenario.job
    number = await job.submitted("ben", "Mend the bridge")
    _deny(scenario, job.stage.announcements, Permission.SEND_MESSAGES)
    await _refused(scenario, job.stage.announcements, minutes=61)
    await scenario.passes(minutes=2)
    await job.logged(f"proposal {number} can't begin")
    for person in (job.stage.guild.owner, job.stage.moderator):
        await job.until(partial(_was_told, scenario, person, "can't begin"))
    _deny(scenario, job.stage.announcements, 0)
    await scenario.passes(minutes=10)
    await job.card(number, "Open for voting")
    await scenario.passes(minutes=61)
    await job.in_thread(number, "Result")
    scenario.look_around()


async def _unheard(scenario: Scenario) -> None:
    """A result that the thread doesn't take, for longer than a moment."""
    job = scenario.job
    number = await scenario.opened("Mend the other bridge")
    _deny(scenario, job.stage.discussion, Permission.SEND_MESSAGES_IN_THREADS)
    await _refused(scenario, await job.thread(number), minutes=61)
    await job.result(number)
    for _ in range(_PATIENCE):
        if any("Not delivered yet" in message.text for message in job.stage.log.messages):
            break
        await scenario.passes(minutes=6)
    await job.logged("Not delivered yet")
    for person in (job.stage.guild.owner, job.stage.moderator):
        await job.until(partial(_was_told, scenario, person, "Not delivered yet"))
    _deny(scenario, job.stage.discussion, 0)
    await scenario.passes(minutes=10)
    scenario.look_around()


async def _tell(scenario: Scenario, *notifications: AnyNotification) -> None:
    services = scenario.job.bot.program.runtime.services
    async with services.uow.writing() as repositories:
        await repositories.outbox.add(*notifications, at=scenario.job.bot.clock.now())
    services.wake_signal.send()


async def _given_up(scenario: Scenario) -> None:
    """A result that isn't there, and a wallet of which nothing can be read: what needs a fault of the bot's or of a
    contract is put where the bot finds it."""
    job = scenario.job
    guild, dan = GuildId(job.stage.guild.id), job["dan"]
    unreadable = NotifyUnreadable(
        guild, ProposalId(1), MemberId(dan.person.id), (Address(dan.wallet.address),), ReadFailure.REVERTED
    )
    before = len(dan.person.inbox(job.stage.app))
    await _tell(scenario, PostResult(guild, ProposalId(10**6)), unreadable)
    await job.until(lambda: len(dan.person.inbox(job.stage.app)) > before)
    await job.logged("/gov retry")
    scenario.look_around()


async def _wrong_clock(scenario: Scenario) -> None:
    job = scenario.job
    await job.submitted("ben", "Mend the third bridge")
    job.bot.machine.ahead = timedelta(hours=2)
    await scenario.passes(minutes=61)
    await scenario.passes(minutes=61)
    await job.logged("The clock of the bot's machine is")
    job.bot.machine.ahead = timedelta(0)
    scenario.look_around()


async def _alarms(scenario: Scenario) -> None:
    """A chain that is silent and answers again, and the votes that couldn't open meanwhile: that takes nodes which are
    away, and is put where the bot finds it."""
    job = scenario.job
    guild, chain = GuildId(job.stage.guild.id), ChainId(job.stage.chain.chain_id)
    space, _ = await job.bot.program.runtime.services.space_setup.space(guild)
    since = job.bot.clock.now() - timedelta(minutes=15)
    held_up = {"step": "opening", "cause": "chain_silent", "chain": str(chain)}
    alarms = tuple(Alarm(ProposalId(number), "held_up", held_up) for number in (1, 2))
    await _tell(scenario, ReportChain(guild, chain, since), ReportAlarms(guild, space.id, alarms))
    await job.logged("doesn't answer")
    await job.logged("2 alarms")
    await scenario.passes(minutes=31)
    await _tell(scenario, ReportChain(guild, chain, since, job.bot.clock.now()))
    await job.logged("answers again")
    scenario.look_around()
