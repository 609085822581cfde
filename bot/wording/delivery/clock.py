"""A clock that is wrong, in words."""

from bot.domain.timekeeping import Verdict
from bot.wording.language import Language


def clock_text(verdict: Verdict, say: Language) -> str:
    """What a server is told while nothing happens by the clock."""
    off = say.duration(abs(verdict.ahead))
    if verdict.ahead.total_seconds() > 0:
        head = say._("⚠️ **The clock of the bot's machine is {off} ahead.**").format(off=off)
    else:
        head = say._("⚠️ **The clock of the bot's machine is {off} behind.**").format(off=off)
    kept = say._(
        "Until it is right, no vote opens or closes, and no request is prepared. Votes are taken all the same, and "
        "count by Discord's time."
    )
    mend = say._(
        "Moderators need do nothing. Whoever runs the bot sets the clock by NTP; `/gov doctor` says when it is right."
    )
    return f"{head}\n{kept}\n{mend}"
