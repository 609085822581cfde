"""Somebody gets tokens over years, of which nothing comes before a cliff: `vest 48000 RIVER to 0x… over 4 years from
2027-01-01 cliff 1 year`."""

from bot.domain.line_forms.form import Answer, LineForm, LinePart

VEST = LineForm(
    "vest",
    "vest",
    (
        LinePart("amount", Answer.AMOUNT),
        LinePart("member", Answer.MEMBER, before="to", required=False),
        LinePart("to", before="to", required=False),
        LinePart("over", before="over"),
        LinePart("cliff", before="cliff", required=False),
    ),
    streams=True,
    pays=True,
)
