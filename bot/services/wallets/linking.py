"""Linking wallets to members, however the signature arrives."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.errors import NonceExpired, TooManyRequests, TooManyWallets, WalletTaken, WalletUnknown
from bot.domain.ids import Address, ChainId, address
from bot.domain.power import on_chain
from bot.domain.wallet import LinkRequest, Wallet, sign_in_message
from bot.services.actors import Actor
from bot.services.jobs.read_powers import ReadPowers
from bot.services.ports import Chain, Clock, UnitOfWork

MESSAGE_LIFETIME = timedelta(minutes=15)
WALLETS_PER_MEMBER = 10
REQUESTS_PER_MEMBER = 20
"""Messages that wait for a member's signature in one server."""


@dataclass(frozen=True)
class WalletLinking:
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    clock: Clock
    domain: str
    """The EIP-4361 domain that the messages name."""

    async def request(self, actor: Actor, wallet: str) -> LinkRequest:
        """The message that the wallet must sign to be linked to the actor.

        Raises BadAddress, WalletTaken, TooManyWallets, TooManyRequests, NotSetUp.
        """
        account = address(wallet)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.of_guild(actor.guild)
            owner = await repositories.wallets.owner(actor.guild, account)
            if owner not in (None, actor.member):
                raise WalletTaken(account)
            linked = (await repositories.wallets.of_members(actor.guild, [actor.member])).get(
                actor.member, []
            )
            if len(linked) >= WALLETS_PER_MEMBER and owner is None:
                raise TooManyWallets(WALLETS_PER_MEMBER)
            await repositories.wallets.drop_expired(now)
            if await repositories.wallets.open_requests(actor.guild, actor.member) >= REQUESTS_PER_MEMBER:
                raise TooManyRequests(REQUESTS_PER_MEMBER)
            track = (await repositories.spaces.tracks(space.id))[0]
            read = [source.chain for _, source in on_chain(track.policy.power.sources)]
            chain = read[0] if read else next(iter(self.chains))
            nonce = secrets.token_hex(12)
            expires_at = now + MESSAGE_LIFETIME
            message = sign_in_message(
                domain=self.domain,
                address=account,
                chain=chain,
                member=actor.member,
                member_name=actor.name,
                guild=actor.guild,
                guild_name=actor.guild_name,
                nonce=nonce,
                issued_at=now,
                expires_at=expires_at,
            )
            request = LinkRequest(
                nonce,
                actor.guild,
                actor.member,
                account,
                chain,
                message,
                issued_at=now,
                expires_at=expires_at,
            )
            await repositories.wallets.add_request(request)
        return request

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

    async def link(self, actor: Actor, nonce: str, signature: str) -> Wallet:
        """Link the wallet whose signature this is.

        The nonce is used up only by a good signature, so that a slip may be mended. Raises NonceExpired,
        WrongSignature, MalformedSignature, WalletTaken, TooManyWallets, ChainUnavailable.
        """
        request = await self.pending(actor, nonce)
        chain = self.chains[request.chain]
        await chain.signed_by(request.address, request.message, signature.strip(), await chain.latest())
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            if now >= request.expires_at or not await repositories.wallets.use_request(nonce, now):
                raise NonceExpired
            linked = (await repositories.wallets.of_members(actor.guild, [actor.member])).get(
                actor.member, []
            )
            if len(linked) >= WALLETS_PER_MEMBER and request.address not in {w.address for w in linked}:
                raise TooManyWallets(WALLETS_PER_MEMBER)
            wallet = Wallet(actor.guild, actor.member, request.address, linked_at=now, primary=not linked)
            await repositories.wallets.link(wallet)
            # What it weighs in the votes that are open is read while the nodes still have the state.
            await repositories.jobs.request_of_guild(actor.guild, ReadPowers.kind, now)
        return wallet

    async def of(self, actor: Actor) -> list[Wallet]:
        async with self.uow.reading() as repositories:
            return (await repositories.wallets.of_members(actor.guild, [actor.member])).get(actor.member, [])

    async def linked(self, actor: Actor, wallet: str) -> Wallet:
        """One of the member's own. Raises BadAddress, WalletUnknown."""
        account = address(wallet)
        for each in await self.of(actor):
            if each.address == account:
                return each
        raise WalletUnknown(account)

    async def unlink(self, actor: Actor, wallet: str) -> None:
        """Ballots that the wallet was claimed for keep its power. Raises BadAddress, WalletUnknown."""
        account = self._own(wallet)
        async with self.uow.writing() as repositories:
            await repositories.wallets.unlink(actor.guild, actor.member, account, self.clock.now())

    async def make_primary(self, actor: Actor, wallet: str) -> None:
        """Raises BadAddress, WalletUnknown."""
        account = self._own(wallet)
        async with self.uow.writing() as repositories:
            await repositories.wallets.set_primary(actor.guild, actor.member, account)

    @staticmethod
    def _own(wallet: str) -> Address:
        if not wallet.strip():
            raise WalletUnknown(wallet)
        return address(wallet)
