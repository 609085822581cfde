"""What the form of a proposal begins with on each track, as its moderators wrote it."""

import msgspec

from bot.domain.errors import TextField, TextTooLong
from bot.domain.ids import TrackId
from bot.domain.spaces.space import Space, Track
from bot.domain.spaces.template import TrackTemplate
from bot.services.actors import Actor, require_moderator
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, Repositories, UnitOfWork
from bot.services.proposals.drafting.content import TEXT_LIMIT, TITLE_LIMIT
from bot.services.proposals.stages import proposed_on


class Templates(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal

    async def of(self, track: TrackId) -> TrackTemplate | None:
        """What a proposal begins with on the track; None where that is nothing."""
        async with self.uow.reading() as repositories:
            return await repositories.track_templates.of_track(track)

    async def editable(self, actor: Actor, track_id: TrackId) -> TrackTemplate | None:
        """The same for those who may change it. Raises NotSetUp, SpaceArchived, TrackUnknown, TrackRetired,
        NotModerator."""
        async with self.uow.reading() as repositories:
            await _moderated(repositories, actor, track_id)
            return await repositories.track_templates.of_track(track_id)

    async def set(self, actor: Actor, track_id: TrackId, title: str, text: str) -> tuple[Track, bool]:
        """Have proposals on the track begin with this, in public; with nothing where both are empty. The track, and
        whether it has a template now.

        Raises what `editable` raises, TextTooLong.
        """
        template = TrackTemplate(" ".join(title.split()), text.strip())
        for field, written, limit in (
            (TextField.TITLE, template.title, TITLE_LIMIT),
            (TextField.TEXT, template.text, TEXT_LIMIT),
        ):
            if len(written) > limit:
                raise TextTooLong(field, len(written), limit)
        wanted = template if template.title or template.text else None
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space, track = await _moderated(repositories, actor, track_id)
            if wanted != await repositories.track_templates.of_track(track_id):
                await repositories.track_templates.set(track_id, wanted, now)
                details = {"track": track.name, **({"template": wanted.hash} if wanted else {})}
                await log_act(repositories, actor, "track template", at=now, space=space, details=details)
        self.wake_signal.send()
        return track, wanted is not None


async def _moderated(repositories: Repositories, actor: Actor, track_id: TrackId) -> tuple[Space, Track]:
    track = await proposed_on(repositories, actor.guild, track_id)
    space = await repositories.spaces.get(track.space)
    require_moderator(actor, space)
    return space, track
