"""A new Safe is deployed: `deploy safe owners 0x… 0x… threshold 2 recallable number 2`."""

from bot.domain.line_forms.form import Answer, LineForm, LinePart

DEPLOY_SAFE = LineForm(
    "deploy_safe",
    "deploy safe",
    (
        LinePart("owners", Answer.LONG_TEXT, before="owners"),
        LinePart("threshold", before="threshold"),
        LinePart("recallable", required=False, words=("recallable",)),
        LinePart("number", before="number", required=False),
    ),
)
