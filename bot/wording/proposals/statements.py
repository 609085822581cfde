"""Statements on a proposal: the message in its thread, one statement at a time, and what the answers say."""

from collections.abc import Iterable
from string import ascii_uppercase

from bot.domain.proposals.proposal import Proposal
from bot.domain.statements.bridging import Counts, StatementResult
from bot.domain.statements.statement import Answer, Statement
from bot.services.statements.answering import Asked
from bot.services.statements.putting import Put
from bot.services.statements.results import SHOWN_FROM, StatementsPost, StatementsShown
from bot.wording.language import Language


def post_lines(post: StatementsPost, say: Language, *, withheld: bool = False) -> list[str]:
    """What there is to answer, and how many have. `withheld`: without members' words, for servers whose filters let
    none of them pass."""
    number = len(post.statements)
    there = say.ngettext("{number} statement", "{number} statements", number).format(
        number=say.number(number)
    )
    lines = [
        say._("💬 **Statements on proposal {number}**").format(number=post.proposal.number),
        say._(
            "Short statements that everybody answers: agree, disagree or pass. What members of different views agree "
            "on is shown, and the author may take it over."
        ),
        f"{there} · {participants_line(post.participants, say)}",
    ]
    if not post.open:
        lines.append(say._("The discussion is over: nothing more is put or answered."))
    if withheld:
        return [*lines, say._("This server's filters refuse a statement, so that they are not listed here.")]
    return [*lines, *(statement_line(each, say) for each in post.statements)]


def statement_line(statement: Statement, say: Language) -> str:
    """With its number, and who put it."""
    return say._("`{number}` {text} ({member})").format(
        number=statement.number,
        text=statement_words(statement.text, say),
        member=say.markup.member(statement.author),
    )


def statement_words(text: str, say: Language) -> str:
    """A statement within a line; one of which nothing can be seen is told all the same."""
    return say.markup.name(text, None) or say.pgettext("value", "(nothing that can be seen)")


def participants_line(number: int, say: Language) -> str:
    return say.ngettext("{number} member has answered", "{number} members have answered", number).format(
        number=say.number(number)
    )


def put_lines(put: Put, say: Language) -> list[str]:
    """What became of a member's statement."""
    text = statement_words(put.statement.text, say)
    if put.new:
        said = say._("💬 Your statement is number {number} on proposal {proposal}: {text}")
    else:
        said = say._("💬 That stands as number {number} on proposal {proposal} already: {text}")
    return [
        said.format(number=put.statement.number, proposal=put.proposal.number, text=text),
        say._("You agree with it. To answer the others, press “Answer”."),
    ]


def removed_line(statement: Statement, say: Language) -> str:
    return say._("Statement {number} is taken away, and its answers count no more.").format(
        number=statement.number
    )


def asked_lines(asked: Asked, say: Language) -> list[str]:
    """One statement, or that all are answered."""
    progress = say._("Statements on proposal {number}: you have answered {answered} of {all}.").format(
        number=asked.proposal.number, answered=say.number(asked.answered), all=say.number(asked.number)
    )
    if asked.number == 0:
        return [
            say._("Nobody has put a statement on proposal {number} yet.").format(number=asked.proposal.number)
        ]
    private = say.markup.small(say._("Nobody is shown what you answer: only how many answered how."))
    if asked.statement is None:
        return [progress, say._("✅ That is all. You may still change your answers."), private]
    lines = [
        progress,
        f"{say.markup.code(str(asked.statement.number))} {statement_words(asked.statement.text, say)}",
    ]
    if asked.answer is not None:
        lines.append(own_answer(asked.answer, say))
    return [*lines, private]


def own_answer(answer: Answer, say: Language) -> str:
    match answer:
        case Answer.AGREE:
            return say._("You agree.")
        case Answer.DISAGREE:
            return say._("You disagree.")
        case Answer.PASS:
            return say._("You passed.")


def results_lines(shown: StatementsShown, say: Language) -> list[str]:
    """What all groups agree on, and every statement with its counts, as far as that may be told."""
    bridging, proposal = shown.bridging, shown.proposal
    lines = [_head(proposal, say)]
    if not shown.statements:
        return [*lines, say._("Nobody has put a statement on it yet.")]
    lines.append(participants_line(bridging.participants, say))
    if not shown.enough:
        return [*lines, too_few_line(say), *(statement_line(each, say) for each in shown.statements)]
    lines += [*group_lines(shown, say), agreed_head(shown, say)]
    lines += [agreed_line(each, shown, say) for each in bridging.agreed] or [nothing_agreed(say)]
    if bridging.agreed and not shown.hidden:
        lines.append(say.markup.small(_what_consensus_is(say)))
    counted = {each.number: each for each in bridging.results}
    lines.append(say._("**All statements**"))
    for each in shown.statements:
        lines.append(statement_line(each, say))
        if not shown.hidden and each.number in counted:
            lines.append(counts_line(counted[each.number].counts, say))
    return lines


