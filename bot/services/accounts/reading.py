"""What people mean when they write an account: one way, wherever one is asked for."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from bot.domain.accounts.accounts import (
    BookEntry,
    ByAddress,
    ByEns,
    ByLabel,
    ByMember,
    NamedAccount,
    NamedBy,
    NoAccount,
    Written,
    prefixes,
    written,
)
from bot.domain.accounts.wallet import Wallet
from bot.domain.errors import BadAction, BadAddress, NoCode, NotSetUp, WrongContract
from bot.domain.errors.accounts import (
    LabelUnknown,
    MemberWithoutWallet,
    NameOffChain,
    NamesUnread,
    NameUnknown,
    OfOtherChain,
    SeveralTokens,
    TooManyNames,
)
from bot.domain.errors.proposals.actions import BadAddressOf
from bot.domain.fault import Fault
from bot.domain.ids import Address, ChainId, ChannelId, GuildId, MemberId
from bot.domain.policy.model import Policy
from bot.domain.power import AnyOnChain, OfContract, on_chain
from bot.domain.spaces.space import Track
from bot.services.ports import Chain, UnitOfWork

MOST_LOOKED_UP = 40
"""Names of ENS at once."""
_MOST_TOKENS = 25
"""Tokens of a space that are asked for their symbols."""


class AccountReading(msgspec.Struct, frozen=True):
    """Reads accounts as members write them."""

    uow: UnitOfWork
    chains: Mapping[ChainId, Chain]

    def on(self, guild: GuildId, chain: Chain) -> "SpaceNames":
        """The names that a server's space knows, on this chain."""
        return SpaceNames(self, guild, chain)

    async def account(self, guild: GuildId, text: str, chain: Chain) -> Address:
        """The account that a member of the server means by the text. Raises BadAddress, ChainUnavailable."""
        answer = await self.named(guild, text, chain)
        return answer.account if isinstance(answer, NamedAccount) else answer

    async def in_line(self, guild: GuildId, text: str, chain: Chain, number: int, line: str) -> Address:
        """The same of an account in a line of a proposal. Raises BadAction naming the line, ChainUnavailable."""
        try:
            return await self.account(guild, text, chain)
        except BadAddress as bad:
            raise BadAction(number, line, BadAddressOf(bad.text, bad.fault)) from None

    async def named(self, guild: GuildId, text: str, chain: Chain) -> Address | NamedAccount:
        """The same, with the name if it was written by one. Raises BadAddress, ChainUnavailable."""
        answer = (await self.on(guild, chain).accounts([text]))[text]
        if isinstance(answer, Fault):
            raise BadAddress(text, answer)
        return answer

    async def sendable(self, guild: GuildId, channel: ChannelId | None = None) -> list[str]:
        """By which names something can be sent by the executors of the channel's space: the coins of their chains, the
        tokens that give power on them, and the entries of the server's address book there. No chain is asked."""
        async with self.uow.reading() as repositories:
            try:
                space = await repositories.spaces.of_channel(guild, channel)
                root = await repositories.spaces.of_guild(guild)
            except NotSetUp:
                return []
            tracks = await repositories.spaces.tracks(space.id)
            book = await repositories.address_book.of_space(root.id)
        policies = [track.policy for track in tracks if track.retired_at is None]
        chains = dict.fromkeys(each.chain for policy in policies for each in policy.executors)
        names = [self.chains[chain].native for chain in chains if chain in self.chains]
        for policy in policies:
            # Of several sources together the policy has a name of its own, which is no token's.
            if len(policy.power.sources) == 1 and any(tokens_of([policy], chain) for chain in chains):
                names.append(policy.power.symbol)
        names += [entry.name for entry in book if entry.chain in chains]
        return list(dict.fromkeys(names))

    async def book(self, guild: GuildId) -> list[BookEntry]:
        """The address book; empty before the server is set up."""
        async with self.uow.reading() as repositories:
            try:
                space = await repositories.spaces.of_guild(guild)
            except NotSetUp:
                return []
            return await repositories.address_book.of_space(space.id)


