"""What members put before the bot of a discussion: how it is asked for, and how it is said in the thread."""

from bot.domain.assistance.arguments import LONGEST_ARGUMENT, Argument, Stance
from bot.wording.language import Language

_QUESTION_SHOWN = 150


def stance_words(stance: Stance, say: Language) -> str:
    """How it is meant, in a word or two."""
    match stance:
        case Stance.FOR:
            return say.pgettext("stance", "for")
        case Stance.AGAINST:
            return say.pgettext("stance", "against")
        case Stance.QUESTION:
            return say.pgettext("stance", "question")
        case Stance.ANSWER:
            return say.pgettext("stance", "answer")


def posted_text(argument: Argument, question: Argument | None, say: Language) -> str:
    """What a member said to the bot, as it stands in the thread."""
    member = say.markup.member(argument.member)
    match argument.stance:
        case Stance.FOR:
            head = say._("💬 {member} argues **for** it:").format(member=member)
        case Stance.AGAINST:
            head = say._("💬 {member} argues **against** it:").format(member=member)
        case Stance.QUESTION:
            head = say._("❓ {member} asks:").format(member=member)
        case Stance.ANSWER:
            head = say._("💬 {member} answers:").format(member=member)
    lines = [head, *_quoted(argument.text, say)]
    if question is not None:
        asked = say._("To the question: “{question}”").format(
            question=say.markup.name(question.text, _QUESTION_SHOWN)
        )
        lines.insert(1, say.markup.small(asked))
    return "\n".join(lines)


def refused_text(argument: Argument, say: Language) -> str:
    """The same where the server's filters let none of its words pass."""
    told = say._("💬 {member} put something into the digest which this server's filters refuse to show here.")
    return told.format(member=say.markup.member(argument.member))


def added_text(argument: Argument, link: str, say: Language) -> str:
    """Told to who wrote a message that somebody else put into the digest."""
    assert argument.added_by is not None
    told = say._(
        "📌 {member}, {other} put [your message]({link}) into the digest of this proposal ({stance}). The bot keeps "
        "its text, for everybody who looks at the digest; you can take it out."
    )
    return told.format(
        member=say.markup.member(argument.member),
        other=say.markup.member(argument.added_by),
        link=link,
        stance=stance_words(argument.stance, say),
    )


def _quoted(text: str, say: Language) -> list[str]:
    return [f"> {say.markup.name(line, LONGEST_ARGUMENT * 2)}" for line in text.splitlines() if line.strip()]


def argued_line(argument: Argument, say: Language) -> str:
    """The answer to who put something into the digest."""
    return say._(
        "It is in the digest ({stance}), and everybody can read it there, in the thread and on the proposal's page. "
        "You can take it out again."
    ).format(stance=stance_words(argument.stance, say))


def taken_out_line(say: Language) -> str:
    return say._("It is out of the digest, and the bot keeps nothing of it. What stands in the thread stays.")


def answer_label(say: Language) -> str:
    return say.pgettext("button", "Answer")


def digest_label(say: Language) -> str:
    return say.pgettext("button", "Digest")


def take_out_label(say: Language) -> str:
    return say.pgettext("button", "Take it out")


def answer_title(say: Language) -> str:
    return say._("Answer the question")


def answer_question(say: Language) -> tuple[str, str]:
    return say._("Your answer"), say._("It is posted in the thread, and stands in the digest.")


def add_title(say: Language) -> str:
    return say._("Add to the digest")


def add_note(text: str, say: Language) -> str:
    """Above the form in which somebody says how another's message is meant."""
    return say._(
        "The bot keeps the text of this message, and shows it to everybody who looks at the digest. Who wrote it is "
        "told, and can take it out.\n> {text}"
    ).format(text=say.markup.name(text, _QUESTION_SHOWN))


def stance_question(say: Language) -> tuple[str, str]:
    return say._("How is it meant?"), say._("As its author means it, not as you do.")


def stance_options(say: Language) -> list[tuple[str, str]]:
    """Words and values of what a message can be added as."""
    return [
        (stance_words(stance, say), stance.value) for stance in (Stance.FOR, Stance.AGAINST, Stance.QUESTION)
    ]
