"""A moderator who sets a server up answer by answer, and how often they answered."""

import asyncio
import re
from dataclasses import dataclass
from typing import Any

from sandbox.discord import Message, Reply
from tests.cogs.conftest import Dao

_NARROW = re.compile("[\u00a0\u2009\u202f]")
"""Spaces within numbers, as each language writes them."""
_BUTTON, _ROLES = 2, 6
"""Types of components, by Discord's numbers."""


@dataclass
class Moderator:
    """One member with the page before them. Choosing, pressing a button and sending a form each count as an answer."""

    dao: Dao
    name: str = "mona"
    page: Message | None = None
    answers: int = 0

    @property
    def text(self) -> str:
        assert self.page is not None
        return _NARROW.sub(" ", self.page.text)

    async def begin(self, **options: Any) -> "Moderator":
        """`/gov setup`, with the options that are given."""
        self.page = await self.dao.use(self.name, "gov setup", **options)
        return self

    async def choose(self, field: str, value: Any) -> str:
        """Choose from the menu of that field. What is said besides the page is returned."""
        assert self.page is not None
        reply = await self.dao[self.name].select(self.page, self.menu(field), values=value)
        return await self._answered(reply)

    async def press(self, label: str) -> str:
        assert self.page is not None
        return await self._answered(await self.dao[self.name].click(self.page, label))

    async def fill(self, label: str, **fields: str) -> str:
        """Press the button of that label, and send the form that it opens with what it has and these fields."""
        assert self.page is not None
        reply = await self.dao[self.name].click(self.page, label)
        assert reply.modal is not None, reply.text
        return await self._answered(await reply.modal.submit(fields))

    async def form(self, label: str) -> dict[str, str]:
        """What stands in the form that the button of that label opens."""
        assert self.page is not None
        reply = await self.dao[self.name].click(self.page, label)
        assert reply.modal is not None, reply.text
        return {each.custom_id: each.component.get("value") or "" for each in reply.modal.fields}

    async def choose_places(self) -> None:
        """All channels and roles of the server."""
        for field, place in {**self.dao.channels, **self.dao.roles}.items():
            await self.choose(field, place)

    async def choose_role_of_power(self, role: Any) -> str:
        assert self.page is not None
        (menu,) = (each for each in self.menus() if each.startswith("setup-power-role:"))
        return await self._answered(await self.dao[self.name].select(self.page, menu, values=role))

    async def press_at_once(self, label: str, times: int) -> list[str]:
        """Press a button several times before anything is answered."""
        assert self.page is not None
        replies = await asyncio.gather(
            *(self.dao[self.name].click(self.page, label) for _ in range(times)), return_exceptions=True
        )
        return [(await reply.settled()).text for reply in replies if isinstance(reply, Reply)]

    async def use_everything(self) -> list[str]:
        """Use each menu and button of the page: what is said to each."""
        assert self.page is not None
        said = []
        for custom_id in self.menus():
            menu = self.page.select(custom_id)
            roles, channels = list(self.dao.roles.values()), list(self.dao.channels.values())
            values = (
                menu["options"][0]["value"]
                if "options" in menu
                else (roles if menu["type"] == _ROLES else channels)[0]
            )
            reply = await self.dao[self.name].select(self.page, custom_id, values=values)
            said.append(await self._answered(reply))
        for button in self.page.buttons:
            assert button.custom_id is not None
            reply = await self.dao[self.name].click(self.page, custom_id=button.custom_id)
            said.append(await self._answered(reply))
        return said

    def menu(self, field: str) -> str:
        """The custom id of the field's menu."""
        (found,) = (custom_id for custom_id in self.menus() if custom_id.rsplit(":")[-1] == field)
        return found

    def menus(self) -> list[str]:
        """The custom ids of the menus of the page."""
        assert self.page is not None
        return [
            inner["custom_id"]
            for row in self.page.payload()["components"]
            for inner in row.get("components", ())
            if inner["type"] != _BUTTON
        ]

    async def _answered(self, reply: Reply) -> str:
        self.answers += 1
        before = self.page
        said = await reply.settled()
        assert said.ephemeral
        heard = [said, *reply.followups]
        return "\n".join(dict.fromkeys(message.text for message in heard if message is not before))
