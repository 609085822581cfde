"""The public log in its channel: every administrative act, in the chain of hashes that it is stored in."""

from bot.services.ports import LogEntry
from bot.wording.text import code, cut, escape, member, moment

_DETAIL = 200
_REASON = 800
_ROOM = 1750
"""Characters before the line with the hashes, which is never cut."""


def log_text(entry: LogEntry) -> str:
    """Who did what and why, and where the entry stands in the chain."""
    lines = [f"**{escape(entry.act, 40)}** by {member(entry.actor)}, {moment(entry.at)}"]
    if entry.proposal is not None:
        lines.append(f"Proposal {entry.proposal}")
    if entry.reason:
        lines.append(f"Reason: {escape(entry.reason, _REASON)}")
    lines += [
        f"{escape(name, 40)}: {code(value[:_DETAIL])}" for name, value in list(entry.details.items())[:10]
    ]
    text = cut("\n".join(lines), _ROOM)
    previous = f"after `{entry.previous_hash[:16]}`" if entry.previous_hash else "the first entry"
    return f"{text}\n-# Log entry {entry.id} · `{entry.hash}` · {previous}"
