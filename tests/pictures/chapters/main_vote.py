"""The main job: proposed, discussed, voted on, signed, executed."""

from __future__ import annotations

from tests.pictures.chapters.moving import imported_votes
from tests.pictures.scenario import WELL, Scenario


async def play(scenario: Scenario) -> None:
    await _propose(scenario)
    await _vote(scenario)
    await _execute(scenario)
    await _privacy(scenario)


async def _propose(scenario: Scenario) -> None:
    job, album, ada = scenario.job, scenario.album, scenario.person("ada")
    mona = job.stage.moderator
    await scenario.form("answers/propose-form", ada, "propose")
    dan = scenario.person("dan")
    panel = await dan.slash(job.stage.announcements, "notify")
    assert panel.message is not None
    await (await dan.select(panel.message, values=["proposals", "ending", "result"])).settled()
    album.take("answers/notify", panel.message)
    await scenario.use("answers/gov-panel", mona, "gov panel", channel=job.stage.announcements)
    start = await job.stage.announcements.wait_for(lambda each: "decides here" in each.text, timeout=30)
    album.take("said/post_start_panel", start)
    well = job.stage.chain.account("driller").address
    lines = f"transfer 12.5 ETH to {well}\ntransfer 25000 {job.stage.token.address} to {well}"
    preview = await job.stage.draft(ada, "Dig a second well", WELL, lines)
    album.take("answers/propose", preview)
    (draft,) = await ada.autocomplete(job.stage.announcements, "proposal share", focused="proposal", value="")
    await scenario.use("answers/proposal-share", ada, "proposal share", proposal=draft["value"], member=dan)
    submitted = await ada.click(preview, label="Submit")
    album.take("answers/propose-submitted", await submitted.settled(timeout=30))
    await job.in_discussion(1)
    thread = await job.thread(1)
    album.take("said/open_discussion", *thread.messages[:1])
    await _statements(scenario)
    await scenario.use("answers/proposal-list", scenario.person("ben"), "proposal list")
    ben = scenario.person("ben")
    await scenario.use("answers/proposal-coauthor", ada, "proposal coauthor", proposal="1", member=ben)
    form = await scenario.form("answers/proposal-edit", ada, "proposal edit", proposal="1")
    assert form.modal is not None
    await (await form.modal.submit({"Text": WELL.replace("ten years", "twelve years")})).settled(timeout=30)
    await scenario.use("answers/proposal-diff", scenario.person("ben"), "proposal diff", proposal="1")
    await scenario.use("answers/gov-track-edit", mona, "gov track edit", track="main", threshold="200")
    await scenario.use("answers/gov-policy-diff", mona, "gov policy diff")
    await scenario.use("answers/gov-policy-history", mona, "gov policy history")
    await job.in_thread(1, "200")
    ben, cleo = scenario.person("ben"), scenario.person("cleo")
    against = {"proposal": "1", "stance": "against", "text": "The lower bid leaves out the pump."}
    await scenario.use("answers/proposal-argue", cleo, "proposal argue", **against)
    await job.in_thread(1, "argues **against** it")
    asks = {"proposal": "1", "stance": "question", "text": "Who looks after the pump?"}
    await job.asked(ben, "proposal argue", **asks)
    await job.in_thread(1, "asks:")
    await scenario.use("answers/proposal-digest", ben, "proposal digest", proposal="1")
    form = await scenario.form("answers/proposal-principles", ben, "proposal principles")
    assert form.modal is not None
    held = "A well must last ten years.\nThe lowest bid is not always the best one."
    await (await form.modal.submit({"principles": held})).settled(timeout=30)
    await scenario.use("answers/proposal-weigh", ben, "proposal weigh", proposal="1")
    scenario.look_around()


async def _statements(scenario: Scenario) -> None:
    """Two sides, and one thing that both agree on."""
    job, ben = scenario.job, scenario.person("ben")
    texts = ("Dig it by hand", "Let a firm dig it", "The water stays free for everybody")
    for text in texts[:2]:
        await job.asked(ben, "proposal statement", proposal="1", text=text)
    put = await scenario.use(
        "answers/proposal-statement", ben, "proposal statement", proposal="1", text=texts[2]
    )
    thread = await job.thread(1)
    post = await thread.wait_for(lambda each: texts[-1] in each.text, timeout=60)
    sides = {"ada": "Agree", "cleo": "Agree", "dan": "Disagree", "ben": "Disagree"}
    for name, by_hand in {**sides, "fay": "Disagree"}.items():
        answers = {
            texts[0]: by_hand,
            texts[1]: "Disagree" if by_hand == "Agree" else "Agree",
            texts[2]: "Agree",
        }
        who = job.stage.guild.create_member(name) if name == "fay" else scenario.person(name)
        asked = await (await who.click(put if who is ben else post, "Answer")).settled(timeout=30)
        if who is ben:
            await (await who.click(asked, "Look at my answers")).settled()
        if name == "ada":
            scenario.album.take("answers/statement-asked", asked)
        for _ in range(1 if who is ben else len(texts)):
            label = next(label for text, label in answers.items() if text in asked.text)
            await (await who.click(asked, label)).settled()
    await job.until(lambda: "5 members have answered" in post.text)
    scenario.album.take("said/show_statements", post)
    await scenario.use(
        "answers/proposal-statements", scenario.person("ada"), "proposal statements", proposal="1"
    )
    named = {"proposal": "1", "statement": 2}
    await scenario.use("answers/proposal-retract", ben, "proposal retract", **named)


