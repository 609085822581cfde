"""What `/vote cast` suggests while a ballot is typed: each suggestion is a ballot that counts as it stands."""

import re
from collections.abc import Iterable, Iterator

from bot.domain.ballot_formats.registry import BALLOT_FORMATS
from bot.domain.elections.choices import choice_named, describe, written
from bot.domain.errors import BallotUnclear, NotOnBallot
from bot.domain.ids import ProposalNumber
from bot.domain.policy.model import Policy
from bot.wording.language import Language
from bot.wording.voting.ballots import none_label

Suggestion = tuple[str, str]
"""What is shown, and what is sent."""

_LAST_PART = re.compile(r"(?s)(.*[,;>\n])(.*)")


def suggestions(number: ProposalNumber, policy: Policy, typed: str, say: Language) -> list[Suggestion]:
    """The ballots that go on from what is typed, that itself first where it is one."""
    ballot_format = BALLOT_FORMATS.get(policy.counting.ballot)
    if ballot_format is None:
        return []
    if not ballot_format.names_several:
        return list(_containing(typed, _every(policy, say)))
    found: list[Suggestion] = list(_whole(number, policy, typed, say))
    match = _LAST_PART.fullmatch(typed)
    head, tail = (match[1], match[2]) if match else ("", typed)
    before = head.rstrip(" ,;>\n")
    for name, marked in _containing(tail, _every(policy, say)):
        joined = f"{before}{ballot_format.between}" if before else ""
        found += [
            entry
            for entry in _whole(number, policy, f"{joined}{marked}{ballot_format.after_name}", say)
            if entry not in found and name in entry[0]
        ]
    if ballot_format.may_name_none and not typed.strip():
        found.append((none_label(say), written(policy, [])))
    return found


def _every(policy: Policy, say: Language) -> Iterator[Suggestion]:
    for place, name in enumerate(policy.choices, start=1):
        yield say.called(name), f"#{place}"


def _containing(typed: str, offered: Iterable[Suggestion]) -> Iterator[Suggestion]:
    wanted = typed.strip().casefold()
    return (entry for entry in offered if wanted in entry[0].casefold())


def _whole(number: ProposalNumber, policy: Policy, text: str, say: Language) -> Iterator[Suggestion]:
    """The text as a ballot in words, if it is one."""
    if not text.strip():
        return
    try:
        choice = choice_named(number, policy, text)
    except (BallotUnclear, NotOnBallot):
        return
    named = policy.model_copy(update={"choices": tuple(map(say.called, policy.choices))})
    yield describe(named, choice), written(policy, choice)
