"""The statements on a proposal, on a page."""

import msgspec

from bot.services.statements.results import StatementsShown
from bot.wording.language import Language
from bot.wording.proposals import statements as words


class StatementLine(msgspec.Struct, frozen=True):
    text: str
    counts: str
    """Empty where they may not be told."""


class StatementsWords(msgspec.Struct, frozen=True):
    title: str
    about: tuple[str, ...]
    agreed_head: str
    agreed: tuple[str, ...]
    """With what each group agrees; empty where too few have answered."""
    all_head: str
    statements: tuple[StatementLine, ...]
    file: str
    file_hint: str
    back: str


def statements_words(shown: StatementsShown, say: Language) -> StatementsWords:
    """Nothing in it says who answered what, or anything of counts that are hidden."""
    bridging, counted = shown.bridging, shown.enough and not shown.hidden
    about = [words.participants_line(bridging.participants, say)]
    about += words.group_lines(shown, say) if shown.enough else [words.too_few_line(say)]
    counts = (
        {each.number: words.counts_line(each.counts, say) for each in bridging.results} if counted else {}
    )
    agreed: list[str] = []
    if shown.enough:
        agreed = [words.agreed_line(each, shown, say) for each in bridging.agreed] or [
            words.nothing_agreed(say)
        ]
    return StatementsWords(
        title=say._("Statements on #{number}: {title}").format(
            number=shown.proposal.number, title=say.title(shown.proposal.content.title)
        ),
        about=tuple(about),
        agreed_head=words.agreed_head(shown, say),
        agreed=tuple(agreed),
        all_head=say._("**All statements**"),
        statements=tuple(
            StatementLine(words.statement_line(each, say), counts.get(each.number, ""))
            for each in shown.statements
        ),
        file=words.file_label(say),
        file_hint=words.file_line(say),
        back=say._("Back to the proposal"),
    )
