"""Counts an election document the long way round."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.naive.conviction import count_conviction
from tests.naive.rankings import copeland, ranked_choice
from tests.naive.rules import outcome

Document = dict[str, Any]


def count(document: Document) -> Document:
    """The result of a document that can be counted, in the form of the output."""
    rules = document.get("rules")
    ballots, invalid = valid_ballots(document)
    mechanism = document["mechanism"]
    size = len(document["choices"])
    result: Document = {
        "mechanism": mechanism,
        "cast_power": str(sum(ballot["weight"] for ballot in ballots)),
        "voters": len(ballots),
        "rounds": [],
        "invalid": invalid,
    }
    winners = None
    heads, ballots = ballots, divided(document, ballots)
    if mechanism in ("ranked_choice", "copeland"):
        if mechanism == "copeland":
            scores = copeland(ballots, size)
        else:
            scores, result["rounds"], winners = ranked_choice(ballots, size, document.get("options", {}))
    elif mechanism == "conviction":
        scores, needed, skipped = count_conviction(document, ballots)
        result["needed"] = [None if bar is None else str(bar) for bar in needed]
        result["passing"] = [
            bar is not None and score > bar for score, bar in zip(scores, needed, strict=True)
        ]
        invalid.extend(skipped)
    else:
        scores = [
            sum((share(document, ballot, number) for ballot in ballots), Fraction(0))
            for number in range(1, size + 1)
        ]
        if document.get("options", {}).get("form") == "matching":
            scores = matched(scores, sum(ballot["weight"] for ballot in ballots))
    rooted = mechanism == "quadratic" and document.get("options", {}).get("form", "root") != "credits"
    result["scores"] = [decimal(score) if rooted else fraction(score) for score in scores]
    if winners is None:
        best = max(scores)
        winners = [number for number, score in enumerate(scores, 1) if score == best and best > 0]
    result["winner"] = winners[0] if len(winners) == 1 else None
    result["tied"] = winners if len(winners) > 1 else []
    if rules is not None:
        result["outcome"] = outcome(document, ballots, heads, scores)
    return result


def divided(document: Document, ballots: list[Document]) -> list[Document]:
    """The same power as ballots of which each says one thing: parts that say something else are ballots, too."""
    parts = document.get("parts", [])
    main = [
        {
            **ballot,
            "weight": ballot["weight"]
            - sum(int(part["power"]) for part in parts if part["voter"] == ballot["voter"]),
        }
        for ballot in ballots
    ]
    return main + [
        {"voter": part["voter"], "choice": part["choice"], "weight": int(part["power"])} for part in parts
    ]


def share(document: Document, ballot: Document, number: int) -> Fraction:
    """What one ballot adds to the score of one choice."""
    mechanism, choice, weight = document["mechanism"], ballot["choice"], ballot["weight"]
    if mechanism == "single":
        return Fraction(weight if choice == number else 0)
    if mechanism == "headcount":
        return Fraction(1 if choice == number and weight > 0 else 0)
    if mechanism == "approval":
        return Fraction(weight if number in choice else 0)
    if mechanism == "quadratic" and isinstance(choice, int):
        choice = {str(choice): 1}
    given = choice.get(str(number), 0)
    part = Fraction(given, sum(choice.values()))
    if mechanism == "weighted":
        return weight * part
    options = document.get("options", {})
    if options.get("form", "root") == "credits":
        return Fraction(given)
    return root(weight * part / int(options.get("unit", "1")))


def root(number: Fraction) -> Fraction:
    """The square root, floored at 18 decimal digits: the largest such decimal whose square isn't above `number`."""
    low, high = 0, 1
    while Fraction(high, 10**18) ** 2 <= number:
        high *= 2
    while high - low > 1:
        middle = (low + high) // 2
        if Fraction(middle, 10**18) ** 2 <= number:
            low = middle
        else:
            high = middle
    return Fraction(low, 10**18)


def matched(scores: list[Fraction], power: int) -> list[Fraction]:
    """(Σ√tokens)², scaled so that all add up to the power, floored at 18 digits."""
    total = sum((score * score for score in scores), Fraction(0))
    if total == 0:
        return scores
    return [Fraction(int(score * score / total * power * 10**18), 10**18) for score in scores]


def fraction(number: Fraction | int) -> str:
    """ "3" or "1/3"."""
    return str(Fraction(number))


def decimal(number: Fraction) -> str:
    """A decimal with exactly 18 digits."""
    text = str(int(number * 10**18)).rjust(19, "0")
    return text[:-18] + "." + text[-18:]


