"""The texts of a proposal's card: what is decided, what happens if it passes, and how the vote stands."""

import re
from collections.abc import Sequence

import msgspec

from bot.domain.actions.actions import DecodedAction
from bot.domain.counting.mechanism import BallotKind
from bot.domain.elections.choices import reactions
from bot.domain.ids import ProposalNumber
from bot.domain.policy.model import Policy
from bot.domain.proposals.facts import Opening
from bot.domain.proposals.proposal import Proposal
from bot.domain.proposals.state import ENDED, State
from bot.domain.what_if.leverage import Leverage
from bot.services.proposals.cards import Card
from bot.wording.actions.listing import danger_lines, deed_lines, listed_in_short
from bot.wording.actions.simulation import trial_in_short
from bot.wording.conviction.stakes import stake_lines
from bot.wording.councils import elected_lines
from bot.wording.delegation.delegated_power import delegated_power_notes
from bot.wording.execution.tracks_executors import asked_to
from bot.wording.language import Language
from bot.wording.markup.plain_text import cut, fitted, one_line, plain
from bot.wording.milestones import milestone_lines, payments_of
from bot.wording.proposals.cards.changes import DANGERS, changes_lines, look_twice_lines
from bot.wording.proposals.drafts.coauthors import coauthors_lines
from bot.wording.proposals.drafts.sponsoring import card_sponsors
from bot.wording.proposals.lifecycle.lifecycle import state_lines
from bot.wording.voting.leverage import leverage_warnings, price_line
from bot.wording.voting.quorums import quorum_lines
from bot.wording.voting.scores import totals
from bot.wording.voting.verdicts import outcome_sentence, running_sentence

SUMMARY = 400
"""Characters of a summary before its marks are made harmless."""
SENTENCES = 3
SUMMARY_LIMIT = 520
_GRANTS_ROOM = 250
"""Characters that are left for changes of reputation, however long the actions are."""
_MILESTONES_ROOM = 1_500
"""Characters that are left for what is promised for later before actions are told in short: so many parts as there may
be fit in that."""
_CHANGES_ROOM = 250
"""Characters that are left for all that stands beside actions that are told in short."""
_DEEDS_ROOM = 400
"""Characters that are left for actions, however many dangers there are."""
_TRACK_LIMIT = 40
_BLOCKS_SHOWN = 4
_HASH_SHOWN, _BLOCK_HASH_SHOWN = 16, 10
_BUTTONS = 5
"""A choice has a button of its own on a card with at most so many."""
_SENTENCE = re.compile(r"[.!?…]+[\"')\]]*\s")


def withheld_title(number: ProposalNumber, say: Language) -> str:
    """The title of a proposal whose own may not be shown."""
    return say.pgettext("title", "Proposal {number}").format(number=number)


def withheld_text(say: Language) -> str:
    """Instead of a text that may not be shown. Without marks, since it stands where the author's text does."""
    return say._(
        "⚠️ This server's filters refuse the author's words, so that they can't be shown here: /proposal view shows "
        "them to you."
    )


def card_head(card: Card, say: Language) -> str:
    """The title, and whose proposal it is on which track."""
    proposal = card.proposal
    below = say._("Proposal {number} · track {track} · by {member}").format(
        number=proposal.number,
        track=say.markup.name(card.track.name, _TRACK_LIMIT),
        member=say.markup.member(proposal.author),
    )
    sponsors = proposal.submission.sponsors if proposal.submission else ()
    lines = [say.markup.heading(say.title(proposal.content.title)), say.markup.small(below)]
    lines += coauthors_lines(proposal, say)
    return "\n".join([*lines, *card_sponsors([each.member for each in sponsors], say)])


def standing_lines(card: Card, say: Language) -> list[str]:
    """Where it stands, and whether its actions would be made: before everything else where they would fail."""
    lines = state_lines(card, say)
    if card.proposal.rules.named_records and not is_over(card):
        lines.append(
            say.markup.small(
                say._("Its public record will name everybody who votes, with their choice, for good.")
            )
        )
    tried = trial_in_short(card.trials, say)
    return [*tried, *lines] if any(trial.fails for trial in card.trials) else [*lines, *tried]


def failing_lines(card: Card, say: Language) -> list[str]:
    """Of those lines the first, which are never cut: on which chains its actions would fail."""
    return trial_in_short([trial for trial in card.trials if trial.fails], say, card.trials)


def summary_of(text: str, say: Language, limit: int = SUMMARY_LIMIT) -> str:
    """The first sentences of a proposal's text, in so many characters. The thread has all of it."""
    lines = [line.strip() for line in plain(text).splitlines()]
    told = [
        line.lstrip(">*- ") for line in lines if not line.startswith(("#", "```")) and line.strip("#>*-_= `")
    ]
    flat = one_line(" ".join(told or lines))
    sentences = [match.end() for match in _SENTENCE.finditer(flat + " ", 0, SUMMARY)][:SENTENCES]
    first = cut(flat, SUMMARY) if not sentences else flat[: sentences[-1]].strip()
    more = " …" if len(first) < len(flat) and not first.endswith("…") else ""
    told_of = say.markup.name(first + more, limit)
    return told_of or say.markup.small(say._("(no text)"))


