"""The public log in its channel: every administrative act, in the chain of hashes that it is stored in."""

from bot.domain.ids import MemberId
from bot.domain.policy.model import Policy
from bot.services.actors import ITSELF
from bot.services.ports import LogEntry
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.governance.log.log_acts import act_in, detail_name
from bot.wording.language import Language
from bot.wording.markup.plain_text import cut
from bot.wording.proposals.rule_changes import changed_rules_lines

_DETAILS = 10
_DETAIL = 200
_REASON = 800
_ROOM = 1750
"""Characters before the line with the hashes, which is never cut."""
_HASH_SHOWN = 16


@telling_accounts_apart
def log_text(entry: LogEntry, say: Language, change: tuple[Policy, Policy] | None = None) -> str:
    """Who did what and why, which rules are different by it, and where the entry stands in the chain."""
    lines = [
        say._("**{act}** by {member}, {moment}").format(
            act=act_in(entry, say),
            member=actor_words(entry.actor, say),
            moment=say.moment(entry.at),
        )
    ]
    if entry.number is not None:
        lines.append(say._("Proposal {number}").format(number=entry.number))
    if entry.reason:
        lines.append(say._("Reason: {reason}").format(reason=say.markup.name(entry.reason, _REASON)))
    lines += [
        f"{detail_name(name, say)}: {say.markup.code(value[:_DETAIL])}"
        for name, value in list(entry.details.items())[:_DETAILS]
    ]
    if change:
        lines += changed_rules_lines(*change, say)
    text = cut("\n".join(lines), _ROOM)
    return f"{text}\n{say.markup.small(_place(entry, say))}"


def actor_words(actor: MemberId, say: Language) -> str:
    """Who acted, where it may have been the program itself."""
    return say.pgettext("value", "Folkmoot itself") if actor == ITSELF else say.markup.member(actor)


def _place(entry: LogEntry, say: Language) -> str:
    """The number of an entry, its hash, and that of the one before."""
    known = say.markup.code(entry.hash)
    if not entry.previous_hash:
        return say._("Log entry {number} · {hash} · the first entry").format(number=entry.id, hash=known)
    return say._("Log entry {number} · {hash} · after {previous}").format(
        number=entry.id, hash=known, previous=say.markup.code(entry.previous_hash[:_HASH_SHOWN])
    )
