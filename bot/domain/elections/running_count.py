"""The count of a vote under way: it follows each ballot, and doesn't count all of them again for each that comes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from bot.domain.counting.exact import number
from bot.domain.counting.roll import Roll
from bot.domain.elections.election import Election, check, mechanism_of
from bot.domain.elections.tally import Result, result_of


class _Pile:
    """Ballots that are counted as one: those for the same, or a single one."""

    __slots__ = ("choice", "parts", "power", "voters", "with_power")

    def __init__(self, choice: Any) -> None:
        self.choice = choice
        self.power = self.voters = self.with_power = 0
        self.parts = 0
        """So many parts of other ballots are in it, which are no voters."""


class RunningCount:
    """Valid ballots with their powers, one a voter; `result` is always what `tally` says of the same ballots.

    Where the mechanism lets it, ballots for the same are one pile: then a ballot costs the same however many there
    are, and a count costs as much as there are different ballots.
    """

    def __init__(self, election: Election) -> None:
        """`election` has everything but the ballots. Raises ElectionError where nothing could be counted, and
        ValueError where `follows` is False."""
        check(election)
        if not self.follows(election):
            raise ValueError("ballots that must be paid for are not followed")
        self._mechanism = mechanism_of(election.mechanism)
        self._election = election
        self._ballots: dict[Hashable, tuple[Hashable, int]] = {}
        """By voter: the key of their pile, their power."""
        self._parts: dict[Hashable, list[tuple[Hashable, int]]] = {}
        """Of voters whose power is in parts: the key of each part's pile, its power."""
        self._piles: dict[Hashable, _Pile] = {}

    @staticmethod
    def follows(election: Election) -> bool:
        """Whether each ballot is valid whatever its power is."""
        price = mechanism_of(election.mechanism).price
        return price is None or price(election.options) is None

    def __len__(self) -> int:
        """How many piles a count goes through."""
        return len(self._piles)

    def put(self, voter: Hashable, power: int, choice: Any, parts: Sequence[tuple[int, Any]] = ()) -> None:
        """The voter's ballot, with its power in base units, instead of the one that they had. `parts`: how much of the
        power is for which choice instead."""
        self.drop(voter)
        key, pile = self._pile(voter, choice)
        pile.power += power
        pile.voters += 1
        pile.with_power += power > 0
        self._ballots[voter] = (key, power)
        if parts:
            self._parts[voter] = [
                (self._moved(pile, (voter, place), part), part[0]) for place, part in enumerate(parts)
            ]

    def _pile(self, whose: Hashable, choice: Any) -> tuple[Hashable, _Pile]:
        if type(choice) is list:
            choice = tuple(choice)
        key = whose
        if self._mechanism.mergeable:
            key = tuple(sorted(choice.items())) if type(choice) is dict else choice
        pile = self._piles.get(key)
        if pile is None:
            pile = self._piles[key] = _Pile(choice)
        return key, pile

    def _moved(self, from_: _Pile, whose: Hashable, part: tuple[int, Any]) -> Hashable:
        """The key of the pile to which a part was moved."""
        power, choice = part
        key, to = self._pile(whose, choice)
        from_.power -= power
        to.power += power
        to.parts += 1
        return key

    def drop(self, voter: Hashable) -> None:
        """Whatever ballot the voter had counts no more."""
        held = self._ballots.pop(voter, None)
        if held is None:
            return
        key, power = held
        pile = self._piles[key]
        for other, part in self._parts.pop(voter, ()):
            pile.power += part
            there = self._piles[other]
            there.power -= part
            there.parts -= 1
            self._leave(other, there)
        pile.power -= power
        pile.voters -= 1
        pile.with_power -= power > 0
        self._leave(key, pile)

    def _leave(self, key: Hashable, pile: _Pile) -> None:
        if not pile.voters and not pile.parts:
            self._piles.pop(key, None)

    def roll(self) -> Roll:
        """The ballots as they are now, an entry for each pile. What comes later doesn't change it."""
        piles = list(self._piles.values())
        total = self._election.electorate.total_power
        powers = [pile.power for pile in piles]
        return Roll(
            size=len(self._election.choices),
            voters=[""] * len(piles),
            powers=powers,
            choices=[pile.choice for pile in piles],
            cast_power=sum(powers),
            with_power=sum(pile.with_power for pile in piles),
            total_power=None if total is None else number(total),
            cast=len(self._ballots),
            heads=[pile.with_power for pile in piles],
        )

    def powers(self) -> list[int]:
        """Those of its voters, in no order. What comes later doesn't change it."""
        return [power for _, power in self._ballots.values()]

    def result(self, roll: Roll | None = None) -> Result:
        """What `tally` says of these ballots, or of a `roll` of this count."""
        return result_of(self._election, roll or self.roll())
