"""Members stand behind a draft whose author holds too little, until all of them together hold the threshold."""

import msgspec

from bot.domain.errors import (
    CalledOften,
    CallOver,
    ChainUnavailable,
    NoSponsor,
    NoSponsoring,
    OwnDraft,
    Refused,
    SponsorsFull,
    TooLittleToSponsor,
)
from bot.domain.errors.outside import PowerUnread
from bot.domain.ids import GuildId, Power, ProposalId
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.sponsoring import (
    CALLED_PER_MEMBER,
    LASTS,
    MOST_CALLS,
    MOST_SPONSORS,
    SponsorCall,
    Sponsorship,
    least_of_sponsor,
)
from bot.domain.proposals.state import State, state
from bot.domain.spaces.space import Space
from bot.services.actors import Actor
from bot.services.delivery.notifications import ShowSponsors
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Clock, Posted, UnitOfWork
from bot.services.power.snapshots import chains_of
from bot.services.proposals.drafting.authorship import require_author
from bot.services.proposals.drafting.previews import Preview, Previews
from bot.services.proposals.drafting.proposing import Proposing
from bot.services.proposals.drafting.threshold import ProposalThreshold
from bot.services.proposals.reading import ProposalReading

MESSAGE = "sponsors"
"""What the message is known as on which members sponsor."""


class SponsoredDraft(msgspec.Struct, frozen=True):
    """A draft that looks for sponsors, or did, as everybody may see it."""

    space: Space
    preview: Preview
    call: SponsorCall
    sponsorships: tuple[Sponsorship, ...]
    posted: Posted | None
    expired: bool
    """Whether its time is over."""

    @property
    def proposal(self) -> Proposal:
        return self.preview.proposal

    @property
    def stands(self) -> bool:
        """Whether it may be sponsored."""
        return self.preview.state is State.SPONSORING

    @property
    def held(self) -> Power:
        """By its sponsors together, as it was read last."""
        return sum(each.power for each in self.sponsorships)


class Sponsored(msgspec.Struct, frozen=True):
    """What a member's sponsorship did."""

    proposal: Proposal
    power: Power
    """The member's."""
    missing: Power
    """What author and sponsors are short of together; 0 where nothing is."""
    hindrance: Refused | None = None
    """Why it could not be submitted though nothing is missing."""


