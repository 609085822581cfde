"""What leaving a Baal pays, before and after a proposal."""

from collections import Counter
from collections.abc import Sequence

from bot.chain.calls.state import Call, CoinBalance
from bot.chain.chains import EvmChain
from bot.chain.contracts import tokens
from bot.domain.actions.actions import Action
from bot.domain.blocks import BlockRef
from bot.domain.executors import BaalRules, Leaving, MolochStage, NamedAsset
from bot.domain.leaving import Asset, Changes, Treasury
from bot.execution import answers
from bot.execution.actions.known import TRANSFER

UNIT = 10**18
"""One share or loot in base units: their tokens have 18 decimals."""
_MOST_TOKENS = 8


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


async def read_leaving(
    chain: EvmChain, rules: BaalRules, stage: MolochStage, actions: Sequence[Action], at: BlockRef
) -> Leaving | None:
    """Of the coins and of the tokens that these actions move; None where nobody has a part. Raises ChainUnavailable.

    After the proposal it is only told where no other one has to be processed before.
    """
    total = rules.shares + rules.loot
    if total == 0:
        return None
    changes = changes_of(actions)
    moved = [asset for asset in changes.moved if asset is not None]
    known = moved[:_MOST_TOKENS]
    questions: list[Call | CoinBalance] = [CoinBalance(rules.safe)]
    for token in known:
        questions += [tokens.balance_of(token, rules.safe), tokens.symbol(token), tokens.decimals(token)]
    coins, *told = await chain.read(questions, at)
    tokens.all_answered((coins, *told), chain.id)
    named = [NamedAsset(None, chain.native, 18)]
    held = [answers.number(coins)]
    for place, token in enumerate(known):
        balance, symbol, decimals = told[3 * place : 3 * place + 3]
        units = answers.number(decimals)
        shown = units if units is not None and units <= tokens.MAX_DECIMALS else 0
        named.append(NamedAsset(token, tokens.symbol_text(symbol), shown))
        held.append(answers.number(balance))
    balances: dict[Asset, int] = {
        asset.contract: balance for asset, balance in zip(named, held, strict=True) if balance is not None
    }
    assets = tuple(asset for asset in named if asset.contract in balances)
    now = Treasury(balances, total, "reverts")
    seen = Changes(_of(balances, changes), 0, changes.whole)
    after = now.after(seen) if changes.whole and stage.behind is None else None
    return Leaving(assets, len(moved) - len(known), len(named) - len(assets), UNIT, now, after)


def _of(balances: dict[Asset, int], changes: Changes) -> dict[Asset, int]:
    """What of the changes is about assets that are shown."""
    return {asset: amount for asset, amount in changes.moved.items() if asset in balances}
