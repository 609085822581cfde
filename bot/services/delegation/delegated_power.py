"""Delegated power in a vote: what is frozen at the opening, and what a member is told of it."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from bot.domain.accounts.claims import Claims
from bot.domain.accounts.wallet import covered
from bot.domain.blocks import BlockRef, Reading, Undetermined, Value
from bot.domain.canonical import canonical_json, content_hash
from bot.domain.delegation.caps import OWN_CAPS, own_cap, own_caps_part
from bot.domain.delegation.delegate_registry import FoundDelegations
from bot.domain.delegation.delegation import Delegator, FrozenDelegation, frozen
from bot.domain.delegation.shares import Split
from bot.domain.delegation.undelegated import Undelegated
from bot.domain.elections.pseudonyms import Pseudonyms
from bot.domain.errors import ChainUnavailable
from bot.domain.ids import Address, ChainId, GuildId, MemberId, Power, ProposalId
from bot.domain.policy.model import Policy
from bot.domain.power import MemberPower, OfContract, PowerRule
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.record import delegations_document, wallet_delegations_document
from bot.services.actors import Actor
from bot.services.ports import Chain, Repositories, UnitOfWork
from bot.services.power.powers import Powers
from bot.services.voting.live.live_vote import DelegatedPower, Joining, LiveVote
from bot.services.voting.live.live_votes import LiveVotes


async def delegations_at(
    repositories: Repositories, proposal: Proposal, policy: Policy, at: datetime
) -> list[FrozenDelegation]:
    """Who delegates to whom in a vote that opens now under this policy, by delegator; nobody where it has no
    delegation."""
    if policy.delegation is None:
        return []
    return frozen(await repositories.delegations.of_space(proposal.space), proposal.track, at)


async def own_caps_at(
    repositories: Repositories, proposal: Proposal, policy: Policy, delegations: Sequence[FrozenDelegation]
) -> dict[MemberId, Power]:
    """What those accept at most to whom power is delegated in a vote that opens now under this policy, in its base
    units. Where wallets delegate on chain, too, it isn't known who is a delegate: then of all who said so."""
    if policy.delegation is None:
        return {}
    accepts = await repositories.profiles.accepting(proposal.space)
    delegates = {each.delegate for each in delegations}
    return {
        member: own_cap(amount, policy.power.decimals)
        for member, amount in accepts.items()
        if policy.registry is not None or member in delegates
    }


def frozen_part(
    policy: Policy,
    delegations: Sequence[FrozenDelegation],
    own_caps: Mapping[MemberId, Power],
    by_wallet: FoundDelegations | None,
    pseudonyms: Pseudonyms,
) -> dict[str, Any]:
    """What the frozen document says of them: the hashes of the lists that the record has, and whether all wallets were
    looked at for the last one."""
    if policy.delegation is None:
        return {}
    document: dict[str, Any] = {
        "delegations": content_hash(canonical_json(pseudonyms.veil(delegations_document(delegations))))
    }
    if caps := own_caps_part(own_caps):
        document[OWN_CAPS] = content_hash(canonical_json(pseudonyms.veil(caps[OWN_CAPS])))
    if by_wallet is not None:
        listed = wallet_delegations_document(by_wallet.delegations)
        document["wallet_delegations"] = {
            "hash": content_hash(canonical_json(listed)),
            "complete": by_wallet.complete,
        }
    return document


async def freeze_delegations(
    repositories: Repositories,
    proposal: Proposal,
    policy: Policy,
    guild: GuildId,
    delegations: Sequence[FrozenDelegation],
    own_caps: Mapping[MemberId, Power],
    by_wallet: FoundDelegations | None,
    at: datetime,
) -> None:
    """Store them for this vote, in the transaction of its opening.

    The wallets that the delegators have linked, with a mandate for this vote, are claimed for them now: what counts as
    theirs, by their own ballot or by their delegate's, can't become another member's while the vote is open.
    """
    await repositories.delegations.freeze(proposal.id, delegations)
    await repositories.delegations.freeze_caps(proposal.id, own_caps)
    if by_wallet is not None:
        await repositories.delegations.freeze_wallets(proposal.id, by_wallet.delegations)
    found = await repositories.wallets.of_members(guild, {each.delegator: None for each in delegations})
    claims = Claims(policy.power.chains)
    for wallet in (wallet for wallets in found.values() for wallet in covered(wallets, at, policy.trust)):
        claims.add(claims.unclaimed(wallet))
    await repositories.claims.add([(proposal.id, claim) for member in found for claim in claims.of(member)])


