"""A headless Chromium over its DevTools protocol: shows pages, uses them as people do, takes pictures of them.

async with Chromium.start() as browser:
    async with browser.page(width=420) as shown:
        await shown.show(html)
        png = await shown.picture()
        await shown.open("http://127.0.0.1:8080/")
        await shown.click("button")
        await shown.appears("h1.done")
"""

from sandbox.chromium.browser import Chromium
from sandbox.chromium.page import Page

__all__ = ["Chromium", "Page"]
