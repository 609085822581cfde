"""A draft as its author sees it before anybody else does, what is asked and said of it, and the choice of a track."""

from collections.abc import Sequence

from bot.domain.ids import ChannelId, ProposalNumber
from bot.domain.policy.legal import notice_of
from bot.domain.proposals.proposal import Proposal
from bot.domain.spaces.space import LONGEST_SPACE_NAME, Space
from bot.services.proposals.drafting.previews import Preview
from bot.services.proposals.drafting.shortfalls import Shortfall
from bot.services.proposals.drafting.track_eligibility import TrackChoice
from bot.wording.actions.amounts import coins_in_short, tokens_in_short
from bot.wording.actions.listing import linked, listed
from bot.wording.actions.simulation import trial_in_short, trial_lines
from bot.wording.amounts import power_text
from bot.wording.chains import on_its_chain
from bot.wording.executors.registry import ExecutorWords, words_of
from bot.wording.governance.policies.limits import breach_words, budget_lines
from bot.wording.governance.policies.policies import policy_lines
from bot.wording.language import Language
from bot.wording.markup.plain_text import cut, one_line
from bot.wording.metagovernance import standing_lines
from bot.wording.milestones import milestone_lines, payments_of
from bot.wording.proposals.cards.cards import actions_head, actions_text
from bot.wording.proposals.cards.changes import changes_lines
from bot.wording.proposals.drafts.coauthors import coauthors_lines
from bot.wording.proposals.drafts.readers import readers_lines
from bot.wording.proposals.lifecycle.stages import brought_up_line
from bot.wording.proposals.lifecycle.states import state_words

_TRACK_LIMIT = 40
_LEAST = 2_800
"""In so many characters all actions that a proposal may have can be told in short."""
_BREACHES = 3
"""So many ways are named in which a draft breaks the limits of its track."""
_SHORTFALLS = 4
"""Of so many assets it is said how much is missing."""


def draft_head(preview: Preview, say: Language) -> str:
    """The title, and whose proposal it is, on which track and in which state. A draft has no number that anybody
    knows."""
    proposal = preview.proposal
    words = (
        say._("Proposal {number} · track {track} · by {member} · **{state}**")
        if proposal.submission
        else say._("Track {track} · by {member} · **{state}**")
    )
    below = words.format(
        number=_number(proposal),
        track=say.markup.name(preview.track.name, _TRACK_LIMIT),
        member=say.markup.member(proposal.author),
        state=state_words(preview.state, say),
    )
    lines = [say.markup.heading(say.title(proposal.content.title)), say.markup.small(below)]
    lines += coauthors_lines(proposal, say) + readers_lines(proposal, say)
    if proposal.brought_up is not None:
        lines.append(brought_up_line(proposal.brought_up, say))
    return "\n".join(lines)


def draft_text(text: str, room: int, say: Language) -> str:
    """The text of a draft in about so many characters; a longer one is cut, and says so."""
    whole = say.markup.body(text) or say.markup.small(say._("(no text)"))
    if len(whole) <= room:
        return whole
    cut_here = say.ngettext(
        "(cut here: the thread shows all {number} character)",
        "(cut here: the thread shows all {number} characters)",
        len(text),
    )
    return f"{say.markup.body(text, room)}\n{say.markup.small(cut_here.format(number=len(text)))}"


def draft_foreign_lines(preview: Preview, say: Language) -> list[str]:
    """How the vote elsewhere stands in which it has votes cast; nothing where it has none, or nobody can say."""
    if preview.foreign_vote is None:
        return []
    return standing_lines(preview.foreign_vote, preview.proposal.rules, preview.time_to_sign, say)


def draft_changes_lines(preview: Preview, say: Language) -> list[str]:
    """What it brings beside its actions, however long that is: what is promised for later, a vote elsewhere, and what
    else changes."""
    near = linked(payments_of(preview.milestones), say)
    promised = milestone_lines(preview.milestones, preview.proposal.rules, near)
    return [*draft_foreign_lines(preview, say), *changes_lines(preview.proposal, say, promised=promised)]


