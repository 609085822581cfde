"""What stands on chain for everybody of a decision that members take to a contract."""

from typing import Literal

from bot.chain.text import visible
from bot.domain.accounts.sign_in_text import one_line
from bot.domain.executors import Decision


def words_on_chain(
    decision: Decision, what: Literal["Calls", "Proposal data", "Request"], hashed: str
) -> str:
    """The title, where it was decided, and the hashes by which it is checked; `hashed` is that of what is asked for.

    It is the same for the same decision, so that what was taken there is known again; a further attempt has its
    number, since contracts may take the same words for the same calls once.
    """
    decided = f"Decided by Folkmoot proposal {decision.proposal} of Discord server {decision.guild}"
    if decision.thread is not None:
        decided += f": https://discord.com/channels/{decision.guild}/{decision.thread}"
    lines = [
        f"Content (SHA-256): {decision.content}",
        f"Record (SHA-256): {decision.record}",
        f"{what} (keccak256): {hashed}",
    ]
    if decision.attempt > 1:
        lines.append(f"Attempt: {decision.attempt}")
    return f"# {visible(decision.title)}\n\n{decided}\n\n" + "\n".join(map(one_line, lines))
