"""What was checked of a record, each in a line (bot/domain/verification/findings.py)."""

from functools import singledispatch

from bot.domain.verification import findings
from bot.domain.verification.errors import RecordError
from bot.wording.errors import clause
from bot.wording.language import Language

_FIELD = 200
"""So much of a field's name is printed."""


def failed_line(error: RecordError, say: Language) -> str:
    """The first thing that is wrong: which ballot, which field, what it is and what it should be."""
    field = say.markup.name(error.field, _FIELD)
    if error.ballot is None:
        return f"{field}: {clause(error.fault, say)}"
    return say._("{field} (the ballot with receipt {receipt}): {fault}").format(
        field=field, receipt=say.markup.name(error.ballot, 40), fault=clause(error.fault, say)
    )


@singledispatch
def line(finding: findings.Finding, say: Language) -> str:
    """A finding in a line without its mark."""
    raise NotImplementedError(type(finding).__name__)


@line.register
def _(finding: findings.FileRight, say: Language) -> str:
    if finding.expected:
        return say._("The record has the hash {hash}.").format(hash=finding.hash)
    return say._(
        "The file is canonical JSON with the hash {hash}. It must stand in the result's message: compare it, or give "
        "it with --hash."
    ).format(hash=finding.hash)


@line.register
def _(finding: findings.ContentRight, say: Language) -> str:
    return say._("What was voted on, by the policy {name}, has the content hash {hash}.").format(
        name=say.markup.name(finding.policy, 60), hash=finding.hash
    )