class Deeds(msgspec.Struct, frozen=True):
    """What happens if a proposal passes."""

    dangers: str
    """What to look at twice; empty where there is nothing."""
    texts: tuple[str, ...]
    """What its executor does, and how the server and reputation change."""

    @property
    def length(self) -> int:
        """Characters of all of it."""
        return len(self.dangers) + sum(map(len, self.texts))


def deeds(card: Card, room: int, most: int, say: Language) -> Deeds:
    """What happens if it passes: what its executor does, what is paid later, and how reputation changes.

    Together they are told within the room; where that isn't enough for every value, recipient and danger, they take as
    much as `most`.
    """
    told, texts = Deeds("", ()), []
    near = _near(payments_of(card.milestones), say)
    twice = "\n".join(look_twice_lines(card.proposal, near, card.milestones, room=DANGERS))
    room, most = room - len(twice), most - len(twice)
    promised = milestone_lines(card.milestones, card.proposal.rules, near)
    lines = changes_lines(card.proposal, say, over=is_over(card), promised=promised)
    for_changes = max(_GRANTS_ROOM, min(_MILESTONES_ROOM, len("\n".join(promised))))
    if card.actions:
        head = deeds_head(card, say)
        left = for_changes if lines else 0
        told = actions_text(card.actions, room - left, most - min(left, _CHANGES_ROOM), head, say)
    if lines:
        texts.append(fitted_with_details(lines, most - told.length, say))
    return Deeds("\n".join(filter(None, [twice, told.dangers])), (*told.texts, *texts))


def deeds_head(card: Card, say: Language) -> str:
    """What stands above its actions: who is asked to make them and when, as long as that is to come."""
    return _its_actions(say) if is_over(card) else actions_head(card.proposal, say)


def is_over(card: Card) -> bool:
    """Whether it is decided, one way or another."""
    return card.state in ENDED or card.proposal.closing is not None


def _its_actions(say: Language) -> str:
    return say._("**Its actions**")


def actions_head(proposal: Proposal, say: Language) -> str:
    """Who is asked to make the actions, and when."""
    if proposal.rules.next_track is not None:
        return say._("**If it passes, and then the binding vote too**")
    return asked_to(proposal.executors, proposal.rules, say)


