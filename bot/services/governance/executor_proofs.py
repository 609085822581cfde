"""An executor belongs to the space that proved it, and to one at a time.

Anybody can name any account. So a space may name an executor in its policies, but nothing that it would carry out is
submitted, opened or asked of it before those who speak for it have signed that it belongs there. Whether they still
speak for it is looked at again each time.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from bot.domain.accounts.sign_in_text import Site
from bot.domain.chains import chain_of
from bot.domain.errors import (
    BadAddress,
    ExecutorTaken,
    ExecutorTakenHere,
    ExecutorUnnamed,
    ExecutorUnproved,
    NotAProver,
    NotSetUp,
    ProofExpired,
    SeveralExecutors,
    TooManyProofs,
)
from bot.domain.errors.accounts import OfOtherChain
from bot.domain.executors import (
    AnyExecutor,
    AnyExtensions,
    BindingState,
    ExecutorBinding,
    Proof,
    ProofDemand,
    ProofRequest,
)
from bot.domain.executors.proofs import distinct, proof_message
from bot.domain.ids import Address, ChainId, ChannelId, GuildId, MemberId, SpaceId, address
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import Space
from bot.services.accounts.reading import AccountReading
from bot.services.actors import ITSELF, Actor, require_moderator
from bot.services.delivery.notifications import PostLogEntry
from bot.services.delivery.outbox import WakeSignal
from bot.services.governance.public_log import in_space, log_act, public_reason
from bot.services.ports import Chain, Clock, Executors, Repositories, UnitOfWork

LIFETIME = timedelta(days=7)
"""Owners of a Safe are seldom all at hand."""
REQUESTS_PER_SPACE = 20
"""Messages that wait for a signature."""
CLAIMS_TOLD_EVERY = timedelta(days=1)
"""However often others ask for an executor, its space hears of it so often."""
_SERVER_NAME = 100


class ExecutorProofs(msgspec.Struct, frozen=True):
    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    executors: Executors
    account_reading: AccountReading
    clock: Clock
    site: Site
    """Which the EIP-4361 messages name."""
    wake_signal: WakeSignal

    async def known(self, guild: GuildId, channel: ChannelId | None = None) -> tuple[AnyExecutor, ...]:
        """The executors that need a proof and that the tracks which take proposals name, and those that were proved;
        each once. Raises NotSetUp."""
        async with self.uow.reading() as repositories:
            return await _known(repositories, await repositories.spaces.of_channel(guild, channel))

    async def states(self, guild: GuildId, channel: ChannelId | None = None) -> list[BindingState]:
        """How each executor that is `known` stands to the space. Raises NotSetUp, and what `state` raises."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(guild, channel)
            named = await _known(repositories, space)
        return [await self.state(space.id, executor) for executor in named]

    async def extensions(self, executor: AnyExecutor) -> AnyExtensions:
        """What beside those who sign decides what the executor does. Raises NoCode, WrongContract, ChainUnavailable."""
        return await self.executors[executor.kind].extensions(executor)

    async def state(self, space: SpaceId, executor: AnyExecutor) -> BindingState:
        """Whether the executor belongs to the space by the newest block. Raises NoCode, WrongContract,
        ChainUnavailable."""
        async with self.uow.reading() as repositories:
            proofs = await repositories.executor_bindings.proofs(space, executor)
            proved_at = await repositories.executor_bindings.proved_at(space, executor)
            holder = await repositories.executor_bindings.holder(executor)
        bound = holder is not None and holder.space == space
        demand = holder.demand if holder and bound else ProofDemand.ONE
        return replace(await self._state(executor, proofs, demand, bound=bound), proved_at=proved_at)

    async def executor_is_bound(self, space: SpaceId, executor: AnyExecutor) -> bool:
        """Whether the executor belongs to the space by the newest block. Raises NoCode, WrongContract,
        ChainUnavailable."""
        return (await self.state(space, executor)).holds

    async def require(self, space: SpaceId, executor: AnyExecutor) -> None:
        """Raises ExecutorUnproved, and what `state` raises; nothing for one that needs no proof."""
        if not executor.needs_proof:
            return
        state = await self.state(space, executor)
        if not state.holds:
            raise ExecutorUnproved(state)

    async def require_for(self, proposal: Proposal) -> None:
        """Return if all executors of a proposal belong to its space, or to the part that brought it up. Raises
        UnknownChain, ExecutorUnproved, and what `state` raises."""
        for executor in proposal.executors:
            await self.require_of(proposal, executor)

    async def require_of(self, proposal: Proposal, executor: AnyExecutor) -> None:
        """The same for one of them."""
        chain_of(self.chains, executor.chain)
        await self.require(proposal.of_executor, executor)

    async def request(self, actor: Actor, account: str, signer: str, demand: ProofDemand) -> ProofRequest:
        """The message by which `signer` proves that the executor belongs to the actor's space.

        `account`, before which its chain's number and a colon may stand, can be left out where only one executor is
        known. Without a signer it is the first of the actor's own wallets that speaks for it. Raises NotModerator,
        NotSetUp, BadAddress, ExecutorUnnamed, SeveralExecutors, NotAProver, ExecutorTaken, TooManyProofs, NoCode,
        WrongContract, ChainUnavailable.
        """
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_moderator(actor, space)
            known = await _known(repositories, space)
            linked = (await repositories.wallets.of_members(actor.guild, [actor.member])).get(
                actor.member, []
            )
        executor = await self._one(actor.guild, known, account)
        if signer.strip():
            signer = await self.account_reading.account(actor.guild, signer, self.chains[executor.chain])
        provers = (await self.executors[executor.kind].provers(executor)).signers
        who = _signer(executor, signer, provers, [wallet.address for wallet in linked])
        await self.refuse_taken(actor, executor)
        now = self.clock.now()
        request = self._request(actor, space, executor, who, demand)
        async with self.uow.writing() as repositories:
            await repositories.executor_bindings.drop_expired(now)
            if await repositories.executor_bindings.open_requests(space.id) >= REQUESTS_PER_SPACE:
                raise TooManyProofs(REQUESTS_PER_SPACE)
            await repositories.executor_bindings.add_request(request)
        return request

    async def pending(self, actor: Actor, nonce: str) -> ProofRequest:
        """The request that a moderator is about to answer. Raises NotSetUp, NotModerator, ProofExpired."""
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_moderator(actor, space)
            request = await repositories.executor_bindings.request(nonce)
        if request is None or request.space != space.id or self.clock.now() >= request.expires_at:
            raise ProofExpired
        return request

    async def prove(self, actor: Actor, nonce: str, signature: str) -> BindingState:
        """Take a signature; with as many as were asked for, the executor belongs to the space.

        The nonce is used up only by a good signature. Raises what `pending` and `Executor.check_proof` raise, and
        ExecutorTaken.
        """
        request = await self.pending(actor, nonce)
        executor, proof = request.executor, Proof(request.signer, request.message, signature.strip())
        await self.executors[executor.kind].check_proof(executor, proof)
        lapsed = await self.refuse_taken(actor, executor)
        state = None
        # Where somebody else handed one in meanwhile, both count.
        while state is None:
            state = await self._take(actor, request, proof, lapsed)
        self.wake_signal.send()
        return state

    async def _take(
        self, actor: Actor, request: ProofRequest, proof: Proof, lapsed: ExecutorBinding | None
    ) -> BindingState | None:
        """None, and nothing is stored, where there are other proofs by now than were looked at."""
        executor, space = request.executor, request.space
        async with self.uow.reading() as repositories:
            before = await repositories.executor_bindings.proofs(space, executor)
            holder = await repositories.executor_bindings.holder(executor)
        mine = holder is not None and holder.space == space
        state = await self._state(executor, [*before, proof], request.demand, bound=mine)
        enough = state.standing is not None and state.standing.meets(request.demand)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            bindings = repositories.executor_bindings
            if await bindings.proofs(space, executor) != before:
                return None
            if now >= request.expires_at or not await bindings.prove(request.nonce, proof.signature, now):
                raise ProofExpired
            if enough:
                await _make_room(repositories, request, lapsed, now)
                await bindings.bind(space, executor, request.demand, now)
            act = f"{executor.kind} {'prove' if enough else 'sign'}"
            details = {**_details(executor), "signer": request.signer}
            held_by = await repositories.spaces.get(space)
            await log_act(repositories, actor, act, at=now, space=held_by, details=details)
        return replace(state, bound=enough or mine)

    async def release(self, actor: Actor, account: str, reason: str) -> AnyExecutor:
        """Let an executor go, in public: nothing is asked of it any more, and another space can prove it.

        Raises NotModerator, NotSetUp, BadAddress, ReasonMissing, ExecutorUnnamed, SeveralExecutors, ExecutorUnproved.
        """
        reason = public_reason(reason)
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            require_moderator(actor, space)
            known = await _known(repositories, space)
        executor = await self._one(actor.guild, known, account)
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            require_moderator(actor, await repositories.spaces.of_channel(actor.guild, actor.channel))
            holder = await repositories.executor_bindings.holder(executor)
            if holder is None or holder.space != space.id:
                raise ExecutorUnproved(BindingState(executor, ProofDemand.ONE, None, bound=False))
            await repositories.executor_bindings.release(holder, now)
            act = f"{executor.kind} release"
            details = _details(executor)
            await log_act(repositories, actor, act, at=now, reason=reason, space=space, details=details)
        self.wake_signal.send()
        return executor

    async def refuse_taken(self, actor: Actor, executor: AnyExecutor) -> ExecutorBinding | None:
        """Refuse what belongs to another space; that space hears of it.

        Returns the binding of another space to an executor whose proof doesn't hold any more: it may be taken. Raises
        ExecutorTaken, and what `state` raises.
        """
        async with self.uow.reading() as repositories:
            holder = await repositories.executor_bindings.holder(executor)
            mine = await _own_space(repositories, actor)
        if holder is None or (mine is not None and holder.space == mine.id):
            return None
        if not (await self.state(holder.space, executor)).holds:
            return holder
        now = self.clock.now()
        async with self.uow.writing() as repositories:
            space = await repositories.spaces.get(holder.space)
            if await repositories.executor_bindings.tell_claim(holder, now, now - CLAIMS_TOLD_EVERY):
                if mine is not None and mine.guild == space.guild:
                    who = {"name": mine.name}
                else:
                    who = {"server": f"{actor.guild_name[:_SERVER_NAME]} ({actor.guild})"}
                await _tell(repositories, space, actor.guild, actor.member, executor, "claimed", now, who)
        self.wake_signal.send()
        raise _taken(executor, space, actor.guild)

    async def _one(self, guild: GuildId, named: Sequence[AnyExecutor], text: str) -> AnyExecutor:
        """The executor that is meant, as accounts are written on its chain. Raises BadAddress, ExecutorUnnamed,
        SeveralExecutors, ChainUnavailable."""
        found, refused = list(named), None
        if text.strip():
            found = []
            for each in named:
                try:
                    account = await self.account_reading.account(guild, text, self.chains[each.chain])
                except BadAddress as bad:
                    if not isinstance(bad.fault, OfOtherChain):
                        refused = refused or bad
                    continue
                if account == each.address:
                    found.append(each)
        if refused is not None and not found:
            raise refused
        if not found:
            raise ExecutorUnnamed(text, tuple(named))
        if len(found) > 1:
            raise SeveralExecutors(tuple(found))
        return found[0]

    async def _state(
        self, executor: AnyExecutor, proofs: Sequence[Proof], demand: ProofDemand, *, bound: bool
    ) -> BindingState:
        standing = None
        if proofs:
            standing = await self.executors[executor.kind].standing(executor, distinct(proofs))
        return BindingState(executor, demand, standing, bound=bound)

    def _request(
        self, actor: Actor, space: Space, executor: AnyExecutor, signer: Address, demand: ProofDemand
    ) -> ProofRequest:
        nonce, now = secrets.token_hex(12), self.clock.now()
        message = proof_message(
            site=self.site,
            executor=executor,
            signer=signer,
            guild=actor.guild,
            guild_name=actor.guild_name,
            nonce=nonce,
            issued_at=now,
            expires_at=now + LIFETIME,
        )
        return ProofRequest(nonce, space.id, executor, signer, demand, message, now, now + LIFETIME)


