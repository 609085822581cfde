"""Messages and forms as HTML, as Discord shows them: without scripts, and whatever was written stays text.

    reading = Reading(names_of(world), now)
    page("The card", message_html(message, reading), theme="dark")

Buttons, menus and fields carry their custom ids (`data-custom-id`), so that a page can act on them. A `reader` sees
what they can do with a message, too; a picture has none.
"""

from sandbox.discord.html.forms import form_html
from sandbox.discord.html.markdown import markdown_html
from sandbox.discord.html.messages import avatar_html, conversation_html, message_html
from sandbox.discord.html.page import page
from sandbox.discord.html.reading import Names, Reading, names_of

__all__ = [
    "Names",
    "Reading",
    "avatar_html",
    "conversation_html",
    "form_html",
    "markdown_html",
    "message_html",
    "names_of",
    "page",
]
