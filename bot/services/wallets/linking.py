"""Linking wallets to members, however the signature arrives."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta

import msgspec

from bot.domain.accounts.accounts import ByAddress, written
from bot.domain.accounts.mandate import MandateTerms
from bot.domain.accounts.sign_in_text import Site
from bot.domain.accounts.wallet import LinkRequest, SignedAs, Wallet, sign_in_message
from bot.domain.errors import (
    BadAddress,
    NonceExpired,
    TooManyRequests,
    TooManyWallets,
    UnknownChain,
    WalletUnknown,
)
from bot.domain.ids import Address, ChainId, GuildId
from bot.domain.power import on_chain
from bot.domain.spaces.space import Track
from bot.services.accounts.reading import AccountReading
from bot.services.actors import Actor
from bot.services.delivery.notifications import NotifyLinked
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Chain, Clock, JobName, UnitOfWork
from bot.services.wallets.link_limits import REQUESTS_PER_MEMBER, WALLETS_PER_MEMBER, check_pace
from bot.services.wallets.moving import LINKED, UNLINKED, note, take_over
from bot.services.wallets.open_votes import OpenVotes

MESSAGE_LIFETIME = timedelta(minutes=15)
CONTRACT_LIFETIME = timedelta(days=7)
"""The owners of a Safe sign one after the other, on several continents."""
USUAL_TERMS = MandateTerms()


class WalletLinking(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    clock: Clock
    wake_signal: WakeSignal
    site: Site
    """Which the EIP-4361 messages name."""
    account_reading: AccountReading
    open_votes: OpenVotes

    async def request(
        self, actor: Actor, wallet: str, chain: str = "", terms: MandateTerms = USUAL_TERMS
    ) -> LinkRequest:
        """The message that the wallet must sign to be linked to the actor, and to give them a mandate of these terms.

        It names a chain: of a contract the one on which it is asked, and on which it will count. Where none is named it
        is the first of those that the server reads on which there is a contract at this address, or the first of all.
        Raises BadAddress, UnknownChain, TooManyWallets, TooManyRequests, NotSetUp, ChainUnavailable.
        """
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_guild(actor.guild)
            tracks = await repositories.spaces.tracks(space.id)
        candidates = self._candidates(tracks, chain.strip())
        account = await self._account(actor, wallet, candidates)
        asked, contract = await self._asked(account, candidates)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            linked = (await repositories.wallets.of_members(actor.guild, [actor.member])).get(
                actor.member, []
            )
            if len(linked) >= WALLETS_PER_MEMBER and account not in {each.address for each in linked}:
                raise TooManyWallets(WALLETS_PER_MEMBER)
            await repositories.wallets.drop_expired(now)
            if await repositories.wallets.open_requests(actor.guild, actor.member) >= REQUESTS_PER_MEMBER:
                raise TooManyRequests(REQUESTS_PER_MEMBER)
            nonce = secrets.token_hex(12)
            expires_at = now + (CONTRACT_LIFETIME if contract else MESSAGE_LIFETIME)
            mandate = terms.given(now)
            message = sign_in_message(
                site=self.site,
                address=account,
                chain=asked.id,
                chain_name=asked.name if contract else None,
                member=actor.member,
                member_name=actor.name,
                guild=actor.guild,
                guild_name=actor.guild_name,
                nonce=nonce,
                issued_at=now,
                expires_at=expires_at,
                mandate=mandate,
            )
            request = LinkRequest(
                nonce,
                actor.guild,
                actor.member,
                account,
                asked.id,
                message,
                issued_at=now,
                expires_at=expires_at,
                mandate=mandate,
            )
            await repositories.wallets.add_request(request)
        return request

    def _candidates(self, tracks: Sequence[Track], named: str) -> list[Chain]:
        """The chain of that name or number; else those on which the tracks read power and act, the first configured one
        where there is none. Raises UnknownChain."""
        if named:
            for chain in self.chains.values():
                if named.casefold() in (chain.name.casefold(), str(chain.id)):
                    return [chain]
            raise UnknownChain(named, tuple(chain.name for chain in self.chains.values()))
        read = [source.chain for track in tracks for _, source in on_chain(track.policy.power.sources)]
        read += [executor.chain for track in tracks for executor in track.policy.executors]
        return [self.chains[chain] for chain in dict.fromkeys(read) if chain in self.chains] or list(
            self.chains.values()
        )[:1]

    async def _account(self, actor: Actor, text: str, candidates: Sequence[Chain]) -> Address:
        """The account that is meant: on the first of these chains for which the text stands for one. Raises BadAddress,
        ChainUnavailable."""
        refused: BadAddress | None = None
        for chain in candidates:
            try:
                return await self.account_reading.account(actor.guild, text, chain)
            except BadAddress as bad:
                refused = refused or bad
        assert refused is not None, "there is a chain"
        raise refused

    async def _asked(self, account: Address, candidates: Sequence[Chain]) -> tuple[Chain, bool]:
        """The chain that is asked, and whether there is a contract there. Raises ChainUnavailable."""
        for chain in candidates:
            if await chain.is_contract(account, await chain.latest()):
                return chain, True
        return candidates[0], False

    async def pending(self, actor: Actor, nonce: str) -> LinkRequest:
        """The request that the actor is about to answer. Raises NonceExpired."""
        async with self.uow.reading() as repositories:
            request = await repositories.wallets.request(nonce)
        if (
            request is None
            or (request.guild, request.member) != (actor.guild, actor.member)
            or self.clock.now() >= request.expires_at
        ):
            raise NonceExpired
        return request

    async def waiting(self, actor: Actor) -> list[LinkRequest]:
        """The messages that wait for the actor's signature, the oldest first."""
        async with self.uow.reading() as repositories:
            return await repositories.wallets.requests_of(actor.guild, actor.member, self.clock.now())

    async def link(self, actor: Actor, nonce: str, signature: str) -> Wallet:
        """Link the wallet whose signature this is.

        A wallet that another account has linked moves here, since who can sign with it is who owns it; votes in which
        it counts already keep counting it for the other one, who is told, as is the public log. A contract moves on the
        chain of the proof alone: on another one it is somebody else's.

        The nonce is used up only by a good signature, so that a slip may be mended. Raises NonceExpired,
        WrongSignature, MalformedSignature, WalletTaken, TooManyWallets, WalletLinkedOften, LinkedTooMuch,
        ChainUnavailable.
        """
        request = await self.pending(actor, nonce)
        chain = self.chains[request.chain]
        proof = await chain.signed_by(
            request.address, request.message, signature.strip(), await chain.latest()
        )
        proved = None if proof is SignedAs.KEY else frozenset({request.chain})
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            if now >= request.expires_at or not await repositories.wallets.use_request(nonce, now):
                raise NonceExpired
            linked = (await repositories.wallets.of_members(actor.guild, [actor.member])).get(
                actor.member, []
            )
            before = [each for each in linked if each.address == request.address]
            if len({each.address for each in linked}) >= WALLETS_PER_MEMBER and not before:
                raise TooManyWallets(WALLETS_PER_MEMBER)
            wallet = Wallet(
                actor.guild, actor.member, request.address, now, not linked, proved, request.mandate
            )
            again = any(each.chains is None or (proved and proved <= each.chains) for each in before)
            if not again:
                await check_pace(repositories, wallet, now)
                if not await take_over(repositories, wallet, now):
                    await note(repositories, LINKED, wallet, now)
            await repositories.wallets.link(wallet)
            if not again:
                told = NotifyLinked(wallet.guild, wallet.member, wallet.address, tuple(proved or ()))
                await repositories.outbox.add(told, at=now)
            # What it weighs in the votes that are open is read while the nodes still have the state.
            await repositories.jobs.request_of_guild(actor.guild, JobName.READ_POWERS, now)
            theirs = (await repositories.wallets.of_members(actor.guild, [actor.member]))[actor.member]
        await self.open_votes.follow(actor.guild, request.address)
        self.wake_signal.send()
        return next(each for each in theirs if each.address == wallet.address)

    async def of(self, actor: Actor) -> list[Wallet]:
        async with self.uow.reading() as repositories:
            return (await repositories.wallets.of_members(actor.guild, [actor.member])).get(actor.member, [])

    async def require_space(self, guild: GuildId) -> None:
        """Raises NotSetUp where no wallet can be linked yet: before a member fills in or signs anything."""
        async with self.uow.reading() as repositories:
            await repositories.spaces.of_guild(guild)

    async def are_logged(self, guild: GuildId) -> bool:
        """Whether the public log of this server names each wallet that is linked, and its member. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            return (await repositories.spaces.of_guild(guild)).logs_links

    async def linked(self, actor: Actor, wallet: str) -> Wallet:
        """One of the member's own. Raises BadAddress, WalletUnknown, ChainUnavailable."""
        mine = await self.of(actor)
        account = await self._own(actor, wallet, mine)
        for each in mine:
            if each.address == account:
                return each
        raise WalletUnknown(account)

    async def unlink(self, actor: Actor, wallet: str) -> None:
        """What becomes of it in the votes that are open, their policies say. Raises BadAddress, WalletUnknown,
        ChainUnavailable."""
        linked, now = await self.linked(actor, wallet), self.clock.now()
        account = linked.address
        async with self.uow.writing() as repositories:
            await repositories.wallets.unlink(actor.guild, actor.member, account, now)
            await note(repositories, UNLINKED, linked, now)
        self.wake_signal.send()
        await self.open_votes.follow(actor.guild, account)

    async def make_primary(self, actor: Actor, wallet: str) -> Address:
        """The wallet that stands for the member from now on. Raises BadAddress, WalletUnknown, ChainUnavailable."""
        account = (await self.linked(actor, wallet)).address
        async with self.uow.writing() as repositories:
            await repositories.wallets.set_primary(actor.guild, actor.member, account)
        return account

    async def _own(self, actor: Actor, text: str, mine: Sequence[Wallet]) -> Address:
        """The account that is meant, on whichever chain: of several the one that is the member's."""
        if not text.strip():
            raise WalletUnknown(text)
        meant = written(text)
        if isinstance(meant, ByAddress) and not meant.prefix:
            return meant.account
        refused: BadAddress | None = None
        own = {wallet.address for wallet in mine}
        for chain in self.chains.values():
            try:
                account = await self.account_reading.account(actor.guild, text, chain)
            except BadAddress as bad:
                refused = refused or bad
                continue
            if account in own:
                return account
        if refused is not None:
            raise refused
        raise WalletUnknown(text)
