"""That the time is over for which a vote gave a role."""

from collections.abc import Mapping

from bot.domain.errors import StoredDataInvalid
from bot.domain.proposals.proposal import Proposal
from bot.domain.server_acts.base import ServerAct
from bot.domain.server_acts.outcomes import ActOutcome, ActStatus
from bot.domain.server_acts.roles.given_roles import TermEnd
from bot.domain.server_acts.roles.grant_role import GrantRole
from bot.wording.language import Language
from bot.wording.server_acts.base import role_words


def until_lines(act: ServerAct, outcome: ActOutcome, say: Language) -> list[str]:
    """When the role is taken that was given; nothing where none was, or it has no end."""
    if not isinstance(act, GrantRole) or outcome.status is not ActStatus.DONE:
        return []
    ends_at = act.ends_at(outcome.at)
    return [] if ends_at is None else [say._("until {moment}").format(moment=say.moment(ends_at))]


def term_event(proposal: Proposal, data: Mapping[str, str], say: Language) -> str:
    """What became of the role. Raises StoredDataInvalid where the proposal gave none there."""
    place = int(data["place"])
    act = proposal.acts[place] if 0 <= place < len(proposal.acts) else None
    if not isinstance(act, GrantRole):
        raise StoredDataInvalid(f"event term {place}", proposal=proposal.id)
    words = _words(TermEnd(data["how"]), say)
    return words.format(role=role_words(act.role, say), member=say.markup.member(act.member))


def _words(how: TermEnd, say: Language) -> str:
    match how:
        case TermEnd.TAKEN:
            return say._("⌛ The term is over: {role} was taken from {member}.")
        case TermEnd.KEPT:
            return say._("⌛ The term is over. {member} keeps {role}: another vote gave it for longer.")
        case TermEnd.MEMBER_LEFT:
            return say._("⌛ The term is over. {member} isn't in the server, and {role} with them.")
        case TermEnd.ROLE_GONE:
            return say._("⌛ The term of {member} is over. {role} was deleted before.")
        case TermEnd.NO_PERMISSION:
            return say._(
                "🛑 **{member} still has {role}, and the term is over.** Discord doesn't let the bot take it.\n"
                "➡️ An administrator takes it, or gives the bot's role Manage Roles. It is tried again."
            )
        case TermEnd.ABOVE_BOT:
            return say._(
                "🛑 **{member} still has {role}, and the term is over.** The role stands above the bot's own.\n"
                "➡️ An administrator takes it, or moves the bot's role up. It is tried again."
            )
        case TermEnd.DAMAGED:
            return say._(
                "🛑 **The term of {member} with {role} can't be ended**: what is stored isn't what was voted on.\n"
                "➡️ Tell the bot's operator; an administrator takes what is over."
            )
