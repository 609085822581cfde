"""What a delegate says of themself, and what they did."""

from bot.domain.delegation.delegation import Profile
from bot.domain.delegation.participation import Participation
from bot.services.delegation.delegating import Portrait
from bot.services.reputation.reputation import MemberReputation
from bot.wording.delegation.delegations import accepted_amount, members
from bot.wording.language import Language
from bot.wording.reputation import reputation_lines


def profile_lines(portrait: Portrait, reputation: MemberReputation, say: Language, *, own: bool) -> list[str]:
    """What the member says, who delegates to them, and what they did."""
    head = say._("Delegate {member}").format(member=say.markup.member(portrait.member))
    delegators = say._("**Delegate to them**: {members}")
    lines = [
        say.markup.heading(head),
        *_said(portrait.profile, say, own=own),
        *accepted_lines(portrait.profile, say),
        delegators.format(members=members(portrait.delegators, say)),
        *participation_lines(portrait.participation, say),
    ]
    if reputation.events:
        lines += reputation_lines(reputation, say)
    return lines


def _said(profile: Profile | None, say: Language, *, own: bool) -> list[str]:
    if profile is None or not (profile.statement or profile.topics or profile.conflicts):
        return [
            say._("You have not said yet what you stand for: press “Edit”.")
            if own
            else say._("They have not written a profile.")
        ]
    parts = [
        (profile.statement, say._("**What I stand for**")),
        (profile.topics, say._("**Topics**")),
        (profile.conflicts, say._("**Conflicts of interest**")),
    ]
    lines = [f"{head}\n{say.markup.body(text)}" for text, head in parts if text]
    if not profile.conflicts:
        lines.append(say._("**Conflicts of interest**: they name none."))
    written = say._("written {when}").format(when=say.when(profile.at))
    return [*lines, say.markup.small(written)]


def accepted_lines(profile: Profile | None, say: Language) -> list[str]:
    """How much a delegate accepts at most; nothing where they accept any."""
    if profile is None or profile.accepts is None:
        return []
    if profile.refuses:
        return [say._("**Accepts no power of others**: nobody can delegate to them.")]
    return [
        say._(
            "**Accepts at most {amount}** votes of others in a vote. What is over it counts for nobody."
        ).format(amount=accepted_amount(profile.accepts, say))
    ]


def participation_lines(found: Participation, say: Language) -> list[str]:
    """Of the newest closed votes: how often they voted, what came out, whether they said why."""
    if not found.votes:
        return [say._("**Votes**: none is closed here yet.")]
    lines = [_voted(found, say)]
    if found.decided:
        agreed = say.ngettext(
            "**As it came out**: {agreed} of {decided} vote for or against",
            "**As it came out**: {agreed} of {decided} votes for or against",
            found.decided,
        )
        lines.append(agreed.format(agreed=found.agreed, decided=found.decided))
    if found.cast:
        reasons = say.ngettext(
            "**Gave a reason**: {reasons} of {cast} time",
            "**Gave a reason**: {reasons} of {cast} times",
            found.cast,
        )
        lines.append(reasons.format(reasons=found.reasons, cast=found.cast))
    return lines


def _voted(found: Participation, say: Language) -> str:
    if found.votes == 1:
        return (
            say._("**Voted** in the one vote that is closed")
            if found.cast
            else say._("**Did not vote** in the one vote that is closed")
        )
    return say._("**Voted** in {cast} of the last {votes} closed votes").format(
        cast=found.cast, votes=found.votes
    )


def delegate_label(say: Language) -> str:
    return say.pgettext("button", "Delegate to them")


def edit_label(say: Language) -> str:
    return say.pgettext("button", "Edit")


def profile_form_title(say: Language) -> str:
    return say._("Your delegate profile")


def statement_question(say: Language) -> tuple[str, str]:
    """What a form asks, and what is to be filled in."""
    return (
        say._("What you stand for"),
        say._(
            "How you decide, and why somebody should delegate you their power. Empty: you are not on the board."
        ),
    )


def topics_question(say: Language) -> tuple[str, str]:
    return say._("Topics"), say._("What you know about")


def topics_example(say: Language) -> str:
    return say._("parks, budgets")


def accepted_question(say: Language) -> tuple[str, str]:
    return (
        say._("Votes of others that you accept at most"),
        say._(
            "All that others delegate to you together, in each vote. Empty: any. 0: nobody can delegate to you."
        ),
    )


def conflicts_question(say: Language) -> tuple[str, str]:
    return (
        say._("Conflicts of interest"),
        say._("Who pays you, what you hold, whom you work for, as far as it touches votes here"),
    )
