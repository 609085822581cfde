"""What is dangerous about sending a call over a bridge, beside what it does on the other side."""

from bot.domain.actions.dangers import Danger, FeesElsewhere, NotReplayed, TakesBackBridged
from bot.domain.bridges.bridge import alias
from bot.domain.ids import Address
from bot.execution.bridges.sending import SendingFunction, SentCall


def dangers_of(sending: SendingFunction, call: SentCall, sender: Address | None) -> list[Danger]:
    """Whom else than its sender the bridge lets take something, and that nobody follows it. Without a known sender
    everybody is somebody else."""
    own = _own(call, sender)
    found: list[Danger] = [] if sending.followed else [NotReplayed()]
    for what, account in call.refunds:
        if account not in own:
            found.append(TakesBackBridged(account) if what == "beneficiary" else FeesElsewhere(account))
    return found


def _own(call: SentCall, sender: Address | None) -> tuple[Address, ...]:
    """As whom the sender has what comes to the other chain: under its own address only where the bridge rewrites it,
    since there that is anybody's."""
    if sender is None:
        return ()
    return (sender, alias(sender)) if call.rewrites_refunds else (alias(sender),)
