"""A contract is called with calldata: `raw 0x… 0x… value 0.1 ETH`."""

from bot.domain.line_forms.form import Answer, LineForm, LinePart

RAW = LineForm(
    "raw",
    "raw",
    (
        LinePart("to"),
        LinePart("data", Answer.CALLDATA),
        LinePart("value", Answer.AMOUNT, before="value", required=False),
    ),
)
