"""What is said of one chain among several: the line begins with the name of its chain."""

from collections.abc import Iterable
from typing import Protocol

from bot.domain.ids import ChainId
from bot.wording.language import Language


class OfAChain(Protocol):
    """An executor, or what its actions would do."""

    @property
    def chain(self) -> ChainId: ...


def on_its_chain(line: str, chain: ChainId, among: Iterable[OfAChain], say: Language) -> str:
    """The line, after the name of its chain where some of the others are on another one."""
    if all(each.chain == chain for each in among):
        return line
    return say._("{chain}: {said}").format(chain=say.markup.chain_name(chain), said=line)
