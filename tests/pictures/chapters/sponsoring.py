"""Who holds too little finds sponsors."""

from __future__ import annotations

from tests.main_job.job import PERIODS
from tests.pictures.scenario import WELL, Scenario


async def play(scenario: Scenario) -> None:
    job, stage = scenario.job, scenario.job.stage
    made = {"name": "sponsored", "preset": "moloch", "threshold": "40000", **PERIODS}
    await job.asked(stage.moderator, "gov track add", **made)
    dan = scenario.person("dan")
    form = await dan.slash(stage.announcements, "propose", track="sponsored")
    assert form.modal is not None, form.text
    draft = await form.modal.submit({"Title": "A deeper well", "Text": WELL})
    preview = await draft.settled(timeout=30)
    await scenario.click("answers/ask-for-sponsors", dan, preview, "Ask for sponsors")
    message = await job.announced(lambda m: "A draft looks for sponsors" in m.text)
    await scenario.click("answers/sponsor", scenario.person("ben"), message, "Sponsor")
    await job.until(lambda: "They hold" in message.text)
    scenario.album.take("said/show_sponsors", message)
    await scenario.click("answers/sponsor-enough", scenario.person("ada"), message, "Sponsor")
    await job.asked(stage.moderator, "gov track retire", track="sponsored")
