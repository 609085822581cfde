"""What the pages of spaces and proposals show, for those who may see them."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from bot.domain.errors import PageUnknown
from bot.domain.ids import MemberId, Power, ProposalId, ProposalNumber, SpaceId
from bot.domain.policy.legal import names_voters
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.search import Search
from bot.domain.proposals.state import BEFORE_THE_END, State
from bot.domain.proposals.words import words_to_find
from bot.domain.spaces.space import Space, Track
from bot.services.delegation.delegating import Delegating, Portrait
from bot.services.pages.access import PageAccess, Viewer
from bot.services.pages.voters import Voters, VotersPage
from bot.services.ports import UnitOfWork
from bot.services.proposals.cards import Card, Cards
from bot.services.proposals.listing import Listed, Listing

RESULTS_AT_ONCE = 20
_TAKES_VOTES = (State.VOTING, State.PAUSED, State.CLOSED)


class SpacePage(msgspec.Struct, frozen=True):
    """The proposals of a space, or of one of its tracks, each group with the newest first."""

    space: Space
    tracks: tuple[Track, ...]
    """All of them, retired ones too."""
    track: Track | None
    """The one whose proposals are shown; None where all are."""
    voted_on: tuple[Listed, ...] = ()
    discussed: tuple[Listed, ...] = ()
    results: tuple[Listed, ...] = ()
    newest: bool = True
    """Whether this is the first page, which alone shows what is still going on."""
    older: ProposalId | None = None
    """The results on the next page have smaller numbers than this; None where there are none."""


class SearchPage(msgspec.Struct, frozen=True):
    """What of a space's proposals, or of those of one of its tracks, has the words that somebody looks for."""

    space: Space
    tracks: tuple[Track, ...]
    track: Track | None
    text: str
    """What they typed."""
    found: tuple[Listed, ...]
    """The newest first."""
    older: ProposalNumber | None
    """Those on the next page have smaller numbers than this; None where there are none."""


class DelegatesPage(msgspec.Struct, frozen=True):
    """Those who vote for others in a space."""

    space: Space
    portraits: tuple[Portrait, ...]
    newest: Proposal | None
    """Whose vote was closed last, of those whose voters everybody may see; None where none is closed yet."""
    weights: Mapping[MemberId, Power]
    """What each of them voted with in it."""


class PageReading(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    access: PageAccess
    cards: Cards
    listing: Listing
    voters: Voters
    delegating: Delegating

    async def delegates(self, space: Space) -> DelegatesPage:
        """Of a space that the reader may see."""
        portraits = await self.delegating.board_of(space)
        async with self.uow.reading() as repositories:
            live = await repositories.proposals.live_in_space(space.id)
            settled = await repositories.proposals.settled_in_space(space.id, limit=RESULTS_AT_ONCE)
        closed = [
            (each.closing.at, each)
            for each in [*live, *settled]
            if each.closing and _had_ballots(each) and names_voters(each.rules)
        ]
        _, newest = max(closed, key=lambda pair: pair[0], default=(None, None))
        weights = await self.voters.weights(newest) if newest else {}
        return DelegatesPage(space, tuple(portraits), newest, weights)

    async def space(
        self, space_id: SpaceId, viewer: Viewer, *, track: str = "", before: ProposalId | None = None
    ) -> SpacePage:
        """Raises PageUnknown, MembershipUnavailable."""
        space = await self.access.space(space_id, viewer)
        async with self.uow.reading() as repositories:
            tracks = tuple(await repositories.spaces.tracks(space.id))
            chosen = _named(tracks, track)
            settled = await repositories.proposals.settled_in_space(
                space.id,
                limit=RESULTS_AT_ONCE + 1,
                before=before,
                track=chosen.id if chosen else None,
            )
            more = len(settled) > RESULTS_AT_ONCE
            settled = settled[:RESULTS_AT_ONCE]
            live = []
            if before is None:
                live = (await repositories.proposals.live_in_space(space.id))[::-1]
                live = [each for each in live if chosen is None or each.track == chosen.id]
            listed = await self.listing.listed(repositories, [*live, *settled])
        return SpacePage(
            space,
            tracks,
            chosen,
            _those(listed, lambda state: state in _TAKES_VOTES),
            _those(listed, lambda state: state in BEFORE_THE_END and state not in _TAKES_VOTES),
            _those(listed, lambda state: state not in BEFORE_THE_END and state not in _TAKES_VOTES),
            newest=before is None,
            older=settled[-1].id if more else None,
        )

    async def search(
        self,
        space_id: SpaceId,
        viewer: Viewer,
        text: str,
        *,
        track: str = "",
        below: ProposalNumber | None = None,
    ) -> SearchPage:
        """Those whose title or text as it stands has all of these words, or words that begin like them; none where the
        text has no word. Raises PageUnknown, MembershipUnavailable."""
        space, words = await self.access.space(space_id, viewer), words_to_find(text)
        async with self.uow.reading() as repositories:
            tracks = tuple(await repositories.spaces.tracks(space.id))
            chosen = _named(tracks, track)
            wanted = Search(space=space.id, track=chosen.id if chosen else None, words=words)
            numbered = []
            if words:
                numbered = await repositories.proposals.search(
                    space.guild, wanted, limit=RESULTS_AT_ONCE + 1, below=below
                )
            more = len(numbered) > RESULTS_AT_ONCE
            numbered = numbered[:RESULTS_AT_ONCE]
            proposals = await repositories.proposals.get_many([proposal for _, proposal in numbered])
            listed = await self.listing.listed(repositories, proposals.values())
        newest_first = sorted(listed, key=lambda each: -each.proposal.number)
        return SearchPage(space, tracks, chosen, text, tuple(newest_first), numbered[-1][0] if more else None)

    async def voters_of(self, card: Card, after: str = "") -> VotersPage | None:
        """Who has voted, page by page; None while that is hidden, and where nobody votes with a ballot."""
        return await self.voters.of(card, after)

    async def record(self, proposal_id: ProposalId, viewer: Viewer) -> bytes:
        """The very bytes that were posted with the result. Raises PageUnknown, also before there is one,
        MembershipUnavailable."""
        await self.access.of_proposal(proposal_id, viewer)
        record = await self.cards.record(proposal_id)
        if record is None:
            raise PageUnknown
        return record


def _named(tracks: Iterable[Track], name: str) -> Track | None:
    """The track of that name; None for no name. Raises PageUnknown."""
    if not name:
        return None
    for track in tracks:
        if track.name == name:
            return track
    raise PageUnknown


def _those(listed: Iterable[Listed], wanted: Callable[[State], bool]) -> tuple[Listed, ...]:
    return tuple(each for each in listed if wanted(each.state))


def _had_ballots(proposal: Proposal) -> bool:
    """Whether members voted on it with ballots."""
    return proposal.opening is not None and proposal.pays_for is None and not proposal.rules.open_ended
