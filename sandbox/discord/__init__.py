"""A loopback Discord: HTTP API and gateway that unmodified Discord libraries connect to.

    async with Discord.serve() as discord:
        app = discord.create_application("Folkmoot")
        guild = discord.create_guild("Folkmoot DAO")
        guild.invite(app)
        ada = guild.create_member("ada")
        ...                                            # start a bot against discord.api_url and discord.gateway_url
        reply = await ada.slash(channel, "vote cast", proposal="7", choice="For")

It refuses what Discord refuses (Discord's OpenAPI document, and rules by hand where the document is silent), and
notes in `discord.violations` whatever it says itself that the document doesn't allow.
"""

from .applications import Application, Command
from .attachments import Attachment
from .channels import Channel
from .clock import Clock, ManualClock, ShiftedClock
from .components import Button
from .direct import DirectChannel
from .errors import ApiError, CannotDo, NoAnswer, SandboxError
from .gateway_intents import Intent
from .guilds import Guild, Role
from .interactions import Interaction, Reply
from .members import Member, User
from .messages import Message
from .modals import Field, Modal
from .people import Person
from .permissions import Permission
from .server import Discord
from .threads import Thread

__all__ = [
    "ApiError",
    "Application",
    "Attachment",
    "Button",
    "CannotDo",
    "Channel",
    "Clock",
    "Command",
    "DirectChannel",
    "Discord",
    "Field",
    "Guild",
    "Intent",
    "Interaction",
    "ManualClock",
    "Member",
    "Message",
    "Modal",
    "NoAnswer",
    "Permission",
    "Person",
    "Reply",
    "Role",
    "SandboxError",
    "ShiftedClock",
    "Thread",
    "User",
]
