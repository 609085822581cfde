"""Who may see a space's pages. To all others they are as if they weren't there."""

import msgspec

from bot.domain.accounts.sign_in_text import Site
from bot.domain.errors import PagesUnserved, PageUnknown
from bot.domain.ids import GuildId, MemberId, MirroredId, MirrorId, ProposalId, SpaceId
from bot.domain.spaces.space import PagesFor, Space
from bot.services.actors import Actor, require_moderator
from bot.services.delivery.notifications import RefreshCard
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.ports import Clock, Memberships, UnitOfWork
from bot.services.succession.handing_over import HandingOver


class Viewer(msgspec.Struct, frozen=True):
    """Who looks at a page."""

    member: MemberId | None
    """The Discord account with which they logged in; None before that."""
    memberships: Memberships
    """Who is asked whether that is a member."""


class PageAccess(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    clock: Clock
    wake_signal: WakeSignal
    site: Site | None
    """Where the pages are; None where there are none."""
    handing_over: HandingOver

    async def show_to(self, actor: Actor, pages: PagesFor) -> Space:
        """Decide who may see the server's pages, those of its parts too. Raises NotSetUp, NotModerator;
        PagesUnserved where the bot has none."""
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_guild(actor.guild)
            require_moderator(actor, space)
            if self.site is None and pages is not PagesFor.NOBODY:
                raise PagesUnserved
            tree = await repositories.spaces.tree(space.guild)
            if changed := [each for each in tree.spaces if each.pages is not pages]:
                for each in changed:
                    await repositories.spaces.show_pages_to(each.id, pages)
                    live = await repositories.proposals.live_in_space(each.id)
                    # Their cards lead to the pages, or no longer do.
                    await repositories.outbox.add(
                        *(RefreshCard(space.guild, one.id) for one in live if one.card), at=now
                    )
                details = {"pages": pages.value}
                await log_act(repositories, actor, "pages", at=now, details=details)
            space = await repositories.spaces.get(space.id)
        self.wake_signal.send()
        return space

    def url_of_space(self, space: Space) -> str | None:
        """Where the space's page is; None where there is none."""
        return self._url(space, f"/spaces/{space.id}")

    def url_of_treasury(self, space: Space) -> str | None:
        """Where the page of the space's treasury is; None where there is none."""
        return self._url(space, f"/spaces/{space.id}/treasury")

    def url_of_proposal(self, space: Space, proposal: ProposalId) -> str | None:
        """Where a proposal's page is; None where there is none."""
        return self._url(space, f"/proposals/{proposal}")

    def url_of_claims(self, space: Space, vote: ProposalId) -> str | None:
        """Where voters claim their rewards for a vote; None where there are no pages."""
        return self._url(space, f"/proposals/{vote}/claims")

    def url_of_mirror(self, space: Space, mirror: MirrorId) -> str | None:
        """Where the list of a mirrored contract's proposals is; None where there is none."""
        return self._url(space, f"/mirrors/{mirror}")

    def url_of_mirrored(self, space: Space, proposal: MirroredId) -> str | None:
        """Where the page of a mirrored proposal is; None where there is none."""
        return self._url(space, f"/mirrored/{proposal}")

    def _url(self, space: Space, path: str) -> str | None:
        if self.site is None or space.pages is PagesFor.NOBODY:
            return None
        return f"{self.site.origin}{path}"

    async def space(self, space_id: SpaceId, viewer: Viewer) -> Space:
        """The space, if the viewer may see its pages. Raises PageUnknown, MembershipUnavailable, HandedOver."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.find(space_id)
            decoy = await repositories.spaces.some_guild()
        return await self._admitted(space, decoy, viewer)

    async def of_proposal(self, proposal: ProposalId, viewer: Viewer) -> Space:
        """The space of a proposal that was submitted, if the viewer may see its pages. Raises PageUnknown,
        MembershipUnavailable, HandedOver."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_submitted(proposal)
            decoy = await repositories.spaces.some_guild()
        return await self._admitted(space, decoy, viewer)

    async def of_mirror(self, mirror: MirrorId, viewer: Viewer) -> Space:
        """The space of a mirrored contract, if the viewer may see its pages. Raises PageUnknown,
        MembershipUnavailable, HandedOver."""
        async with self.uow.reading() as repositories:
            found = await repositories.mirrors.find(mirror)
            space = None if found is None else await repositories.spaces.find(found.space)
            decoy = await repositories.spaces.some_guild()
        return await self._admitted(space, decoy, viewer)

    async def of_mirrored(self, proposal: MirroredId, viewer: Viewer) -> Space:
        """The space that shows a mirrored proposal, if the viewer may see its pages. Raises PageUnknown,
        MembershipUnavailable, HandedOver."""
        async with self.uow.reading() as repositories:
            found = await repositories.mirrored_proposals.find(proposal)
            mirror = None if found is None else await repositories.mirrors.find(found[0])
            space = None if mirror is None else await repositories.spaces.find(mirror.space)
            decoy = await repositories.spaces.some_guild()
        return await self._admitted(space, decoy, viewer)

    async def _admitted(self, space: Space | None, decoy: GuildId | None, viewer: Viewer) -> Space:
        """What isn't there is looked for as long as what the viewer may not see: Discord is asked all the same."""
        if space is not None and space.pages is PagesFor.EVERYBODY:
            self.handing_over.require_here(space.guild)
            return space
        if viewer.member is None or decoy is None:
            raise PageUnknown
        hidden = space is None or space.pages is PagesFor.NOBODY
        asked = decoy if space is None else space.guild
        is_member = await viewer.memberships.is_member(asked, viewer.member, remembered=not hidden)
        if space is None or hidden or not is_member:
            raise PageUnknown
        self.handing_over.require_here(space.guild)
        return space
