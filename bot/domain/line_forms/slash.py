"""A member loses reputation: `slash 50 reputation from <@1234>`."""

from bot.domain.line_forms.form import Answer, LineForm, LinePart

SLASH = LineForm(
    "slash",
    "slash",
    (
        LinePart("amount", Answer.AMOUNT, after=" reputation"),
        LinePart("member", Answer.MEMBER, before="from"),
    ),
    executed=False,
)
