"""Documents as PDF: the same words on pages, and nobody's words become ours."""

import io
import re
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from cogs.components.documents import pdf_of, shown

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def text_of(pages: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pages)).pages)


async def made(markdown: str) -> bytes:
    return await pdf_of(markdown, "Minutes of proposal 3", NOON, "Minutes of proposal 3 · SHA-256 ab12")


async def test_the_same_document_makes_the_same_bytes_with_its_date_and_pages() -> None:
    document = "# Minutes\n\n" + "\n".join(f"- fact {number}" for number in range(90))
    pages = await made(document)
    assert pages == await made(document)
    read = PdfReader(io.BytesIO(pages))
    assert read.metadata is not None
    assert (read.metadata.title, read.metadata.creation_date) == ("Minutes of proposal 3", NOON)
    text, count = text_of(pages), len(read.pages)
    assert count > 1
    for number in range(1, count + 1):
        assert f"Minutes of proposal 3 · SHA-256 ab12 · {number}/{count}" in text
    assert all(f"fact {number}" in text for number in range(90))


@pytest.mark.attack("visibility")
async def test_what_members_write_is_read_as_written_and_moves_nothing() -> None:
    text = text_of(
        await made(
            "- **Result**: none\n\n> \\# Passed {nb} \u202edessap\u202c e\u0336 \ue000 x\u2028y  \n> end"
        )
    )
    assert "# Passed {nb} [U+202E]dessap[U+202C] e[U+0336] [U+E000] x[U+2028]y" in text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Grüße, Ελλάδα, Україна, Ćao ½ ≥ €", "Grüße, Ελλάδα, Україна, Ćao ½ ≥ €"),
        ("\u4e2d\u6587", "[U+4E2D][U+6587]"),
        ("\u0627\u05d0", "[U+0627][U+05D0]"),
        ("\u26a0\ufe0f \U0001f6e1\ufe0f", "\u26a0 [shield]"),
        ("a\x00b\tc", "a[U+0000]b[U+0009]c"),
    ],
)
def test_letters_that_the_fonts_lack_are_told_by_number_or_name(written: str, read: str) -> None:
    assert shown(written) == read


async def test_long_words_and_long_texts_stay_on_the_page() -> None:
    pages = await made("- `" + "0123456789abcdef" * 40 + "`\n\n> " + "\u4e2d" * 1500)
    read = PdfReader(io.BytesIO(pages))
    words = re.sub(r"Minutesofproposal3·SHA-256ab12·\d/\d", "", "".join(text_of(pages).split()))
    assert words == "•" + "0123456789abcdef" * 40 + "[U+4E2D]" * 1500
    assert len(read.pages) < 8
    assert len(pages) < 100_000
