"""All windows of a browser are at one address. How often that may ask is not what these tests are about."""

from datetime import timedelta

import pytest_asyncio

from bot.web.requests.limits import WebLimits
from tests.web.site import Site

_REST = max(pace.at_once * pace.every for pace in (WebLimits().of_address, WebLimits().costly_of_one))


@pytest_asyncio.fixture(loop_scope="session")
async def site(site: Site) -> Site:
    """The one of all, at which nobody has asked for anything for a while, however quickly tests follow each other."""
    site.later(_REST + timedelta(seconds=1))
    return site
