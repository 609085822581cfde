"""What leaving a Moloch DAO pays, before and after a proposal."""

from collections.abc import Sequence

from bot.chain.calls.state import Call
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.blocks import BlockRef
from bot.domain.executors import Leaving, MolochProposal, MolochRules, NamedAsset
from bot.domain.ids import Address
from bot.domain.leaving import Asset, Changes, OpenProposal, Treasury, forecast
from bot.execution import answers
from bot.execution.actions.abi import function
from bot.execution.moloch.contract import PROCESSED, MolochEntry, read_entries, read_queue
from bot.execution.moloch.events import FoundProposal

BANK = Address("0x000000000000000000000000000000000000dEaD")
"""Under this account the contract keeps what belongs to all."""
UNIT = 1
"""Shares and loot have no decimals."""
MOST_TOKENS = 400
"""The contract takes no more."""
_MOST_SHOWN = 6
_MOST_BEFORE = 20
_COUNT = function("getTokenCount()")
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


async def read_leaving(
    chain: EvmChain, rules: MolochRules, proposal: MolochProposal, found: FoundProposal, at: BlockRef
) -> Leaving | None:
    """Of everything in the bank, the token that is paid first; None where nobody has a part.

    After the proposal, and after all that are processed before it and pass as their votes stand. Raises WrongContract,
    ChainUnavailable.
    """
    total = rules.shares + rules.loot
    if total == 0:
        return None
    balances, unread = await _bank(chain, rules, at)
    first = [proposal.token] if proposal.token in balances else []
    order = [*first, *(token for token in balances if token not in first)]
    shown = order[:_MOST_SHOWN]
    named = await _named(chain, shown, at)
    now = Treasury(balances, total)
    before = await _before(chain, rules, found, at)
    after = None
    if before is not None:
        ours = OpenProposal("", True, changes_of(proposal))
        *_, (_, after) = forecast(now, [*before, ours])
    return Leaving(tuple(named), len(order) - len(shown), unread, UNIT, now, after)


async def _bank(chain: EvmChain, rules: MolochRules, at: BlockRef) -> tuple[dict[Asset, int], int]:
    """What there is of each token, and how many could not be read."""
    (answer,) = await chain.read([Call(rules.address, _COUNT.encode([]))], at)
    tokens.all_answered([answer], chain.id)
    count = min(answers.number(answer) or 0, MOST_TOKENS)
    told = await chain.read([Call(rules.address, _TOKEN.encode([place])) for place in range(count)], at)
    tokens.all_answered(told, chain.id)
    approved = list(dict.fromkeys(each for each in map(answers.account, told) if each is not None))
    held = await chain.read([bank_of(rules.address, token) for token in approved], at)
    tokens.all_answered(held, chain.id)
    numbers = dict(zip(approved, map(answers.number, held), strict=True))
    balances: dict[Asset, int] = {token: number for token, number in numbers.items() if number}
    return balances, count - len(approved) + sum(number is None for number in numbers.values())


async def _named(chain: EvmChain, shown: Sequence[Asset], at: BlockRef) -> list[NamedAsset]:
    contracts = [asset for asset in shown if asset is not None]
    asked = [ask(token) for token in contracts for ask in (tokens.symbol, tokens.decimals)]
    told = await chain.read(asked, at)
    tokens.all_answered(told, chain.id)
    named = []
    for token, symbol, decimals in zip(contracts, told[::2], told[1::2], strict=True):
        units = answers.number(decimals)
        shown_as = units if units is not None and units <= tokens.MAX_DECIMALS else 0
        named.append(NamedAsset(token, tokens.symbol_text(symbol), shown_as))
    return named


async def _before(
    chain: EvmChain, rules: MolochRules, found: FoundProposal, at: BlockRef
) -> list[OpenProposal] | None:
    """The open proposals that are processed before ours, the earliest first; None where they are more than are looked
    at."""
    queue = await read_queue(chain, rules, at, _MOST_BEFORE + 1)
    numbers = [number for place, number in queue.items() if found.place is None or place < found.place]
    entries = await read_entries(chain, rules.address, numbers, at)
    waiting = [entry for entry in entries if entry is not None and not entry.flags[PROCESSED]]
    if found.place is not None and rules.queued - found.place > _MOST_BEFORE:
        return None
    if len(waiting) > _MOST_BEFORE:
        return None
    return [OpenProposal(str(entry.id), entry.yes > entry.no, changes_of(entry)) for entry in waiting]
