"""What is due of a stream is taken out: `withdraw stream 7 to 0x…`."""

from bot.domain.line_forms.form import LineForm, LinePart

WITHDRAW_STREAM = LineForm(
    "withdraw_stream",
    "withdraw stream",
    (
        LinePart("stream"),
        LinePart("to", before="to", required=False),
        LinePart("by", before="by", required=False),
    ),
    streams=True,
)
