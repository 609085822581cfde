"""The file of statements and answers, and what is computed from it, both in canonical JSON.

A member is called by a number that follows from the answers, and from nothing else: it can't be led back to anybody.
"""

from typing import Any

import msgspec

from bot.domain.canonical import canonical_json
from bot.domain.errors import StatementsUnreadable
from bot.domain.ids import ProposalId
from bot.domain.statements.bridging import Bridging, Counts
from bot.domain.statements.sheet import Answers, Sheet
from bot.domain.statements.statement import LONGEST, PER_PROPOSAL, Answer

FORMAT = "folkmoot-statements/1"
MOST_BYTES = 64 * 1024 * 1024
"""Of a file that is read."""


class _Text(msgspec.Struct, forbid_unknown_fields=True):
    number: int
    text: str


class _Member(msgspec.Struct, forbid_unknown_fields=True):
    member: str
    agree: list[int]
    pass_: list[int] = msgspec.field(name="pass")
    disagree: list[int]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    statements: list[_Text]
    answers: list[_Member]


def file_name(proposal: ProposalId) -> str:
    """What the file of a proposal is called."""
    return f"folkmoot-proposal-{proposal}-statements.json"


def exported(sheet: Sheet) -> bytes:
    """The file from which everybody recomputes the groups."""
    document = {
        "format": FORMAT,
        "statements": [{"number": number, "text": text} for number, text in sheet.texts.items()],
        "answers": [
            {"member": f"m{place}", **{kind.value: _those(each, kind) for kind in Answer}}
            for place, each in enumerate(sheet.answers, start=1)
        ],
    }
    return canonical_json(document)


def read_export(data: bytes) -> Sheet:
    """Raises StatementsUnreadable for what is no such file."""
    try:
        file = msgspec.json.decode(data, type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise StatementsUnreadable(str(error)) from error
    if file.format != FORMAT:
        raise StatementsUnreadable("format")
    texts: dict[int, str] = {}
    for place, each in enumerate(file.statements):
        if (
            place == PER_PROPOSAL
            or each.number < 1
            or each.number in texts
            or not 0 < len(each.text) <= LONGEST
        ):
            raise StatementsUnreadable(f"statements[{place}]")
        texts[each.number] = each.text
    found = []
    for place, member in enumerate(file.answers):
        if (answers := _answers(member, texts)) is None:
            raise StatementsUnreadable(f"answers[{place}]")
        found.append(answers)
    return Sheet.of(texts, found)


def computed(found: Bridging) -> bytes:
    """What is computed, with exact fractions."""
    document = {
        "participants": found.participants,
        "groups": list(found.groups),
        "statements": [
            {
                "number": each.number,
                **_numbers(each.counts),
                "groups": [_numbers(counts) for counts in each.of_groups],
                "consensus": str(each.consensus),
            }
            for each in found.results
        ],
        "agreed": [each.number for each in found.agreed],
    }
    return canonical_json(document)


def _those(answers: Answers, kind: Answer) -> list[int]:
    return [number for number, answer in answers.items() if answer is kind]


def _answers(member: _Member, texts: dict[int, str]) -> Answers | None:
    """None where it answers what isn't there, or something twice."""
    found: dict[int, Answer] = {}
    said = ((Answer.AGREE, member.agree), (Answer.PASS, member.pass_), (Answer.DISAGREE, member.disagree))
    for answer, numbers in said:
        for number in numbers:
            if number in found or number not in texts:
                return None
            found[number] = answer
    return found


def _numbers(counts: Counts) -> dict[str, Any]:
    return {"agree": counts.agree, "pass": counts.passed, "disagree": counts.disagree}