def actions_text(actions: Sequence[DecodedAction], room: int, most: int, head: str, say: Language) -> Deeds:
    """What happens if it passes, decoded from the calldata: in sentences where there is room for them, else in short.

    Addresses stand by their ends, and lead to the explorer where there is room for that; Details and the thread have
    them in full. As many actions as a proposal may have fit in short into some 2,700 characters.
    """
    for near in _shorter_and_shorter(actions, say):
        told = Deeds("\n".join(danger_lines(actions, near)), ("\n".join([head, *deed_lines(actions, near)]),))
        if told.length <= room:
            return told
    shortened = say.markup.small(_in_full_in_details(say))
    dangers, deeds = listed_in_short(actions, say, with_names=True)
    if len("\n".join([*dangers, head, *deeds, shortened])) > most:
        dangers, deeds = listed_in_short(actions, say, with_names=False)
    warned = fitted_with_details(dangers, most - min(_DEEDS_ROOM, most // 2), say)
    lines = [head, *deeds, shortened]
    return Deeds(warned, (fitted_with_details(lines, most - len(warned), say),))


def _shorter_and_shorter(actions: Sequence[DecodedAction], say: Language) -> list[Language]:
    """Languages in which addresses take less and less room."""
    return [say.on_chain(actions[0].action.chain, short=True), _near(actions, say)]


def _near(actions: Sequence[DecodedAction], say: Language) -> Language:
    """The language in which the addresses of these actions take the least room."""
    return say.on_chain(actions[0].action.chain, short=True, linked=False) if actions else say


def _in_full_in_details(say: Language) -> str:
    return say._("… shortened here; in full in Details")


def fitted_with_details(lines: Sequence[str], limit: int, say: Language) -> str:
    """As many of the lines as fit into so many characters; the rest is counted, and stands in the details."""
    return fitted(lines, limit, lambda more: _more_in_details(more, say))


def _more_in_details(more: int, say: Language) -> str:
    return say.ngettext("… and {number} more in Details", "… and {number} more in Details", more).format(
        number=more
    )


def rest_in_details(say: Language) -> str:
    """The line that stands for whatever did not fit."""
    return say._("… the rest in Details")


def count_lines(card: Card, say: Language) -> list[str]:
    """How the vote stands or ended; nothing before there is a count."""
    if card.hidden and card.state is not State.CANCELLED:
        hidden = say._(
            "🔒 **Hidden until the end**: totals, quorum and everybody's choice. `/vote mine` shows you your own."
        )
        return [hidden, *_choices(card.proposal.rules, say)]
    if card.proposal.rules.open_ended:
        return stake_lines(card, say)
    count = card.result
    if count is None:
        return []
    policy, proposal = card.proposal.rules, card.proposal
    lines = []
    if proposal.closing:
        lines += [outcome_sentence(policy, count, say), *elected_lines(proposal, say)]
    elif card.state is not State.CLOSED:
        lines.append(running_sentence(policy, count, say))
        if (leverage := _leverage(card)) is not None:
            lines += leverage_warnings(leverage, card.worth, say)
    lines += quorum_lines(policy, count, say, final=card.state not in (State.VOTING, State.PAUSED))
    nothing_yet = not count.voters and proposal.closing is None
    lines += _choices(policy, say) if nothing_yet else totals(policy, count, say)
    if not nothing_yet or _waiting(card):
        lines.append(say.markup.small(voted_text(card, count.voters, say)))
    if (leverage := _leverage(card)) is not None:
        lines += filter(None, [price_line(leverage, card.worth, policy, say)])
    return [*lines, *delegated_power_notes(card.delegated_power, policy.power, say)]


def _leverage(card: Card) -> Leverage | None:
    """How few hold it, as long as it is open."""
    running = card.running_tally
    return running.leverage if running and card.state in (State.VOTING, State.PAUSED) else None


def _choices(policy: Policy, say: Language) -> list[str]:
    """What one can vote for, a line each, where the card has no button for each choice."""
    if policy.counting.ballot is BallotKind.ONE and len(policy.choices) <= _BUTTONS:
        return []
    return [say._("**Choices**"), *(f"• {say.choice(name)}" for name in policy.choices)]


def voted_text(card: Card, voters: int, say: Language) -> str:
    """How many voted, and how many more would count if their power were known."""
    voted = say.ngettext("{number} voted", "{number} voted", voters).format(number=voters)
    waiting = _waiting(card)
    if not waiting:
        return voted
    waits = say.ngettext(
        "{number} more waits for power that could not be read yet",
        "{number} more wait for power that could not be read yet",
        waiting,
    )
    return f"{voted} · {waits.format(number=waiting)}"


def _waiting(card: Card) -> int:
    """How many have voted whose power is not known yet."""
    return card.running_tally.undetermined if card.running_tally else 0


def card_foot(card: Card, limit: int, say: Language) -> str:
    """How else one may vote, and the hashes by which everything is recognised."""
    proposal, lines = card.proposal, []
    if card.state is State.VOTING and (emoji := reactions(proposal.rules)):
        named = [f"{e} {say.choice(name)}" for e, name in zip(emoji, proposal.rules.choices, strict=True)]
        react = say._(
            "You may also react: {reactions} (receipt: `/vote mine`). The bot's own reactions are no votes."
        )
        lines.append(react.format(reactions=" · ".join(named)))
    if proposal.opening:
        lines.append(frozen_line(proposal.opening, say))
    if proposal.closing:
        record = say.markup.code(f"{proposal.closing.record_hash[:_HASH_SHOWN]}…")
        lines.append(say._("Record {hash}, attached to the result").format(hash=record))
    if not lines:
        lines.append(say._("Proposal {number}").format(number=proposal.number))
    return say.fitted([say.markup.small(line) for line in lines], limit)


def frozen_line(opening: Opening, say: Language) -> str:
    """What was frozen when the vote opened, to recognise: content hash and snapshot blocks."""
    content = say.markup.code(f"{opening.content_hash[:_HASH_SHOWN]}…")
    block = say.pgettext("value", "block {number} of chain {chain} ({hash})")
    blocks = ", ".join(
        block.format(number=b.number, chain=b.chain, hash=say.markup.code(f"{b.hash[:_BLOCK_HASH_SHOWN]}…"))
        for b in opening.snapshot[:_BLOCKS_SHOWN]
    )
    if not blocks:
        return say._("Content {hash} · no chain is read").format(hash=content)
    return say._("Content {hash} · power as of {blocks}").format(hash=content, blocks=blocks)


def why_label(say: Language) -> str:
    """The button that explains a member's power."""
    return say.pgettext("button", "My power")


def details_label(say: Language) -> str:
    """The button that shows what stands behind the card."""
    return say.pgettext("button", "Details")


def page_label(say: Language) -> str:
    """The button that leads to the proposal's page in the browser."""
    return say.pgettext("button", "In the browser")


def discuss_label(say: Language) -> str:
    """The button that leads to the thread."""
    return say.pgettext("button", "Discuss")
