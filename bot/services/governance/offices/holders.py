"""Who holds what a server's spaces stand on: where nobody has a role any more, or somebody has left, it is said once.

The bot doesn't hear of members who leave (it asks for no privileged intent), so that it is found out when a vote is
about to be seen, and by the doctor. Nothing that runs stops by it.
"""

from collections.abc import Collection, Mapping

import msgspec

from bot.domain.ids import GuildId, MemberId, ProposalId, RoleId
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import Space
from bot.services.actors import ITSELF, Actor
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, LogEntry, Repositories, UnitOfWork

MOST_ASKED = 40
"""Members of a server about whom Discord is asked one by one."""
_LOOKED_THROUGH = 200
"""Entries of the log: what was said before those is said again."""

_Said = tuple[str, str, ProposalId | None]


class Named(msgspec.Struct, frozen=True):
    """Whom the spaces of a server name, so that Discord can be asked about them."""

    auditors: tuple[MemberId, ...]
    authors: tuple[MemberId, ...]
    """Of proposals that can be edited or taken back still."""

    @property
    def members(self) -> tuple[MemberId, ...]:
        return tuple(dict.fromkeys((*self.auditors, *self.authors)))[:MOST_ASKED]


class Heard(msgspec.Struct, frozen=True):
    """What Discord says of them."""

    counts: Mapping[RoleId, int]
    """How many members have each role; a role that isn't in it has nobody, or is no more."""
    gone: Collection[MemberId]
    """Those who have left."""


class Holders(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def named(self, guild: GuildId) -> Named | None:
        """None where there is no space, or the server was handed over."""
        async with self.uow.reading() as repositories:
            spaces = await _spaces(repositories, guild)
            if not spaces:
                return None
            auditors = [
                MemberId(each.id)
                for space in spaces
                for each in await repositories.auditors.of_space(space.id)
                if not each.is_role
            ]
            authors = [
                proposal.author for space in spaces for proposal in await _unopened(repositories, space)
            ]
        return Named(tuple(auditors), tuple(authors))

    async def look(self, guild: GuildId, heard: Heard) -> None:
        """Write into the public log, once, what lacks a holder now and what can be done. A role that was deleted is
        told of by those who look for that."""
        async with self.uow.writing() as repositories:
            said = {_said(each) for each in await repositories.log.of_guild(guild, limit=_LOOKED_THROUGH)}
            told = False
            for space in await _spaces(repositories, guild):
                told |= await self._look_at(repositories, space, heard, said)
        if told:
            self.wake_signal.send()

    async def _look_at(
        self, repositories: Repositories, space: Space, heard: Heard, said: Collection[_Said]
    ) -> bool:
        actor, now, told = Actor(ITSELF, "", space.guild, ""), self.clock.now(), False
        acts = (
            ("guardians empty", "moderators empty")
            if space.parent is None
            else ("guardians lack", "moderators lack")
        )
        for act, role in zip(acts, (space.guardians, space.moderators), strict=True):
            if heard.counts.get(role) == 0 and (act, str(role), None) not in said:
                await log_act(repositories, actor, act, at=now, space=space, details={"role": str(role)})
                told = True
        for each in await repositories.auditors.of_space(space.id):
            key = ("auditor left", str(each.id), None)
            if not each.is_role and each.id in heard.gone and key not in said:
                details = {"member": str(each.id)}
                await log_act(repositories, actor, "auditor left", at=now, space=space, details=details)
                told = True
        for proposal in await _unopened(repositories, space):
            if proposal.author in heard.gone and ("author left", "", proposal.id) not in said:
                await log_act(repositories, actor, "author left", at=now, proposal=proposal.id)
                told = True
        return told


async def _spaces(repositories: Repositories, guild: GuildId) -> list[Space]:
    """Those that are alive, of a server that is run here."""
    if await repositories.handovers.of(guild) is not None:
        return []
    return [space for space in (await repositories.spaces.tree(guild)).spaces if space.archived_at is None]


async def _unopened(repositories: Repositories, space: Space) -> list[Proposal]:
    """Its proposals whose vote hasn't opened: until then their authors may be needed."""
    return [
        proposal for proposal in await repositories.proposals.live_in_space(space.id) if not proposal.opening
    ]


def _said(entry: LogEntry) -> _Said:
    return entry.act, entry.details.get("role") or entry.details.get("member") or "", entry.proposal
