"""`make scan`: the pages looked at by an independent scanner (wapiti), which knows nothing of how they are made.

A server governs itself on the sandbox; its pages are on the loopback. The scanner follows every link and form that it
finds, as a stranger and as members who have logged in, and tries what attackers try. Exit status 1 where it finds
anything that EXPECTED doesn't explain, or has not seen a page for which UNSEEN has no reason.
"""

import asyncio
import json
import re
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from yarl import URL

from bot.services.limiter import Pace
from bot.web.pages.registry import PAGES
from bot.web.requests.limits import WebLimits
from sandbox.stage import sign
from tests.databases import SqliteFiles, database_of
from tests.web.reading.rewarded import rewarded
from tests.web.signing.polls import polls_on
from tests.web.signing.signing import Passed
from tests.web.signing.voting import SignedVote
from tests.web.site import Browser, Site

PROGRAM = Path(".scan/bin/wapiti")
SECONDS = 240
"""For each visitor."""
_OFTEN = Pace(100_000, every=timedelta(milliseconds=1))
LIMITS = WebLimits(of_address=_OFTEN, of_member=_OFTEN, costly_of_one=_OFTEN, connections_of_address=500)
"""A scanner is turned away by the limits of every day before it has seen anything."""
MODULES = (
    *("backup", "cookieflags", "crlf", "csp", "csrf", "exec", "file", "htaccess", "http_headers", "methods"),
    *("permanentxss", "redirect", "shellshock", "spring4shell", "sql", "timesql", "upload", "xss"),
)
"""All that look at the server alone and at what it is made of. The others ask the scanner's makers for something, look
for programs that aren't there (one finds a directory server wherever two refusals differ), or at TLS, which is the
affair of the reverse proxy."""


@dataclass(frozen=True)
class Visitor:
    """Who looks at the pages."""

    name: str
    starts: tuple[str, ...]
    """Paths from which every link is followed."""
    cookies: Mapping[str, str]


@dataclass(frozen=True)
class Finding:
    visitor: str
    kind: str
    method: str
    path: str
    words: str


EXPECTED: Mapping[tuple[str, str], str] = {
    ("Cross Site Request Forgery", "Lack of anti CSRF token"): (
        "the scanner knows such tokens by the names of their fields, and `form_token` is not among them; "
        "tests/web/requests/test_requests.py leaves it out, changes it, and sends it from elsewhere"
    ),
    ("Secure Flag cookie", "Secure flag is not set in the cookie : folkmoot-login"): (
        "the pages that are scanned are on the loopback, without TLS; where their address is https, "
        "`bot/web/login/sessions.py` sets it, under a name that begins with `__Host-`"
    ),
}
"""Kind and words of what is found though nothing is wrong, and why that is so."""
UNSEEN: Mapping[str, str] = {
    "/logout": "the scanner would look at the rest as a stranger",
    "/proposals/{proposal}/events": "a stream that does not end while the scanner waits for it",
}
"""Routes to which the scanner doesn't come, and why not."""


@asynccontextmanager
async def governing() -> AsyncIterator[Site]:
    """A server with pages for everybody, something to read, to vote on and to sign."""
    with tempfile.TemporaryDirectory(prefix="folkmoot-scan-") as name:
        files = SqliteFiles(Path(name))
        async with (
            database_of(files, Path(name, "folkmoot.db")) as url,
            Site.open(url, LIMITS) as site,
        ):
            await site.show_pages_to("public")
            yield site


