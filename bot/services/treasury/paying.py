"""On which tracks a payment can be proposed."""

import msgspec

from bot.domain.errors import BeyondLimits, FolkmootError, NoExecutor, Refused
from bot.services.actors import Actor
from bot.services.execution.track_limits import TrackLimits
from bot.services.ports import Clock, UnitOfWork
from bot.services.proposals.drafting.action_reading import ActionReading
from bot.services.proposals.drafting.track_eligibility import TrackChoice, TrackEligibility
from bot.services.proposals.stages import executing_rules


class PayingTracks(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    action_reading: ActionReading
    track_eligibility: TrackEligibility
    track_limits: TrackLimits
    clock: Clock

    async def of(self, actor: Actor, line: str) -> list[TrackChoice]:
        """The tracks whose limits allow the payment now: first those whose threshold the member meets.

        Raises NotSetUp, and where no track allows it what the first one that pays out has against it: BadAction,
        BeyondLimits; NoExecutor where none pays out; ChainUnavailable.
        """
        found: list[TrackChoice] = []
        refused: FolkmootError | None = None
        for choice in await self.track_eligibility.tracks(actor):
            try:
                await self._require(actor, choice, line)
                found.append(choice)
            except NoExecutor:
                continue
            except Refused as error:
                refused = refused or error
        if not found:
            raise refused or NoExecutor()
        return found

    async def _require(self, actor: Actor, choice: TrackChoice, line: str) -> None:
        track = choice.track
        async with self.uow.reading() as repositories:
            rules = await executing_rules(repositories, track)
        actions = await self.action_reading.read(actor.guild, rules, line)
        async with self.uow.reading() as repositories:
            breaches = await self.track_limits.breaches(
                repositories, rules, track.space, track.id, actions, self.clock.now()
            )
        if breaches:
            raise BeyondLimits(breaches)
