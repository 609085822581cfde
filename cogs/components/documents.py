"""Documents of ours as PDF: what the Markdown of a file says, on pages that can be printed.

The pages are made of the Markdown itself, so that both say the same and nobody's words can add a heading or a line of
ours. The same Markdown makes the same bytes, by whichever run.
"""

import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from cogs.components.drawing import in_drawing_thread

if TYPE_CHECKING:
    from fpdf import FPDF
    from markdown_it.token import Token

_TEXT, _CODE = "text", "code"
_FONTS = {
    (_TEXT, ""): "DejaVuSans.ttf",
    (_TEXT, "B"): "DejaVuSans-Bold.ttf",
    (_TEXT, "I"): "DejaVuSans-Oblique.ttf",
    (_CODE, ""): "DejaVuSansMono.ttf",
}
"""Open fonts that come with matplotlib, with their licence beside them (LICENSE_DEJAVU)."""
_MARGIN, _INDENT = 20.0, 6.0
"""Millimetres."""
_SIZES = {"h1": 17.0, "h2": 12.5}
_USUAL, _SMALL = 9.5, 7.5
"""Points."""
_LINE = 0.5
"""Millimetres of a line's height for each point of its letters."""
_TURNED = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "PDF", "PDI", "FSI", "BN"})
"""Directions of letters that would have to be turned round and joined, or that turn others round."""


class _Style(msgspec.Struct, frozen=True):
    strong: bool = False
    slanted: bool = False
    code: bool = False
    link: str = ""


async def pdf_of(markdown: str, title: str, made_at: datetime, foot: str) -> bytes:
    """The document on A4 pages. `title` and `foot` are words of nobody's choosing but ours: a number, a hash. `made_at`
    stands in the file as its date. It takes up to a second, in the thread in which is drawn."""
    return await in_drawing_thread(_pdf, markdown, title, made_at, foot)


def _pdf(markdown: str, title: str, made_at: datetime, foot: str) -> bytes:
    # Here, since importing them takes long, and many spaces never need it.
    from fpdf import FPDF
    from markdown_it import MarkdownIt

    pdf = FPDF(format="A4")
    # It would put the number of pages wherever a member writes its sign.
    pdf.alias_nb_pages("")
    pdf.set_creation_date(made_at.astimezone(UTC))
    pdf.set_title(title)
    pdf.set_producer("Folkmoot")
    pdf.set_margins(_MARGIN, _MARGIN)
    pdf.set_auto_page_break(True, _MARGIN)
    for (family, style), font in _FONTS.items():
        pdf.add_font(family, style, str(_folder() / font))
    pdf.add_page()
    _Writer(pdf).blocks(MarkdownIt("commonmark").parse(markdown))
    _number_pages(pdf, foot)
    file = io.BytesIO()
    pdf.output(file)
    return file.getvalue()


def _number_pages(pdf: "FPDF", foot: str) -> None:
    """Beneath each of them, now that it is known how many there are."""
    pages = pdf.page_no()
    pdf.set_auto_page_break(False)
    for page in range(1, pages + 1):
        pdf.page = page
        # A context says its font anew on each page; by itself it is said where it changes.
        with pdf.local_context(font_family=_TEXT, font_style="", font_size_pt=_SMALL, text_color=110):
            pdf.set_xy(_MARGIN, -_MARGIN + 5)
            pdf.cell(0, 5, shown(f"{foot} · {page}/{pages}"), align="C")