class _DelegatedPower(msgspec.Struct):
    power: str
    from_: str = msgspec.field(name="from")


class _Record(msgspec.Struct):
    """What of a record tells of delegated power."""

    delegated_power: list[_DelegatedPower] = []


def delegated_power_in(record: bytes) -> DelegatedPower:
    """What was delegated, all of it counted, in a closed vote of this record."""
    delegated_power = msgspec.json.decode(record, type=_Record).delegated_power
    delegators = {each.from_ for each in delegated_power}
    return DelegatedPower(
        len(delegators),
        sum(int(each.power) for each in delegated_power),
        sum(each.startswith("0x") for each in delegators),
    )


class OnChainDelegation(msgspec.Struct, frozen=True):
    """To whom a wallet has delegated its votes of a token, at a block."""

    source: OfContract
    wallet: Address
    delegate: Address | Undetermined | None
    """None: to nobody, so that they count for nobody."""
    held: Reading
    """What the wallet itself holds of the token, in its base units."""
    rule: PowerRule
    """By which it would count."""

    @property
    def undelegated(self) -> Power:
        """What it holds and nobody votes with, as it would count by the rule; 0 where that isn't known."""
        if self.delegate is not None or not isinstance(self.held, Value):
            return 0
        return self.held.raw * self.source.weight


def undelegated_of(delegations: Iterable[OnChainDelegation]) -> tuple[Undelegated, ...]:
    """Each token that is held and delegated to nobody once, all wallets together."""
    held: dict[OfContract, Power] = {}
    for each in delegations:
        if each.undelegated:
            held[each.source] = held.get(each.source, 0) + each.undelegated
    return tuple(Undelegated(source.contract, amount) for source, amount in held.items())


class RegistryDelegation(msgspec.Struct, frozen=True):
    """To which wallet a member's own wallet had delegated in the registry when the vote opened."""

    wallet: Address
    delegate: Address
    counts_with: MemberId | None
    """Who has voted with its power."""


class GivenPart(msgspec.Struct, frozen=True):
    """One of those to whom a member had delegated when the vote opened."""

    delegate: MemberId
    parts: int
    """Of all that the member gives."""
    counts_with: MemberId | None
    """Who has voted with it."""


class DelegationExplanation(msgspec.Struct, frozen=True):
    """A member's place among the delegations of a vote, at this moment."""

    delegators: tuple[tuple[Delegator, Power | None], ...] | None
    """Whose power counts with the member's ballot (or would, if they cast one), and how much of each, the largest
    first; None where nobody delegates to them. Members, and wallets that delegated on chain."""
    cap: Power | None
    """The most of it that counts; None: all does."""
    given: tuple[GivenPart, ...]
    """To whom the member had delegated when the vote opened."""
    votes: bool
    """Whether a ballot of the member's own counts."""
    on_chain: tuple[OnChainDelegation, ...]
    """For the sources that know delegation: of each of the member's wallets in this vote, at the snapshot."""
    in_registry: tuple[RegistryDelegation, ...] = ()
    """Of the member's wallets those that had delegated in the registry to a wallet that was linked."""


def _given(live_vote: LiveVote, member: MemberId, split: Split | None) -> tuple[GivenPart, ...]:
    """`split`: with whose ballots it counts by now."""
    graph = live_vote.delegation_graph
    made = graph.made_by(member) if graph else ()
    ends = split.ends if split else (None,) * len(made)
    return tuple(GivenPart(each.delegate, each.parts, end) for each, end in zip(made, ends, strict=True))


