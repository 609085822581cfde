"""Messages and forms as HTML, as Discord shows them: without scripts, and whatever was written stays text.

    reading = Reading(names_of(world), now)
    page("The card", message_html(message, reading), theme="dark")

Buttons and menus carry their custom ids (`name="custom_id"`), so that a page can put a form around a message.
"""

from .forms import form_html
from .markdown import markdown_html
from .messages import conversation_html, message_html
from .page import page
from .reading import Names, Reading, names_of

__all__ = [
    "Names",
    "Reading",
    "conversation_html",
    "form_html",
    "markdown_html",
    "message_html",
    "names_of",
    "page",
]