def draft_changes(preview: Preview, limit: int, say: Language) -> str:
    """The same in so many characters: with links to the accounts where there is room for them."""
    lines = draft_changes_lines(preview, say)
    if preview.milestones and len("\n".join(lines)) > limit:
        chain = preview.milestones[0].payment.action.chain
        lines = draft_changes_lines(preview, say.on_chain(chain, short=True, linked=False))
    return say.fitted(lines, limit)


def draft_actions(preview: Preview, room: int, most: int, say: Language) -> str:
    """What happens if it passes: in full where there is room for it, else as the card tells it; nothing where it has no
    actions."""
    if not preview.actions:
        return ""
    executor = preview.proposal.rules.executor
    lines = [] if executor is None else _warnings(preview, say)
    whole = "\n".join(draft_actions_lines(preview, say))
    if len(whole) <= room:
        return "\n".join([*lines, whole])
    taken = sum(len(line) + 1 for line in lines)
    if executor is not None and lines and most - taken < _LEAST:
        lines = [words_of(executor.kind).cannot_execute(say)]
        taken = len(lines[0]) + 1
    told = actions_text(preview.actions, room, most - taken, actions_head(preview.proposal, say), say)
    return "\n".join(filter(None, [*lines, told.dangers, *told.texts]))


def _warnings(preview: Preview, say: Language) -> list[str]:
    """What would keep the actions from being executed now."""
    lines = [f"🚫 {breach_words(each, say)}" for each in preview.breaches[:_BREACHES]]
    if more := len(preview.breaches) - len(lines):
        lines.append(f"🚫 {say.and_more(more)}")
    among = preview.proposal.executors
    for hindrance in preview.hindrances:
        words, chain = words_of(hindrance.executor.kind), hindrance.executor.chain
        lines += [
            on_its_chain(line, chain, among, say)
            for line in _shortfall_lines(hindrance.shortfalls, words, say)
        ]
    lines += trial_in_short([trial for trial in preview.trials if trial.fails], say, among)
    for hindrance in preview.hindrances:
        if hindrance.refusal is not None:
            refused = words_of(hindrance.executor.kind).refused(hindrance.refusal, say)
            lines.append(on_its_chain(refused, hindrance.executor.chain, among, say))
    return lines


def _shortfall_lines(shortfalls: Sequence[Shortfall], words: ExecutorWords, say: Language) -> list[str]:
    """What the executor has too little of, the chain's coin first."""
    lines = [_shortfall(each, words, say) for each in shortfalls[:_SHORTFALLS]]
    if more := len(shortfalls) - len(lines):
        lines.append(
            say.ngettext(
                "⚠️ It has too little of {number} token more.",
                "⚠️ It has too little of {number} tokens more.",
                more,
            ).format(number=say.number(more))
        )
    return lines


def _shortfall(shortfall: Shortfall, words: ExecutorWords, say: Language) -> str:
    if shortfall.token is None:
        held = coins_in_short(shortfall.held, shortfall.native, say)
        sent = coins_in_short(shortfall.sent, shortfall.native, say)
    else:
        held = tokens_in_short(shortfall.token, shortfall.held, say)
        sent = tokens_in_short(shortfall.token, shortfall.sent, say)
    return words.holds_too_little(held, sent, say)


def draft_actions_lines(preview: Preview, say: Language) -> list[str]:
    """The same in full, however long it is."""
    return listed(preview.actions, actions_head(preview.proposal, say), say)


def draft_simulation(preview: Preview, room: int, say: Language) -> str:
    """What changes by the actions, in full or in a line; nothing where there is no room, or nothing to tell."""
    lines = draft_simulation_lines(preview, say)
    whole = "\n".join(lines)
    if len(whole) <= room:
        return whole
    line = "\n".join(trial_in_short(preview.trials, say))
    return line if len(line) <= room and not any(trial.fails for trial in preview.trials) else ""


def draft_simulation_lines(preview: Preview, say: Language) -> list[str]:
    """The same in full, however long it is."""
    return trial_lines(preview.trials, linked(preview.actions, say)) if preview.actions else []


def draft_rules_lines(proposal: Proposal, say: Language) -> list[str]:
    """The rules that it will go by."""
    return [say._("**Rules**"), *policy_lines(proposal.rules, say)]


def edit_label(say: Language) -> str:
    return say.pgettext("button", "Edit")


def submit_label(say: Language) -> str:
    return say.pgettext("button", "Submit")


