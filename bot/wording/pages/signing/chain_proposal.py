"""What the pages say alike of a proposal of a mirrored contract on which one votes there."""

from bot.domain.actions.actions import DecodedAction
from bot.domain.metagovernance.casting import Side
from bot.domain.mirrors import MirroredProposal
from bot.services.mirrors.chain_voting import VotingWallet
from bot.wording.actions.listing import danger_lines, deed_lines, linked, look_twice
from bot.wording.language import Language

NAME = 60
_TITLE = 150


def titled(proposal: MirroredProposal, say: Language) -> str:
    """Its title, or what it is known by where it has none."""
    return say.markup.name(proposal.title or proposal.key, _TITLE)


def call_warnings(
    proposal: MirroredProposal, actions: tuple[DecodedAction, ...], near: Language
) -> list[str]:
    """What is dangerous about its calls, or not known of them."""
    lines = danger_lines(actions, near)
    if proposal.left_out:
        left_out = near.ngettext(
            "it makes {number} more call, which isn't shown here.",
            "it makes {number} more calls, which aren't shown here.",
            proposal.left_out,
        )
        lines.append(look_twice(left_out.format(number=near.number(proposal.left_out)), near))
    if not proposal.confirmed:
        lines.append(
            look_twice(near._("nothing but an event of the contract says which calls it makes."), near)
        )
    return lines


def calls_heading(say: Language) -> str:
    return say._("What it does if it passes, read back from its calldata")


def call_lines(proposal: MirroredProposal, actions: tuple[DecodedAction, ...], near: Language) -> list[str]:
    """What its calls do."""
    return deed_lines(actions, linked(actions, near)) or [near._("It makes no call that is known here.")]


def side_words(side: Side, say: Language) -> str:
    """What a Governor's side is called."""
    return {Side.AGAINST: say._("Against"), Side.FOR: say._("For"), Side.ABSTAIN: say._("Abstain")}[side]


def votes_of(wallet: VotingWallet, near: Language) -> str:
    """With how much this wallet votes there."""
    rules = wallet.vote.rules
    return near.power(wallet.vote.votes or 0, rules.decimals, rules.symbol, exact=True)
