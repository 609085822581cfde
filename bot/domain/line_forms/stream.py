"""Somebody is paid little by little: `stream 12000 USDC to 0x… over 12 months`."""

from bot.domain.line_forms.form import Answer, LineForm, LinePart

STREAM = LineForm(
    "stream",
    "stream",
    (
        LinePart("amount", Answer.AMOUNT),
        LinePart("asset", Answer.ASSET, required=False),
        LinePart("member", Answer.MEMBER, before="to", required=False),
        LinePart("to", before="to", required=False),
        LinePart("over", before="over"),
    ),
    streams=True,
    pays=True,
)
