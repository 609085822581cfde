"""A wallet that takes itself off a Discord account: its signature is enough, since its owner may have lost that
account, or somebody else may have it."""

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from bot.domain.accounts.revocation import Revocation
from bot.domain.accounts.sign_in_text import Site
from bot.domain.accounts.wallet import SignedAs, Wallet
from bot.domain.errors import (
    HandedOver,
    NothingToRevoke,
    RequestMalformed,
    RevocationExpired,
    ServerNumberInvalid,
    UnknownChain,
)
from bot.domain.ids import ChainId, GuildId, MemberId, address
from bot.services.actors import ITSELF
from bot.services.delivery.notifications import NotifyRevoked, PostLogEntry
from bot.services.delivery.outbox import WakeSignal
from bot.services.ports import Chain, Clock, Repositories, UnitOfWork
from bot.services.wallets.moving import on_chains
from bot.services.wallets.open_votes import OpenVotes

REVOKED = "wallet revoked"
"""The act, in the public log."""
_SERVER = re.compile(r"[1-9][0-9]{0,18}")
_MOST = 2**63 - 1
_NONCE = re.compile(r"[0-9a-f]{24}")
_SECONDS = re.compile(r"[0-9]{1,11}")
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class WalletRevoking(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    clock: Clock
    wake_signal: WakeSignal
    site: Site
    open_votes: OpenVotes

    def begun(self, server: str, wallet: str, chain: str) -> Revocation:
        """What the wallet is to sign, as of now. Whether it is linked there, only who can sign with it is told. Raises
        ServerNumberInvalid, BadAddress, UnknownChain."""
        now = self.clock.now().replace(microsecond=0)
        return self._of(server, wallet, chain, secrets.token_hex(12), now)

    def returned(self, server: str, wallet: str, chain: str, nonce: str, issued: str) -> Revocation:
        """The one that was begun with these; `issued` in seconds since 1970. What was changed of it changes the text,
        which was not signed then. Raises what `begun` does, RequestMalformed."""
        if not _NONCE.fullmatch(nonce) or not _SECONDS.fullmatch(issued):
            raise RequestMalformed
        return self._of(server, wallet, chain, nonce, _BEGINNING + timedelta(seconds=int(issued)))

    def _of(self, server: str, wallet: str, chain: str, nonce: str, issued_at: datetime) -> Revocation:
        guild = server.strip()
        if not _SERVER.fullmatch(guild) or int(guild) > _MOST:
            raise ServerNumberInvalid
        return Revocation(GuildId(int(guild)), address(wallet), self._chain(chain), nonce, issued_at)

    def _chain(self, number: str) -> ChainId:
        """The one of this number, or the first one."""
        if not number:
            return next(iter(self.chains))
        for chain in self.chains:
            if number == str(chain):
                return chain
        raise UnknownChain(number, tuple(chain.name for chain in self.chains.values()))

    async def revoke(self, revocation: Revocation, signature: str) -> None:
        """Take the wallet off the account that has linked it. Its member is told, and the public log.

        What becomes of it in the votes that are open, their policies say. A contract goes only on the chain on which
        it has signed. Raises RevocationExpired, WrongSignature, MalformedSignature, AcceptsAnything,
        NothingToRevoke, ChainUnavailable, HandedOver.
        """
        now = self.clock.now()
        if not revocation.issued_at <= now < revocation.expires_at:
            raise RevocationExpired
        chain, guild, wallet = self.chains[revocation.chain], revocation.guild, revocation.address
        message = revocation.message(self.site)
        proof = await chain.signed_by(wallet, message, signature.strip(), await chain.latest())
        async with self.uow.writing() as repositories:
            if (handover := await repositories.handovers.of(guild)) is not None:
                raise HandedOver(handover.to, handover.successor, final=handover.exported_at is not None)
            linked = await repositories.wallets.of_addresses(guild, [wallet])
            signed_for = _signed_for(proof, revocation.chain, linked)
            ended = await _older(repositories, revocation, signed_for)
            members = {member for on in ended for member in signed_for[on]}
            if not members:
                raise NothingToRevoke(wallet)
            if None in ended:
                # What its member has proved of its code besides doesn't show while the key is linked.
                ended += await _older(repositories, revocation, self.chains)
            for member in sorted(members):
                await repositories.wallets.unlink(guild, member, wallet, now, chains=ended)
                chains = _lost(member, ended, signed_for)
                details = {"wallet": wallet, "before": str(member), **on_chains(chains)}
                entry = await repositories.log.add(guild, ITSELF, REVOKED, at=now, details=details)
                told = NotifyRevoked(guild, member, wallet, chains)
                await repositories.outbox.add(told, PostLogEntry(guild=guild, entry=entry.id), at=now)
        await self.open_votes.follow(guild, wallet)
        self.wake_signal.send()


def _lost(
    member: MemberId, ended: Sequence[ChainId | None], signed_for: Mapping[ChainId | None, set[MemberId]]
) -> tuple[ChainId, ...]:
    """On which chains a member has the wallet no longer; none for all that a key is."""
    theirs = [on for on in ended if member in signed_for.get(on, ())]
    return () if None in theirs else tuple(sorted(on for on in theirs if on is not None))


def _signed_for(
    proof: SignedAs, chain: ChainId, linked: Sequence[Wallet]
) -> dict[ChainId | None, set[MemberId]]:
    """Whose links it speaks for, by chain (None: as a key). A key signs for its address however that was linked; a
    contract for what was proved on its own chain."""
    found: dict[ChainId | None, set[MemberId]] = {}
    for link in linked:
        for on in [None] if link.chains is None else link.chains:
            if proof is SignedAs.KEY or on == chain:
                found.setdefault(on, set()).add(link.member)
    return found


async def _older(
    repositories: Repositories, revocation: Revocation, chains: Iterable[ChainId | None]
) -> list[ChainId | None]:
    """Those of these on which nobody has linked it since the text was issued."""
    before = revocation.issued_at - timedelta(microseconds=1)
    return [
        chain
        for chain in chains
        if not await repositories.wallets.links_of(revocation.guild, revocation.address, chain, before)
    ]
