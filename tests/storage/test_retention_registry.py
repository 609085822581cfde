"""Of each table in which members stand it is said whether its rows go by themselves, and when."""

from bot.domain.retention import BOUNDS, RetentionKind
from bot.storage.repositories.privacy.expiring import EXPIRE
from bot.storage.repositories.privacy.registry import NAMED
from bot.storage.repositories.privacy.retention import RETAINED


def test_of_each_table_with_members_it_is_said_for_how_long_it_is_kept() -> None:
    assert set(RETAINED) == set(NAMED)


def test_each_kind_can_be_chosen_goes_and_is_some_table_s() -> None:
    kinds = set(RetentionKind)
    assert set(EXPIRE) == set(BOUNDS) == {kind for kind in RETAINED.values() if kind in kinds} == kinds
