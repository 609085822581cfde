"""A forum: its posts, newest activity first, by tag."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from sandbox.browser.clients import Client
from sandbox.browser.conversation import reading
from sandbox.browser.templates import rendered
from sandbox.browser.windows import Window
from sandbox.discord import Thread
from sandbox.discord.html import names_of
from sandbox.discord.world import snowflake

MOST = 100
"""So many posts at once."""
EXCERPT = 160


@dataclass(frozen=True)
class Post:
    """A post in the list."""

    thread: Thread
    author: str
    excerpt: str
    when: Markup
    messages: int
    unread: bool


def posts(window: Window, client: Client, tag: int | None = None) -> Markup:
    """The posts that the member sees, closed ones last; with a tag, those that carry it."""
    forum = window.place
    found = [
        thread
        for thread in forum.threads
        if thread.visible_to(window.person) and (tag is None or tag in thread.applied)
    ]
    found.sort(key=lambda thread: (thread.archived, -_newest(thread)))
    read, names = reading(window, client), names_of(window.world)
    shown = [
        Post(
            thread,
            names.member(thread.owner.id) or thread.owner.name,
            thread.starter.text[:EXCERPT] if thread.starter else "",
            Markup(read.time_html(_time(thread), "when", read.when(_time(thread)))),
            len(thread.stored),
            client.unread(thread),
        )
        for thread in found[:MOST]
    ]
    return rendered("posts.html", window=window, posts=shown, chosen=tag, total=len(found))


def _newest(thread: Thread) -> int:
    return next(reversed(thread.stored), thread.id)


def _time(thread: Thread) -> datetime:
    return snowflake.time_of(_newest(thread))