class DelegatedPowers(msgspec.Struct, frozen=True):
    """Explains delegated power."""

    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]
    live_votes: LiveVotes
    powers: Powers

    async def explained(
        self, guild: GuildId, proposal_id: ProposalId, member: MemberId
    ) -> DelegationExplanation:
        """Reads what isn't known yet. Raises ProposalUnknown."""
        async with self.uow.reading() as repositories:
            proposal = await repositories.proposals.get(proposal_id, guild)
            linked = (await repositories.wallets.of_members(guild, [member])).get(member, [])
        live_vote, opening = await self.live_votes.get(proposal_id), proposal.opening
        if opening is None:
            return DelegationExplanation(None, None, (), votes=False, on_chain=())
        counting = covered(linked, opening.at, opening.policy.trust)
        claims = live_vote.claims.joined(
            claim for wallet in counting for claim in live_vote.claims.unclaimed(wallet)
        )
        wallets, joining = claims.wallets(member), Joining(claims)
        asked = live_vote.delegators_of(member, joining=joining)
        delegators = None
        if asked or live_vote.delegates_to(member):
            await self.powers.ensure(opening, [w for each in asked for w in live_vote.counting(each)])
            weighed = live_vote.delegated_to(member, self.powers, joining=joining)
            delegators = tuple(sorted(weighed, key=lambda pair: (-(pair[1] or 0), str(pair[0]))))
        effective = live_vote.effective_delegations()
        registry = live_vote.wallet_delegations
        named = [(wallet, registry.delegate(wallet)) for wallet in wallets] if registry else []
        return DelegationExplanation(
            delegators,
            live_vote.caps.of(member),
            _given(live_vote, member, effective.get(member)),
            votes=member in live_vote.voting,
            on_chain=tuple(
                await self.on_chain(
                    [opening.policy.power],
                    wallets,
                    {block.chain: block for block in opening.snapshot},
                )
            ),
            in_registry=tuple(
                RegistryDelegation(
                    wallet, to, next(iter(effective[wallet].to)) if wallet in effective else None
                )
                for wallet, to in named
                if to is not None
            ),
        )

    async def on_chain_now(self, actor: Actor) -> list[OnChainDelegation]:
        """To whom the actor's wallets delegate on chain now, for all tokens of the space that know delegation.

        Raises NotSetUp; a chain that doesn't answer leaves its part undetermined.
        """
        async with self.uow.reading() as repositories:
            space = await repositories.spaces.of_channel(actor.guild, actor.channel)
            tracks = await repositories.spaces.tracks(space.id)
            linked = (await repositories.wallets.of_members(actor.guild, [actor.member])).get(
                actor.member, []
            )
        rules = [track.policy.power for track in tracks]
        return await self.on_chain(rules, [wallet.address for wallet in linked], {})

    async def undelegated(self, power: MemberPower, at: Iterable[BlockRef]) -> list[OnChainDelegation]:
        """What the wallets hold of which nobody could vote at these blocks, where the votes read there are none.

        One request for whom tokens are delegated, and one for what is held, of each token; nothing where its chain
        doesn't answer.
        """
        found: list[OnChainDelegation] = []
        blocks = {block.chain: block for block in at}
        for source in power.rule.sources:
            wallets = [
                part.wallet
                for part in power.contributions
                if part.source == source and part.wallet and part.reading == Value(0)
            ]
            if source.delegable and isinstance(source, OfContract):
                found += await self._of_token(source, power.rule, wallets, blocks.get(source.chain))
        return [each for each in found if each.undelegated]

    async def on_chain(
        self, rules: Sequence[PowerRule], wallets: Sequence[Address], at: Mapping[ChainId, BlockRef]
    ) -> list[OnChainDelegation]:
        """At these blocks, and at the newest where none is given. A chain that doesn't answer leaves its part
        undetermined."""
        tokens = {
            (each.chain, each.contract): (each, rule)
            for rule in rules
            for each in rule.sources
            if each.delegable and isinstance(each, OfContract)
        }
        found: list[OnChainDelegation] = []
        for token, rule in tokens.values():
            found += await self._of_token(token, rule, wallets, at.get(token.chain))
        return found

    async def _of_token(
        self, token: OfContract, rule: PowerRule, wallets: Sequence[Address], at: BlockRef | None
    ) -> list[OnChainDelegation]:
        if not wallets:
            return []
        chain, reads = self.chains[token.chain], [(token, wallet) for wallet in wallets]
        try:
            block = at or await chain.latest()
            delegates, held = await asyncio.gather(chain.delegates(reads, block), chain.held(reads, block))
        except ChainUnavailable as unavailable:
            unread = Undetermined(unavailable.why, unavailable.failure)
            return [OnChainDelegation(token, wallet, unread, unread, rule) for wallet in wallets]
        return [
            OnChainDelegation(token, *of_wallet, rule)
            for of_wallet in zip(wallets, delegates, held, strict=True)
        ]
