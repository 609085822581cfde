"""Discord's permissions as its settings name them."""

from bot.wording.language import Language


def permission_name(permission: str, say: Language) -> str:
    """`permission` is its name in Discord's API, by which one without words is called."""
    match permission:
        case "view_channel":
            return say.pgettext("permission", "View Channel")
        case "read_message_history":
            return say.pgettext("permission", "Read Message History")
        case "send_messages":
            return say.pgettext("permission", "Send Messages")
        case "embed_links":
            return say.pgettext("permission", "Embed Links")
        case "attach_files":
            return say.pgettext("permission", "Attach Files")
        case "add_reactions":
            return say.pgettext("permission", "Add Reactions")
        case "create_public_threads":
            return say.pgettext("permission", "Create Public Threads")
        case "send_messages_in_threads":
            return say.pgettext("permission", "Send Messages in Threads")
        case "manage_threads":
            return say.pgettext("permission", "Manage Threads")
        case "administrator":
            return say.pgettext("permission", "Administrator")
        case "manage_guild":
            return say.pgettext("permission", "Manage Server")
        case "manage_roles":
            return say.pgettext("permission", "Manage Roles")
        case "manage_channels":
            return say.pgettext("permission", "Manage Channels")
        case "manage_webhooks":
            return say.pgettext("permission", "Manage Webhooks")
        case "manage_messages":
            return say.pgettext("permission", "Manage Messages")
        case "manage_nicknames":
            return say.pgettext("permission", "Manage Nicknames")
        case "mention_everyone":
            return say.pgettext("permission", "Mention @everyone, @here and All Roles")
        case "kick_members":
            return say.pgettext("permission", "Kick Members")
        case "ban_members":
            return say.pgettext("permission", "Ban Members")
        case "moderate_members":
            return say.pgettext("permission", "Timeout Members")
        case "view_audit_log":
            return say.pgettext("permission", "View Audit Log")
        case "mute_members":
            return say.pgettext("permission", "Mute Members")
        case "deafen_members":
            return say.pgettext("permission", "Deafen Members")
        case "move_members":
            return say.pgettext("permission", "Move Members")
        case "manage_expressions":
            return say.pgettext("permission", "Manage Expressions")
        case "manage_events":
            return say.pgettext("permission", "Manage Events")
        case "pin_messages":
            return say.pgettext("permission", "Pin Messages")
        case "create_events":
            return say.pgettext("permission", "Create Events")
        case _:
            return say.markup.name(permission, 60)
