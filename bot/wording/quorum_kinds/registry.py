"""Every kind of quorum in words. A new one is one file and one line here."""

from fractions import Fraction

from bot.domain.policy.model import Policy
from bot.domain.rules.quorum import Quorum
from bot.domain.rules.quorum_kinds.absolute import ABSOLUTE
from bot.domain.rules.quorum_kinds.dynamic import DYNAMIC
from bot.domain.rules.quorum_kinds.headcount import HEADS
from bot.domain.rules.quorum_kinds.share import SHARE
from bot.wording.language import Language
from bot.wording.quorum_kinds.absolute import AbsoluteWording
from bot.wording.quorum_kinds.dynamic import DynamicWording
from bot.wording.quorum_kinds.headcount import HeadcountWording
from bot.wording.quorum_kinds.quorum_wording import QuorumWording
from bot.wording.quorum_kinds.share import ShareWording

QUORUM_WORDING: dict[str, QuorumWording] = {
    ABSOLUTE.name: AbsoluteWording(),
    SHARE.name: ShareWording(),
    HEADS.name: HeadcountWording(),
    DYNAMIC.name: DynamicWording(),
}


def quorum_words(policy: Policy, quorum: Quorum, say: Language) -> str:
    """What a quorum asks for."""
    return QUORUM_WORDING[quorum.kind].asks(policy, quorum, say)


def progress_words(policy: Policy, quorum: Quorum, there: Fraction, needed: Fraction, say: Language) -> str:
    """How much there is of how much that is needed."""
    return QUORUM_WORDING[quorum.kind].progress(policy, quorum, there, needed, say)
