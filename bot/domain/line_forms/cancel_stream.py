"""A stream ends: `cancel stream 7`, `cancel stream 12000 USDC to 0x… over 12 months`."""

from bot.domain.line_forms.form import LineForm, LinePart

CANCEL_STREAM = LineForm(
    "cancel_stream",
    "cancel stream",
    (LinePart("stream"), LinePart("by", before="by", required=False)),
    streams=True,
)
