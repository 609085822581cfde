"""What the pages say alike of a proposal of a mirrored contract on which one votes there."""

from bot.domain.metagovernance.casting import Side
from bot.services.mirrors.cards import MirroredCard
from bot.services.mirrors.chain_voting import VotingWallet
from bot.wording.language import Language

NAME = 60
_TITLE = 150


def titled(card: MirroredCard, say: Language) -> str:
    """Its title, or what it is known by where it has none."""
    return say.markup.name(card.proposal.title or card.proposal.key, _TITLE)


def calls_heading(say: Language) -> str:
    return say._("What it does if it passes, read back from its calldata")


def side_words(side: Side, say: Language) -> str:
    """What a Governor's side is called."""
    return {Side.AGAINST: say._("Against"), Side.FOR: say._("For"), Side.ABSTAIN: say._("Abstain")}[side]


def votes_of(wallet: VotingWallet, near: Language) -> str:
    """With how much this wallet votes there."""
    rules = wallet.vote.rules
    return near.power(wallet.vote.votes or 0, rules.decimals, rules.symbol, exact=True)