class _Writer:
    """Puts the blocks of a Markdown document onto pages, one below the other."""

    def __init__(self, pdf: "FPDF") -> None:
        self._pdf = pdf
        self._indent = 0
        self._quoted = 0
        self._numbers: list[int | None] = []
        """Of each list in which the next block stands: the number of its entry; None where it has none."""
        self._entry = ""
        """What stands before the next line, since an entry of a list begins with it."""

    def blocks(self, tokens: "Sequence[Token]") -> None:
        heading = ""
        for token in tokens:
            match token.type:
                case "heading_open":
                    heading = token.tag
                case "heading_close":
                    heading = ""
                case "bullet_list_open" | "ordered_list_open":
                    first = int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else None
                    self._numbers.append(first)
                    self._indent += 1
                case "bullet_list_close" | "ordered_list_close":
                    self._numbers.pop()
                    self._indent -= 1
                case "list_item_open":
                    self._begin_entry()
                case "blockquote_open":
                    self._quoted += 1
                    self._indent += 1
                case "blockquote_close":
                    self._quoted -= 1
                    self._indent -= 1
                case "inline":
                    self._line(_pieces(token.children or ()), heading)
                case "fence" | "code_block":
                    lines = token.content.rstrip("\n").split("\n")
                    self._line(((f"{line}\n", _Style(code=True)) for line in lines), "")
                case _:
                    pass

    def _begin_entry(self) -> None:
        number = self._numbers[-1]
        self._entry = "•" if number is None else f"{number}."
        if number is not None:
            self._numbers[-1] = number + 1

    def _line(self, pieces: "Iterable[tuple[str, _Style]]", heading: str) -> None:
        pdf = self._pdf
        size = _SIZES.get(heading, _USUAL)
        height = size * _LINE
        left = _MARGIN + _INDENT * self._indent
        pdf.set_left_margin(left)
        if heading == "h2":
            pdf.ln(height * 0.8)
        if heading and pdf.will_page_break(height * 4):
            pdf.add_page()
        pdf.set_x(left)
        pdf.set_text_color(70 if self._quoted else 20)
        if self._entry:
            pdf.set_x(left - _INDENT * 0.75)
            pdf.set_font(_TEXT, "", size)
            pdf.write(height, self._entry)
            pdf.set_x(left)
            self._entry = ""
        for text, style in pieces:
            self._write(text, replace(style, strong=style.strong or bool(heading)), size, height)
        pdf.ln(height * 1.25)
        pdf.set_left_margin(_MARGIN)

    def _write(self, text: str, style: _Style, size: float, height: float) -> None:
        pdf = self._pdf
        if style.code:
            pdf.set_font(_CODE, "", size * 0.92)
        else:
            pdf.set_font(_TEXT, "B" if style.strong else "I" * style.slanted, size)
        text = shown(text)
        if style.code and "\n" not in text:
            # A hash stays in one piece where a line is wide enough for it.
            width, there = pdf.get_string_width(text), pdf.w - _MARGIN - pdf.get_x()
            if there < width <= pdf.epw:
                pdf.ln(height)
        pdf.write(height, text, link=style.link)


def _pieces(tokens: "Iterable[Token]") -> "Iterator[tuple[str, _Style]]":
    """The words of a paragraph, each as it is set."""
    style = _Style()
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                style = replace(style, strong=token.nesting > 0)
            case "em_open" | "em_close":
                style = replace(style, slanted=token.nesting > 0)
            case "link_open":
                style = replace(style, link=str(token.attrGet("href") or ""))
            case "link_close":
                style = replace(style, link="")
            case "softbreak" | "hardbreak":
                yield "\n", style
            case "code_inline":
                yield token.content, replace(style, code=True)
            case _:
                yield token.content, style


def shown(text: str) -> str:
    """The text in letters that the fonts have, one beside the other. What they don't have, and what is read from right
    to left or put onto other letters, stands in brackets: a picture by its name, all else by its number in Unicode."""
    return "".join(map(_letter, text))


@lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    if char == "\n":
        return char
    if char == "\ufe0f":
        # It asks for a picture instead of a letter, and shows nothing by itself.
        return ""
    kind = unicodedata.category(char)
    plain = kind[0] not in "CM" and unicodedata.bidirectional(char) not in _TURNED
    if plain and kind not in ("Zl", "Zp") and ord(char) in _letters():
        return char
    if kind == "So" and (name := unicodedata.name(char, "")):
        return f"[{name.lower()}]"
    return f"[U+{ord(char):04X}]"


@cache
def _letters() -> frozenset[int]:
    """What all of the fonts have."""
    from fontTools.ttLib import TTFont

    return frozenset.intersection(*(_of_font(TTFont(_folder() / file)) for file in _FONTS.values()))


def _of_font(font: Any) -> frozenset[int]:
    with font:
        return frozenset(font.getBestCmap())


@cache
def _folder() -> Path:
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"