async def visitors(site: Site) -> list[Visitor]:
    job = site.job
    await job.join({"ada": 60_000, "ben": 100, "vera": 100})
    paid = await rewarded(site, "ada", "Thank who votes", {"ada": "For", "ben": "Against"})
    passed = await Passed.of(site)
    number = await job.opened("ada", "Dig a <b>well</b>")
    await job.command("ada", number, "For", reason="<i>Clean</i> water comes first.")
    proposal = await job.bot.id_of(number)
    vote = await SignedVote.of(site)
    polls = await polls_on(site, job["vera"].person)
    link = URL(await site.link_for(site.member("nina"))).path
    of_space, of_vote = site.space, f"/proposals/{proposal}"
    read = (
        "/",
        "/revoke",
        link,
        of_space,
        f"{of_space}/treasury",
        of_vote,
        paid.path,
        "/mirrors/1",
        "/mirrored/1",
    )
    served = (
        "/openapi.json",
        of_space,
        f"{of_space}/proposals",
        of_vote,
        f"{of_vote}/votes",
        "/proposals/1/record",
    )
    found = [Visitor("a stranger", (*read, *(f"/api/v1{path}" for path in served)), {})]
    olive, olga, account = site.member("olive"), site.member("olga"), site.account("olive")
    for name, link, person, start in (
        ("who links a wallet", await site.link_for(olive), olive, "/wallet"),
        ("who votes", await vote.link_for(vote.person), vote.person, vote.path),
        ("who votes on chain", await polls.link_for(job["vera"].person), job["vera"].person, polls.path),
        ("who signs", await passed.link_for(olga), olga, passed.path),
    ):
        browser, starts = Browser(site), [start]
        await browser.log_in(link, person)
        if person is olive:
            # What the scanner types is no account: it would never come further.
            asked = await browser.message_for(account.address)
            await browser.hand_in(asked, sign(account, asked.message))
            waiting = await browser.message_for(site.account("olive").address)
            starts += [f"/wallet/linked/{account.address}", f"/wallet/message/{waiting.fields['nonce']}"]
        for each in starts:
            assert (await browser.get(each)).status == 200, each
        found.append(Visitor(name, tuple(starts), browser.cookies))
        await browser.close()
    return found


async def scanned(site: Site, visitor: Visitor, folder: Path) -> tuple[list[Finding], set[tuple[str, str]]]:
    """What the scanner finds as this visitor, and the methods and paths that it has tried. Raises RuntimeError where it
    breaks off."""
    report = folder / "report.json"
    first, *others = (f"{site.origin}{path}" for path in visitor.starts)
    options = ["-u", first, *(part for url in others for part in ("-s", url)), "--scope", "domain", "-d", "4"]
    options += ["-m", ",".join(MODULES), "--max-scan-time", str(SECONDS), "-f", "json", "-o", str(report)]
    options += ["-dr", "1"]
    options += [
        "--flush-session",
        "--no-bugreport",
        "--store-session",
        str(folder),
        "-H",
        f"Origin: {site.origin}",
    ]
    options += ["-x", f"{site.origin}/logout"]
    if visitor.cookies:
        options += ["-H", "Cookie: " + "; ".join(f"{key}={value}" for key, value in visitor.cookies.items())]
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        *options,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    if process.returncode != 0 or not report.exists():
        raise RuntimeError(f"the scanner broke off:\n{said.decode()[-2000:]}")
    found: dict[str, Any] = json.loads(report.read_text())
    pages = found["infos"]["crawled_pages"]
    print(f"{visitor.name}: {len(pages)} pages", file=sys.stderr)
    findings = [
        Finding(visitor.name, kind, each["method"], each["path"].partition("?")[0], each["info"])
        for part in ("vulnerabilities", "anomalies")
        for kind, entries in found[part].items()
        for each in entries
    ]
    return findings, {(each["request"]["method"], URL(each["request"]["url"]).path) for each in pages}


async def main() -> int:
    found: list[Finding] = []
    tried: set[tuple[str, str]] = set()
    async with governing() as site:
        for visitor in await visitors(site):
            with tempfile.TemporaryDirectory(prefix="folkmoot-scan-") as folder:
                findings, pages = await scanned(site, visitor, Path(folder))
                found += findings
                tried |= pages
    return report(found, unseen(tried))


def unseen(tried: set[tuple[str, str]]) -> list[str]:
    """The routes of our pages that the scanner has not come to, but for those of UNSEEN."""
    return [
        f"{route.method} {route.path}"
        for page in PAGES
        for route in page.routes
        if route.path not in UNSEEN
        and not any(
            route.method == method and re.fullmatch(re.sub(r"{\w+}", "[^/]+", route.path), path)
            for method, path in tried
        )
    ]


def report(found: Sequence[Finding], left_out: Sequence[str]) -> int:
    """Print what was found and what wasn't looked at; the exit status."""
    for route in left_out:
        print(f"not looked at: {route}")
    unexplained = len(left_out)
    for each in found:
        why = EXPECTED.get((each.kind, each.words))
        unexplained += why is None
        print(f"{each.kind}: {each.method} {each.path} ({each.visitor}): {why or each.words}")
    print(f"{len(found)} findings, {len(left_out)} pages not looked at; {unexplained} of these unexplained")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