def valid_ballots(document: Document) -> tuple[list[Document], list[Document]]:
    """The ballots that count, each with its `weight` (power with delegations), and those that don't."""
    rules = document.get("rules") or {}
    wrong: dict[int, str] = {}
    for place, ballot in enumerate(document["ballots"]):
        reason = fault(document, ballot)
        if reason:
            wrong[place] = reason
    by_credits = document["mechanism"] == "quadratic" and document.get("options", {}).get("form") == "credits"
    well_formed = [place for place in range(len(document["ballots"])) if place not in wrong]

    def weight(place: int, casting: set[str]) -> int:
        ballot = document["ballots"][place]
        delegated = sum(
            int(each["power"])
            for each in document.get("delegations", [])
            if each["to"] == ballot["voter"] and each["from"] not in casting
        )
        return int(ballot["power"]) + delegated

    def price(place: int) -> int:
        if not by_credits:
            return 0
        choice = document["ballots"][place]["choice"]
        votes = [1] if isinstance(choice, int) else choice.values()
        return sum(vote**2 for vote in votes) * int(document["options"].get("unit", "1"))

    def casting_when(others: set[str]) -> set[str]:
        return {
            document["ballots"][place]["voter"]
            for place in well_formed
            if price(place) <= weight(place, others)
        }

    possibly = {document["ballots"][place]["voter"] for place in well_formed}
    casting: set[str] = set()
    for _ in range(2 * len(document["ballots"]) + 2):
        before = casting, possibly
        casting = casting_when(possibly)
        possibly = casting_when(casting)
        if (casting, possibly) == before:
            break  # It would stay as it is from here on.
    counted: dict[str, int] = {}
    for place in well_formed:
        voter = document["ballots"][place]["voter"]
        power = weight(place, casting)
        if price(place) > power:
            wrong[place] = f"the votes cost {price(place)}, more than the power of {power}"
        elif voter not in casting:
            wrong[place] = "through delegations, whether these votes can be paid depends on themselves"
        elif rules.get("revote", True) or voter not in counted:
            counted[voter] = place
    ballots = []
    for place in sorted(counted.values()):
        ballot = document["ballots"][place]
        choice = ballot["stakes"] if "stakes" in ballot else ballot["choice"]
        ballots.append({"voter": ballot["voter"], "choice": choice, "weight": weight(place, casting)})
    return ballots, [
        {"voter": document["ballots"][place]["voter"], "reason": wrong[place]} for place in sorted(wrong)
    ]


def fault(document: Document, ballot: Document) -> str | None:
    """Why a ballot isn't valid in itself."""
    mechanism, size = document["mechanism"], len(document["choices"])
    power = ballot["power"]
    if not isinstance(power, str) or power == "" or any(sign not in "0123456789" for sign in power):
        return "the power should be a decimal integer string in base units"
    if mechanism == "conviction":
        for stake in ballot["stakes"]:
            if not 1 <= stake["choice"] <= size:
                return f"choice {stake['choice']} is not on the ballot"
        return None
    choice = ballot["choice"]
    names = [str(number) for number in range(1, size + 1)]
    if mechanism in ("single", "headcount") or (mechanism == "quadratic" and type(choice) is int):
        if type(choice) is not int:
            return "the choice should be the number of one choice"
        return None if str(choice) in names else f"choice {choice} is not on the ballot"
    if mechanism in ("weighted", "quadratic"):
        if not isinstance(choice, dict):
            return "the choice should be an object of weights by number of choice" + (
                ", or the number of one choice" if mechanism == "quadratic" else ""
            )
        for name, weight in choice.items():
            if name not in names:
                return f"choice {name} is not on the ballot"
            if type(weight) is not int:
                return f"the weight of choice {name} should be a whole number"
            if weight < 0:
                return f"the weight of choice {name} is negative"
        return None if sum(choice.values()) > 0 else "no choice has any weight"
    if not isinstance(choice, list):
        return "the choice should be a list of numbers of choices"
    for place, number in enumerate(choice):
        if type(number) is not int:
            return "the choice should be a list of numbers of choices"
        if str(number) not in names:
            return f"choice {number} is not on the ballot"
        if number in choice[:place]:
            return f"choice {number} stands twice"
    if mechanism == "approval":
        return None
    if not choice:
        return "the ranking is empty"
    if document.get("options", {}).get("require_full") and len(choice) < size:
        return f"the ranking has {len(choice)} of {size} choices, all are required"
    return None
