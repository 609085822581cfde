"""Who may do what, as the one table that members read."""

from collections.abc import Callable, Mapping, Sequence

from bot.domain.executors.safe import SafeExecutor
from bot.domain.ids import MemberId
from bot.domain.permissions.permitted import Group, Kind, Permitted, groups
from bot.domain.permissions.requirement import Effect, Requirement, Who
from bot.domain.proposals.state import State
from bot.domain.spaces.space import Space
from bot.wording.assistance.arguments import take_out_label
from bot.wording.execution.asking_again import ask_again_label
from bot.wording.language import Language
from bot.wording.pages.signing.sign import sign_label
from bot.wording.proposals.drafts.coauthors import accept_label
from bot.wording.proposals.drafts.drafts import submit_label
from bot.wording.proposals.drafts.sponsoring import ask_sponsors_label
from bot.wording.proposals.lifecycle.states import state_words


def _bring_up(say: Language) -> str:
    return say.pgettext("value", "Take it to the space above")


def _sign(say: Language) -> str:
    return sign_label(SafeExecutor.model_fields["kind"].default, say)


BUTTONS: Mapping[str, Callable[[Language], str]] = {
    "submit": submit_label,
    "ask-sponsors": ask_sponsors_label,
    "bring-up": _bring_up,
    "write-along": accept_label,
    "take-out": take_out_label,
    "sign_request": _sign,
    "ask_again": ask_again_label,
}
"""Those that do what no command does, by the kind of their custom id. All others are ways to a command."""


def permissions_lines(space: Space, permitted: Sequence[Permitted], say: Language) -> list[str]:
    """The gravest first, a line for what asks for the same."""
    if not permitted:
        return [say._("Nothing here is like that.")]
    lines: list[str] = []
    effect: Effect | None = None
    for group in groups(permitted):
        if group.requirement.effect is not effect:
            effect = group.requirement.effect
            lines.append(say.markup.strong(effect_words(effect, say)))
        lines.append(_line(space, group, say))
    return lines


def of_everybody_lines(space: Space, permitted: Sequence[Permitted], say: Language) -> list[str]:
    """The whole table."""
    return [
        say.markup.heading(say._("Who may do what here")),
        *_notes(space, say),
        *permissions_lines(space, permitted, say),
    ]


def of_member_lines(
    member: MemberId, space: Space, permitted: Sequence[Permitted], say: Language
) -> list[str]:
    """What one member may do."""
    head = say._("What {member} may do here").format(member=say.markup.member(member))
    return [say.markup.heading(head), *_notes(space, say), *permissions_lines(space, permitted, say)]


def _notes(space: Space, say: Language) -> list[str]:
    lines = [
        say._(
            "No command pays anything: what a vote passed is paid when the owners of the Safe have signed it, or by "
            "the contract that the track names."
        ),
        say._(
            "Whoever runs the bot can stop it and reads its database; they can't sign for the owners of a Safe."
        ),
    ]
    if space.parent is None:
        lines.append(
            say._(
                "Discord shows `/gov` and other commands of moderators only to those with Manage Server, unless Server "
                "Settings, Integrations say otherwise. Who has Manage Server moderates this server."
            )
        )
    return [say.markup.small(line) for line in lines]


def effect_words(effect: Effect, say: Language) -> str:
    """What it does to the space, as a heading."""
    match effect:
        case Effect.STOP:
            return say._("Stop or hold up a proposal")
        case Effect.SPEND:
            return say._("Have what passed carried out")
        case Effect.CHANGE:
            return say._("Change rules, roles and settings")
        case Effect.VOTE:
            return say._("Vote")
        case Effect.WRITE:
            return say._("Propose and discuss")
        case Effect.READ:
            return say._("Read, and look after one's own things")


def who_words(who: Who, space: Space, say: Language) -> str:
    """Who that is; with the space's role where it has one for them."""
    match who:
        case Who.EVERYONE:
            return say.pgettext("value", "everyone")
        case Who.VOTERS:
            return say.pgettext("value", "whoever has power")
        case Who.AUTHOR:
            return say.pgettext("value", "the author")
        case Who.COAUTHORS:
            return say.pgettext("value", "co-authors")
        case Who.ASKED:
            return say.pgettext("value", "whom one of them named")
        case Who.MODERATORS:
            role = say.markup.role(space.moderators)
            return say.pgettext("value", "moderators ({role})").format(role=role)
        case Who.ROOT_MODERATORS:
            return say.pgettext("value", "moderators of the whole server")
        case Who.GUARDIANS:
            role = say.markup.role(space.guardians)
            return say.pgettext("value", "guardians ({role})").format(role=role)
        case Who.AUDITORS:
            return say.pgettext("value", "auditors")
        case Who.SIGNERS:
            return say.pgettext("value", "owners of the Safe")


def _line(space: Space, group: Group, say: Language) -> str:
    names = ", ".join(permitted_words(each, say) for each in group.permitted)
    requirement = group.requirement
    who = say.either([who_words(each, space, say) for each in Who if each in requirement.who])
    if not requirement.states:
        return "- " + say._("{who}: {commands}").format(who=who, commands=names)
    states = states_words(requirement, say)
    return "- " + say._("{who}, in the state {states}: {commands}").format(
        who=who, states=states, commands=names
    )


def states_words(requirement: Requirement, say: Language) -> str:
    """The states in which a proposal has to be, in the order of its life."""
    found = say.either([state_words(each, say) for each in State if each in requirement.states])
    if not requirement.sometimes:
        return found
    sometimes = say.either([state_words(each, say) for each in State if each in requirement.sometimes])
    return say._("{states} (in some cases {more})").format(states=found, more=sometimes)


def permitted_words(permitted: Permitted, say: Language) -> str:
    """A command or button as the reader knows it."""
    match permitted.kind:
        case Kind.COMMAND if permitted.option:
            return say._("{command} with {option}").format(
                command=say.command(permitted.name), option=say.option(permitted.option)
            )
        case Kind.COMMAND:
            return say.command(permitted.name)
        case Kind.MENU:
            return say._("{name} in the menu of a message").format(name=say.menu(permitted.name))
        case Kind.BUTTON:
            return say._("the button “{label}”").format(label=BUTTONS[permitted.name](say.plain()))
