"""Without pages, and before a wallet is named: /wallet link opens the form of Discord."""

from pathlib import Path

import pytest

from sandbox.stage import Stage, sign, sign_in_text
from tests.main_job.living import LivingBot, MovableClock


async def test_without_pages_wallet_link_opens_the_form(tmp_path: Path) -> None:
    clock = MovableClock()
    async with Stage.open(clock=clock, strict_limits=False) as stage:
        bot = LivingBot(stage, clock, tmp_path / "folkmoot.db")
        await bot.start()
        try:
            await stage.finalize()
            early = stage.guild.create_member("early")
            refused = await (await early.slash(stage.announcements, "wallet link")).settled()
            assert "not set up in this server yet" in refused.text
            await stage.set_up(
                discussion_period="1h", voting_period="1h", timelock="1h", quorum="4%", threshold="1"
            )
            await stage.add_voters({"ada": 5})
            ada = stage.voters["ada"]
            form = await ada.person.slash(stage.announcements, "wallet link")
            assert form.modal is not None
            asked = await form.modal.submit({"The account": ada.wallet.address})
            message = await asked.settled()
            assert "vote.folkmoot.example wants you to sign in" in message.text
            paste = await ada.person.click(message, label="I have signed it")
            assert paste.modal is not None
            done = await paste.modal.submit({"Signature": sign(ada.wallet, sign_in_text(message.text))})
            assert "is linked" in (await done.settled()).text
        finally:
            await bot.stop()


@pytest.mark.asyncio(loop_scope="session")
async def test_where_there_are_pages_an_account_that_is_named_still_gets_its_message(site) -> None:
    ben, account = site.member("ben"), site.account("ben")
    asked = await ben.slash(site.stage.announcements, "wallet link", address=account.address)
    message = await asked.settled()
    assert f"127.0.0.1:{site.port} wants you to sign in" in message.text
    assert f"URI: {site.origin}/wallet" in message.text
