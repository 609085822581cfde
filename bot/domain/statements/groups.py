"""Members who answer alike, as groups: k-medoids on Hamming distances, without chance and in whole numbers.

Each member is a point of two bits for each statement: agrees, disagrees. Two members are as far apart as many of these
bits differ: by two where one agrees and the other disagrees, by one where only one of them says either. Groups gather
around medoids, which are members themselves (Kaufman & Rousseeuw, *Partitioning Around Medoids*, 1990), found from a
greedy beginning by moving each to the middle of its group as long as that brings its members closer. There are as many
groups as make the division clearest, by the average medoid silhouette (Van der Laan, Pollard & Bryan, 2003).

Every tie is decided by the points themselves. So groups depend on nothing but the answers: not on the order in which
members are listed, not on what they are called, and not on the machine.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from operator import mul

import msgspec

from bot.domain.canonical import content_hash
from bot.domain.statements.sheet import Answers, Sheet
from bot.domain.statements.statement import Answer

MOST_GROUPS = 5
LEAST_SHARE = Fraction(1, 10)
"""Of all who are grouped: a division into groups of which one is smaller is none. So a few who answer against all
others make no side of their own, whose no would outweigh everybody's yes."""
MOST_POINTS = 2_000
"""Medoids are sought among so many points: the time grows with their square, and is three seconds for these."""
LEAST_MEMBERS = 2
"""What a group of one says would be what one member said."""
CLEARER = Fraction(1, 10)
"""By so much a division into more groups must be clearer: else each member who differs a little would be a group."""
LEAST_ANSWERS = 7
"""So many statements a member must have answered (or all, where there are fewer) to stand in a group, as in Polis."""


class Group(msgspec.Struct, frozen=True):
    """Members who answer alike, the largest group first."""

    members: tuple[Answers, ...]


def groups_of(sheet: Sheet) -> tuple[Group, ...]:
    """The groups of those who answered enough; a single one where no division is clear; none where there is nobody.

    The largest comes first, and of two that are alike the one whose medoid agrees with the earlier statement.
    """
    least = min(LEAST_ANSWERS, len(sheet.texts))
    grouped = [each for each in sheet.answers if len(each) >= least]
    if not grouped:
        return ()
    numbers = tuple(sheet.texts)
    by_point: dict[int, list[Answers]] = {}
    for each in grouped:
        by_point.setdefault(point(each, numbers), []).append(each)
    found = divided({each: len(members) for each, members in by_point.items()})
    groups = [Group(tuple(one for each in points for one in by_point[each])) for points in found]
    return tuple(sorted(groups, key=lambda group: -len(group.members)))


def point(answers: Answers, numbers: Sequence[int]) -> int:
    """Two bits for each statement, the first statement's the highest: agrees, then disagrees."""
    bits = 0
    for number in numbers:
        said = answers.get(number)
        bits = bits << 2 | (said is Answer.AGREE) << 1 | (said is Answer.DISAGREE)
    return bits


def divided(weights: Mapping[int, int], most: int = MOST_POINTS) -> list[list[int]]:
    """The points in groups, those of the highest medoid first. `weights`: at how many members each point stands.

    Of more than `most` points the medoids are sought among so many of them, those with the lowest SHA-256: which these
    are follows from the answers, too, and nobody can choose to be among them.
    """
    sought = weights if len(weights) <= most else sorted(weights, key=_drawn)[:most]
    space = _Space.of({each: weights[each] for each in sought})
    best: list[int] = []
    beginning, clearest = [space.next_medoid([])], -CLEARER
    for _ in range(1, min(MOST_GROUPS, len(space.points))):
        beginning.append(space.next_medoid(beginning))
        medoids = space.settled(sorted(beginning))
        members = space.around(medoids)
        smallest = min(sum(space.weights[each] for each in group) for group in members)
        if smallest < LEAST_MEMBERS or smallest < LEAST_SHARE * space.total:
            continue
        silhouette = space.silhouette(medoids)
        if silhouette >= clearest + CLEARER:
            best, clearest = medoids, silhouette
    return _gathered(weights, [space.points[each] for each in best])


def _drawn(one: int) -> str:
    return content_hash(b"%d" % one)


def _gathered(points: Iterable[int], medoids: Sequence[int]) -> list[list[int]]:
    """All points, each with its nearest medoid, of which the highest comes first; all together where there is none."""
    if not medoids:
        return [sorted(points, reverse=True)]
    groups: list[list[int]] = [[] for _ in medoids]
    for each in sorted(points, reverse=True):
        far = [(each ^ medoid).bit_count() for medoid in medoids]
        groups[far.index(min(far))].append(each)
    return groups


class _Space(msgspec.Struct, frozen=True):
    """Points, the highest first, each known by its place. A smaller place wins a tie."""

    points: list[int]
    weights: list[int]
    distances: list[bytes]
    total: int

    @classmethod
    def of(cls, weights: Mapping[int, int]) -> "_Space":
        points = sorted(weights, reverse=True)
        distances = [bytes((each ^ other).bit_count() for other in points) for each in points]
        return cls(points, [weights[each] for each in points], distances, sum(weights.values()))

    def next_medoid(self, medoids: Sequence[int]) -> int:
        """The point that, added to these, leaves all members closest to a medoid."""
        if not medoids:
            return self._middle(range(len(self.points)))
        near = list(map(min, zip(*(self.distances[each] for each in medoids), strict=True)))
        far = [sum(map(mul, map(min, near, row), self.weights)) for row in self.distances]
        return min((each for each in range(len(far)) if each not in medoids), key=far.__getitem__)

    def settled(self, medoids: list[int]) -> list[int]:
        """These medoids, each moved to the middle of its group, until that brings nobody closer."""
        distance = self._distance(medoids)
        while True:
            moved = sorted(map(self._middle, self.around(medoids)))
            if (closer := self._distance(moved)) >= distance:
                return medoids
            medoids, distance = moved, closer

    def around(self, medoids: Sequence[int]) -> list[list[int]]:
        """For each medoid the points to which it is the nearest one."""
        members: list[list[int]] = [[] for _ in medoids]
        rows = [self.distances[each] for each in medoids]
        for place, to in enumerate(zip(*rows, strict=True)):
            members[to.index(min(to))].append(place)
        return members

    def silhouette(self, medoids: Sequence[int]) -> Fraction:
        """1 where everybody stands at their medoid, 0 where everybody has another one just as near: the average of 1
        less what the distance to the nearest medoid is of that to the second nearest."""
        nearest: Counter[int] = Counter()
        for place, to in enumerate(zip(*(self.distances[each] for each in medoids), strict=True)):
            first, second = sorted(to)[:2]
            nearest[second] += first * self.weights[place]
        return 1 - sum((Fraction(near, far) for far, near in nearest.items()), Fraction(0)) / self.total

    def _middle(self, members: Sequence[int]) -> int:
        """The one that is closest to all of them."""
        weights = [self.weights[each] for each in members]

        def distance(one: int) -> int:
            row = self.distances[one]
            return sum(map(mul, map(row.__getitem__, members), weights))

        return min(members, key=distance)

    def _distance(self, medoids: Sequence[int]) -> int:
        """Of all members to their medoids, together."""
        near = map(min, zip(*(self.distances[each] for each in medoids), strict=True))
        return sum(map(mul, near, self.weights))
