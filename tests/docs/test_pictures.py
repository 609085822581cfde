"""Every kind of message, card and page has its picture, on a phone and on a desktop, and all are small."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import discord
import pytest
from discord import app_commands
from PIL import Image

from bot.domain.counting.registry import MECHANISMS
from bot.domain.executors import EXECUTORS
from bot.domain.proposals.state import State
from bot.services.delivery.notifications import NOTIFICATIONS
from bot.web.pages.registry import PAGES
from scripts.film import FILE as FILM
from scripts.gallery import FOLDER, GROUPS, PHONE, WIDTHS, Picture, digest, known, pictures_of
from tests.pictures.album import Seen

ROOT = Path(__file__).parents[2]
IMG = ROOT / FOLDER
WITHOUT_CARD = {
    *(State.DRAFT, State.SPONSORING, State.DISCUSSION, State.WITHDRAWN),  # Before there is a card.
    *(State.PENDING, State.CLOSED),  # For a moment.
    *(State.EXPIRED, State.FAILED),  # Said as the end of what carries out.
}
RARE = {"gov open", "proposal translate"}
"""Commands for what doesn't happen in the scenario: what wallets delegate on chain can't be read there, and a model is
asked."""
LARGEST, LARGEST_OF_ALL = 36_000, 5_000_000
"""Bytes."""


def there(name: str) -> bool:
    """Whether what bears this name, or begins with it, was photographed at both widths."""
    return all({*IMG.glob(f"{name}-{width}.webp"), *IMG.glob(f"{name}-*-{width}.webp")} for width in WIDTHS)


def missing(names: Iterable[str]) -> list[str]:
    return [name for name in names if not there(name)]


def has_template(name: str) -> bool:
    found = (ROOT / "bot/web/pages").rglob(f"{name}.html")
    return any('extends "layout.html"' in template.read_text() for template in found)


NO_MESSAGES = {"keep_event"}
"""What stands elsewhere in Discord: in its calendar."""
KINDS = {
    "said": [
        f"said/{tag}"
        for each in NOTIFICATIONS
        if each.said and (tag := each.__struct_config__.tag) not in NO_MESSAGES
    ],
    "mechanisms": [f"mechanisms/{name}" for name in MECHANISMS],
    "states": [f"states/{state}" for state in State if state not in WITHOUT_CARD],
    "executors": [f"executors/{name}" for name in EXECUTORS],
    "pages": [f"pages/{each.name}" for each in PAGES if has_template(each.name)],
}


@pytest.mark.parametrize("group", KINDS)
def test_every_kind_has_its_picture(group: str) -> None:
    assert len(KINDS[group]) > 1
    assert not missing(KINDS[group]), "bring these into tests/pictures/chapters, and run `make pictures`"


async def test_every_command_has_a_picture_of_its_answer(
    tree: app_commands.CommandTree[discord.Client],
) -> None:
    commands = (each for each in tree.walk_commands() if isinstance(each, app_commands.Command))
    leaves = {each.qualified_name for each in commands}
    assert len(leaves) > 40
    assert missing(f"answers/{name.replace(' ', '-')}" for name in sorted(leaves - RARE)) == []


def test_a_kind_that_nobody_photographed_is_told() -> None:
    assert missing(["said/post_song", "mechanisms/single", "mechanisms/lottery", "pages/sing"]) == [
        "said/post_song",
        "mechanisms/lottery",
        "pages/sing",
    ]


def test_pictures_are_small_and_as_wide_as_they_say() -> None:
    files = list(IMG.glob("*/*.webp"))
    assert sum(file.stat().st_size for file in files) < LARGEST_OF_ALL
    for file in files:
        assert file.stat().st_size < LARGEST, file.name
        with Image.open(file) as picture:
            assert f"-{picture.width}" in file.stem, file.name


def test_the_page_shows_every_picture_of_a_phone_and_leads_to_every_one_of_a_desktop() -> None:
    page = (IMG / "README.md").read_text()
    linked = set(re.findall(r"\]\((\S+\.webp)\)", page))
    usual = {str(file.relative_to(IMG)) for file in IMG.glob("*/*.webp")}
    themed = {file for file in usual if re.search(r"-(dark|light)\.webp$", file)}
    assert linked == usual - themed
    assert all(f"## {title}" in page for title, _ in GROUPS.values())
    assert set(known()) == {*usual, FILM.name}


def test_the_film_is_small_and_plays_for_half_a_minute() -> None:
    assert (ROOT / FILM).stat().st_size < 500_000
    with Image.open(ROOT / FILM) as film:
        assert film.width == 780
        assert film.n_frames > 12  # type: ignore[attr-defined]
    assert f"]({FILM})" in (ROOT / "README.md").read_text()


def test_hashes_ids_and_minutes_of_a_run_are_no_reason_for_a_new_picture() -> None:
    said = "<p>Receipt c81a48a74aad43b3 at 09:14, 0x7b4F1105fD89E61a, in 59 minutes</p>"
    again = "<p>Receipt 00aa48a74aad43b3 at 09:15, 0xEAd8958872262bF1, in 58 minutes</p>"
    other = again.replace("Receipt", "Quittance")
    shown = [digest(Picture(Seen("said/x", each), PHONE, "dark")) for each in (said, again, other)]
    assert shown[0] == shown[1] != shown[2]


def test_what_is_seen_in_both_lights_has_a_picture_for_each() -> None:
    files = {picture.file for picture in pictures_of(Seen("states/voting", ""))}
    assert files == {
        f"states/voting-{width}{theme}.webp" for width in (390, 1280) for theme in ("", "-light")
    }
    assert len(list(pictures_of(Seen("states/paused", "")))) == 2
