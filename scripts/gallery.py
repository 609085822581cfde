"""The pictures in docs/img: which there are of each thing seen, how small they are made, and the page that shows them.

A picture is taken anew only where what it shows has changed: the hashes, ids, nonces and minutes of a run are no
change. What each picture shows is noted, as a digest, in `docs/img/shown.json`.
"""

from __future__ import annotations

import hashlib
import io
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image

from sandbox.discord.html import page
from tests.pictures.album import Seen

FOLDER = Path("docs/img")
SHOWN = FOLDER / "shown.json"
WIDTHS = PHONE, DESKTOP = 390, 1280
GROUPS = {
    "states": ("Cards", "The card of a vote, from its opening to its end."),
    "mechanisms": ("Ways to count", "The card of each, and how a ballot is given there."),
    "executors": ("Carrying out", "What those read who carry out what passed."),
    "said": (
        "What the bot says by itself",
        "Each kind of message, in channels, threads and direct messages.",
    ),
    "pages": ("Pages", "The bot's own, in a browser."),
    "answers": (
        "Answers",
        "What members and moderators see of commands, buttons and forms; nobody else does.",
    ),
}
"""Title and line of each group, in the order of the page."""
BOTH_THEMES = {"states/voting", "answers/vote-cast", "pages/proposal", "pages/sign"}
TALLEST = {PHONE: 900, DESKTOP: 560}
"""Pixels, by width. What is taller is cut: a picture is no archive."""
FROM_THE_END = {"answers/propose-beyond"}
"""Cut above: what they are about stands at the end, such as a button."""
_COLOURS, _APART = 24, 34
"""What is shown has few colours; the fewer, the smaller the file. How far apart they are, of 441."""
_ALL_COLOURS = 2**24
_GROUND = 50
"""What fills this part of a picture is a ground, and no edge of a letter."""
_CHANGING = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"base64,[A-Za-z0-9+/=]+", "base64"),
        (r"127\.0\.0\.1:\d+", "host"),
        (r"0x[0-9a-fA-F]+(?:…[0-9a-fA-F]+)?", "0x"),
        (r"\b[0-9a-f]{8,}\b", "hash"),
        (r"[A-Za-z0-9_-]{20,}", "token"),
        (r"\d{5,}", "number"),
        (r"\d\d:\d\d(?::\d\d)?", "time"),
        (r"\d{1,2} [A-Z][a-z]+ \d{4}|\d\d/\d\d/\d{4}", "date"),
        (r"\b(?:in )?(?:\d+|an?) (?:second|minute|hour)s?(?: ago)?", "moment"),
        (r"\bblock \d+", "block"),
    )
)

Theme = Literal["dark", "light"]


@dataclass(frozen=True)
class Picture:
    """One picture of something seen."""

    seen: Seen
    width: int
    theme: Theme

    @property
    def file(self) -> str:
        """Its path within the folder."""
        usual = self.theme == _themes(self.seen)[0]
        return f"{self.seen.name}-{self.width}{'' if usual else f'-{self.theme}'}.webp"

    @property
    def html(self) -> str:
        return (
            self.seen.html if self.seen.document else page(self.seen.name, self.seen.html, theme=self.theme)
        )


def pictures_of(seen: Seen) -> Iterator[Picture]:
    """At the width of a phone and of a desktop; in light and in dark where that matters."""
    for theme in _themes(seen):
        for width in WIDTHS:
            yield Picture(seen, width, theme)


def _themes(seen: Seen) -> tuple[Theme, ...]:
    """Discord is dark unless somebody chose otherwise, and a page is light."""
    usual: tuple[Theme, Theme] = ("light", "dark") if seen.document else ("dark", "light")
    return usual if seen.name in BOTH_THEMES else usual[:1]


def digest(picture: Picture) -> str:
    """The same for two pictures that show the same, whichever hashes, ids and minutes their runs had."""
    return digest_of(picture.html)


def digest_of(text: str) -> str:
    """Of what is to be read, but for what each run has of its own."""
    for pattern, by in _CHANGING:
        text = pattern.sub(by, text)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def small(png: bytes, seen: Seen) -> bytes:
    """The picture of it as WebP without loss, in few colours, and no taller than anybody looks."""
    with Image.open(io.BytesIO(png)) as opened:
        height = min(opened.height, TALLEST[opened.width])
        top = opened.height - height if seen.name in FROM_THE_END else 0
        image = opened.convert("RGB").crop((0, top, opened.width, top + height))
    out = io.BytesIO()
    few_colours(image).save(out, format="WEBP", lossless=True, quality=80, method=4)
    return out.getvalue()


def few_colours(image: Image.Image) -> Image.Image:
    """The image in its most frequent colours: grounds and buttons stay exactly as they are, and of the many greys at
    the edges of letters those are left that are well apart from the others."""
    ground = image.width * image.height // _GROUND
    chosen: list[tuple[int, ...]] = []
    for count, colour in sorted(image.getcolors(_ALL_COLOURS) or [], reverse=True):
        assert isinstance(colour, tuple)
        if count > ground or all(math.dist(colour, other) > _APART for other in chosen):
            chosen.append(colour)
        if len(chosen) == _COLOURS:
            break
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in (chosen * 256)[:256] for part in colour])
    return image.quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")


def known() -> dict[str, str]:
    """What each picture that is there shows."""
    if not SHOWN.exists():
        return {}
    found: dict[str, str] = json.loads(SHOWN.read_text("utf-8"))
    return {file: shows for file, shows in found.items() if (FOLDER / file).exists()}


def write(pictures: Sequence[Picture], taken: Mapping[str, bytes]) -> None:
    """The new files, and the page; what nobody sees any more is gone."""
    names = list(dict.fromkeys(picture.seen.name for picture in pictures))
    for file, webp in taken.items():
        (FOLDER / file).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / file).write_bytes(webp)
    wanted = {picture.file for picture in pictures}
    for old in FOLDER.glob("*/*.webp"):
        if str(old.relative_to(FOLDER)) not in wanted:
            old.unlink()
    (FOLDER / "README.md").write_text(_page(names), "utf-8")


def note(shown: Mapping[str, str]) -> None:
    """Keep the digest of what each file shows, for the next run."""
    SHOWN.write_text(json.dumps(shown, indent=1) + "\n", "utf-8")


def _page(names: Sequence[str]) -> str:
    parts = [
        "# Pictures",
        "Everything that Folkmoot shows, as the real bot said it in a server of the sandbox, on a phone and on a "
        "desktop. `make pictures` takes them.",
    ]
    for group, (title, line) in GROUPS.items():
        parts += [f"## {title}", line]
        for name in (each for each in names if each.startswith(f"{group}/")):
            words = name.partition("/")[2].replace("-", " ").replace("_", " ")
            parts += [
                f"### {words[0].upper()}{words[1:]}",
                f"![{words}, on a phone]({name}-{PHONE}.webp)",
                f"[On a desktop]({name}-{DESKTOP}.webp)",
            ]
    return "\n\n".join(parts) + "\n"
