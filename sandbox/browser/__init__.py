"""The sandbox's Discord as a page: one visits it with a browser, and is any member in any window.

    async with Discord.serve() as discord:
        async with Pages.serve(discord, people=lambda: [...], panels=[WorldPanel(stage)]) as pages:
            print(pages.url)

The address says who one is: `/as/<user>/<server>/<channel>`. What the page shows is what the bot sent; what a member
does there goes through the same `Person` that tests use. Other parts of the page are panels (`panels.py`).
"""

from sandbox.browser.introductions import Introduction
from sandbox.browser.panels import Panel
from sandbox.browser.server import Pages
from sandbox.browser.templates import rendered
from sandbox.browser.windows import Window

__all__ = ["Introduction", "Pages", "Panel", "Window", "rendered"]
