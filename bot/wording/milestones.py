"""Milestones in words: the rule of a track, what a proposal promises to pay later, and where each part stands."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from bot.domain.actions.actions import DecodedAction, numbered
from bot.domain.ids import MemberId
from bot.domain.milestones.milestone import LONGEST_TITLE
from bot.domain.milestones.standing import MilestoneState
from bot.domain.policy.milestones import MilestoneRule
from bot.domain.policy.model import Policy
from bot.services.milestones.showing import ShownMilestone
from bot.services.proposals.cards import Stage
from bot.wording.actions.dangers import danger_in_short
from bot.wording.actions.effects import deed
from bot.wording.actions.listing import danger_lines
from bot.wording.chains import on_its_chain
from bot.wording.language import Language
from bot.wording.proposals.lifecycle.states import state_words


def rule_words(rule: MilestoneRule, say: Language) -> str:
    """The rule of a track, in a policy's sentences."""
    time = say.duration(rule.voting)
    if rule.by == "vote":
        return say._(
            "🏁 **Milestones**: a proposal may promise payments for later. Each is paid after its own report and a "
            "vote of {time} by these rules."
        ).format(time=time)
    return say._(
        "🏁 **Milestones**: a proposal may promise payments for later. Each is paid after its own report, unless "
        "{share} of all power votes against it within {time}."
    ).format(time=time, share=say.share(Fraction(rule.objection)))


def milestone_lines(shown: Sequence[ShownMilestone], rules: Policy, say: Language) -> list[str]:
    """What is promised for later under a heading, each payment whole, and on which chain where there are several;
    nothing where nothing is."""
    if not shown:
        return []
    return [_heading(rules, say), *(_line(each, rules, say) for each in shown)]


def paid_of_line(shown: Sequence[ShownMilestone], say: Language) -> str:
    """How much of what was promised for later is paid, and what is under way; empty where nothing was promised."""
    if not shown:
        return ""
    paid = sum(each.state is MilestoneState.PAID for each in shown)
    words = say.ngettext(
        "🏁 **{paid} of {count} milestone is paid**",
        "🏁 **{paid} of {count} milestones are paid**",
        len(shown),
    )
    told = [words.format(paid=say.number(paid), count=say.number(len(shown)))]
    releases = [each.release for each in shown if each.state is MilestoneState.REPORTED]
    if deciding := [str(each.number) for each in releases if each is not None]:
        told.append(say._("decided by proposal {numbers}").format(numbers=say.both(deciding)))
    return " · ".join(told)


def milestone_danger_lines(
    shown: Sequence[ShownMilestone], say: Language, *, in_short: bool = False
) -> list[str]:
    """What to look at twice in what is promised for later; in short one line for each kind of danger."""
    if in_short:
        return _dangers_in_short(shown, say)
    found = dict.fromkeys(
        line
        for each in shown
        for line in danger_lines([each.payment], say.elsewhere(each.payment.action.chain))
    )
    words = say._("🏁 In a milestone: {danger}")
    return [words.format(danger=line) for line in found]


def _dangers_in_short(shown: Sequence[ShownMilestone], say: Language) -> list[str]:
    found: dict[str, dict[int, None]] = {}
    for each in shown:
        for _, decoded in numbered([each.payment]):
            for danger in decoded.dangers:
                found.setdefault(danger_in_short(danger, say), {})[each.place] = None
    words = say._("⚠️ **Look twice** at milestone {numbers}: {danger}")
    return [words.format(numbers=", ".join(map(str, places)), danger=said) for said, places in found.items()]


def payments_of(shown: Sequence[ShownMilestone]) -> tuple[DecodedAction, ...]:
    """The payments alone."""
    return tuple(each.payment for each in shown)


