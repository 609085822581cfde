"""Coins or tokens go to a member or an account: `transfer 25 RIVER to 0x…`."""

from bot.domain.line_forms.form import Answer, LineForm, LinePart

PAYMENT = LineForm(
    "payment",
    "transfer",
    (
        LinePart("amount", Answer.AMOUNT),
        LinePart("asset", Answer.ASSET, required=False),
        LinePart("member", Answer.MEMBER, before="to", required=False),
        LinePart("to", before="to", required=False),
    ),
    pays=True,
)
