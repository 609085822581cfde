"""A server of the sandbox with many members and a long conversation, as a process whose memory can be measured.

    python -m bench.crowded_hall 200 500          (messages, members: its Discord alone)
    python -m bench.crowded_hall 200 500 --page   (and the page that shows it)

Prints one line of JSON when it is there, `{"windows": [address, …]}`, and serves until its input ends.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from contextlib import AsyncExitStack
from typing import Any

import aiohttp

from sandbox.discord import Channel, Discord
from sandbox.discord.world.applications import Application

Json = dict[str, Any]
WINDOWS = 8
CARD_EVERY = 4
"""One message of so many is a card with buttons."""


def card(number: int) -> Json:
    """As large as that of an open vote."""
    buttons = [
        {"type": 2, "style": style, "label": label, "custom_id": f"vote:{number}:{label}"}
        for style, label in ((3, "For"), (4, "Against"), (2, "Abstain"))
    ]
    inside: list[Json] = [
        {"type": 10, "content": f"## #{number} Dig another well"},
        {"type": 10, "content": "**Open for voting** · ends <t:1795953600:R>"},
        {"type": 14},
        {
            "type": 10,
            "content": "`█████████████░░░░░░░` **For** 65.0 %\n`███████░░░░░░░░░░░░░` **Against** 35.0 %",
        },
        {"type": 1, "components": buttons},
    ]
    return {"flags": 1 << 15, "components": [{"type": 17, "accent_color": 0x3B82F6, "components": inside}]}


async def fill(discord: Discord, app: Application, hall: Channel, messages: int, members: int) -> None:
    """With what was said, by members and by the bot."""
    guild = hall.guild
    for number in range(members - len(guild.members)):
        guild.create_member(f"voter{number}")
    people = guild.people
    headers = {"Authorization": f"Bot {app.token}"}
    async with aiohttp.ClientSession(headers=headers) as http:
        for number in range(messages):
            if number % CARD_EVERY:
                text = (
                    f"Line {number}: **what** does the warranty cover, <@{people[number % len(people)].id}>?"
                )
                await people[number % len(people)].say(hall, text)
                continue
            url = f"{discord.api_url}/channels/{hall.id}/messages"
            async with http.post(url, json=card(number)) as answer:
                answer.raise_for_status()


async def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("messages", type=int)
    parser.add_argument("members", type=int)
    parser.add_argument("--page", action="store_true")
    options = parser.parse_args()
    async with AsyncExitStack() as open_:
        discord = await open_.enter_async_context(Discord.serve())
        app, guild = discord.create_application("Folkmoot"), discord.create_guild("Folkmoot DAO")
        guild.invite(app)
        hall = guild.create_text_channel("hall")
        await fill(discord, app, hall, options.messages, options.members)
        windows: list[str] = []
        if options.page:
            from sandbox.browser import Pages

            pages = await open_.enter_async_context(Pages.serve(discord))
            origin = pages.url.rstrip("/")
            windows = [f"{origin}/as/{each.id}/{guild.id}/{hall.id}" for each in guild.people[:WINDOWS]]
        print(json.dumps({"windows": windows}), flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
