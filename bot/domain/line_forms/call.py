"""A function of a contract is called: `call 0x… set(uint256 value) 5 value 0.1 ETH`."""

from bot.domain.line_forms.form import Answer, LineForm, LinePart

CALL = LineForm(
    "call",
    "call",
    (
        LinePart("to"),
        LinePart("function", Answer.LONG_TEXT),
        LinePart("arguments", Answer.LONG_TEXT, required=False),
        LinePart("value", Answer.AMOUNT, before="value", required=False),
    ),
)
