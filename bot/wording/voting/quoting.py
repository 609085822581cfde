"""What members write beside their votes."""

from bot.wording.language import Language


def quoted(text: str, say: Language) -> str:
    """A member's words as a quotation, made harmless."""
    return "\n".join(f"> {line}" for line in say.markup.body(text).splitlines())
