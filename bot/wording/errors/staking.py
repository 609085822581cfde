"""Refusals around stakes."""

from bot.domain import errors
from bot.domain.ids import Power
from bot.domain.quantities import tokens
from bot.wording.errors.words import NOTHING_CHANGED, Words, at_blocks, words
from bot.wording.text import escape

_STAKES_KEPT = "Your stakes are as they were."


def _amount(amount: Power, error: errors.NotEnoughToStake | errors.NotEnoughStaked) -> str:
    return f"{tokens(amount, error.decimals)} {escape(error.symbol, 20)}"


@words.register
def _(error: errors.StakeInstead) -> Words:
    return Words(
        f"There is no ballot on proposal #{error.proposal}: members stake on it, for as long as they like.",
        NOTHING_CHANGED,
        "Press “Stake” on its card, or use `/stake add`.",
    )


@words.register
def _(error: errors.VoteInstead) -> Words:
    return Words(
        f"Nobody can stake on proposal #{error.proposal}: members vote on it.",
        _STAKES_KEPT,
        "Use the buttons on its card, or `/vote cast`.",
    )


@words.register
def _(error: errors.NotEnoughToStake) -> Words:
    free = max(0, error.power - error.staked)
    asked = f" of the {_amount(error.asked, error)} that you asked for" if error.asked else ""
    return Words(
        f"Only {_amount(free, error)}{asked} can be staked: you hold {_amount(error.power, error)}, and "
        f"{_amount(error.staked, error)} of it lie on proposals of this track.",
        f"Read {at_blocks(error.at)}. {_STAKES_KEPT}",
        "Stake less, or move what you have with `/stake move`; `/stake mine` shows where it lies.",
    )


@words.register
def _(error: errors.NotEnoughStaked) -> Words:
    asked = f", and not {_amount(error.asked, error)}" if error.asked else ""
    return Words(
        f"You have {_amount(error.staked, error)} on proposal #{error.proposal}{asked}.",
        _STAKES_KEPT,
        "`/stake mine` shows where your stakes lie; `all` takes all of it.",
    )


@words.register
def _(error: errors.StakesApart) -> Words:
    return Words(
        f"A stake can't move from proposal #{error.proposal} to #{error.target}: they are the same proposal, or what "
        "is staked on one doesn't count on the other.",
        _STAKES_KEPT,
        "Take it away with `/stake withdraw`, then use `/stake add`.",
    )


@words.register
def _(error: errors.PoolChanged) -> Words:
    return Words(
        f"This track spends another pool than when the actions of proposal #{error.proposal} were written.",
        "The proposal is kept; staking on it does not begin like this.",
        "The author edits the actions with `/proposal edit`.",
    )
