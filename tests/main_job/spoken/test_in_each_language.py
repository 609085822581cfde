"""A reader of each language that is shipped does a whole main job in it, and meets no sentence of another."""

from __future__ import annotations

import pytest

from tests.main_job.conftest import Staging
from tests.main_job.spoken.abroad import play
from tests.main_job.spoken.foreign import Catalogue
from tests.web.site import Browser, Site


@pytest.mark.parametrize("locale", ["de", "es-ES"])
async def test_the_whole_main_job_is_read_in_the_language_of_its_members(
    staged: Staging, locale: str
) -> None:
    async with staged(by_http=True, locale=locale) as job:
        origin = job.bot.settings.web_url
        site = Site(job.stage, job.bot.clock, job.bot, origin, int(origin.rpartition(":")[2]))
        browser = Browser(site)
        try:
            there = await play(job, site, browser)
        finally:
            await browser.close()
    catalogue = Catalogue(locale.partition("-")[0])
    assert catalogue.english_in(there.lines) == []
    assert catalogue.english_in(["⚠️ Nothing was changed.", "Somebody typed the words here."]) != []
    assert len(catalogue.translated_in(there.lines)) > 200
