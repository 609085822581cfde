"""What happens to a proposal, each a sentence in its thread and, where all should know, in the announcement channel."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.domain.errors import StoredDataInvalid
from bot.domain.ids import ChainId, ChannelId, MemberId, ProposalNumber
from bot.domain.proposals.obstacles import Cause, Step
from bot.domain.proposals.proposal import Proposal
from bot.services.proposals.cards import Card
from bot.services.proposals.stages import NotFollowed
from bot.wording.accounts.telling_apart import telling_accounts_apart
from bot.wording.bridges.messages import crossed_text, sent_text
from bot.wording.chains import on_its_chain
from bot.wording.councils import seats_event
from bot.wording.executors.registry import words_of
from bot.wording.language import Language
from bot.wording.milestones import reported_text
from bot.wording.proposals.lifecycle.obstacles import obstacle_text
from bot.wording.proposals.lifecycle.progress import progress_text
from bot.wording.proposals.lifecycle.visibility import back_text, pause_text
from bot.wording.reputation import changed_lines
from bot.wording.server_acts.listing import act_event, ended_text
from bot.wording.server_acts.terms import term_event
from bot.wording.voter_rewards import no_rewards_text, rewards_text
from bot.wording.voting.choices import ballot_words
from bot.wording.voting.quoting import quoted

_REASON = 1000
_RECEIPTS = 1500
_TRACK_LIMIT, _CHOICE_LIMIT = 40, 40


def event_head(proposal: Proposal, talk: str, say: Language) -> str:
    """Which proposal it happened to. `talk` is the address of its discussion, empty where there is none."""
    head = say._("**{title}** (proposal {number})").format(
        title=say.title(proposal.content.title), number=proposal.number
    )
    return f"{head} · {talk}" if talk else head


def unguarded_text(say: Language) -> str:
    """The role that may veto a proposal was deleted."""
    return say._(
        "🛡️ **Nobody can veto this proposal any more**: the guardians' role with which it was submitted was deleted in "
        "Discord. Until it has a result, a moderator can end it with `/gov cancel`; afterwards only those who sign can "
        "stop it. `/gov setup` names another role, for proposals that are submitted from then on."
    )


@telling_accounts_apart
def event_of(card: Card, event: str, data: Mapping[str, str], say: Language) -> str:
    """One event of a proposal as a sentence. Raises StoredDataInvalid for one that no version of this program wrote."""
    if event == "act":
        return act_event(card.proposal, data, say)
    if event == "term":
        return term_event(card.proposal, data, say)
    done = [each.executor.chain for each in card.proposal.standing if each.executed]
    if event == "expired" and done:
        return _expired_in_part(card.proposal, done, say)
    text = event_text(event, data, say)
    if chains := data.get("sent_to"):
        text = f"{text}\n{sent_text(chains, say)}"
    if data.get("executor") and (chain := data.get("chain", "")).isdecimal():
        return on_its_chain(text, ChainId(int(chain)), card.proposal.executors, say)
    return text


def _expired_in_part(proposal: Proposal, done: Sequence[ChainId], say: Language) -> str:
    """It has several executors, and some of them have made their calls."""
    missing = [each.chain for each in proposal.executors if each.chain not in done]
    return say._(
        "⚠️ **The proposal passed, and was executed only in part**: it was executed on {done}, not on {missing}, and "
        "its time is over. What was not executed can't be any more; propose it again if it is still wanted."
    ).format(
        done=say.both([say.markup.chain_name(each) for each in done]),
        missing=say.both([say.markup.chain_name(each) for each in missing]),
    )


def event_text(event: str, data: Mapping[str, str], say: Language) -> str:
    """One event as a sentence. Raises StoredDataInvalid for one that no version of this program wrote."""
    match event:
        case "opened":
            return _opened(data, say)
        case "withdrawn":
            return say._("↩️ The author withdrew the proposal. It will not be voted on.")
        case "paused" | "resumed" | "cancelled" | "vetoed" | "registry_omitted":
            reason = say._("Reason: {reason}").format(reason=say.markup.name(data.get("reason", ""), _REASON))
            return f"{_act(event, say).format(member=_by(data, say))}\n{reason}"
        case "held" | "released" | "vetoed_above":
            return _of_veto(event, data, say)
        case "unseen":
            return pause_text(say)
        case "seen":
            return back_text(say)
        case "unguarded":
            return unguarded_text(say)
        case "extended":
            return say._(
                "⏱️ The leading outcome changed late, or the quorum was reached late: the vote goes on until {moment}."
            ).format(moment=say.moment(datetime.fromtimestamp(int(data["end"]), UTC)))
        case "unresolved":
            return _unresolved(data, say)
        case "left_out":
            return _left_out(data, say)
        case (
            "confirmed"
            | "unconfirmed"
            | "hidden"
            | "visible"
            | "executed"
            | "failed"
            | "replaced"
            | "asked_again"
            | "found_executed"
            | "made_before"
            | "stage"
            | "stopped"
        ):
            return words_of(data["executor"]).event(event, data, say)
        case "crossed":
            return crossed_text(data, say)
        case "held_up":
            return obstacle_text(Step(data["step"]), Cause(data["cause"]), data, say)
        case "reputation":
            return say.fitted(changed_lines(data, say), _RECEIPTS)
        case "rewards":
            return rewards_text(data, say)
        case "no_rewards":
            return no_rewards_text(data, say)
        case "followed":
            return say._("➡️ It passed, and goes on as a binding vote: proposal {number} in {thread}.").format(
                number=say.markup.name(data["number"], 20),
                thread=say.markup.channel(ChannelId(int(data["thread"]))),
            )
        case "not_followed":
            return say._(
                "⚠️ It passed, but does not go on to the track {track}: {why}. Nothing is lost: moderators can make the "
                "track with `/gov track add`, and the author can propose the same there."
            ).format(
                track=say.markup.name(data["track"], _TRACK_LIMIT),
                why=_why_not_followed(data["why"], say),
            )
        case "seats":
            return seats_event(data, say)
        case "reported":
            return reported_text(data, say)
        case "progress":
            return progress_text(data, say)
        case "acts_ended":
            return ended_text(data["state"], say)
        case "expired":
            return say._(
                "⌛ The proposal passed, and was not executed in time. It can't be executed any more."
            )
    raise StoredDataInvalid(f"event {event!r}")


def _opened(data: Mapping[str, str], say: Language) -> str:
    """Until when one can vote (`end`, in seconds; empty where there is no end)."""
    if not data["end"]:
        return say._("🗳️ **It is open**: members can stake on it.")
    words = say._("🗳️ **The vote is open** until {moment}.")
    return words.format(moment=say.moment(datetime.fromtimestamp(int(data["end"]), UTC)))


def _why_not_followed(why: str, say: Language) -> str:
    match why:
        case NotFollowed.ARCHIVED:
            return say._("this part of the server was dissolved")
        case NotFollowed.NO_TRACK:
            return say._("no track of that name takes proposals")
        case NotFollowed.NO_CHOICES:
            return say._("its author would have to name the choices there")
        case NotFollowed.NOT_WEIGHED:
            return say._("that track can't weigh one of the actions")
    raise StoredDataInvalid(f"reason {why!r}")


def _act(event: str, say: Language) -> str:
    """What a moderator or a guardian did, with a place for who it was."""
    match event:
        case "paused":
            return say._(
                "⏸️ {member} paused the vote. Votes are not taken until it goes on; its end moves by as much."
            )
        case "resumed":
            return say._("▶️ {member} resumed the vote.")
        case "registry_omitted":
            return say._(
                "⚠️ {member} lets the vote open without what wallets delegate on chain, which can't be read: **nobody "
                "votes with the power of wallets that delegated to theirs**. Whoever holds it links it, and votes."
            )
        case "cancelled":
            return say._("⛔ {member} cancelled the proposal. There is no result.")
        case _:
            return say._("⛔ {member}, a guardian, vetoed the proposal in its timelock. Nothing is executed.")


def _of_veto(event: str, data: Mapping[str, str], say: Language) -> str:
    """What a vote of the space above on a veto means for the proposal that it is about."""
    number = int(data["number"])
    match event:
        case "held":
            return say._(
                "⏸️ **Held**: the space above votes on a veto, in proposal {number}. Nothing of this is executed before "
                "that is decided, and it is held until {moment} at the longest."
            ).format(number=number, moment=say.moment(datetime.fromtimestamp(int(data["until"]), UTC)))
        case "released":
            return say._("▶️ Proposal {number} of the space above brings no veto. This goes on.").format(
                number=number
            )
        case _:
            return say._(
                "⛔ **Vetoed** by the space above, in proposal {number}. Nothing of this is executed."
            ).format(number=number)


def _by(data: Mapping[str, str], say: Language) -> str:
    if data.get("by", "").isdecimal():
        return say.markup.member(MemberId(int(data["by"])))
    return say.pgettext("value", "a moderator")


def _unresolved(data: Mapping[str, str], say: Language) -> str:
    head = say._(
        "⏳ The vote is over, and its result waits: the power of some ballots can't be read from the chain, and could "
        "change the outcome. It is read again and again, and never taken for zero. Moderators can cancel the vote with "
        "`/gov cancel`, in public. Affected receipts:"
    )
    return say.fitted([head, *_receipts(data, say)], _RECEIPTS)


def _left_out(data: Mapping[str, str], say: Language) -> str:
    head = say._(
        "⚠️ The power of some ballots could not be read from the chain, and the vote was counted without it: it can't "
        "change the outcome, however much it is. The record names them. Affected receipts:"
    )
    return say.fitted([head, *_receipts(data, say)], _RECEIPTS)


def _receipts(data: Mapping[str, str], say: Language) -> list[str]:
    """With their choices, which are empty where they are hidden."""
    return [
        f"{say.markup.code(receipt)} ({ballot_words(choice, say, _CHOICE_LIMIT)})"
        if choice
        else say.markup.code(receipt)
        for receipt, choice in data.items()
    ]


def talk_here(say: Language) -> str:
    """What a discussion is for, and what ends it."""
    return say._(
        "Talk here. The author may edit until then; each edit is shown here. Then the card is posted."
    )


def vote_there(card: str, say: Language) -> str:
    """Where one votes."""
    return say._("➡️ Vote on its card: {card}").format(card=card)


def card_there(card: str, say: Language) -> str:
    """Where the card stands, on which there is nothing to do now."""
    return say._("Its card: {card}").format(card=card)


def numbered_thread(number: ProposalNumber, say: Language) -> str:
    """The name of a thread in which the title is not allowed."""
    return say.pgettext("thread name", "Proposal {number}").format(number=number)


def nameless_thread(say: Language) -> str:
    """The name of a thread in which not even the number is allowed."""
    return say.pgettext("thread name", "Proposal")


def edited(member: MemberId, version: int, say: Language) -> str:
    """Who edited the proposal, above what is different."""
    return say._("✏️ {member} edited the proposal (version {number}).").format(
        member=say.markup.member(member), number=version
    )


def rest_of_edit(say: Language) -> str:
    """Where the rest of a long edit stands."""
    return say._("… the rest of the change is in `/proposal diff`")


def thread_gone(say: Language) -> str:
    """Why something is said in the announcement channel."""
    return say._("The discussion thread is gone, so this is said here.")


def voted_because(member: MemberId, choice: str, reason: str, say: Language) -> str:
    """Who voted how, above their reason. `choice` is what their ballot says, made harmless."""
    head = say._("🗳️ {member} voted **{choice}**:").format(member=say.markup.member(member), choice=choice)
    return f"{head}\n{quoted(reason, say)}"