async def _vote(scenario: Scenario) -> None:
    job, album = scenario.job, scenario.album
    ada, ben, dan = (scenario.person(name) for name in ("ada", "ben", "dan"))
    await scenario.passes(minutes=61)
    card = await job.card(1, "Open for voting")
    await scenario.card("voting", card)
    album.take("mechanisms/single", card)
    await scenario.click("answers/vote-newcomer", dan, card, "For")
    await scenario.passes(minutes=46)
    low = await job.stage.announcements.wait_for(
        lambda each: "More votes are needed" in each.text, timeout=30
    )
    album.take("said/warn_of_turnout", low)
    await scenario.click("answers/vote-cast", ada, card, "For")
    await job.command("cleo", 1, "Against", reason="The lower bid leaves out the pump.")
    await scenario.use("answers/vote-why", ben, "vote why", proposal="1")
    await scenario.use("answers/vote-mine", ada, "vote mine")
    of_ada = {"proposal": "1", "wallet": job["ada"].wallet.address}
    await scenario.use("answers/vote-wallet", ada, "vote wallet", **of_ada, choice="Against")
    await job.asked(ada, "vote wallet", **of_ada)
    await scenario.click("answers/vote-details", ben, card, "Details")
    await job.until(lambda: "2 voted" in card.text)
    album.take("said/refresh_card", card)
    await job.in_thread(1, "leaves out the pump")
    declares = await scenario.form(
        "answers/vote-conflict", scenario.person("cleo"), "vote conflict", proposal="1"
    )
    assert declares.modal is not None
    await (await declares.modal.submit({"text": "My brother made the other bid."})).settled()
    await job.in_thread(1, "conflict of interest")
    told = len(dan.inbox(job.stage.app))
    await dan.react(card, "👍")
    await job.until(lambda: len(dan.inbox(job.stage.app)) > told)
    strangers = [job.stage.guild.create_member(f"stranger{number}") for number in range(8)]
    for stranger in strangers:
        await stranger.react(card, "👎")
    await job.in_thread(1, strangers[-1].mention)
    told = len(dan.inbox(job.stage.app))
    scenario.look_around()
    await scenario.passes(minutes=61)
    result = await job.result(1)
    await job.until(lambda: len(dan.inbox(job.stage.app)) > told)
    await job.card(1, "guardians may veto")
    await scenario.card("timelock", card)
    album.take("said/post_result", result)
    await scenario.use("answers/proposal-view", ben, "proposal view", proposal="1")
    await scenario.use("answers/vote-evidence", ben, "vote evidence", proposal="1")


async def _execute(scenario: Scenario) -> None:
    job, album = scenario.job, scenario.album
    await scenario.passes(minutes=61)
    shown = await job.in_thread(1, "safeTxHash")
    (transaction,) = job.transactions()
    card = await job.card(1, "owners sign")
    await scenario.card("execution", card)
    album.take("executors/safe", shown)
    scenario.look_around()
    await job.confirm(job.stage.owners[0], transaction)
    await job.in_thread(1, "confirmed the Safe transaction: 1 of 2")
    album.take("said/refresh_request", await job.in_thread(1, "**1 of 2 confirmed**"))
    await job.execute(transaction)
    await job.notified(1, "The Safe executed")
    await job.card(1, "**Executed**")
    await scenario.card("executed", card)
    thread = await job.thread(1)
    await job.until(lambda: any("✅ **Executed**" in message.text for message in thread.messages))
    await scenario.use("answers/proposal-minutes", scenario.person("ben"), "proposal minutes", proposal="1")
    await scenario.use("answers/proposal-register", scenario.person("ben"), "proposal register")
    await imported_votes(scenario)
    scenario.look_around()


async def _privacy(scenario: Scenario) -> None:
    """What is stored about somebody who voted; they think about having it gone."""
    stage, ben = scenario.job.stage, scenario.person("ben")
    await scenario.use("answers/data-consent", stage.moderator, "data consent", ask="on")
    await scenario.use("answers/privacy-consent", ben, "privacy consent")
    asked = await (await stage.moderator.slash(stage.log, "data consent", ask="off")).settled()
    await (await stage.moderator.click(asked, "Agree and go on")).settled()
    await scenario.use("answers/vote-key", ben, "vote key", proposal="1")
    await scenario.use("answers/data-keep", stage.moderator, "data keep", what="names")
    for command in ("show", "export", "erase"):
        await scenario.use(f"answers/privacy-{command}", scenario.person("ben"), f"privacy {command}")
