"""The auditors of a space: who they are, and what was changed."""

from collections.abc import Sequence

from bot.domain.ids import MemberId, RoleId
from bot.domain.spaces.auditors import Auditor
from bot.wording.language import Language


def auditors_line(auditors: Sequence[Auditor], say: Language) -> str:
    named = ", ".join(_named(each, say) for each in auditors)
    return say._("Auditors (see what Discord signed for each ballot): {auditors}.").format(auditors=named)


def added_lines(auditor: Auditor, say: Language) -> list[str]:
    return [
        say._("✅ {auditor} audits this server's votes.").format(auditor=_named(auditor, say)),
        say._(
            "With `/vote evidence` they get what Discord signed for each ballot of a closed vote: who voted what, with "
            "the names and roles of that time; with `/vote key` whom the numbers in a record stand for. Everyone sees "
            "this in the public log."
        ),
    ]


def removed_line(auditor: Auditor, say: Language) -> str:
    return say._("✅ {auditor} audits no more. What they were given stays theirs.").format(
        auditor=_named(auditor, say)
    )


def _named(auditor: Auditor, say: Language) -> str:
    if auditor.is_role:
        return say.markup.role(RoleId(auditor.id))
    return say.markup.member(MemberId(auditor.id))
