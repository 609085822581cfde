"""What members of different views agree on follows from their answers alone."""

import json
from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import StatementsUnreadable
from bot.domain.statements.bridging import bridging
from bot.domain.statements.exported import FORMAT, computed, exported, read_export
from bot.domain.statements.groups import MOST_GROUPS, divided, groups_of
from bot.domain.statements.sheet import Answers, Sheet
from bot.domain.statements.statement import Answer
from tests.naive import statements as naive

SIGNS = {"+": Answer.AGREE, "-": Answer.DISAGREE, ".": Answer.PASS}


def answers(signs: str) -> Answers:
    """`+-. `: agrees with the first, disagrees with the second, passes on the third, has not answered the fourth."""
    return {place: SIGNS[sign] for place, sign in enumerate(signs, start=1) if sign != " "}


def sheet(*members: str) -> Sheet:
    texts = {number: f"Statement {number}" for number in range(1, len(members[0]) + 1)}
    return Sheet.of(texts, map(answers, members))


def sizes(found: Sheet) -> list[int]:
    return [len(group.members) for group in groups_of(found)]


@st.composite
def sheets(draw: st.DrawFn) -> list[str]:
    """Members with few views, so that some answer alike, and some who left statements out."""
    length = draw(st.integers(1, 9))
    views = draw(st.lists(st.text("+-. ", min_size=length, max_size=length), min_size=1, max_size=7))
    return draw(st.lists(st.sampled_from(views), min_size=1, max_size=14))


def test_two_camps_agree_on_the_one_statement_that_both_like() -> None:
    found = bridging(sheet("+-+", "+-+", "+-+", "-++", "-++", "-+."))
    assert found.groups == (3, 3)
    assert [each.number for each in found.agreed] == [3]
    # By hand: 3 of 3 and 2 of 3 agree with the third, so (3+1)/(3+2) · (2+1)/(3+2).
    assert found.results[2].consensus == Fraction(4, 5) * Fraction(3, 5)
    assert found.results[0].consensus == Fraction(4, 5) * Fraction(1, 5)


def test_a_small_side_is_not_outvoted_by_a_large_one() -> None:
    found = bridging(sheet(*["+++"] * 8, *["+--"] * 2))
    assert found.groups == (8, 2)
    assert [each.number for each in found.agreed] == [1]


def test_fewer_than_a_tenth_are_no_side_of_their_own() -> None:
    assert sizes(sheet(*["++++"] * 19, *["----"] * 1)) == [20]
    assert sizes(sheet(*["++++"] * 18, *["----"] * 2)) == [18, 2]


def test_one_alone_is_no_group() -> None:
    assert sizes(sheet("++++", "++++", "++++", "++++", "----")) == [5]


def test_three_views_are_three_groups() -> None:
    assert sizes(sheet(*["++----"] * 3, *["--++--"] * 4, *["----++"] * 3)) == [4, 3, 3]


def test_members_who_all_answer_alike_are_one_group() -> None:
    found = bridging(sheet("+-", "+-", "+-"))
    assert found.groups == (3,)
    assert found.results[0].consensus == Fraction(4, 5)


def test_who_answered_too_little_counts_and_stands_in_no_group() -> None:
    found = bridging(sheet("++++++++", "++++++++", "+       "))
    assert (found.participants, found.groups) == (3, (2,))
    assert found.results[0].counts.agree == 3
    assert found.results[0].of_groups[0].agree == 2


def test_where_nobody_has_answered_nothing_is_agreed() -> None:
    found = bridging(Sheet.of({1: "A well", 2: "A road"}, ()))
    assert (found.participants, found.groups, found.agreed) == (0, (), ())


@given(sheets(), st.randoms(use_true_random=False))
def test_the_order_and_the_names_of_members_change_nothing(members: list[str], order) -> None:
    shuffled = list(members)
    order.shuffle(shuffled)
    assert exported(sheet(*shuffled)) == exported(sheet(*members))
    file = json.loads(exported(sheet(*members)))
    order.shuffle(file["answers"])
    for place, each in enumerate(file["answers"]):
        each["member"] = f"somebody {len(members) - place}"
    again = read_export(json.dumps(file).encode())
    assert computed(bridging(again)) == computed(bridging(sheet(*members)))


@given(sheets(), st.integers(2, 3))
def test_where_everybody_is_there_more_often_the_groups_are_the_same(members: list[str], times: int) -> None:
    members = members * 2  # One alone is no group.
    once = [set(map(str, group.members)) for group in groups_of(sheet(*members))]
    often = [set(map(str, group.members)) for group in groups_of(sheet(*members * times))]
    assert often == once
    assert sizes(sheet(*members * times)) == [size * times for size in sizes(sheet(*members))]


@given(sheets())
def test_who_answers_alike_stands_in_the_same_group(members: list[str]) -> None:
    groups = groups_of(sheet(*members))
    of_each = [{str(each) for each in group.members} for group in groups]
    assert sum(map(len, of_each)) == len(set().union(*of_each))


@given(sheets())
def test_a_second_naive_computation_comes_to_the_same(members: list[str]) -> None:
    file = exported(sheet(*members))
    assert json.loads(computed(bridging(read_export(file)))) == naive.computed(file)


@given(sheets())
def test_an_exported_file_is_read_back_as_it_was(members: list[str]) -> None:
    assert read_export(exported(sheet(*members))) == sheet(*members)


@given(st.sets(st.integers(0, 4**6 - 1), min_size=8, max_size=40), st.integers(2, 8))
def test_among_however_many_medoids_are_sought_everybody_stands_in_one_group(
    points: set[int], most: int
) -> None:
    groups = divided(dict.fromkeys(points, 3), most)
    assert sorted(each for group in groups for each in group) == sorted(points)
    assert len(groups) <= min(most, MOST_GROUPS)
    assert groups == divided(dict.fromkeys(sorted(points), 3), most)


def test_two_clear_sides_are_found_among_few_of_many_points() -> None:
    one, other = int("10" * 20, 2), int("01" * 20, 2)
    points = [side ^ (3 << 2 * place) for side in (one, other) for place in range(20)]
    groups = divided(dict.fromkeys(points, 1), 10)
    assert sorted(map(sorted, groups)) == sorted([sorted(points[:20]), sorted(points[20:])])


def file(statements: Sequence[object] = ({"number": 1, "text": "A"},), **member: object) -> bytes:
    answered = {"member": "m1", "agree": [], "pass": [], "disagree": [], **member}
    return json.dumps({"format": FORMAT, "statements": statements, "answers": [answered]}).encode()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"format": 1}',
        file().replace(b"statements/1", b"statements/2"),
        file(agree=[1], disagree=[1]),
        file(agree=[1, 1]),
        file(agree=[2]),
        file(agree=["1"]),
        file([{"number": 0, "text": "A"}]),
        file([{"number": 1, "text": ""}]),
        file([{"number": 1, "text": "A" * 201}]),
        file([{"number": 1, "text": "A"}] * 2),
        file([{"number": number, "text": "A"} for number in range(1, 102)]),
    ],
)
def test_what_is_no_export_is_refused(data: bytes) -> None:
    with pytest.raises(StatementsUnreadable):
        read_export(data)
