"""What a member asks about themself: what is stored, all of it in a file, and to be erased."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
import structlog

from bot.domain.consent import Consent
from bot.domain.errors import NotSetUp, Refused
from bot.domain.ids import FIRST_STAND_IN, GuildId, MemberId, ProposalId, ProposalNumber, SpaceId
from bot.domain.retention import RetentionKind
from bot.services.actors import Actor
from bot.services.conviction.staking import StakingOnProposals
from bot.services.delivery.outbox import WakeSignal
from bot.services.each_by_itself import each_by_itself
from bot.services.ports import Clock, DataKind, Erasure, Repositories, UnitOfWork
from bot.services.voting.live.live_votes import LiveVotes

LOOKED_AGAIN = timedelta(hours=1)
"""How often it is looked whether what holds an erasure up is over."""
MOST_ROWS = 50_000
"""In a file of everything that is stored: Discord takes no larger ones."""
_FORMAT = "folkmoot/1"

_log = structlog.get_logger(__name__)


class OwnData(msgspec.Struct, frozen=True):
    """What is stored about a member, in all servers of this bot."""

    rows: Mapping[DataKind, int]
    """How many, by what they are about."""
    asked_at: datetime | None = None
    """When they asked to be erased, while that waits."""
    holding: Sequence[ProposalNumber] = msgspec.field(default=())
    """The proposals that it would wait for, or waits for."""
    juries: Sequence[int] = msgspec.field(default=())
    """The numbers of the juries to be drawn that it would wait for, or waits for."""
    consent: Consent | None = None
    """What they agreed to in the server where they ask."""
    periods: Mapping[RetentionKind, int] = msgspec.field(default_factory=dict)
    """What that server keeps for so many days only."""


class OwnDataService(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    staking: StakingOnProposals
    live_votes: LiveVotes
    clock: Clock
    wake_signal: WakeSignal
    forget: Sequence[Callable[[], None]] = ()
    """Lets go of what is kept in memory of closed votes."""

    async def show(self, guild: GuildId, member: MemberId) -> OwnData:
        """`guild`: where they ask."""
        async with self.uow.reading() as repositories:
            stored = repositories.personal_data
            erasure = await stored.erasure_of(member)
            holding = await stored.holding(member)
            return OwnData(
                await stored.counts(member),
                None if erasure is None else erasure.asked_at,
                [number for _, number in holding],
                await stored.awaited_lots(member),
                await repositories.consents.of(guild, member),
                await _periods(repositories, guild),
            )

    async def export(self, member: MemberId) -> tuple[str, bytes]:
        """Name and content of a file with every row in which the member stands."""
        async with self.uow.reading() as repositories:
            rows = await repositories.personal_data.rows(member, MOST_ROWS + 1)
        tables: dict[str, list[Mapping[str, object]]] = {}
        for row in rows[:MOST_ROWS]:
            tables.setdefault(row.table, []).append(row.values)
        document = {
            "personal_data": _FORMAT,
            "member": str(member),
            "at": self.clock.now().isoformat(),
            "complete": len(rows) <= MOST_ROWS,
            "tables": tables,
        }
        return "folkmoot-my-data.json", msgspec.json.format(msgspec.json.encode(document), indent=2)

    async def erase(self, actor: Actor, interaction: int) -> OwnData:
        """Erase the member, or note that they asked and do it as soon as nothing holds it up: what `show` tells then.

        Stakes are taken back at once: where that fails on one proposal it is raised, and the erasure waits for that one
        alone. Raises NotSetUp.
        """
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_guild(actor.guild)
            await repositories.personal_data.ask(Erasure(space.id, actor.member, now, now + LOOKED_AGAIN))
            holding = await repositories.personal_data.holding(actor.member)

        async def take_back(placed: tuple[int, ProposalId]) -> None:
            place, proposal = placed
            await self._take_back(actor, proposal, interaction + place)

        await each_by_itself(enumerate(proposal for proposal, _ in holding), take_back)
        await self._try(Erasure(space.id, actor.member, now, now), now)
        return await self.show(actor.guild, actor.member)

    async def finish(self, space: SpaceId) -> datetime | None:
        """Erase those who asked for it in a space and whom nothing holds up any more. Returns when to look again.

        One that fails holds up none of the others; what it raised is raised.
        """
        now = self.clock.now()
        async with self.uow.reading() as repositories:
            due = await repositories.personal_data.due(space, now)
        await each_by_itself(due, lambda erasure: self._try(erasure, now))
        async with self.uow.reading() as repositories:
            return (await repositories.spaces.get(space)).erasures_at

    async def _try(self, erasure: Erasure, now: datetime) -> None:
        async with self.uow.writing() as repositories:
            stored = repositories.personal_data
            if await stored.holding(erasure.member) or await stored.awaited_lots(erasure.member):
                await stored.look_again(erasure, now + LOOKED_AGAIN)
                return
            changed = await stored.erase(erasure.member, _stand_in())
            await stored.look_again(erasure, now)  # Its row is gone: the space has another time now, or none.
        for forget in self.forget:
            forget()
        for proposal in changed:
            self.live_votes.end(proposal)
        self.wake_signal.send()
        _log.info("privacy.erased", proposals=len(changed))

    async def _take_back(self, actor: Actor, proposal_id: ProposalId, interaction: int) -> None:
        try:
            await self.staking.withdraw(actor, proposal_id, "all", interaction)
        except Refused:
            return  # Nothing of theirs lies there, or it isn't one on which members stake.


async def _periods(repositories: Repositories, guild: GuildId) -> Mapping[RetentionKind, int]:
    try:
        root = await repositories.spaces.of_guild(guild)
    except NotSetUp:
        return {}
    return await repositories.retentions.of_space(root.id)


def _stand_in() -> MemberId:
    """A number that Discord gives nobody, and nobody else has had."""
    return MemberId(FIRST_STAND_IN + secrets.randbits(61))
