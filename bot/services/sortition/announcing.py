"""Announcing that a jury is drawn: everything that decides it is fixed, but for a block that nobody knows yet."""

from collections.abc import Mapping
from math import ceil

import msgspec

from bot.domain.errors import DrawOutOfTime, DrawsFull
from bot.domain.ids import ChainId, MemberId
from bot.domain.quantities import duration
from bot.domain.sortition.draw import JuryDraw
from bot.domain.sortition.pool import members_in, pool_of
from bot.domain.sortition.terms import LATEST, SOONEST, DrawTerms, title_of
from bot.services.actors import Actor, require_moderator
from bot.services.chain_named import chain_named
from bot.services.delivery.notifications import PostJury
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import log_act
from bot.services.ports import Chain, Clock, Repositories, UnitOfWork

MOST_WAITING = 5
"""Draws of one server that wait for their block."""


class Call(msgspec.Struct, frozen=True):
    """A draw as a moderator asks for it."""

    title: str
    seats: int
    wait: str
    """How long from now on until the moment from which on a block counts, such as `1h`."""
    members: str = ""
    """Mentions of those who can be drawn; empty: everybody who has linked a wallet."""
    without: str = ""
    """Mentions of those who can't."""
    chain: str = ""
    """Its name or number; empty: the first that the operator has configured."""


class AnnouncingDraws(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    clock: Clock
    wake_signal: WakeSignal

    async def announce(self, actor: Actor, call: Call) -> JuryDraw:
        """Store the terms, and have them told with the file whose hash commits to them.

        Raises NotSetUp, NotModerator, BadSetting, UnknownChain, PoolUnreadable, PoolOutOfBounds, DrawOutOfTime,
        DrawsFull, ChainUnavailable.
        """
        wait = duration("wait", call.wait)
        if not SOONEST <= wait <= LATEST:
            raise DrawOutOfTime(SOONEST, LATEST)
        named, without = members_in(call.members), members_in(call.without)
        chain = chain_named(self.chains, call.chain)
        async with self.uow.reading() as repositories:
            require_moderator(actor, await repositories.spaces.of_channel(actor.guild, actor.channel))
        head = await chain.head_time()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_moderator(actor, space)
            if await repositories.jury_draws.waiting(actor.guild) >= MOST_WAITING:
                raise DrawsFull(MOST_WAITING)
            now = self.clock.now()
            after = ceil((now + wait).timestamp())
            # Whatever the machine's clock says: no block is there by which the draw is decided.
            if head.timestamp() >= after:
                raise DrawOutOfTime(SOONEST, LATEST)
            members = named or await _linked(repositories, actor)
            terms = DrawTerms(
                actor.guild,
                await repositories.jury_draws.next_number(actor.guild),
                title_of(call.title),
                call.seats,
                chain.id,
                after,
                pool_of(members, without, call.seats),
            )
            draw = await repositories.jury_draws.add(space.id, terms, actor.member, now)
            details = {"jury": str(terms.number), "hash": terms.commitment}
            await log_act(repositories, actor, "jury draw", at=now, space=space, details=details)
            await repositories.outbox.add(PostJury(actor.guild, draw.id), at=now)
        self.wake_signal.send()
        return draw


async def _linked(repositories: Repositories, actor: Actor) -> frozenset[MemberId]:
    """Everybody who has linked a wallet in the server."""
    return frozenset(wallet.member for wallet in await repositories.wallets.of_guild(actor.guild))
