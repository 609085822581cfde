"""Refusals around stakes."""

from bot.domain import errors
from bot.wording.delegation.delegated_power import undelegated_words
from bot.wording.errors.base import Message, at_blocks, message, nothing_changed
from bot.wording.language import Language


def _stakes_kept(say: Language) -> str:
    return say._("Your stakes are as they were.")


@message.register
def _(error: errors.StakeInstead, say: Language) -> Message:
    return Message(
        say._(
            "There is no ballot on proposal #{proposal}: members stake on it, for as long as they like."
        ).format(proposal=error.number),
        kept=nothing_changed(say),
        next=say._("Press “Stake” on its card, or use `/stake add`."),
    )


@message.register
def _(error: errors.VoteInstead, say: Language) -> Message:
    return Message(
        say._("Nobody can stake on proposal #{proposal}: members vote on it.").format(proposal=error.number),
        kept=_stakes_kept(say),
        next=say._("Use the buttons on its card, or `/vote cast`."),
    )


@message.register
def _(error: errors.NotEnoughToStake, say: Language) -> Message:
    def amount(units: int) -> str:
        return say.power(units, error.decimals, error.symbol)

    free, power, staked = (
        amount(max(0, error.power - error.staked)),
        amount(error.power),
        amount(error.staked),
    )
    if error.asked:
        happened = say._(
            "Only {free} of the {asked} that you asked for can be staked: you hold {power}, and {staked} of it lie on "
            "proposals of this track."
        ).format(free=free, asked=amount(error.asked), power=power, staked=staked)
    else:
        happened = say._(
            "Only {free} can be staked: you hold {power}, and {staked} of it lie on proposals of this track."
        ).format(free=free, power=power, staked=staked)
    read = say._("Read {where}.").format(where=at_blocks(error.at, say))
    undelegated = [undelegated_words(amount(each.amount), each.token, say) for each in error.undelegated]
    return Message(
        happened,
        kept="\n".join([f"{read} {_stakes_kept(say)}", *undelegated]),
        next=say._(
            "Stake less, or move what you have with `/stake move`; `/stake mine` shows where it lies."
        ),
    )


@message.register
def _(error: errors.NotEnoughStaked, say: Language) -> Message:
    staked = say.power(error.staked, error.decimals, error.symbol)
    if error.asked:
        happened = say._("You have {staked} on proposal #{proposal}, and not {asked}.").format(
            staked=staked,
            proposal=error.number,
            asked=say.power(error.asked, error.decimals, error.symbol),
        )
    else:
        happened = say._("You have {staked} on proposal #{proposal}.").format(
            staked=staked, proposal=error.number
        )
    return Message(
        happened,
        kept=_stakes_kept(say),
        next=say._("`/stake mine` shows where your stakes lie; `all` takes all of it."),
    )


@message.register
def _(error: errors.StakesApart, say: Language) -> Message:
    return Message(
        say._(
            "A stake can't move from proposal #{proposal} to #{target}: they are the same proposal, or what is staked "
            "on one doesn't count on the other."
        ).format(proposal=error.number, target=error.target),
        kept=_stakes_kept(say),
        next=say._("Take it away with `/stake withdraw`, then use `/stake add`."),
    )


@message.register
def _(error: errors.PoolChanged, say: Language) -> Message:
    return Message(
        say._(
            "This track spends another pool than when the actions of proposal #{proposal} were written."
        ).format(proposal=error.number),
        kept=say._("The proposal is kept; staking on it does not begin like this."),
        next=say._("The author edits the actions with `/proposal edit`."),
    )
