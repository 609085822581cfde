"""What is suggested while an option of a command is filled in."""

from bot.domain.accounts.wallet import Wallet
from bot.domain.executors import AnyExecutor
from bot.domain.mirrors import Mirror, MirroredTitle
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import State
from bot.wording.language import Language
from bot.wording.markup.discord_markup import CHOICE_LIMIT
from bot.wording.markup.plain_text import cut, one_line
from bot.wording.proposals.lifecycle.states import state_words


def proposal_suggested(proposal: Proposal, now: State, say: Language) -> str:
    """A proposal by its number, title and state; a long title is cut. A draft has no number that anybody knows."""
    end = f" · {state_words(now, say)}"
    title = one_line(proposal.content.title) or say.pgettext("value", "Untitled")
    named = f"#{proposal.number} {title}" if proposal.submission else title
    return cut(named, CHOICE_LIMIT - len(end)) + end


def wallet_suggested(wallet: Wallet, say: Language) -> str:
    """A wallet by its address."""
    if not wallet.primary:
        return wallet.address
    return say._("{address} (primary)").format(address=wallet.address)


def executor_suggested(executor: AnyExecutor, say: Language) -> str:
    """What carries out what passes, with its chain."""
    return say._("{executor} on chain {chain}").format(executor=executor.name, chain=executor.chain)


def mirrored_suggested(mirror: Mirror, proposal: MirroredTitle, say: Language) -> str:
    """What a mirrored contract decides, by the words of whoever proposed it, and where."""
    return say._("{title} · {governor}").format(
        title=one_line(proposal.title) or proposal.key, governor=one_line(mirror.rules.name)
    )
