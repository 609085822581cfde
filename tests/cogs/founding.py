"""Servers that are set up as one was by commands: what those left in the database is stored for another server.

Most tests begin in a server with rules and a proved Safe. To ask the chain for each once more whether its token is a
token and its Safe a Safe would take longer than what is tested. `test_founding.py` holds both against each other.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eth_account.messages import encode_defunct

from bot.domain.executors import ProofDemand, ProofRequest
from bot.domain.executors.proofs import proof_message
from bot.domain.ids import ChannelId, GuildId, MemberId, RoleId, address
from bot.domain.policy.model import Policy
from bot.services.actors import Actor
from bot.services.governance.executor_proofs import LIFETIME
from bot.services.governance.policies.policy_binding import BoundPolicy
from bot.services.governance.public_log import log_act
from bot.services.governance.setup.space_setup import Places, PreparedSetup, SpaceSetup

if TYPE_CHECKING:
    from tests.cogs.conftest import Dao


@dataclass(frozen=True)
class Example:
    """A server that was set up by `/gov setup` and `/gov safe prove`, and its rules."""

    dao: Dao
    policy: Policy

    @classmethod
    async def of(cls, dao: Dao) -> Example:
        """Set this server up, and take it as an example."""
        done = await dao.set_up()
        assert "is set up" in done.text, done.text
        assert "It is proved" in (await dao.prove()).text
        async with dao.services.uow.reading() as repositories:
            space = await repositories.spaces.of_guild(GuildId(dao.guild.id))
            (track,) = await repositories.spaces.tracks(space.id)
        return cls(dao, track.policy)

    async def found(self, dao: Dao) -> None:
        """Set up a server in which nothing is yet, as if its moderator and an owner of its Safe had done it."""
        written = self.policy.model_dump_json()
        for its, own in ((self.dao.folk, dao.folk), (self.dao.safe, dao.safe)):
            written = written.replace(its.address, own.address)
        policy = Policy.model_validate_json(written)
        mona = Actor(
            MemberId(dao["mona"].id), "mona", GuildId(dao.guild.id), dao.guild.name, administrator=True
        )
        places = Places(
            **{name: ChannelId(channel.id) for name, channel in dao.channels.items()},
            **{name: RoleId(role.id) for name, role in dao.roles.items()},
        )
        setup: SpaceSetup = dao.services.space_setup
        await setup.store(mona, PreparedSetup(places, BoundPolicy(policy, ()), None, None))
        await _prove(dao, mona, policy)


async def _prove(dao: Dao, actor: Actor, policy: Policy) -> None:
    (executor,) = policy.executors
    owner, proofs = dao.safe.owners[0], dao.services.executor_proofs
    signer, nonce, now = address(owner.address), secrets.token_hex(12), dao.services.clock.now()
    message = proof_message(
        site=proofs.site,
        executor=executor,
        signer=signer,
        guild=actor.guild,
        guild_name=actor.guild_name,
        nonce=nonce,
        issued_at=now,
        expires_at=now + LIFETIME,
    )
    signature = "0x" + owner.key.sign_message(encode_defunct(text=message)).signature.hex()
    async with dao.services.uow.writing() as repositories:
        space, bindings = await repositories.spaces.of_guild(actor.guild), repositories.executor_bindings
        demand = ProofDemand.ONE
        await bindings.add_request(
            ProofRequest(nonce, space.id, executor, signer, demand, message, now, now + LIFETIME)
        )
        assert await bindings.prove(nonce, signature, now)
        await bindings.bind(space.id, executor, demand, now)
        details = {"account": executor.address, "chain": str(executor.chain), "signer": signer}
        await log_act(repositories, actor, "safe prove", at=now, details=details)
    dao.services.wake_signal.send()
