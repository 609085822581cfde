"""What leaving a Baal pays, before and after a proposal."""

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec

from bot.chain.calls.state import Call, CoinBalance
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.executors import Leaving, NamedAsset
from bot.domain.ids import Address
from bot.domain.leaving import Asset, Changes, Treasury
from bot.execution import answers
from bot.execution.actions.abi import function
from bot.execution.actions.known import TRANSFER

UNIT = 10**18
"""One share or loot in base units: their tokens have 18 decimals."""
_MOST_TOKENS = 8
"""Of one proposal."""
_MOST_TOKENS_IN_ALL = 100
_SHARES, _LOOT = map(function, ("totalShares()", "totalLoot()"))


def changes_of(actions: Sequence[Action]) -> Changes:
    """What the calls take out of the Safe, as far as they tell it themselves."""
    moved: Counter[Asset] = Counter()
    whole = True
    for action in actions:
        moved[None] -= action.value
        data = bytes.fromhex(action.data[2:])
        if not data:
            continue
        sent = TRANSFER.decode(data)
        if sent is None:
            whole = False
        else:
            moved[action.to] -= sent[1]
    return Changes({asset: amount for asset, amount in moved.items() if amount}, 0, whole)


class BeforeLeaving(msgspec.Struct, frozen=True):
    """A proposal after which it is told what leaving pays."""

    changes: Changes
    behind: bool
    """Whether another one has to be processed before, whose calls nobody looks at."""


async def read_leaving(
    chain: EvmChain, baal: Address, safe: Address, proposals: Sequence[BeforeLeaving], at: BlockRef
) -> list[Leaving | None]:
    """For each of these, of the coins and of the tokens that it moves; None where nobody has a part, or the Baal
    doesn't say how many shares there are.

    After the proposal it is only told where no other one has to be processed before. Raises ChainUnavailable.
    """
    if not proposals:
        return []
    moved = [token for each in proposals for token in _tokens(each.changes)[:_MOST_TOKENS]]
    asked = list(dict.fromkeys(moved))[:_MOST_TOKENS_IN_ALL]
    questions: list[Call | CoinBalance] = [
        CoinBalance(safe),
        *(Call(baal, each.encode([])) for each in (_SHARES, _LOOT)),
    ]
    for token in asked:
        questions += [tokens.balance_of(token, safe), tokens.symbol(token), tokens.decimals(token)]
    told = await chain.read(questions, at)
    tokens.all_answered(told, chain.id)
    coins, shares, loot = map(answers.number, told[:3])
    total = (shares or 0) + (loot or 0)
    if shares is None or loot is None or total == 0:
        return [None] * len(proposals)
    known: dict[Asset, tuple[NamedAsset, int | None]] = {None: (NamedAsset(None, chain.native, 18), coins)}
    for place, token in enumerate(asked, start=1):
        balance, symbol, decimals = told[3 * place : 3 * place + 3]
        units = answers.number(decimals)
        shown = units if units is not None and units <= tokens.MAX_DECIMALS else 0
        known[token] = NamedAsset(token, tokens.symbol_text(symbol), shown), answers.number(balance)
    return [_leaving(known, total, each) for each in proposals]


def _leaving(
    known: Mapping[Asset, tuple[NamedAsset, int | None]], total: int, proposal: BeforeLeaving
) -> Leaving:
    moved = _tokens(proposal.changes)
    shown = [asset for asset in (None, *moved[:_MOST_TOKENS]) if asset in known]
    named = {asset: known[asset] for asset in shown}
    balances = {asset: balance for asset, (_, balance) in named.items() if balance is not None}
    assets = tuple(name for asset, (name, _) in named.items() if asset in balances)
    now = Treasury(balances, total, "reverts")
    changes = proposal.changes
    seen = {asset: amount for asset, amount in changes.moved.items() if asset in balances}
    after = now.after(Changes(seen, 0)) if changes.whole and not proposal.behind else None
    return Leaving(assets, 1 + len(moved) - len(shown), len(shown) - len(assets), UNIT, now, after)


def _tokens(changes: Changes) -> list[Address]:
    return [asset for asset in changes.moved if asset is not None]