def _head(proposal: Proposal, say: Language) -> str:
    return say._("💬 **Statements on proposal {number}: {title}**").format(
        number=proposal.number, title=say.title(proposal.content.title)
    )


def too_few_line(say: Language) -> str:
    return say._(
        "How they answered is shown when {number} have: fewer would tell what each of them said."
    ).format(number=SHOWN_FROM)


def group_lines(shown: StatementsShown, say: Language) -> list[str]:
    """Which groups there are, or that their sizes are hidden."""
    if shown.hidden:
        return [
            say._(
                "The rules of this proposal hide all counts until its vote is closed, so that only what all groups "
                "agree on is shown, without numbers."
            )
        ]
    sizes = shown.bridging.groups
    if len(sizes) < 2:
        return [say._("Their answers show no groups of different views.")]
    named = [f"{letter} ({say.number(size)})" for letter, size in zip(ascii_uppercase, sizes, strict=False)]
    return [
        say.ngettext(
            "By their answers they are {number} groups: {groups}.",
            "By their answers they are {number} groups: {groups}.",
            len(sizes),
        ).format(number=len(sizes), groups=say.both(named))
    ]


def agreed_head(shown: StatementsShown, say: Language) -> str:
    if len(shown.bridging.groups) == 2:
        return say._("**What both sides agree on**")
    return (
        say._("**What all agree on**")
        if len(shown.bridging.groups) < 2
        else say._("**What all groups agree on**")
    )


def _what_consensus_is(say: Language) -> str:
    return say._("The more of each group agree, and the more have answered, the larger is the consensus.")


def nothing_agreed(say: Language) -> str:
    return say._("Nothing yet: no statement has more than half of each group behind it.")


def agreed_line(result: StatementResult, shown: StatementsShown, say: Language) -> str:
    """A statement with how many of each group agree, and its group-informed consensus."""
    text = statement_words(result.text, say)
    if shown.hidden:
        return f"{say.markup.code(str(result.number))} {text}"
    return say._("`{number}` {text} · {groups} agree · consensus {consensus}").format(
        number=result.number,
        text=text,
        consensus=say.percent(result.consensus, 1),
        groups=say.both(list(_of_groups(result.of_groups, say))),
    )


def _of_groups(of_groups: Iterable[Counts], say: Language) -> Iterable[str]:
    for letter, each in zip(ascii_uppercase, of_groups, strict=False):
        yield say.pgettext("value", "{group}: {agree} of {answers}").format(
            group=letter, agree=say.number(each.agree), answers=say.number(each.answers)
        )


def counts_line(counts: Counts, say: Language) -> str:
    return say.markup.small(
        say._("{agree} agree, {passed} pass, {disagree} disagree").format(
            agree=say.number(counts.agree),
            passed=say.number(counts.passed),
            disagree=say.number(counts.disagree),
        )
    )


def file_line(say: Language) -> str:
    """What comes with the file."""
    return say._(
        "All answers, without names. `folkmoot statements FILE` computes groups and consensus from it again, on any "
        "machine."
    )


def form_title(say: Language) -> str:
    return say._("Put a statement")


def statement_question(say: Language) -> tuple[str, str]:
    return say._("Your statement"), say._("One thought, with which others can agree or disagree")


def put_label(say: Language) -> str:
    return say.pgettext("button", "Put a statement")


def answer_label(say: Language) -> str:
    return say.pgettext("button", "Answer")


def show_label(say: Language) -> str:
    return say.pgettext("button", "What they agree on")


def file_label(say: Language) -> str:
    return say.pgettext("button", "File of the answers")


def amend_placeholder(say: Language) -> str:
    return say._("Take a statement over into your proposal")


def answer_labels(say: Language) -> dict[Answer, str]:
    return {
        Answer.AGREE: say.pgettext("button", "Agree"),
        Answer.PASS: say.pgettext("button", "Pass"),
        Answer.DISAGREE: say.pgettext("button", "Disagree"),
    }


def before_label(say: Language) -> str:
    return say.pgettext("button", "Back")


def after_label(say: Language) -> str:
    return say.pgettext("button", "Next")


def change_label(say: Language) -> str:
    return say.pgettext("button", "Look at my answers")
