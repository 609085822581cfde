"""What a proposal changes in the server: dangers first, each act with its number, and what became of it."""

from collections.abc import Mapping

from bot.domain.errors import StoredDataInvalid
from bot.domain.proposals.proposal import Proposal
from bot.domain.server_acts.outcomes import ActOutcome, ActStatus, Hindrance
from bot.wording.language import Language
from bot.wording.server_acts.registry import act_danger, act_danger_in_short, act_words, more_of
from bot.wording.server_acts.terms import until_lines


def act_danger_lines(proposal: Proposal, say: Language, *, in_short: bool = False) -> list[str]:
    """What to look at twice; the same danger of several acts once, with their numbers. In short it is one line for each
    kind of danger, however many acts there are."""
    found: dict[str, list[int]] = {}
    for number, act in enumerate(proposal.acts, start=1):
        if (danger := act_danger(act, say)) is not None:
            found.setdefault(act_danger_in_short(act, say) if in_short else danger, []).append(number)
    return [
        say._("⚠️ **Look twice** at change {numbers} of the server: {danger}.").format(
            numbers=", ".join(map(str, numbers)), danger=danger
        )
        for danger, numbers in found.items()
    ]


def act_lines(proposal: Proposal, say: Language, *, over: bool = False) -> list[str]:
    """Each act under a heading, with what became of it; nothing where there is none."""
    if not proposal.acts:
        return []
    if over:
        heading = say._("**Its changes of the server**")
    elif proposal.rules.next_track is not None:
        heading = say._("**If its binding vote passes too, the server changes**")
    else:
        heading = say._("**If it passes, Folkmoot changes the server**")
    lines = [heading]
    for place, act in enumerate(proposal.acts):
        outcome = proposal.act_outcome(place)
        mark = "" if outcome is None else f"{_mark(outcome)} "
        lines.append(f"{mark}{place + 1}. {act_words(act, say)}")
        more = [*more_of(act, say), *([] if outcome is None else until_lines(act, outcome, say))]
        lines += [f"   • {line}" for line in more]
    return lines


def owed_lines(proposal: Proposal, say: Language) -> list[str]:
    """How far the changes of the server have come, once they are made."""
    acts = proposal.acts
    if not acts or not proposal.carried_out:
        return []
    done = sum(outcome.status is ActStatus.DONE for outcome in proposal.act_outcomes)
    line = say.ngettext(
        "**Server**: {done} of {number} change is made",
        "**Server**: {done} of {number} changes are made",
        len(acts),
    ).format(done=say.number(done), number=say.number(len(acts)))
    hindered = [
        f"{_mark(outcome)} {outcome.place + 1}. {hindrance_words(outcome.why, say)}"
        for outcome in proposal.act_outcomes
        if outcome.why is not None
    ]
    return [line, *hindered]


def act_event(proposal: Proposal, data: Mapping[str, str], say: Language) -> str:
    """What became of one act, in the thread. Raises StoredDataInvalid where it has no such act."""
    place = int(data["place"])
    if not 0 <= place < len(proposal.acts):
        raise StoredDataInvalid(f"event act {place}", proposal=proposal.id)
    act, outcome = proposal.acts[place], proposal.act_outcome(place)
    line = f"{place + 1}. {act_words(act, say)}"
    if not data["why"]:
        until = [] if outcome is None else [f"➡️ {line}" for line in until_lines(act, outcome, say)]
        return "\n".join([say._("✅ As voted, the server is changed:"), line, *until])
    why = Hindrance(data["why"])
    head = (
        say._("🛑 **This change of the server can never be made:**")
        if why.for_good
        else say._("⚠️ **This change of the server isn't made yet:**")
    )
    return f"{head}\n{line}\n➡️ {hindrance_words(why, say)}"


def ended_text(state: str, say: Language) -> str:
    """That nothing is left to be done."""
    if state == "executed":
        return say._("✅ **Executed**: all that it brings is done.")
    return say._("⚠️ **Not all of it could be done**: its card says what was.")


def hindrance_words(why: Hindrance, say: Language) -> str:
    """Why an act isn't done, and what mends it."""
    match why:
        case Hindrance.NO_PERMISSION:
            return say._(
                "Discord doesn't let the bot: an administrator gives its role the permission. It is tried again."
            )
        case Hindrance.ABOVE_BOT:
            return say._(
                "the role stands above the bot's own, or permits everything: an administrator moves the bot's role up, "
                "or takes Administrator from the role. It is tried again."
            )
        case Hindrance.MORE_RIGHTS:
            return say._(
                "the role gives more rights than when it was voted on. It is given as soon as it has no more than then."
            )
        case Hindrance.MEMBER_LEFT:
            return say._("the member isn't in the server. It is tried again, should they come back.")
        case Hindrance.ROLE_GONE:
            return say._(
                "the role was deleted. One of the same name is another one, and needs a vote of its own."
            )
        case Hindrance.ROLE_AWAITED:
            return say._("it waits for the role that this proposal creates.")
        case Hindrance.SPACE_HINDERED:
            return say._(
                "its name or one of its channels belongs to another part of the server meanwhile, or there are as many "
                "parts as there can be. It is tried again."
            )
        case Hindrance.SPACE_GONE:
            return say._("that part was dissolved already.")
        case Hindrance.TIMELOCK_SHORT:
            return say._(
                "the space above has set by now that no timelock there may be so short. It is tried again."
            )
        case Hindrance.CHANNEL_GONE:
            return say._(
                "the channel was deleted, or the bot doesn't see it any more. Another one needs a vote of its own."
            )
        case Hindrance.CHANNEL_MOVED:
            return say._(
                "the channel stands in no category any more in which votes may change channels. It is tried again."
            )
        case Hindrance.CHANNEL_OF_OTHERS:
            return say._(
                "the channel stands in no category any more that is this part's alone. It is tried again."
            )
        case Hindrance.CHANNEL_USED:
            return say._(
                "Folkmoot says there what happens: a moderator names another channel first. It is tried again."
            )
        case Hindrance.VETO_TOO_LATE:
            return say._("the proposal isn't in its timelock any more; its card says what became of it.")
        case Hindrance.TRACK_GONE:
            return say._("the track takes no proposals any more.")
        case Hindrance.OTHER_RULES:
            return say._(
                "the track has other rules than those that members saw when this was written. What replaces today's "
                "needs a vote of its own; with the rules from before it is made."
            )
        case Hindrance.NOT_TAKEN:
            return say._(
                "Discord refuses it, as it does where a server has all the roles or channels that it may have. It is "
                "tried again."
            )


def _mark(outcome: ActOutcome) -> str:
    match outcome.status:
        case ActStatus.DONE:
            return "✅"
        case ActStatus.GONE:
            return "🛑"
        case ActStatus.REFUSED:
            return "⚠️"
        case ActStatus.BEGUN:
            return "⏳"
