"""The wallet beside the sandbox's Discord: what a member has, and how they move it."""

import pytest

from sandbox.browser import Window
from sandbox.people import PLAYGROUND
from tests.sandbox.browser.wallet.playground import ORIGIN, Playground

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("character", PLAYGROUND, ids=lambda each: each.name)
async def test_everybody_has_what_their_part_says(playground: Playground, character: object) -> None:
    (found,) = [each for each in PLAYGROUND if each is character]
    assert found.part
    assert found.about.endswith(".")
    assert await playground.tokens(found.name) == found.tokens
    delegated = sum(each.tokens for each in PLAYGROUND if each.votes_go_to == found.name)
    assert await playground.votes(found.name) == delegated
    owned = playground.residents[found.name].wallet.address in [
        owner.address for owner in playground.stage.owners
    ]
    assert owned == bool(found.owner)


async def test_a_member_sees_what_they_hold_and_whose_its_votes_are(playground: Playground) -> None:
    await playground.shows("lena", "60 000 FOLK Votes that count for you now: 0 FOLK. Your own go to dora.")
    await playground.shows("dora", "Votes that count for you now: 65 000 FOLK. Your own go to yourself.")
    await playground.shows("nils", "Your own are delegated to nobody, and count for nothing.")
    assert "40 SUSD" in playground.shown("nils")


async def test_tokens_that_are_sent_arrive_and_both_windows_show_it(playground: Playground) -> None:
    await playground.shows("gus", "0 FOLK")
    said = await playground.press("wanda", "send", token="FOLK", amount="1 000.5", to=playground.id("gus"))
    assert said == "Sent 1\u202f000.5 FOLK to gus."
    await playground.shows("gus", "1 000.5 FOLK")
    await playground.shows("wanda", "298 999.5 FOLK")


async def test_coins_and_tokens_of_other_decimals_are_sent(playground: Playground) -> None:
    assert (
        await playground.press("wanda", "send", token="ETH", amount="0.5", to=playground.id("mona"))
        == "Sent 0.5 ETH to mona."
    )
    await playground.shows("mona", "1.5")
    assert "2.000001" not in playground.shown("mona")
    await playground.press("wanda", "send", token="SUSD", amount="2.000001", to=playground.id("mona"))
    await playground.shows("mona", "2.000001 SUSD")


async def test_votes_that_are_taken_back_count_for_oneself(playground: Playground) -> None:
    said = await playground.press("olga", "delegate", token="FOLK", to=playground.id("otto"))
    assert said == "The votes of your FOLK go to otto from the next block on."
    await playground.shows("olga", "Your own go to otto.")
    assert await playground.votes("otto") == 1_000
    said = await playground.press("olga", "delegate", token="FOLK", to=playground.id("olga"))
    assert "go to yourself" in said
    await playground.shows("olga", "Your own go to yourself.")


async def test_a_wallet_that_is_a_safe_sends_by_its_owners(playground: Playground) -> None:
    await playground.press("clara", "send", token="FOLK", amount="3", to=playground.id("otto"))
    await playground.shows("clara", "19 997 FOLK")


@pytest.mark.attack("commands")
@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"token": "FOLK", "amount": "-1"}, "Write an amount"),
        ({"token": "FOLK", "amount": "1e3"}, "Write an amount"),
        ({"token": "FOLK", "amount": ""}, "Write an amount"),
        ({"token": "FOLK", "amount": "0." + "0" * 18 + "1"}, "Write an amount"),
        ({"token": "SUSD", "amount": "0.0000001"}, "at most 6 digits"),
        ({"token": "FOLK", "amount": "0"}, "the amount is zero"),
        ({"token": "FOLK", "amount": "9" * 59}, "The chain refused it"),
        ({"token": "FOLK", "amount": "9" * 78}, "there can't be so much"),
        ({"token": "FOLK", "amount": "9" * 79}, "Write an amount"),
        ({"token": "GOLD", "amount": "1"}, "Choose what to send"),
        ({"token": "FOLK", "amount": "1", "to": "7"}, "Choose to whom"),
        ({"token": "ETH", "amount": "1000000"}, "The chain refused it"),
    ],
)
async def test_what_cannot_be_sent_is_refused_with_words(
    playground: Playground, form: dict[str, str], words: str
) -> None:
    before = await playground.tokens("wanda")
    assert words in await playground.press("wanda", "send", **{"to": playground.id("otto"), **form})
    assert await playground.tokens("wanda") == before


@pytest.mark.attack("commands")
@pytest.mark.parametrize("form", [{"token": "SUSD"}, {"token": ""}, {"token": "FOLK", "to": "7"}])
async def test_what_has_no_votes_is_not_delegated(playground: Playground, form: dict[str, str]) -> None:
    assert "Choose to whom" in await playground.press(
        "wanda", "delegate", **{"to": playground.id("otto"), **form}
    )


async def test_the_panel_says_whose_wallet_a_link_to_the_bots_pages_means(playground: Playground) -> None:
    html = str(playground.panel.html(playground.window("nils")))
    assert f'data-pages="{ORIGIN}" data-person="{playground.id("nils")}"' in html


async def test_who_has_no_wallet_is_told_so(playground: Playground) -> None:
    stranger = playground.stage.guild.create_member("stranger")
    window = Window(
        playground.stage.discord.world, stranger, playground.stage.guild, playground.stage.announcements
    )
    assert "This member has no wallet in the sandbox." in playground.panel.html(window).striptags()
