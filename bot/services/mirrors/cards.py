"""What the card and the page of a mirrored proposal show, and where it stands in Discord."""

import msgspec

from bot.domain.actions.actions import DecodedAction, numbered
from bot.domain.ids import MirroredId, MirrorId
from bot.domain.mirrors import Mirror, MirroredProposal, MirroredThread
from bot.domain.spaces.space import Space
from bot.services.pages.access import PageAccess
from bot.services.ports import UnitOfWork
from bot.services.proposals.decoded_actions import DecodedActions

LISTED_AT_ONCE = 50
"""Proposals of a mirror."""


class MirroredCard(msgspec.Struct, frozen=True):
    """Everything that is shown of a mirrored proposal."""

    space: Space
    mirror: Mirror
    proposal: MirroredProposal
    actions: tuple[DecodedAction, ...]
    """What its calls do, whatever its text says."""
    thread: MirroredThread | None
    page: str | None
    """Where it is read in the browser; None where there are no pages for it."""
    votable: bool
    """Whether it takes votes, and there is a page on which members cast them."""

    @property
    def on_itself(self) -> tuple[str, ...]:
        """The numbers of the calls of the mirrored contract itself, also of those within others."""
        return tuple(
            number for number, each in numbered(self.actions) if each.action.to == self.mirror.address
        )


class MirrorPage(msgspec.Struct, frozen=True):
    """A part of what is kept of a mirrored contract's proposals, the newest first."""

    mirror: Mirror
    proposals: tuple[MirroredProposal, ...]
    before: MirroredId | None
    """The last of them, where there may be older ones."""


class MirroredCards(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    decoded_actions: DecodedActions
    page_access: PageAccess

    async def card(self, proposal: MirroredId) -> MirroredCard | None:
        """None where it, or the mirror, was taken away."""
        async with self.uow.reading() as repositories:
            found = await repositories.mirrored_proposals.find(proposal)
            mirror = None if found is None else await repositories.mirrors.find(found[0])
            if found is None or mirror is None:
                return None
            space = await repositories.spaces.get(mirror.space)
            thread = await repositories.mirrored_proposals.thread(proposal)
        actions = await self.decoded_actions.made_by(space.id, found[1].actions, mirror.rules.holder)
        page = self.page_access.url_of_mirrored(space, proposal)
        votable = found[1].stage.takes_votes and self.page_access.site is not None
        return MirroredCard(space, mirror, found[1], actions, thread, page, votable)

    async def page(self, mirror: MirrorId, before: MirroredId | None) -> MirrorPage | None:
        """None where the mirror was taken away."""
        async with self.uow.reading() as repositories:
            found = await repositories.mirrors.find(mirror)
            if found is None:
                return None
            some = await repositories.mirrored_proposals.newest(mirror, LISTED_AT_ONCE, before)
        return MirrorPage(found, tuple(some), some[-1].id if len(some) == LISTED_AT_ONCE else None)

    async def stands(self, proposal: MirroredId, thread: MirroredThread | None) -> None:
        """Note where it stands in Discord; None: its message was deleted, and it is shown there no more."""
        async with self.uow.writing() as repositories:
            await repositories.mirrored_proposals.stands(proposal, thread)