class Sponsoring(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    reading: ProposalReading
    previews: Previews
    proposing: Proposing
    threshold: ProposalThreshold
    clock: Clock
    wake_signal: WakeSignal

    async def call(self, actor: Actor, proposal_id: ProposalId) -> SponsorCall:
        """The author shows the draft to everybody, and asks for sponsors.

        Raises ProposalUnknown, NotAuthor, NoSponsoring, CalledOften, and what `Proposing.require_submittable` raises.
        """
        proposal, track = await self.reading.get(actor.guild, proposal_id, actor.member)
        require_author(actor.member, proposal)
        if not track.policy.sponsoring:
            raise NoSponsoring
        await self.proposing.require_submittable(proposal, track)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await repositories.proposals.get(proposal_id, actor.guild)
            before = proposal.sponsor_call
            if proposal.submission is not None or proposal.stopped:
                raise CallOver
            if before is not None and before.stands(now):
                return before
            number = before.number + 1 if before else 1
            if number > MOST_CALLS:
                raise CalledOften(MOST_CALLS, of_draft=True)
            asked = repositories.sponsorships.called_by
            if await asked(proposal.space, actor.member, now - LASTS, proposal_id) >= CALLED_PER_MEMBER:
                raise CalledOften(CALLED_PER_MEMBER, of_draft=False)
            roles = actor.roles & track.policy.power.roles
            call = SponsorCall(number, now, now + LASTS, roles)
            await repositories.sponsorships.call(proposal_id, call)
            await repositories.messages.forget(proposal_id, MESSAGE)
            await repositories.outbox.add(ShowSponsors(actor.guild, proposal_id), at=now)
        self.wake_signal.send()
        return call

    async def sponsor(self, actor: Actor, proposal_id: ProposalId, number: int) -> Sponsored:
        """A member stands behind the draft as it was shown that time. With enough it is submitted, as by its author.

        Raises ProposalUnknown, CallOver, NoSponsoring, OwnDraft, TooLittleToSponsor, SponsorsFull, ChainUnavailable.
        """
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id, actor.guild)
            track = await repositories.spaces.track(proposal.track)
            before = await repositories.sponsorships.of(proposal_id)
        call = self._standing(proposal, number)
        if not track.policy.sponsoring:
            raise NoSponsoring
        if actor.member == proposal.author:
            raise OwnDraft
        roles = actor.roles & track.policy.power.roles
        members = {
            proposal.author: call.roles,
            **{each.member: each.roles for each in before},
            actor.member: roles,
        }
        powers, _ = await self.threshold.powers_of(actor.guild, track, members)
        held, policy = powers[actor.member], track.policy
        if held is None:
            raise ChainUnavailable(next(iter(chains_of(policy.power))), "", PowerUnread(author=False))
        least = least_of_sponsor(policy.proposal_threshold)
        if held < least:
            raise TooLittleToSponsor(held, least, policy.power.symbol, policy.power.decimals)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            self._standing(await repositories.proposals.get(proposal_id, actor.guild), number)
            kept = repositories.sponsorships
            others = [each for each in await kept.of(proposal_id) if each.member != actor.member]
            for each in list(others):
                # As it is now: who holds too little by now makes room.
                found = powers.get(each.member)
                if found is not None and found < least:
                    await kept.remove(proposal_id, each.member)
                    others.remove(each)
                elif found is not None and found != each.power:
                    await kept.set(proposal_id, Sponsorship(each.member, each.roles, found, each.at))
            if len(others) >= MOST_SPONSORS:
                raise SponsorsFull(MOST_SPONSORS)
            await kept.set(proposal_id, Sponsorship(actor.member, roles, held, now))
            await repositories.outbox.add(ShowSponsors(actor.guild, proposal_id), at=now)
            standing = [proposal.author, actor.member, *(each.member for each in others)]
        self.wake_signal.send()
        total = sum(powers.get(member) or 0 for member in standing)
        missing = max(0, policy.proposal_threshold - total)
        if missing:
            return Sponsored(proposal, held, missing)
        try:
            submitted = await self.proposing.submit_sponsored(actor.guild, proposal_id)
        except Refused as why:
            # The sponsorship stands: its author submits it when nothing hinders that.
            return Sponsored(proposal, held, 0, why)
        return Sponsored(submitted, held, 0)

    async def take_back(self, actor: Actor, proposal_id: ProposalId, number: int) -> None:
        """A member stands behind the draft no more. Raises ProposalUnknown, CallOver, NoSponsor."""
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            self._standing(await repositories.proposals.get(proposal_id, actor.guild), number)
            if not await repositories.sponsorships.remove(proposal_id, actor.member):
                raise NoSponsor
            await repositories.outbox.add(ShowSponsors(actor.guild, proposal_id), at=now)
        self.wake_signal.send()

    async def details(self, guild: GuildId, proposal_id: ProposalId, number: int) -> Preview:
        """All that there is to read of the draft before one stands behind it. Raises ProposalUnknown, CallOver."""
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id, guild)
            track = await repositories.spaces.track(proposal.track)
        self._standing(proposal, number)
        return await self.previews.of(proposal, track)

    async def draft(self, proposal_id: ProposalId) -> SponsoredDraft | None:
        """What its message shows; None for one that never asked for sponsors."""
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            call = proposal.sponsor_call
            if call is None:
                return None
            space = await repositories.spaces.get(proposal.space)
            track = await repositories.spaces.track(proposal.track)
            sponsorships = await repositories.sponsorships.of(proposal_id)
            posted = await repositories.messages.get(proposal_id, MESSAGE)
        preview = await self.previews.of(proposal, track)
        expired = self.clock.now() >= call.until
        return SponsoredDraft(space, preview, call, tuple(sponsorships), posted, expired)

    async def end(self, proposal_id: ProposalId) -> None:
        """Its time is over. Nothing where it isn't, or it looks for sponsors no more."""
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            proposal = await repositories.proposals.get(proposal_id)
            call = proposal.sponsor_call
            if call is None or call.ended or now < call.until or proposal.submission or proposal.stopped:
                return
            guild = (await repositories.spaces.get(proposal.space)).guild
            await repositories.sponsorships.end(proposal_id)
            await repositories.outbox.add(ShowSponsors(guild, proposal_id), at=now)
        self.wake_signal.send()

    def _standing(self, proposal: Proposal, number: int) -> SponsorCall:
        """What the author asks for now. Raises CallOver."""
        call = proposal.sponsor_call
        if call is None or call.number != number or state(proposal, self.clock.now()) is not State.SPONSORING:
            raise CallOver
        return call
