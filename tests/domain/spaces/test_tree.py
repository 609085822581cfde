"""The spaces of a server: who stands above whom, and what keeps a new one from being made."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors.governance.tree import (
    ChannelTaken,
    SpaceNameTaken,
    TooDeep,
    TooManyChildren,
    TooManySpaces,
)
from bot.domain.fault import Fault
from bot.domain.ids import ChannelId, GuildId, RoleId, SpaceId
from bot.domain.spaces.space import DEEPEST, MOST_CHILDREN, MOST_SPACES, Space
from bot.domain.spaces.tree import SpaceTree

GONE = datetime(2027, 1, 1, tzinfo=UTC)


def space(number: int, parent: int | None, name: str = "", archived: bool = False) -> Space:
    first = ChannelId(100 * number)
    return Space(
        SpaceId(number),
        GuildId(1),
        name or f"Part {number}",
        first,
        ChannelId(first + 1),
        ChannelId(first + 2),
        RoleId(7),
        RoleId(8),
        parent=None if parent is None else SpaceId(parent),
        archived_at=GONE if archived else None,
    )


FREE = {"announcements": ChannelId(9001), "discussion": ChannelId(9002), "log": ChannelId(9003)}
ROOT = space(1, None, "The DAO")
GRANTS, WORKS = space(2, 1, "Grants"), space(3, 1, "Works", archived=True)
SMALL = space(4, 2, "Small grants")
TREE = SpaceTree([ROOT, GRANTS, WORKS, SMALL])


def test_each_space_stands_below_the_one_that_created_it() -> None:
    assert list(TREE.walk()) == [(0, ROOT), (1, GRANTS), (2, SMALL), (1, WORKS)]
    assert TREE.above(SMALL) == [GRANTS, ROOT]
    assert (TREE.within(GRANTS), TREE.within(SMALL)) == ([GRANTS, SMALL], [SMALL])


@pytest.mark.parametrize("spelt", ["grants", " GRANTS ", "Small  grants", "the dao", "works"])
def test_a_space_is_found_however_its_name_is_spelt(spelt: str) -> None:
    found = TREE.named(spelt)
    assert found is not None
    assert found.name.casefold() == " ".join(spelt.split()).casefold()


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("grants", SpaceNameTaken("grants")),
        (" the  DAO", SpaceNameTaken(" the  DAO")),
        # Nobody takes a new space for one that was dissolved.
        ("WORKS", SpaceNameTaken("WORKS")),
    ],
)
def test_no_space_takes_the_name_of_another(name: str, fault: Fault) -> None:
    assert TREE.hinders(ROOT, name, FREE) == fault


@pytest.mark.attack("commands")
@pytest.mark.parametrize("owner", [ROOT, GRANTS, SMALL])
@pytest.mark.parametrize("which", ["announcements", "discussion", "log"])
def test_no_space_takes_a_channel_of_another(owner: Space, which: str) -> None:
    for channel in owner.channels.values():
        assert TREE.hinders(ROOT, "New", {**FREE, which: channel}) == ChannelTaken(channel, owner.name)


def test_the_channels_of_an_archived_space_are_free() -> None:
    assert TREE.hinders(GRANTS, "New", WORKS.channels) is None


@pytest.mark.attack("floods")
def test_a_tree_has_a_bound_in_depth_in_breadth_and_in_all() -> None:
    deep = SpaceTree([ROOT, *(space(number, number - 1) for number in range(2, DEEPEST + 2))])
    assert deep.hinders(deep.spaces[-2], "New", FREE) is None
    assert deep.hinders(deep.spaces[-1], "New", FREE) == TooDeep(DEEPEST)
    children = [space(number, 1) for number in range(2, MOST_CHILDREN + 2)]
    assert SpaceTree([ROOT, *children]).hinders(ROOT, "New", FREE) == TooManyChildren(MOST_CHILDREN)
    fewer = [*children[:-1], space(99, 1, archived=True)]
    assert SpaceTree([ROOT, *fewer]).hinders(ROOT, "New", FREE) is None
    everywhere = [space(number, 2 + number % 9) for number in range(20, 20 + MOST_SPACES)]
    full = SpaceTree([ROOT, *children, *everywhere][:MOST_SPACES])
    assert full.hinders(children[-1], "New", FREE) == TooManySpaces(MOST_SPACES)


@given(st.lists(st.integers(0, 10**6), max_size=40))
def test_every_space_is_walked_once_after_its_parent(parents: list[int]) -> None:
    spaces = [ROOT]
    for number, drawn in enumerate(parents, start=2):
        spaces.append(space(number, spaces[drawn % len(spaces)].id))
    tree = SpaceTree(spaces[::-1])
    walked = list(tree.walk())
    assert sorted(each.id for _, each in walked) == sorted(each.id for each in spaces)
    places = {each.id: place for place, (_, each) in enumerate(walked)}
    for depth, each in walked:
        assert depth == len(tree.above(each))
        assert all(places[above.id] < places[each.id] for above in tree.above(each))
        assert {below.id for below in tree.within(each)} == {
            other.id for other in spaces if other == each or each in tree.above(other)
        }
