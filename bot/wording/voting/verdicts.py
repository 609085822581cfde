"""Whether a vote passes, or who wins it, in a sentence with its reasons: as it stands now, and when it is over."""

from collections.abc import Iterable, Sequence

from bot.domain.elections.tally import Result
from bot.domain.policy.model import Policy
from bot.domain.policy.rules import own_quorums, rules_of
from bot.domain.rules.outcome import Rules
from bot.domain.rules.passing import elects, passes
from bot.domain.rules.verdict import (
    AllAbstained,
    AnotherWon,
    EnoughInFavour,
    EvenlySplit,
    FirstPlaceShared,
    Ground,
    MajorityMissed,
    MoreAgainst,
    MoreInFavour,
    NobodyChosen,
    NobodyVoted,
    NotStopped,
    Obstacle,
    QuorumMissed,
    QuorumReached,
    Stopped,
    TooFewVoters,
    Unopposed,
    VotersWithoutPower,
    Won,
    enough_voters,
    grounds,
    leaders,
    obstacles,
    quorum_reached,
    without_votes,
)
from bot.wording.language import Language
from bot.wording.voting.choices import all_of


def outcome_sentence(policy: Policy, result: Result, say: Language) -> str:
    """The final outcome in one sentence: who won, or whether it passed, and why."""
    rules, choices = rules_of(policy), policy.choices
    if policy.casts is not None:
        return _elected(rules, choices, result, say)
    return counted_sentence(rules, choices, result, say, by_law=_only_the_laws_missed(policy, result))


def _only_the_laws_missed(policy: Policy, result: Result) -> bool:
    """Whether all quorums that members set for themselves are reached, and one of those that the law asks for isn't."""
    found = [each.reached for each in result.outcome.quorums] if result.outcome else []
    own = own_quorums(policy)
    return all(found[:own]) and not all(found[own:])


def counted_sentence(
    rules: Rules, choices: Sequence[str], result: Result, say: Language, *, by_law: bool = False
) -> str:
    """The same of a count by these rules. `by_law`: what is missed of quorums, only the law asks for."""
    if elects(rules, choices):
        return _elected(rules, choices, result, say)
    if passes(result, rules, choices):
        why = say.both([_ground_words(ground, choices, say) for ground in grounds(result, rules, choices)])
        return f"{say._('**Passed**')}: {why}."
    return f"{say._('**Defeated**')}: {_why_not(rules, choices, result, say, by_law=by_law)}."


def running_sentence(policy: Policy, result: Result, say: Language) -> str:
    """What would happen if the vote ended now."""
    rules, choices = rules_of(policy), policy.choices
    if policy.casts is not None or elects(rules, choices):
        return _ahead(policy, result, say)
    would_pass = passes(result, rules, choices)
    if not result.voters:
        if would_pass:
            return say._("**No votes yet.** If it ended now, it would **pass**.")
        return say._("**No votes yet.**")
    if would_pass:
        return say._("If it ended now, it would **pass**.")
    why = _why_not(rules, choices, result, say, by_law=_only_the_laws_missed(policy, result))
    return f"{say._('If it ended now, it would be **defeated**')}: {why}."


def _elected(rules: Rules, choices: Sequence[str], result: Result, say: Language) -> str:
    first = leaders(result)
    if not first:
        return f"{say._('**No winner**')}: {_obstacle_words(without_votes(result), choices, say)}."
    names = _names(choices, first, say)
    if not quorum_reached(result) or not enough_voters(result):
        ahead = say.ngettext("{names} was first.", "{names} shared the first place.", len(first))
        return (
            f"{say._('**No winner**')}: {_why_not(rules, choices, result, say)}. {ahead.format(names=names)}"
        )
    won, quorum = len(first) == 1, bool(result.outcome and result.outcome.quorums)
    if won and quorum:
        sentence = say._("**Winner: {names}**. The quorum was reached.")
    elif won:
        sentence = say._("**Winner: {names}**.")
    elif quorum:
        sentence = say._("**Tied: {names}**. A tie has no winner. The quorum was reached.")
    else:
        sentence = say._("**Tied: {names}**. A tie has no winner.")
    return sentence.format(names=names)


