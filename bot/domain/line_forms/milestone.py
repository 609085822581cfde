"""A payment is promised for later: `milestone "A first version" by 2027-01-31: transfer 4000 USDC to 0x…`."""

from bot.domain.line_forms.form import Answer, LineForm, LinePart

MILESTONE = LineForm(
    "milestone",
    "milestone",
    (
        LinePart("title", Answer.NAME),
        LinePart("due", before="by", after=":"),
        LinePart("amount", Answer.AMOUNT, before="transfer"),
        LinePart("member", Answer.MEMBER, before="to", required=False),
        LinePart("to", before="to", required=False),
    ),
    promised=True,
    pays=True,
)