class SpaceNames(msgspec.Struct, frozen=True):
    """Implements the port `AccountNames`."""

    reading: AccountReading
    guild: GuildId
    chain: Chain

    async def accounts(self, texts: Collection[str]) -> dict[str, Address | NamedAccount | Fault]:
        """What each text stands for, with its name where it isn't an address; or why it stands for no account there.

        Raises ChainUnavailable where names of ENS are to be looked up and can't be.
        """
        found: dict[str, Address | NamedAccount | Fault] = {}
        meant: dict[str, Written] = {}
        for text in dict.fromkeys(texts):
            try:
                meant[text] = written(text)
            except BadAddress as bad:
                found[text] = bad.fault
        book = await self._book(meant.values())
        wallets = await self._wallets([each.member for each in meant.values() if isinstance(each, ByMember)])
        names = await self._looked_up([each.name for each in meant.values() if isinstance(each, ByEns)])
        for text, each in meant.items():
            match each:
                case ByAddress():
                    found[text] = self._of_address(each)
                case ByLabel():
                    found[text] = self._of_label(each.label, book)
                case ByMember():
                    found[text] = self._of_member(each.member, wallets.get(each.member, []))
                case ByEns():
                    found[text] = names[each.name]
        return found

    async def tokens(self, symbols: Collection[str]) -> dict[str, Address | Fault | None]:
        """The token that the space calls so: in its address book, or among those from which its tracks take power.

        None where it knows none. What a contract calls itself counts only where a moderator has named that contract.
        Raises ChainUnavailable.
        """
        if not symbols:
            return {}
        book = {entry.key: entry.account for entry in await self._on_chain()}
        found: dict[str, Address | Fault | None] = {
            symbol: book.get(symbol.strip().casefold()) for symbol in symbols
        }
        if None not in found.values():
            return found
        known = await self._symbols()
        for symbol, token in found.items():
            if token is None and (several := known.get(symbol.strip().casefold())):
                found[symbol] = several[0] if len(several) == 1 else SeveralTokens(symbol, tuple(several))
        return found

    def _of_address(self, given: ByAddress) -> Address | Fault:
        allowed = prefixes(self.chain.id, self.chain.name)
        if given.prefix and given.prefix.casefold() not in map(str.casefold, allowed):
            return OfOtherChain(given.prefix, self.chain.name, allowed[0])
        return given.account

    def _of_label(self, label: str, book: Sequence[BookEntry]) -> NamedAccount | Fault:
        for entry in book:
            if entry.key == label.casefold():
                return entry.named
        return LabelUnknown(self.chain.name, tuple(entry.name for entry in book))

    def _of_member(self, member: MemberId, wallets: Sequence[Wallet]) -> NamedAccount | Fault:
        """The primary wallet, if it counts on the chain; else the oldest that does."""
        for wallet in wallets:
            if wallet.chains is None or self.chain.id in wallet.chains:
                return NamedAccount(wallet.address, str(member), NamedBy.MEMBER)
        return MemberWithoutWallet(member, self.chain.name)

    async def _looked_up(self, names: Sequence[str]) -> dict[str, NamedAccount | Fault]:
        if not names:
            return {}
        asked = self._with_names()
        if asked is None:
            return dict.fromkeys(names, NamesUnread())
        distinct = list(dict.fromkeys(names))
        if len(distinct) > MOST_LOOKED_UP:
            return dict.fromkeys(names, TooManyNames(MOST_LOOKED_UP))
        at = await asked.finalized()
        answers = await asked.named(distinct, self.chain.id, at)
        found: dict[str, NamedAccount | Fault] = {}
        for name in distinct:
            answer = answers[name]
            if answer is NoAccount.NOBODY:
                found[name] = NameUnknown(self.chain.name, at.number)
            elif isinstance(answer, NoAccount):
                found[name] = NameOffChain()
            else:
                found[name] = NamedAccount(answer, name, NamedBy.ENS, at.number)
        return found

    def _with_names(self) -> Chain | None:
        """The chain itself where it has names, else the first one that has."""
        candidates = [self.chain, *self.reading.chains.values()]
        return next((chain for chain in candidates if chain.has_names), None)

    async def _wallets(self, members: Sequence[MemberId]) -> dict[MemberId, list[Wallet]]:
        if not members:
            return {}
        async with self.reading.uow.reading() as repositories:
            return await repositories.wallets.of_members(self.guild, members)

    async def _book(self, meant: Collection[Written]) -> list[BookEntry]:
        return await self._on_chain() if any(isinstance(each, ByLabel) for each in meant) else []

    async def _on_chain(self) -> list[BookEntry]:
        return [entry for entry in await self.reading.book(self.guild) if entry.chain == self.chain.id]

    async def _symbols(self) -> dict[str, list[Address]]:
        """The tokens from which the space's tracks take power here, by their symbols."""
        policies = [track.policy for track in await self._tracks() if track.retired_at is None]
        sources = tokens_of(policies, self.chain.id)
        at = await self.chain.latest()
        found: dict[str, list[Address]] = {}
        for source, contract in list(sources.items())[:_MOST_TOKENS]:
            try:
                symbol, _ = await self.chain.check_source(source, at)
            except (NoCode, WrongContract):
                continue
            accounts = found.setdefault(symbol.casefold(), [])
            if contract not in accounts:
                accounts.append(contract)
        return found

    async def _tracks(self) -> list[Track]:
        async with self.reading.uow.reading() as repositories:
            try:
                space = await repositories.spaces.of_guild(self.guild)
            except NotSetUp:
                return []
            return await repositories.spaces.tracks(space.id)


def tokens_of(policies: Iterable[Policy], chain: ChainId) -> dict[AnyOnChain, Address]:
    """The tokens from which policies take power, as sources and as contracts."""
    return {
        source: source.contract
        for policy in policies
        for _, source in on_chain(policy.power.sources)
        if isinstance(source, OfContract) and source.chain == chain and source.sendable
    }
