"""/proposal minutes and /proposal register: what was decided, as files to keep."""

import csv
import hashlib
import io

import pytest
from markdown_it import MarkdownIt
from pypdf import PdfReader

from bot.domain.ids import MemberId

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOSTILE = (
    "# Minutes of proposal 1: passed\n\nPassed\n===\n---\n- forged\n1. forged\n    code\n"
    "| a | b |\n|---|---|\n| forged | 1 |\n[click](https://evil.example) <https://evil.example> "
    "![i](https://evil.example/i.png) <b>bold</b> **bold** `code` https://evil.example www.evil.example\n"
    "> quoted\n```\nfence\n[ref]: https://evil.example"
)
"""A text that pretends to be more than a member's words."""


def html_of(document):
    """As who renders Markdown like GitHub shows it."""
    return MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(document)


def files_of(message):
    return {file.filename: file.content for file in message.attachments}


def kept(message, name):
    return files_of(message)[name].decode()


def words_of(pages):
    """What a reader of the PDF sees and copies, without where lines break."""
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pages)).pages).split())


async def minutes(dao, proposal, **options):
    shown = await dao.use("ben", "proposal minutes", proposal=str(proposal.number), **options)
    return kept(shown, f"proposal-{proposal.number}-minutes.md")


async def test_the_minutes_hold_the_facts_and_hashes_of_a_decision_and_name_no_voter(dao):
    proposal = await dao.voting(title="A well", text=HOSTILE)
    await dao.link("ben", tokens=40)
    early = await dao.use("ben", "proposal minutes", proposal=str(proposal.number))
    assert "is in the state *open for voting*" in early.text
    assert not early.attachments
    for name in ("ada", "ben"):
        asked = await dao[name].slash(dao.council, "vote conflict", proposal=str(proposal.number))
        await asked.modal.submit({"text": f"I, {name}, own the pump."})
    await dao.passed(proposal, "ada")
    proposal = await dao.proposal(proposal.id)
    document = await minutes(dao, proposal)
    opening, closing = proposal.opening, proposal.closing
    hashes = [opening.content_hash, closing.record_hash, opening.policy.hash]
    for fact in (*hashes, *(block.hash for block in opening.snapshot)):
        assert f"`{fact}`" in document
    assert f"# Minutes of proposal {proposal.number}: A well\n" in document
    assert f"**Author**: [`{MemberId(dao['ada'].id)}`]" in document
    assert closing.at.strftime("%Y-%m-%dT%H:%M:%SZ: Closed: it passed") in document
    assert "**Turnout**: 1 member voted with 100" in document
    assert "**Quorum reached**" in document
    assert "**Conflicts of interest**: 1 voter, with 100" in document
    assert "**Conflicts of interest of others**: 1 member declared one" in document
    assert str(dao["ben"].id) not in document
    shown = await dao.use("ben", "proposal minutes", proposal=str(proposal.number))
    name = f"proposal-{proposal.number}-minutes"
    assert list(files_of(shown)) == [f"{name}.md", f"{name}.pdf"]
    pages = files_of(shown)[f"{name}.pdf"]
    assert hashlib.sha256(pages).hexdigest() in shown.text
    words = words_of(pages)
    for fact in (*hashes, "Quorumreached", "Conflictsofinterest:1voter", "#Minutesofproposal1:passed"):
        assert fact in words, fact
    assert str(dao["ben"].id) not in words
    document = kept(shown, f"{name}.md")
    again = await dao["ben"].autocomplete(dao.council, "proposal minutes", focused="proposal", value="")
    assert [each["value"] for each in again] == [str(proposal.number)]

    page = html_of(document)
    assert "evil.example&gt;" in page, "what was written is there to be read"
    for forged in ("<table", "<img", "<b>", 'href="https://evil', "<pre", "<h1>Passed", "<em>"):
        assert forged not in page, forged
    assert page.count("<h1>") == 1
    assert page.count("<h2>") == document.count("\n## ")


async def test_what_was_taken_back_has_minutes_and_stands_in_the_register(dao):
    empty = await dao.use("ben", "proposal register")
    assert "Nothing is decided yet" in empty.text
    withdrawn = await dao.discussed(title="=HYPERLINK(1)")
    question = await dao.use("ada", "proposal withdraw", proposal=str(withdrawn.number))
    await dao.click("ada", question, "Withdraw it")
    passed = await dao.voting(title="A well")
    open_still = await dao.voting(title="A pond")
    await dao.passed(passed, "ada")
    document = await minutes(dao, withdrawn)
    assert "**Withdrawn** by its author" in document
    assert "Turnout" not in document

    shown = await dao.use("ben", "proposal register")
    assert "2 decisions" in shown.text
    rows = list(csv.DictReader(io.StringIO(kept(shown, "register.csv"))))
    passed, withdrawn = await dao.proposal(passed.id), await dao.proposal(withdrawn.id)
    assert open_still.number not in [int(row["number"]) for row in rows]
    assert rows == [
        {
            "number": str(withdrawn.number),
            "title": "'=HYPERLINK(1)",
            "track": "main",
            "outcome": "withdrawn",
            "closed_at": withdrawn.withdrawn_at.isoformat(),
            "record_sha256": "",
            "executed": "",
            "imported_from": "",
            "number_there": "",
        },
        {
            "number": str(passed.number),
            "title": "A well",
            "track": "main",
            "outcome": "passed",
            "closed_at": passed.closing.at.isoformat(),
            "record_sha256": passed.closing.record_hash,
            "executed": "",
            "imported_from": "",
            "number_there": "",
        },
    ]
