"""Between spaces, tracks, their policies and their rows."""

from datetime import timedelta
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Row

from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import SpaceId, TrackId
from bot.domain.policy.model import Policy
from bot.domain.spaces.limits import SpaceLimits
from bot.domain.spaces.space import PagesFor, Space, Track
from bot.storage.unreadable import words_of


@lru_cache(maxsize=512)
def policy_of(text: str) -> Policy:
    """The policy that the JSON text describes. Policies are frozen, so that all may share one.

    Raises StoredDataInvalid for one that this program wouldn't write, such as one beyond its bounds.
    """
    try:
        return Policy.model_validate_json(text)
    except RecursionError as error:
        raise StoredDataInvalid(f"policy: {words_of(error)}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise StoredDataInvalid(f"policy: {place}: {first['msg']}") from error


@lru_cache(maxsize=512)
def _limits_of(text: str) -> SpaceLimits:
    """Raises StoredDataInvalid for what this program wouldn't write: nobody may take it for no limits at all."""
    try:
        return SpaceLimits.model_validate_json(text)
    except ValidationError as error:
        raise StoredDataInvalid("spaces: limits") from error


def space_of(row: Row[*tuple[Any, ...]]) -> Space:
    limits = None if row.limits is None else _limits_of(row.limits)
    named: dict[str, Any] = {
        **row._mapping,
        "pages": PagesFor(row.pages),
        "limits": limits,
        "least_timelock": timedelta(seconds=row.least_timelock),
    }
    return Space(**named)


def track_of(row: Row[*tuple[Any, ...]]) -> Track:
    return Track(TrackId(row.id), SpaceId(row.space), row.name, policy_of(row.policy), row.retired_at)
