"""How sentences that the domain words look in a message: Discord's marks, and nothing of others' words works as one."""

from bot.domain.ids import Address, RoleId
from bot.wording.text import code, escape, full, role


class DiscordMarkup:
    """`bot.wording.markup.Markup`."""

    def strong(self, text: str) -> str:
        return f"**{text}**"

    def name(self, text: str, limit: int = 60) -> str:
        return escape(text, limit)

    def code(self, text: str) -> str:
        return code(text)

    def account(self, account: Address) -> str:
        return full(account)

    def role(self, role_id: RoleId) -> str:
        return role(role_id)


DISCORD = DiscordMarkup()
