"""The rules, sentence by sentence."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

Document = dict[str, Any]


def outcome(
    document: Document, ballots: list[Document], heads: list[Document], scores: list[Any]
) -> Document:
    """The outcome of the result. `heads`: one ballot a voter, with all of their power."""
    rules = document["rules"]
    with_power = [ballot for ballot in heads if ballot["weight"] > 0]
    result: Document = {
        "quorum_reached": True,
        "majority_reached": True,
        "quorum_power": None,
        "quorum_needed": None,
    }
    holds = []
    quorum = rules.get("quorum")
    if quorum is not None:
        answers = [
            one_quorum(document, each, heads if each["kind"] == "headcount" else ballots)
            for each in (quorum if isinstance(quorum, list) else [quorum])
        ]
        result["quorum_reached"] = all(reached for reached, _, _ in answers)
        powers = [str(Fraction(power)) for _, power, _ in answers]
        needed = [str(Fraction(bar)) for _, _, bar in answers]
        result["quorum_power"], result["quorum_needed"] = (
            (powers, needed) if isinstance(quorum, list) else (powers[0], needed[0])
        )
    if rules.get("majority") is not None:
        result["majority_reached"] = majority(document, scores)
    if rules.get("veto") is not None:
        result["vetoed"] = veto(document, ballots)
        holds.append(not result["vetoed"])
    if rules.get("min_voters", 0) > 0:
        result["min_voters_reached"] = len(with_power) >= rules["min_voters"]
        holds.append(result["min_voters_reached"])
    result["passed"] = result["quorum_reached"] and result["majority_reached"] and all(holds)
    return result


def behind(document: Document, ballot: Document, names: list[str]) -> Fraction:
    """Which part of a ballot's power stands behind the named choices."""
    numbers = [document["choices"].index(name) + 1 for name in names]
    choice = ballot["choice"]
    if isinstance(choice, int):
        return Fraction(1 if choice in numbers else 0)
    if isinstance(choice, list):
        listed = choice if document["mechanism"] == "approval" else choice[:1]
        return Fraction(1 if any(number in numbers for number in listed) else 0)
    return Fraction(sum(choice.get(str(number), 0) for number in set(numbers)), sum(choice.values()))


def power_behind(document: Document, ballots: list[Document], names: list[str]) -> Fraction:
    """The power behind the named choices."""
    return sum((ballot["weight"] * behind(document, ballot, names) for ballot in ballots), Fraction(0))


def one_quorum(document: Document, quorum: Document, ballots: list[Document]) -> tuple[bool, Any, Any]:
    """Whether it is reached, what counted, what was needed."""
    counted = [
        (ballot["weight"], behind(document, ballot, quorum["counts"]) if "counts" in quorum else Fraction(1))
        for ballot in ballots
    ]
    if quorum["kind"] == "headcount":
        held: Any = sum(1 for weight, part in counted if weight > 0 and part > 0)
        needed: Any = int(quorum["value"])
    else:
        held = sum((weight * part for weight, part in counted), Fraction(0))
        if quorum["kind"] == "absolute":
            needed = int(quorum["value"])
        else:
            total = int(document["electorate"]["total_power"])
            taken_off = power_behind(document, ballots, quorum.get("without", []))
            if quorum["kind"] == "share":
                needed = Fraction(quorum["value"]) * (total - taken_off)
            else:
                against = power_behind(document, ballots, quorum["against"]) / total if total else Fraction(0)
                rising = Fraction(quorum["min"]) + Fraction(quorum["coefficient"]) * against
                needed = min(Fraction(quorum["max"]), rising) * total
    return (held > needed if quorum.get("strict", False) else held >= needed), held, needed


def majority(document: Document, scores: list[Any]) -> bool:
    """For more than (or at least) value × base."""
    rule = document["rules"]["majority"]
    roles = document["rules"].get("roles", {})

    def score(role: str) -> Any:
        number = roles.get(role)
        if number is None:
            name = role.capitalize()
            if name not in document["choices"]:
                return 0
            number = document["choices"].index(name) + 1
        return scores[number - 1]

    if rule.get("of", "cast") == "total":
        base = (
            document["electorate"]["eligible"]
            if document["mechanism"] == "headcount"
            else int(document["electorate"]["total_power"])
        )
    else:
        base = score("for") + score("against")
        if rule.get("abstain", "excluded") == "included":
            base += score("abstain")
    bar = Fraction(rule.get("value", "1/2")) * base
    if rule.get("strict", True):
        return bool(score("for") > bar)
    return bool(score("for") >= bar and score("for") > 0)


def veto(document: Document, ballots: list[Document]) -> bool:
    """Whether the power behind the veto's choices reaches its share."""
    rule = document["rules"]["veto"]
    power = power_behind(document, ballots, rule["choices"])
    base = (
        int(document["electorate"]["total_power"])
        if rule.get("of", "cast") == "total"
        else sum(ballot["weight"] for ballot in ballots)
    )
    return bool(power > 0 and power >= Fraction(rule["value"]) * base)