def bring_up_label(above: Space, say: Language) -> str:
    return say.pgettext("button", "Take it to {space}").format(
        space=cut(one_line(above.name), LONGEST_SPACE_NAME)
    )


def discard_label(say: Language) -> str:
    return say.pgettext("button", "Discard")


def add_action_label(say: Language) -> str:
    """What stands in the menu of actions before one is chosen."""
    return say._("Add an action…")


def add_act_label(say: Language) -> str:
    """What stands in the menu of changes of the server before one is chosen."""
    return say._("Add a change of the server…")


def withdraw_question(proposal: Proposal, say: Language) -> str:
    """Whether to take it back, before that is done."""
    words = (
        say._(
            "**Withdraw it?** Proposal {number}, {title}, can't be taken up again after that. Its text stays in the "
            "history."
        )
        if proposal.submission
        else say._(
            "**Discard it?** Your draft {title} can't be taken up again after that. Its text stays in the history."
        )
    )
    return words.format(number=_number(proposal), title=say.title(proposal.content.title))


def withdraw_label(proposal: Proposal, say: Language) -> str:
    return say._("Withdraw it") if proposal.submission else say._("Discard it")


def withdrawn_line(proposal: Proposal, say: Language) -> str:
    """That it was taken back. `proposal` is as it was before."""
    words = (
        say._("Proposal {number} is withdrawn.") if proposal.submission else say._("The draft is discarded.")
    )
    return words.format(number=_number(proposal))


def submitted_lines(proposal: Proposal, discussion: ChannelId, say: Language) -> list[str]:
    """What happens now that a draft was submitted."""
    submitted = say._("✅ **Proposal {number}, {title}, is in discussion.**")
    thread = say._("Its thread opens in {channel} in a moment.")
    lines = [
        submitted.format(number=proposal.number, title=say.title(proposal.content.title)),
        thread.format(channel=say.markup.channel(discussion)),
    ]
    opens = say._("The discussion begins with it. The vote opens by itself {duration} later.")
    if proposal.policy.periods.opens is not None:
        opens = say._(
            "The discussion begins with it. The vote opens by itself {duration} later, or at the next of the opening "
            "days after that."
        )
    notice = notice_of(proposal.policy.legal)
    lines += [
        opens.format(duration=say.duration(max(notice, proposal.policy.periods.discussion))),
        say._(
            "Until then you can change it with `/proposal edit` or take it back with `/proposal withdraw`."
        ),
    ]
    if notice:
        anew = say._("Each change begins the notice of {duration} anew, which the law asks for here.")
        lines.append(anew.format(duration=say.duration(notice)))
    return lines


def track_picker_lines(track_choices: Sequence[TrackChoice], say: Language) -> list[str]:
    """The tracks with what each asks of a proposer, in the order in which they are given."""
    return [
        say._("**On which track?** Each kind of decision has rules of its own."),
        *(
            line
            for track_choice in track_choices
            for line in (
                f"• {say.markup.strong(_name(track_choice, say))}: {eligibility_words(track_choice, say)}",
                *(say.markup.small(each) for each in budget_lines(track_choice.budgets, say)),
            )
        ),
    ]


def choose_track_label(say: Language) -> str:
    """What stands in the menu of tracks before one is chosen."""
    return say._("Choose a track…")


def eligibility_words(track_choice: TrackChoice, say: Language) -> str:
    """`you may propose`, or what is missing; without marks, since menus show none."""
    policy = track_choice.track.policy
    if track_choice.missing == 0:
        return say._("you may propose a temperature check") if policy.next_track else say._("you may propose")
    needed = power_text(policy.proposal_threshold, policy.power, say, exact=True)
    if track_choice.held is None:
        return say._("needs {needed}; what you hold could not be read now").format(needed=needed)
    held = power_text(track_choice.held, policy.power, say)
    return say._("needs {needed}, you hold {held}").format(needed=needed, held=held)


def _name(track_choice: TrackChoice, say: Language) -> str:
    return say.markup.name(track_choice.track.name, _TRACK_LIMIT)


def _number(proposal: Proposal) -> ProposalNumber | str:
    """Its number; nothing for a draft, of which no sentence says one."""
    return proposal.number if proposal.submission else ""
