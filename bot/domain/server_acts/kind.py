"""The kinds of acts on a Discord server."""

from enum import StrEnum


class ActKind(StrEnum):
    """As a policy names them."""

    GRANT_ROLE = "grant_role"
    GRANT_TO_WINNERS = "grant_to_winners"
    TAKE_ROLE = "take_role"
    CREATE_ROLE = "create_role"
    CHANGE_RULES = "change_rules"
    RETIRE_TRACK = "retire_track"
    CHANGE_MODERATORS = "change_moderators"
    CHANGE_GUARDIANS = "change_guardians"
    CREATE_SPACE = "create_space"
    LIMIT_SPACE = "limit_space"
    ARCHIVE_SPACE = "archive_space"
    CREATE_CHANNEL = "create_channel"
    RENAME_CHANNEL = "rename_channel"
    ARCHIVE_CHANNEL = "archive_channel"
    VETO = "veto"
