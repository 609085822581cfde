"""Conflicts of interest that members declare in a proposal."""

from bot.domain.ids import MemberId, ProposalNumber
from bot.domain.proposals.proposal import Proposal
from bot.services.pages.voters import DeclaredPower
from bot.services.voting.conflicts import OwnConflict
from bot.wording.amounts import power_text
from bot.wording.language import Language
from bot.wording.voting.quoting import quoted

_SHOWN = 500


def conflict_title(number: ProposalNumber, say: Language) -> str:
    """Of the form. At most 45 characters in English."""
    return say._("Conflict of interest: proposal {number}").format(number=number)


def conflict_question(say: Language) -> tuple[str, str]:
    """The one field of the form, and what stands beneath it."""
    return (
        say._("Your interest in this decision"),
        say._("Everybody may read it, with your name, beside your vote. Leave it empty to take it back."),
    )


def own_conflict_lines(own: OwnConflict, say: Language) -> list[str]:
    """What stands now, for the member alone."""
    number = own.proposal.number
    if own.conflict is None:
        return [
            say._("You declare no conflict of interest in proposal {number}.").format(number=number),
            say._("➡️ `/vote conflict` declares one, until the end of the vote."),
        ]
    return [
        say._("⚖️ You declared a conflict of interest in proposal {number}:").format(number=number),
        quoted(own.conflict.text, say),
        say._(
            "It stands beside your vote and in the record, and your vote counts as it would without. "
            "`/vote conflict` changes it until the end of the vote."
        ),
    ]


def declared_in_thread(member: MemberId, text: str, say: Language) -> str:
    """Who declared what, for all."""
    head = say._("⚖️ {member} declares a conflict of interest:").format(member=say.markup.member(member))
    return f"{head}\n{quoted(text, say)}"


def conflict_line(text: str, say: Language) -> str:
    """What a voter declared, beside their ballot; empty where they declared nothing."""
    if not text:
        return ""
    return say._("⚖️ Conflict of interest: {text}").format(text=say.markup.name(text, _SHOWN))


def declared_lines(declared: DeclaredPower, proposal: Proposal, say: Language) -> list[str]:
    """How many voters of a closed vote declared one, with how much of what was cast; and how many others did."""
    lines = []
    if declared.voters:
        lines.append(
            say.ngettext(
                "**Conflicts of interest**: {number} voter, with {power} ({share} of what was cast), declared one",
                "**Conflicts of interest**: {number} voters, with {power} ({share} of what was cast), declared one",
                declared.voters,
            ).format(
                number=say.number(declared.voters),
                power=power_text(declared.power, proposal.rules.power, say),
                share=say.percent(declared.power, declared.cast or 1),
            )
        )
    if declared.others:
        lines.append(
            say.ngettext(
                "**Conflicts of interest of others**: {number} member declared one and has no vote that counts",
                "**Conflicts of interest of others**: {number} members declared one and have no vote that counts",
                declared.others,
            ).format(number=say.number(declared.others))
        )
    return lines
