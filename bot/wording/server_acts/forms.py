"""How forms ask for an act on the server. The names of the parts are those of the kind's form."""

from bot.domain.server_acts.kind import ActKind
from bot.wording.language import Language


def act_title(kind: ActKind, say: Language) -> str:
    """What an act of this kind does, in a menu and above its form."""
    match kind:
        case ActKind.GRANT_ROLE:
            return say._("Give a role")
        case ActKind.GRANT_TO_WINNERS:
            return say._("Give a role to those who are elected")
        case ActKind.TAKE_ROLE:
            return say._("Take a role")
        case ActKind.CREATE_ROLE:
            return say._("Create a role")
        case ActKind.CHANGE_RULES:
            return say._("Change the rules of a track")
        case ActKind.RETIRE_TRACK:
            return say._("Retire a track")
        case ActKind.CHANGE_MODERATORS:
            return say._("Name who moderates")
        case ActKind.CHANGE_GUARDIANS:
            return say._("Name who may veto")
        case ActKind.CREATE_SPACE:
            return say._("Create a part with rules of its own")
        case ActKind.LIMIT_SPACE:
            return say._("Set what a part may move")
        case ActKind.ARCHIVE_SPACE:
            return say._("Dissolve a part")
        case ActKind.CREATE_CHANNEL:
            return say._("Create a channel")
        case ActKind.RENAME_CHANNEL:
            return say._("Rename a channel")
        case ActKind.ARCHIVE_CHANNEL:
            return say._("Archive a channel")
        case ActKind.VETO:
            return say._("Veto what passed in a part")


def act_question(kind: ActKind, part: str, say: Language) -> tuple[str, str]:
    """What the form asks for a part of the line, and what is to be filled in. Raises ValueError."""
    match kind, part:
        case ActKind.CHANGE_MODERATORS, "role":
            return say._("Role"), say._(
                "Who has it moderates here from then on, in place of today's moderators"
            )
        case ActKind.CHANGE_GUARDIANS, "role":
            return say._("Role"), say._("Who has it may veto what is submitted from then on")
        case _, "role":
            return say._("Role"), say._("One that the policy lets votes give and take")
        case _, "member":
            return say._("Member"), ""
        case ((ActKind.GRANT_ROLE | ActKind.GRANT_TO_WINNERS), "days"):
            return say._("For how many days (optional)"), say._("Left out: without an end")
        case ActKind.CREATE_ROLE, "name":
            return say._("Name"), say._("The role permits nothing; other lines can give it by its name")
        case ActKind.CREATE_SPACE, "name":
            return say._("Name"), say._(
                "It begins with the preset made for parts; the line takes another one, too"
            )
        case ((ActKind.CREATE_CHANNEL | ActKind.RENAME_CHANNEL), "name"):
            return say._("Name"), say._("Discord writes it in small letters, with a dash for each space")
        case _, "channel":
            return say._("Channel"), ""
        case _, "category":
            return say._("Category"), say._("One that the policy names")
        case _, "track":
            return say._("Track"), ""
        case _, "preset":
            return say._("Rules of a preset (optional)"), say._("They take the place of today's rules")
        case _, "settings":
            return say._("What is set (optional)"), say._(
                "Such as quorum 20%, threshold 100, voting 5d, timelock 3d"
            )
        case _, "space":
            return say._("Part"), ""
        case _, "amounts":
            return say._("What it may move"), say._("Such as 5,000 USDC and 2 ETH; or nothing, or anything")
        case _, "days":
            return say._("In how many days"), say._("Such as 30; left out for nothing and for anything")
        case _, "moderators":
            return say._("Moderators"), say._("Who has this role sets the rules there")
        case _, "announcements":
            return say._("Announcements"), say._("A channel in which no space lives yet")
        case _, "discussion":
            return say._("Discussions"), say._("A forum or a text channel")
        case _, "log":
            return say._("Public log"), ""
        case _, "proposal":
            return say._("Proposal"), say._("Its number, such as #12; it waits for its timelock")
    raise ValueError(f"no act of the kind {kind} has a part {part}")
