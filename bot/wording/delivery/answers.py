"""What private answers and forms say of themselves, whatever they are about."""

from bot.wording.language import Language


def correct_label(say: Language) -> str:
    """The button that opens a refused form again."""
    return say._("Correct it")


def form_kept(say: Language) -> str:
    """That a refused form can be gone on with."""
    return say._(
        "What you typed is kept: press “Correct it” to go on with it. (It is kept until the bot is restarted, so copy "
        "a long text.)"
    )


def had_written(typed: str, say: Language) -> str:
    """What a member had typed, to copy it."""
    return f"{say._('You had written:')}\n{say.markup.code_block(typed)}"


def rest_elsewhere(say: Language) -> str:
    """That an answer goes on beyond what is shown of it."""
    return say._("… The rest is in the thread, and after the end in the record.")


def fault_named(code: str, say: Language) -> str:
    """By what a fault of the program is found in the log."""
    return say._("(fault {code})").format(code=say.markup.code(code))
