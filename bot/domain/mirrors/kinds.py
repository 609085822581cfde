"""All kinds of contracts that are mirrored."""

from collections.abc import Mapping

from bot.domain.executors.baal import BaalRules
from bot.domain.executors.governor import GovernorRules
from bot.domain.executors.moloch import MolochRules
from bot.domain.mirrors.baal import BAAL, MirroredBaalStage
from bot.domain.mirrors.base import MirrorKind
from bot.domain.mirrors.governor import GOVERNOR, MirroredGovernorStage
from bot.domain.mirrors.moloch import MOLOCH, MirroredMolochStage

AnyMirrorRules = GovernorRules | MolochRules | BaalRules
"""What is known of a mirrored contract. `name` is what it calls itself, `holder` the account that makes the calls of
its proposals."""
AnyMirroredStage = MirroredGovernorStage | MirroredMolochStage | MirroredBaalStage
"""How far a mirrored proposal has come. `name` says which stage it is, `is_live` whether something may still become of
it, `takes_votes` whether members vote on it from wallets of their own here, now or soon."""


MIRROR_KINDS: Mapping[str, MirrorKind] = {kind.name: kind for kind in (GOVERNOR, MOLOCH, BAAL)}
