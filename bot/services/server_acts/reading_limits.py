"""The limits of a part as they are written become those that can be voted on: assets are looked up on the chain."""

from collections.abc import Mapping

import msgspec

from bot.domain.accounts.accounts import NamedAccount
from bot.domain.chains import chain_of
from bot.domain.errors import BadAmount, NoCode, WrongContract
from bot.domain.errors.proposals import server_acts as faults
from bot.domain.errors.proposals.actions import BadAddressOf
from bot.domain.fault import Fault
from bot.domain.ids import Address, ChainId
from bot.domain.policy.bounds import LONGEST_SYMBOL, MOST_UNITS
from bot.domain.policy.limits import Limits, Spending
from bot.domain.power import Erc20
from bot.domain.quantities import base_units, plain
from bot.domain.server_acts.lines.written import WrittenLimits
from bot.domain.spaces.limits import SpaceLimits
from bot.services.accounts.reading import AccountReading, SpaceNames
from bot.services.ports import Chain
from bot.services.server_acts.place import Place, RefusedAct

_COIN_DECIMALS = 18


class LimitReading(msgspec.Struct, frozen=True):
    chains: Mapping[ChainId, Chain]
    account_reading: AccountReading

    async def limits(self, place: Place, written: WrittenLimits) -> SpaceLimits:
        """What was written, on the chain on which what is proposed is carried out. Raises RefusedAct, UnknownChain,
        ChainUnavailable."""
        chain = self._chain(place)
        names = self.account_reading.on(place.space.guild, chain)
        at = await chain.latest()
        found: dict[Address | None, Spending] = {}
        for amount, text in written.amounts:
            token = await _token(names, text)
            symbol, decimals = chain.native, _COIN_DECIMALS
            if token is not None:
                try:
                    symbol, decimals = await chain.check_source(Erc20(chain=chain.id, contract=token), at)
                except (NoCode, WrongContract):
                    raise RefusedAct(faults.AssetUnknown(text)) from None
            if token in found:
                raise RefusedAct(faults.AssetTwice(text))
            found[token] = Spending(
                asset=token,
                symbol=symbol[:LONGEST_SYMBOL],
                decimals=decimals,
                per_period=_units(amount, decimals),
            )
        return SpaceLimits(
            chain=chain.id, limits=Limits(period=written.period, spending=tuple(found.values()))
        )

    def _chain(self, place: Place) -> Chain:
        executor = place.rules.executor
        if executor is None:
            raise RefusedAct(faults.NoChainOfLimits())
        return chain_of(self.chains, executor.chain)


async def _token(names: SpaceNames, text: str) -> Address | None:
    """The token that is called so; None for the chain's coin. Raises RefusedAct."""
    if text.casefold() == names.chain.native.casefold():
        return None
    is_address = "0x" in text.casefold()
    found = (await names.accounts([text]) if is_address else await names.tokens([text]))[text]
    if isinstance(found, Fault):
        raise RefusedAct(BadAddressOf(text, found))
    if found is None:
        raise RefusedAct(faults.AssetUnknown(text))
    return found.account if isinstance(found, NamedAccount) else found


def _units(amount: str, decimals: int) -> int:
    try:
        units = base_units(amount, decimals)
    except BadAmount:
        raise RefusedAct(faults.AmountUnread(amount)) from None
    if units > MOST_UNITS:
        raise RefusedAct(faults.AmountUnread(amount))
    return units


def limits_line(limits: SpaceLimits | None) -> str:
    """As a line has it: tokens by their addresses, which mean the same whatever the server calls them later."""
    if limits is None:
        return "anything"
    if not limits.limits.spending:
        return "nothing"
    amounts = [
        f"{plain(each.per_period, each.decimals)} {each.asset or each.symbol}"
        for each in limits.limits.spending
    ]
    return f"{' and '.join(amounts)} per {limits.limits.period.days} days"
