"""A passed proposal whose executor is asked by members, from wallets of their own."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.discord import Message
from sandbox.member_browser import MemberBrowser
from tests.daos.conftest import DaoServer

_BUTTON = "sign_request:"


@dataclass
class Asked:
    """One proposal on its way, and who is on it."""

    server: DaoServer
    number: int

    async def told(self) -> Message:
        """The message in the thread that stays up to date, as soon as it is there."""
        found: list[Message] = []
        thread = await self.server.thread(self.number)

        def there() -> bool:
            found[:] = [
                message
                for message in thread.messages
                if any((button.custom_id or "").startswith(_BUTTON) for button in message.buttons)
            ]
            return bool(found)

        await self.server.until(there)
        return found[-1]

    async def sends(self, name: str) -> None:
        """A member sends from the wallet what the page offers now."""
        member, stage = self.server[name], self.server.stage
        answer = await (await member.person.click(await self.told(), label="Open in the browser")).settled()
        (link,) = [button.url for button in answer.buttons if button.url]
        async with MemberBrowser.open(stage.discord) as browser:
            prepared = await browser.prepared(link, member.person)
        await prepared.send(stage.chain, member.wallet)
        await stage.finalize()
