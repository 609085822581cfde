"""The draft of a proposal that brings a treasury back to its target shares."""

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.domain.ids import ChainId
from bot.domain.treasury.balance import Balance
from bot.domain.treasury.drift import Trade
from bot.services.treasury.holdings import Treasury
from bot.wording.language import Language
from bot.wording.treasury.balance import rules_line
from bot.wording.treasury.prices import dollars

_SYMBOL = 24


def rebalancing_title(say: Language) -> str:
    return say._("Rebalance the treasury")


def rebalancing_text(
    found: Treasury, balance: Balance, chains: Mapping[ChainId, str], limit: int, say: Language
) -> str:
    """What is to be sold and bought, to the last base unit, at which prices of which blocks: plain text, since a member
    goes on with it, in at most so many characters. `chains` are the names of the chains."""
    say = say.plain()
    trades = balance.rebalancing.trades
    sold = [each for each in trades if each.amount < 0]
    bought = [each for each in trades if each.amount > 0]
    lines = [say._("The treasury has drifted from its target shares. This brings it back.")]
    for head, some in ((say._("To sell:"), sold), (say._("To buy:"), bought)):
        if some:
            lines += ["", head, *(_trade(each, balance, say) for each in some)]
    lines += ["", say._("Shares now, and as they are to be:")]
    lines += [
        say._("- {symbol}: {share} now, {target} then").format(
            symbol=say.markup.name(each.target.symbol, _SYMBOL),
            share=share,
            target=say.share(each.target.share),
        )
        for each, share in zip(
            balance.drifts, say.shares([each.share for each in balance.drifts]), strict=True
        )
    ]
    lines += ["", rules_line(balance.targets, say), "", say._("Prices, each for one token:")]
    lines += [
        say._("- {symbol}: {dollars}, told by {feed} at {when}").format(
            symbol=say.markup.name(symbol, _SYMBOL),
            dollars=f"${say.tokens(price.answer, price.decimals)}",
            feed=price.feed,
            when=say.moment(datetime.fromtimestamp(price.updated_at, UTC)),
        )
        for symbol, (price, _) in balance.prices.items()
    ]
    lines += [
        say._("Read on {chain} at block {block} ({when}).").format(
            chain=chains.get(chain, str(chain)), block=say.number(block.number), when=say.moment(block.time)
        )
        for chain, block in found.valuation.blocks.items()
    ]
    lines.append(
        say._(
            "What is sold is rounded up to the smallest unit of its token and what is bought is rounded down: "
            "{dollars} are left over. Prices move until it is carried out; add actions, or who trades and how much "
            "they may lose by it."
        ).format(dollars=dollars(balance.rebalancing.left_over, say))
    )
    return say.fitted(lines, limit)


def _trade(trade: Trade, balance: Balance, say: Language) -> str:
    _, decimals = balance.prices[trade.symbol]
    return say._("- {amount} {symbol}, worth {dollars}").format(
        amount=say.tokens(abs(trade.amount), decimals),
        symbol=say.markup.name(trade.symbol, _SYMBOL),
        dollars=dollars(abs(trade.value), say),
    )
