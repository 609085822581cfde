"""What the doctor says of the machine's clock."""

from bot.services.governance import findings
from bot.wording.errors import clause
from bot.wording.language import Language


@clause.register
def _(finding: findings.OfClock, say: Language) -> str:
    return say._("clock")


@clause.register
def _(finding: findings.OfWitness, say: Language) -> str:
    return say._("clock of {name}").format(name=say.markup.name(finding.name, 40))


@clause.register
def _(finding: findings.ClockAgrees, say: Language) -> str:
    return say._("it agrees with Discord's")


@clause.register
def _(finding: findings.ClockUnheard, say: Language) -> str:
    return say._("Discord has said nothing of the time yet")


@clause.register
def _(finding: findings.ClockOff, say: Language) -> str:
    if finding.milliseconds > 0:
        words = say._("{seconds} seconds ahead of Discord's")
    else:
        words = say._("{seconds} seconds behind Discord's")
    return words.format(seconds=_seconds(finding.milliseconds, say))


@clause.register
def _(finding: findings.ClockWrong, say: Language) -> str:
    if finding.milliseconds > 0:
        words = say._("{seconds} seconds ahead of Discord's: nothing opens, closes or is prepared")
    else:
        words = say._("{seconds} seconds behind Discord's: nothing opens, closes or is prepared")
    return words.format(seconds=_seconds(finding.milliseconds, say))


@clause.register
def _(finding: findings.ClockConfirmed, say: Language) -> str:
    if finding.milliseconds > 0:
        words = say._("{seconds} seconds ahead of Discord's, but others say that Discord's is wrong")
    else:
        words = say._("{seconds} seconds behind Discord's, but others say that Discord's is wrong")
    return words.format(seconds=_seconds(finding.milliseconds, say))


@clause.register
def _(finding: findings.ClockContradicted, say: Language) -> str:
    return say._("it contradicts the clock of this machine, which others confirm")


@clause.register
def _(finding: findings.StartNtp, say: Language) -> str:
    return say._("set the clock of the machine by NTP, such as with `timedatectl set-ntp true`")


@clause.register
def _(finding: findings.WaitForDiscord, say: Language) -> str:
    return say._("nothing has to be done; hold the clock against another one where it lasts")


@clause.register
def _(finding: findings.CheckNode, say: Language) -> str:
    return say._("see whether its nodes are in sync, or name others in FOLKMOOT_CHAINS")


def _seconds(milliseconds: int, say: Language) -> str:
    return say.tokens(abs(milliseconds), 3)