def _heading(rules: Policy, say: Language) -> str:
    rule = rules.milestones
    if rules.next_track is not None:
        return say._("**🏁 Milestones**, each paid later, if the binding vote passes too")
    if rule is None:
        return say._(
            "**🏁 Milestones**: its track doesn't say how they would be released, so they can't be paid."
        )
    time = say.duration(rule.voting)
    if rule.by == "vote":
        return say._("**🏁 Milestones**, each paid later, after a report and a vote of {time}").format(
            time=time
        )
    return say._(
        "**🏁 Milestones**, each paid later, after a report, unless {share} of all power objects within {time}"
    ).format(time=time, share=say.share(Fraction(rule.objection)))


def _line(shown: ShownMilestone, rules: Policy, say: Language) -> str:
    words = say._("{place}. *{title}*: {payment} · {standing}")
    chain = shown.payment.action.chain
    return words.format(
        place=shown.place,
        title=say.markup.name(shown.milestone.title, LONGEST_TITLE),
        payment=on_its_chain(
            deed(shown.payment, say.elsewhere(chain)), chain, (*rules.executors, shown.payment.action), say
        ),
        standing=_standing(shown, say),
    )


def _standing(shown: ShownMilestone, say: Language) -> str:
    """Where it stands, and what decided on it."""
    end, release = say.moment(shown.milestone.ends_at), shown.release
    match shown.state:
        case MilestoneState.PROMISED:
            return say._("to be reported before {moment}").format(moment=end)
        case MilestoneState.VOID:
            return say._("never paid: its proposal ended")
        case MilestoneState.AWAITED if release is not None:
            return say._(
                "🔁 not released by proposal {number} ({state}); it may be reported again before {moment}"
            ).format(number=release.number, state=state_words(release.state, say), moment=end)
        case MilestoneState.AWAITED:
            return say._("⏳ waits for its report, until {moment}: `/proposal report`").format(moment=end)
        case MilestoneState.LAPSED:
            return say._("⌛ nobody reported it in time: it is not paid")
    assert release is not None, "only a report leads to the others"
    number, current = release.number, state_words(release.state, say)
    match shown.state:
        case MilestoneState.REPORTED:
            return say._("🗳️ reported: proposal {number} decides ({state})").format(
                number=number, state=current
            )
        case MilestoneState.RELEASED:
            return say._("✅ released by proposal {number} ({state})").format(number=number, state=current)
        case MilestoneState.PAID:
            return say._("✅ **paid** by proposal {number}").format(number=number)
        case _:
            return say._("❌ not released: proposal {number} was the last ({state})").format(
                number=number, state=current
            )


def releases_line(promise: Stage, place: int, say: Language) -> str:
    """Of what releases a milestone: which one, of which proposal."""
    if promise.thread is None:
        return say._("🏁 It decides on milestone {place} of proposal {number}.").format(
            place=place, number=promise.number
        )
    return say._("🏁 It decides on milestone {place} of proposal {number} in {thread}.").format(
        place=place, number=promise.number, thread=say.markup.channel(promise.thread.channel)
    )


def reported_text(data: Mapping[str, str], say: Language) -> str:
    """A milestone was reported, told where it was promised."""
    return say._(
        "🏁 {member} reported milestone {place}, *{title}*. Proposal {release} decides whether it is paid."
    ).format(
        member=say.markup.member(MemberId(int(data["by"]))),
        place=say.number(int(data["place"])),
        title=say.markup.name(data["title"], LONGEST_TITLE),
        release=say.markup.name(data["release"], 20),
    )


def report_title(place: int, say: Language) -> str:
    """Of the form that asks for a report."""
    return say._("Report milestone {place}").format(place=place)


def report_question(say: Language) -> tuple[str, str]:
    """What the form asks for."""
    return say._("What was delivered"), say._(
        "With links to it. Everybody reads this, and decides by it whether the milestone is paid."
    )


def reported_lines(number: int, say: Language) -> list[str]:
    """The answer to who reported."""
    return [
        say._("✅ **Reported: proposal {number} decides whether it is paid.**").format(number=number),
        say._("Its thread opens in a moment, and then its card, on which members vote."),
    ]
