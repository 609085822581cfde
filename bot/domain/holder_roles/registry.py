"""Every kind of condition by which members have a role. A new one is one file, and its place in the union here."""

from typing import Annotated, Any, get_args

from pydantic import Field, TypeAdapter

from bot.domain.canonical import canonical_json
from bot.domain.holder_roles.delegating import Delegating
from bot.domain.holder_roles.holding import Holding
from bot.domain.holder_roles.voting import Voting

AnyCondition = Holding | Voting | Delegating
"""Its trait `of_votes`: whether it can change by a vote that closes."""

CONDITIONS: tuple[type[AnyCondition], ...] = get_args(AnyCondition)
_READ: TypeAdapter[Any] = TypeAdapter(Annotated[AnyCondition, Field(discriminator="kind")])


def condition_text(condition: AnyCondition) -> str:
    """Its canonical JSON."""
    return canonical_json(condition.model_dump(mode="json")).decode()


def read_condition(text: str) -> AnyCondition:
    """Raises ValueError."""
    found: AnyCondition = _READ.validate_json(text)
    return found
