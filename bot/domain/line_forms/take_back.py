"""What no stream has a claim to comes back: `withdraw 500 USDC from llamapay`."""

from bot.domain.line_forms.form import Answer, LineForm, LinePart

TAKE_BACK = LineForm(
    "take_back",
    "withdraw",
    (
        LinePart("amount", Answer.AMOUNT),
        LinePart("by", before="from", required=False, usual="llamapay"),
    ),
    streams=True,
)
