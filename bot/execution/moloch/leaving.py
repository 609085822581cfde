"""What leaving a Moloch DAO pays, before and after a proposal."""

from collections.abc import Mapping, Sequence

import msgspec

from bot.chain.calls.state import Call, Outcome
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.executors import Leaving, MolochProposal, MolochRules, NamedAsset
from bot.domain.ids import Address
from bot.domain.leaving import Asset, Changes, OpenProposal, Treasury, forecast
from bot.execution import answers
from bot.execution.actions.abi import function
from bot.execution.moloch.contract import PROCESSED, FoundMoloch, MolochEntry, read_entries

BANK = Address("0x000000000000000000000000000000000000dEaD")
"""Under this account the contract keeps what belongs to all."""
UNIT = 1
"""Shares and loot have no decimals."""
MOST_TOKENS = 400
"""The contract takes no more."""
_MOST_SHOWN = 6
_MOST_NAMED = 40
"""So many of the bank's tokens, the first, and those that are paid, are asked for their names."""
MOST_BEFORE = 20
"""So many proposals that are processed before one are looked at."""
_TOKEN = function("approvedTokens(uint256 index)")
_BALANCE = function("getUserTokenBalance(address user, address token)")


def bank_of(moloch: Address, token: Address) -> Call:
    """The question how much of a token belongs to all."""
    return Call(moloch, _BALANCE.encode([BANK, token]))


def changes_of(entry: MolochEntry | MolochProposal) -> Changes:
    """What a proposal takes out of the bank and brings into it, and the shares and loot that it issues."""
    moved: dict[Asset, int] = {}
    if entry.form == "ordinary":
        if isinstance(entry, MolochEntry):
            paid = entry.payment_token
            moved[entry.tribute_token] = entry.tribute
        else:
            paid = entry.token
        moved[paid] = moved.get(paid, 0) - entry.payment
    return Changes({asset: amount for asset, amount in moved.items() if amount}, entry.shares + entry.loot)


class BeforeLeaving(msgspec.Struct, frozen=True):
    """A proposal after which it is told what leaving pays."""

    changes: Changes
    first: Asset
    """What is shown first; None: no token."""
    place: int | None
    """In the queue; None before it is sponsored."""


async def read_leaving(
    chain: EvmChain,
    found: FoundMoloch,
    proposals: Sequence[BeforeLeaving],
    queue: Mapping[int, int],
    known: Sequence[MolochEntry] = (),
) -> list[Leaving | None]:
    """For each of these, of everything in the bank, the token that it pays first; None where nobody has a part.

    After the proposal, and after all that are processed before it and pass as their votes stand. `queue` are the newest
    places and the ids there, MOST_BEFORE + 1 at least; `known` the entries that were read already at this block. Raises
    WrongContract, ChainUnavailable.
    """
    total = found.rules.shares + found.rules.loot
    if total == 0 or not proposals:
        return [None] * len(proposals)
    bank = await _bank(chain, found, [each.first for each in proposals if each.first is not None])
    waiting = await _waiting(chain, found, queue, known)
    now = Treasury(bank.balances, total)
    return [_leaving(found.rules, bank, waiting, now, each) for each in proposals]


def _leaving(
    rules: MolochRules,
    bank: "_Bank",
    waiting: Mapping[int, OpenProposal | None],
    now: Treasury,
    proposal: BeforeLeaving,
) -> Leaving:
    first = [proposal.first] if proposal.first in bank.balances else []
    order = [*first, *(token for token in bank.balances if token not in first)]
    shown = [bank.names[asset] for asset in order if asset in bank.names][:_MOST_SHOWN]
    before = _before(rules, waiting, proposal.place)
    after = None
    if before is not None:
        *_, (_, after) = forecast(now, [*before, OpenProposal("", True, proposal.changes)])
    return Leaving(tuple(shown), len(order) - len(shown), bank.unread, UNIT, now, after)


class _Bank(msgspec.Struct, frozen=True):
    balances: Mapping[Asset, int]
    """What there is of each token."""
    names: Mapping[Asset, NamedAsset]
    """Of the first ones, and of those that are paid."""
    unread: int
    """How many could not be read."""


async def _bank(chain: EvmChain, found: FoundMoloch, paid: Sequence[Address]) -> _Bank:
    count, moloch = min(found.tokens, MOST_TOKENS), found.rules.address
    told = await chain.read([Call(moloch, _TOKEN.encode([place])) for place in range(count)], found.at)
    tokens.all_answered(told, chain.id)
    approved = list(dict.fromkeys(each for each in map(answers.account, told) if each is not None))
    named = list(dict.fromkeys([*(each for each in paid if each in set(approved)), *approved[:_MOST_NAMED]]))
    asked = [bank_of(moloch, token) for token in approved]
    asked += [ask(token) for token in named for ask in (tokens.symbol, tokens.decimals)]
    answered = await chain.read(asked, found.at)
    tokens.all_answered(answered, chain.id)
    held, names = map(answers.number, answered[: len(approved)]), answered[len(approved) :]
    numbers = dict(zip(approved, held, strict=True))
    return _Bank(
        {token: number for token, number in numbers.items() if number},
        {
            token: NamedAsset(token, tokens.symbol_text(symbol), _decimals(decimals))
            for token, symbol, decimals in zip(named, names[::2], names[1::2], strict=True)
        },
        count - len(approved) + sum(number is None for number in numbers.values()),
    )


def _decimals(answer: Outcome) -> int:
    units = answers.number(answer)
    return units if units is not None and units <= tokens.MAX_DECIMALS else 0


async def _waiting(
    chain: EvmChain, found: FoundMoloch, queue: Mapping[int, int], known: Sequence[MolochEntry]
) -> dict[int, OpenProposal | None]:
    """The newest in the queue that aren't processed, by their places; None for one whose text is too long to be read:
    anybody may submit such a one."""
    newest = {
        place: number for place, number in queue.items() if place >= found.rules.queued - MOST_BEFORE - 1
    }
    entries: dict[int, MolochEntry | None] = {entry.id: entry for entry in known}
    unknown = [number for number in newest.values() if number not in entries]
    told = await read_entries(chain, found.rules.address, unknown, found.at, without_longest=True)
    entries |= dict(zip(unknown, told, strict=True))
    waiting: dict[int, OpenProposal | None] = {}
    for place, number in newest.items():
        entry = entries[number]
        if entry is None:
            waiting[place] = None
        elif not entry.flags[PROCESSED]:
            waiting[place] = OpenProposal(str(number), entry.yes > entry.no, changes_of(entry))
    return waiting


def _before(
    rules: MolochRules, waiting: Mapping[int, OpenProposal | None], place: int | None
) -> list[OpenProposal] | None:
    """Those that are processed before the one at this place, the earliest first; None where they are more than are
    looked at, or one of them can't be read."""
    if place is not None and rules.queued - place > MOST_BEFORE:
        return None
    before = [each for at, each in waiting.items() if place is None or at < place]
    told = [each for each in before if each is not None]
    return told if len(told) == len(before) <= MOST_BEFORE else None
