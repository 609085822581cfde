"""The words of the chart of a proposal's conviction."""

from bot.services.conviction.chain_readings import Staked
from bot.wording.language import Language
from bot.wording.plain_text import one_line


def chart_words(staked: Staked, say: Language) -> str:
    """What the chart shows, for those who can't see it."""
    if staked.needed is None:
        return say._("Chart: the conviction over time. There is no threshold that it could exceed now.")
    reached = one_line(say.percent(staked.conviction, staked.needed))
    if staked.passes_at is None:
        return say._(
            "Chart: the conviction over time. It has reached {share} of the threshold, and with these stakes it never "
            "exceeds it."
        ).format(share=reached)
    return say._(
        "Chart: the conviction over time. It has reached {share} of the threshold, and exceeds it about {moment} UTC "
        "if nothing changes."
    ).format(share=reached, moment=f"{staked.passes_at:%Y-%m-%d %H:%M}")


def conviction_label(say: Language) -> str:
    """The line so far."""
    return say.pgettext("chart", "conviction")


def ahead_label(say: Language) -> str:
    """Where the line goes."""
    return say.pgettext("chart", "if nothing changes")


def threshold_label(say: Language) -> str:
    """What the line must exceed."""
    return say.pgettext("chart", "threshold")
