"""In which language something is said: that of whoever asks, or that of the server for what everybody reads."""

from bot.client import FolkmootClient
from bot.domain.ids import GuildId
from bot.wording.catalog import SOURCE_LOCALE
from bot.wording.language import Language, language
from bot.wording.markup.discord_markup import DiscordMarkup
from bot.wording.markup.markdown_markup import MarkdownMarkup
from cogs.components.interactions.interaction import Interaction


def language_of(interaction: Interaction) -> Language:
    """That of the program of whoever asks: for answers that only they see."""
    return language(str(interaction.locale), _markup(interaction.client))


def language_of_document(interaction: Interaction) -> Language:
    """The same for a file of Markdown."""
    return language(str(interaction.locale), MarkdownMarkup(interaction.client.services.chain_pages))


def language_of_guild(client: FolkmootClient, guild: GuildId) -> Language:
    """The one that the server prefers: for posts. English where the bot doesn't see the server."""
    seen = client.get_guild(guild)
    return language(SOURCE_LOCALE if seen is None else str(seen.preferred_locale), _markup(client))


def language_of_member(client: FolkmootClient, guild: GuildId, locale: str) -> Language:
    """For direct messages: the one that a member's program had when they asked for them; the server's where that isn't
    known."""
    return language(locale, _markup(client)) if locale else language_of_guild(client, guild)


def _markup(client: FolkmootClient) -> DiscordMarkup:
    return DiscordMarkup(client.services.chain_pages)
