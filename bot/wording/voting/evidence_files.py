"""What is said beside the files with what ballots brought along."""

from bot.domain.ids import ProposalNumber
from bot.services.voting.evidence_files import EvidenceParts
from bot.wording.language import Language


def own_lines(parts: EvidenceParts, say: Language) -> list[str]:
    """Beside a voter's own file; where there is none yet, when there will be."""
    lines = []
    if parts.rows:
        lines.append(
            say._(
                "📎 The file below proves your vote, whatever the bot's operator does. Keep it: with `folkmoot verify` "
                "it shows whether the record has your ballot. It names you and your roles, so show it only to those "
                "who check."
            )
        )
    if parts.rest_at is not None:
        lines.append(
            say._("Proof of a vote that was just cast can be had after {when}, with this command.").format(
                when=say.moment(parts.rest_at)
            )
        )
    return lines


def all_lines(parts: EvidenceParts, first: int, last: int, say: Language) -> list[str]:
    """Before the files of an auditor, of which those from the `first` to the `last` follow."""
    if not parts.rows:
        return [
            say._(
                "Nothing is there of what the ballots on proposal {number} brought along: nobody voted, or this server "
                "kept it for a while only."
            ).format(number=parts.number)
        ]
    lines = [
        say.ngettext(
            "Proposal {number}: what the ballots brought along, in {count} file. It names the voters: show it to "
            "nobody who doesn't audit.",
            "Proposal {number}: what the ballots brought along, in {count} files. They name the voters: show them to "
            "nobody who doesn't audit.",
            len(parts.rows),
        ).format(number=parts.number, count=len(parts.rows))
    ]
    if last < len(parts.rows):
        lines.append(
            say._(
                "Here are {first} to {last}. For the next, use the command again with `part` {next}."
            ).format(first=first, last=last, next=last + 1)
        )
    return lines


def key_line(number: ProposalNumber, say: Language) -> str:
    """Beside the key of a vote."""
    return say._(
        "Proposal {number}: whom the numbers in its record stand for. It names the voters: show it to nobody who "
        "doesn't audit. `folkmoot verify --key` checks it."
    ).format(number=number)
