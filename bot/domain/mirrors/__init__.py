"""What is decided elsewhere on a chain, and shown on Discord: mirrors, and the proposals that they show.

A kind says in its own file what is known of such a contract, and how far its proposals come. A new kind is a file here
and its place in kinds.py.
"""

from bot.domain.mirrors.baal import MirroredBaalStage
from bot.domain.mirrors.base import (
    MOST_ACTIONS,
    MOST_DATA,
    MOST_MIRRORS,
    MOST_PROPOSALS,
    MOST_THREADS,
    MOST_THREADS_OF_ONE,
    MOST_WORDS,
    BlockSpan,
    Mirror,
    MirroredProposal,
    MirroredThread,
    MirroredTitle,
    MirrorKind,
    title_in,
)
from bot.domain.mirrors.governor import MirroredGovernorStage
from bot.domain.mirrors.kinds import MIRROR_KINDS, AnyMirroredStage, AnyMirrorRules
from bot.domain.mirrors.moloch import MirroredMolochStage

__all__ = [
    "MIRROR_KINDS",
    "MOST_ACTIONS",
    "MOST_DATA",
    "MOST_MIRRORS",
    "MOST_PROPOSALS",
    "MOST_THREADS",
    "MOST_THREADS_OF_ONE",
    "MOST_WORDS",
    "AnyMirrorRules",
    "AnyMirroredStage",
    "BlockSpan",
    "Mirror",
    "MirrorKind",
    "MirroredBaalStage",
    "MirroredGovernorStage",
    "MirroredMolochStage",
    "MirroredProposal",
    "MirroredThread",
    "MirroredTitle",
    "title_in",
]