async def _make_room(
    repositories: Repositories, request: ProofRequest, lapsed: ExecutorBinding | None, now: datetime
) -> None:
    """End a lapsed binding to another space, which is told. Raises ExecutorTaken where another one holds."""
    holder = await repositories.executor_bindings.holder(request.executor)
    if holder is None or holder.space == request.space:
        return
    space, mine = [await repositories.spaces.get(each) for each in (holder.space, request.space)]
    if lapsed is None or holder.id != lapsed.id:
        raise _taken(request.executor, space, mine.guild)
    await repositories.executor_bindings.release(holder, now)
    await _tell(repositories, space, mine.guild, ITSELF, request.executor, "lost", now)


def _taken(executor: AnyExecutor, holder: Space, guild: GuildId) -> ExecutorTaken:
    return ExecutorTakenHere(executor, holder.name) if holder.guild == guild else ExecutorTaken(executor)


async def _tell(
    repositories: Repositories,
    holder: Space,
    by: GuildId,
    actor: MemberId,
    executor: AnyExecutor,
    what: str,
    now: datetime,
    who: Mapping[str, str] = {},
) -> None:
    """The space that holds an executor hears what another one, of the server `by`, has done about it."""
    act = f"{executor.kind} {what}{' here' if holder.guild == by else ''}"
    details = in_space(holder, {**_details(executor), **who})
    entry = await repositories.log.add(holder.guild, actor, act, at=now, details=details)
    await repositories.outbox.add(PostLogEntry(guild=holder.guild, entry=entry.id), at=now)


async def _own_space(repositories: Repositories, actor: Actor) -> Space | None:
    try:
        return await repositories.spaces.of_channel(actor.guild, actor.channel)
    except NotSetUp:
        return None


async def _known(repositories: Repositories, space: Space) -> tuple[AnyExecutor, ...]:
    tracks = await repositories.spaces.tracks(space.id)
    found = [each for track in tracks if track.retired_at is None for each in track.policy.executors]
    found += [binding.executor for binding in await repositories.executor_bindings.of_space(space.id)]
    return tuple(dict.fromkeys(executor for executor in found if executor.needs_proof))


def _signer(executor: AnyExecutor, text: str, provers: Sequence[Address], own: Sequence[Address]) -> Address:
    """Who is to sign. Raises BadAddress, NotAProver."""
    if text.strip():
        account = address(text)
        if account not in (*provers, executor.address):
            raise NotAProver(executor, account, tuple(provers))
        return account
    for account in own:
        if account in provers:
            return account
    raise NotAProver(executor, None, tuple(provers))


def _details(executor: AnyExecutor) -> dict[str, str]:
    return {"account": executor.address, "chain": str(executor.chain)}
