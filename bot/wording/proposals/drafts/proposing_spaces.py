"""What stands in the form of a proposal that creates a part of a DAO, or dissolves one."""

from bot.wording.language import Language


def create_title(name: str, say: Language) -> str:
    """The title that it begins with; without marks, as its author types it."""
    return say._("Create the part {space}").format(space=" ".join(name.split()))


def archive_title(name: str, say: Language) -> str:
    """The title that it begins with; without marks, as its author types it."""
    return say._("Dissolve the part {space}").format(space=" ".join(name.split()))


def create_note(say: Language) -> str:
    """That a command creates nothing."""
    return say._(
        "Only a vote creates a part: this is the draft of that proposal. Say why, and submit it; the part is there "
        "when it has passed and its timelock is over. Another preset and other guardians are for its line to say."
    )


def archive_note(say: Language) -> str:
    """That a command dissolves nothing."""
    return say._(
        "Only a vote dissolves a part: this is the draft of that proposal. Say why, and submit it. What the part's "
        "Safe holds stays there, unless lines below take it back."
    )
