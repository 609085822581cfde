"""What the forms of a proposal ask. Of a question, the label comes first and then what is to be filled in."""

from bot.domain.ballot_formats.authors_choices import LEAST, LONGEST, MOST
from bot.domain.ids import ProposalNumber
from bot.wording.language import Language


def draft_form_title(say: Language) -> str:
    return say.pgettext("title of a form", "Propose")


def edit_form_title(number: ProposalNumber | None, say: Language) -> str:
    """None stands for a draft."""
    if number is None:
        return say.pgettext("title of a form", "Edit your draft")
    return say._("Edit proposal {number}").format(number=number)


def title_label(say: Language) -> str:
    return say.pgettext("question of a form", "Title")


def text_question(say: Language) -> tuple[str, str]:
    return (
        say.pgettext("question of a form", "Text"),
        say._("What is to be decided, and why. It is discussed before the vote."),
    )


def actions_question(say: Language) -> tuple[str, str]:
    return (
        say._("Actions, one per line (optional)"),
        say._(
            "What the Safe does, or who gets reputation, if it passes. The preview has forms for them too."
        ),
    )


def candidates_question(say: Language) -> tuple[str, str]:
    described = say._(
        "The members who stand for election, {least} to {most}: a name, then a mention or an id, such as Iris <@1234>."
    )
    return say._("Candidates, one per line"), described.format(least=LEAST, most=MOST)


def choices_question(say: Language) -> tuple[str, str]:
    described = say._(
        "What one can vote for: {least} to {most} different ones, each of at most {longest} characters."
    )
    return (
        say._("Choices, one per line"),
        described.format(least=LEAST, most=MOST, longest=LONGEST),
    )