def _ahead(policy: Policy, result: Result, say: Language) -> str:
    first = leaders(result)
    if not first:
        return say._("Nobody has any votes yet.") if result.voters else say._("**No votes yet.**")
    words = say.ngettext("Ahead now: **{names}**", "Level now: **{names}**", len(first)).format(
        names=_names(policy.choices, first, say)
    )
    if quorum_reached(result) and enough_voters(result):
        return f"{words}."
    return f"{words} ({_why_not(rules_of(policy), policy.choices, result, say)})."


def _why_not(
    rules: Rules, choices: Sequence[str], result: Result, say: Language, *, by_law: bool = False
) -> str:
    found = obstacles(result, rules, choices)
    return "; ".join(
        say._("the quorum that the law asks for is not reached")
        if by_law and isinstance(obstacle, QuorumMissed)
        else _obstacle_words(obstacle, choices, say)
        for obstacle in found
    )


def _obstacle_words(obstacle: Obstacle, choices: Sequence[str], say: Language) -> str:
    """A phrase that says what keeps a vote from passing."""
    match obstacle:
        case NobodyVoted():
            return say._("nobody voted")
        case NobodyChosen():
            return say._("nobody was voted for")
        case VotersWithoutPower():
            return say._("those who voted had no power")
        case Stopped():
            return say._("the share that stops it was reached")
        case QuorumMissed():
            return say._("the quorum is not reached")
        case TooFewVoters(needed, voted):
            return say.ngettext(
                "{needed} voter was needed, and {voted} voted",
                "{needed} voters were needed, and {voted} voted",
                needed,
            ).format(needed=say.number(needed), voted=say.number(voted))
        case AllAbstained():
            return say._("everybody abstained")
        case EvenlySplit(favour, against):
            both = say.both([_for(choices, favour, say), _against(choices, against, say)])
            return say._("it is a tie between {choices}").format(choices=both)
        case MoreAgainst(favour, against):
            return say._("more voted {against} than {favour}").format(
                favour=_for(choices, favour, say), against=_against(choices, against, say)
            )
        case MajorityMissed():
            return _majority_missed(obstacle, choices, say)
        case FirstPlaceShared(tied):
            return say._("it is a tie between {choices}").format(choices=_names(choices, tied, say))
        case AnotherWon(first):
            return _won(choices, first, say)


def _majority_missed(missed: MajorityMissed, choices: Sequence[str], say: Language) -> str:
    if missed.of == "total":
        sentence = (
            say._("{choice} needs more than {share} of all power")
            if missed.strict
            else say._("{choice} needs at least {share} of all power")
        )
    else:
        sentence = (
            say._("{choice} needs more than {share} of the votes")
            if missed.strict
            else say._("{choice} needs at least {share} of the votes")
        )
    return sentence.format(choice=_for(choices, missed.favour, say), share=say.percent(missed.share, 1))


def _ground_words(ground: Ground, choices: Sequence[str], say: Language) -> str:
    """A phrase that says by what a vote passed."""
    match ground:
        case MoreInFavour():
            return say._("more voted for it than against")
        case EnoughInFavour():
            return say._("as many voted for it as it needs")
        case NotStopped():
            return say._("it was not stopped")
        case Won(first):
            return _won(choices, first, say)
        case Unopposed():
            return say._("nothing spoke against it")
        case QuorumReached():
            return say._("the quorum was reached")


def _won(choices: Sequence[str], first: Sequence[int], say: Language) -> str:
    return say.ngettext("{names} won", "{names} won", len(first)).format(names=_names(choices, first, say))


def _names(choices: Sequence[str], numbers: Iterable[int], say: Language) -> str:
    return all_of((choices[number - 1] for number in numbers), say)


def _for(choices: Sequence[str], number: int | None, say: Language) -> str:
    return say.choice("For" if number is None else choices[number - 1])


def _against(choices: Sequence[str], number: int | None, say: Language) -> str:
    return say.choice("Against" if number is None else choices[number - 1])
