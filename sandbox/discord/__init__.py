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

from sandbox.discord.clock import Clock, ManualClock, ShiftedClock
from sandbox.discord.errors import ApiError, CannotDo, NoAnswer, SandboxError
from sandbox.discord.gateway.intents import Intent
from sandbox.discord.people.interactions import Interaction, Reply
from sandbox.discord.people.modals import Field, Modal
from sandbox.discord.people.people import Person
from sandbox.discord.server import Discord
from sandbox.discord.world.applications import Application, Command
from sandbox.discord.world.attachments import Attachment
from sandbox.discord.world.channels import Channel
from sandbox.discord.world.components import Button
from sandbox.discord.world.direct import DirectChannel
from sandbox.discord.world.guilds import Guild, Role
from sandbox.discord.world.members import Member, User
from sandbox.discord.world.messages import Message
from sandbox.discord.world.permissions import Permission
from sandbox.discord.world.threads import Thread

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
