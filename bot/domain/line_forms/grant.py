"""A member gets reputation: `grant 50 reputation to <@1234>`."""

from bot.domain.line_forms.form import Answer, LineForm, LinePart

GRANT = LineForm(
    "grant",
    "grant",
    (
        LinePart("amount", Answer.AMOUNT, after=" reputation"),
        LinePart("member", Answer.MEMBER, before="to"),
    ),
    executed=False,
)
