"""Those who were elected by a vote, as its record and its result have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from bot.domain.councils.elected import elected_of
from bot.domain.ids import Address, MemberId, address
from bot.domain.server_acts.roles.grant_to_winners import GrantToWinners

if TYPE_CHECKING:
    from bot.domain.councils.election_rule import ElectionRule
    from bot.domain.elections.election import Election
    from bot.domain.elections.tally import Result
    from bot.domain.server_acts.registry import AnyAct


class Winner(msgspec.Struct, frozen=True):
    choice: int
    """The number of the choice that stands for them, from 1."""
    member: MemberId
    wallet: Address | None = None
    """Which becomes an owner of the Safe, where those who are elected do: their primary wallet at the close. None
    where they don't, or had linked none that counts on its chain."""


class Winners(msgspec.Struct, frozen=True):
    """Who has a seat now, and who of the candidates missed one by a tie."""

    each: tuple[Winner, ...]
    """In the order in which they were elected."""
    tied: tuple[int, ...] = ()
    """The numbers of the choices that are level for the next seat, which stays empty, as those after it do."""

    @property
    def wallets(self) -> tuple[Address, ...]:
        """Of those who have one."""
        return tuple(each.wallet for each in self.each if each.wallet is not None)

    def document(self) -> dict[str, Any]:
        """For the record."""
        return {
            "winners": [
                {"choice": each.choice, "member": str(each.member), "wallet": each.wallet}
                for each in self.each
            ],
            "tied": list(self.tied),
        }


def winners_of(
    rule: ElectionRule,
    candidates: Sequence[MemberId],
    wallets: Mapping[MemberId, Address],
    election: Election,
    result: Result,
) -> Winners:
    """Who is elected by a vote that passed with this result. `candidates`: for whom each choice stands, in order;
    `wallets`: of those who have one, where it matters.

    Raises ElectionError for what can't be counted.
    """
    elected = elected_of(election, result, rule.seats)
    found = [(choice, candidates[choice - 1]) for choice in elected.choices]
    return Winners(
        tuple(Winner(choice, member, wallets.get(member)) for choice, member in found), elected.tied
    )


def winners_in(document: Mapping[str, Any]) -> Winners:
    """What a record says. Raises LookupError, TypeError or ValueError for another shape."""
    found = tuple(
        Winner(
            int(each["choice"]),
            MemberId(int(each["member"])),
            None if each["wallet"] is None else address(each["wallet"]),
        )
        for each in document["winners"]
    )
    return Winners(found, tuple(int(choice) for choice in document["tied"]))


def acts_for(acts: Sequence[AnyAct], winners: Winners | None) -> tuple[AnyAct, ...]:
    """What is done to the server when these were elected; None: as it stands before the count.

    What the elected get comes last: who loses a role by the same proposal and is elected has it afterwards.
    """
    others = [act for act in acts if not isinstance(act, GrantToWinners)]
    rules = [act for act in acts if isinstance(act, GrantToWinners)]
    if winners is None:
        return (*others, *rules)
    return (*others, *(rule.to(winner.member) for rule in rules for winner in winners.each))
