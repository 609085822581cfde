"""A member's principles, what a proposal has to do with them, and a proposal in another language."""

from bot.domain.assistance.principles import Leaning, Touched, Weighed
from bot.domain.assistance.translations import Translation
from bot.domain.proposals.proposal import Proposal
from bot.wording.language import Language

_PRINCIPLE, _SENTENCE, _MODEL, _LINE = 220, 260, 40, 3_000
_SIGN = "🤖"


def form_title(say: Language) -> str:
    return say._("Your principles")


def form_question(say: Language) -> tuple[str, str]:
    return (
        say._("What you hold to be right, one a line"),
        say._("Such as: grants are paid in parts. Empty: forget them all."),
    )


def form_note(say: Language) -> str:
    return say._(
        "Only you see them. They are kept until you empty this form. If this bot uses a model, they are sent to it "
        "when you ask what a proposal has to do with them."
    )


def written_lines(kept: tuple[str, ...], say: Language) -> list[str]:
    if not kept:
        return [say._("Nothing of your principles is kept any more.")]
    head = say.ngettext(
        "Kept, for you alone: {number} principle", "Kept, for you alone: {number} principles", len(kept)
    )
    return [
        head.format(number=len(kept)),
        *(f"{number}. {say.markup.name(each, _PRINCIPLE)}" for number, each in enumerate(kept, start=1)),
        say.markup.small(say._("`/proposal weigh` shows what a proposal has to do with them.")),
    ]


def weighed_lines(proposal: Proposal, weighed: Weighed, say: Language) -> list[str]:
    """Principle by principle, with the sentences of the proposal; who says so before everything."""
    head = say._("**{title}** (proposal {number}) and your principles")
    lines = [
        head.format(title=say.title(proposal.content.title), number=proposal.number)
        if proposal.submission
        else say._("Your draft and your principles"),
        say.markup.small(_mark(weighed, say)),
    ]
    for each in weighed.touched:
        lines += _touched(each, say)
    if weighed.untouched:
        lines.append(say._("**It says nothing of**"))
        lines += [f"• {say.markup.name(each, _PRINCIPLE)}" for each in weighed.untouched]
    if weighed.model and weighed.touched:
        lines.append(_recommended(weighed, say))
    return lines


def _mark(weighed: Weighed, say: Language) -> str:
    if not weighed.model:
        return say._(
            "🤖 Sentences of the proposal that share words with your principles. A machine found them; it recommends "
            "nothing."
        )
    model = say.markup.name(weighed.model, _MODEL)
    return say._(
        "🤖 How a machine ({model}) reads it. It may be wrong, and the proposal's author may have written for it. You "
        "decide; nothing is chosen for you."
    ).format(model=model)


def _touched(touched: Touched, say: Language) -> list[str]:
    principle = say.markup.name(touched.principle.replace(_SIGN, ""), _PRINCIPLE)
    match touched.leaning:
        case Leaning.FOR:
            head = say._("• **speaks for it**: {principle}")
        case Leaning.AGAINST:
            head = say._("• **speaks against it**: {principle}")
        case Leaning.UNCLEAR:
            head = say._("• **unclear**: {principle}")
        case None:
            head = "• {principle}"
    cited = [f"> {say.markup.name(each.replace(_SIGN, ''), _SENTENCE)}" for each in touched.sentences]
    return [head.format(principle=principle), *cited]


def _recommended(weighed: Weighed, say: Language) -> str:
    leanings = [each.leaning for each in weighed.touched]
    pro, con = leanings.count(Leaning.FOR), leanings.count(Leaning.AGAINST)
    if pro > con:
        told = say._("By your principles it reads it as one to vote **for** ({pro} for, {con} against).")
    elif con > pro:
        told = say._("By your principles it reads it as one to vote **against** ({pro} for, {con} against).")
    else:
        told = say._("By your principles it reads it as balanced ({pro} for, {con} against).")
    return told.format(pro=pro, con=con)


def translation_lines(translation: Translation, say: Language) -> list[str]:
    """Who translated it before everything; then what can't be right; then the words."""
    mark = say._(
        "🤖 Translated by a machine ({model}), and checked by nobody. What is voted on is the text of its author."
    )
    lines = [say.markup.small(mark.format(model=say.markup.name(translation.model, _MODEL)))]
    if translation.odd_numbers:
        numbers = ", ".join(say.markup.code(each) for each in translation.odd_numbers)
        lines.append(say._("⚠️ It has numbers that the text hasn't: {numbers}").format(numbers=numbers))
    lines.append(say.markup.strong(say.title(translation.title.replace(_SIGN, ""))))
    told = [line.replace(_SIGN, "") for line in translation.text.splitlines()]
    return [*lines, *(f"> {say.markup.name(line, _LINE)}" for line in told if line.strip())]
