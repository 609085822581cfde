"""`make scan`: the pages looked at by an independent scanner (wapiti), which knows nothing of how they are made.

A server governs itself on the sandbox; its pages are on the loopback. The scanner follows every link and form that it
finds, as a stranger and as members who have logged in, and tries what attackers try. Exit status 1 where it finds
anything that EXPECTED doesn't explain.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.services.limiter import Pace
from bot.web.requests.limits import WebLimits
from tests.databases import SqliteFiles, database_of
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
    )
}
"""Kind and words of what is found though nothing is wrong, and why that is so."""


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
    passed, job = await Passed.of(site), site.job
    await job.join({"ada": 300, "ben": 100})
    number = await job.opened("ada", "Dig a <b>well</b>")
    await job.command("ada", number, "For", reason="<i>Clean</i> water comes first.")
    proposal = await job.bot.id_of(number)
    found = [Visitor("a stranger", ("/", site.space, f"/proposals/{proposal}", "/revoke", "/api/v1"), {})]
    vote = await SignedVote.of(site)
    for name, link, person, start in (
        ("who links a wallet", await site.link_for(ada := site.member("olive")), ada, "/wallet"),
        ("who votes", await vote.link_for(vote.person), vote.person, vote.path),
        ("who signs", await passed.link_for(owner := site.member("olga")), owner, passed.path),
    ):
        browser = Browser(site)
        await browser.log_in(link, person)
        assert (await browser.get(start)).status == 200, start
        found.append(Visitor(name, (start,), browser.cookies))
        await browser.close()
    return found


async def scanned(site: Site, visitor: Visitor, folder: Path) -> list[Finding]:
    """What the scanner finds as this visitor. Raises RuntimeError where it breaks off."""
    report = folder / "report.json"
    first, *others = (f"{site.origin}{path}" for path in visitor.starts)
    options = ["-u", first, *(part for url in others for part in ("-s", url)), "--scope", "domain", "-d", "4"]
    options += ["-m", ",".join(MODULES), "--max-scan-time", str(SECONDS), "-f", "json", "-o", str(report)]
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
    print(f"{visitor.name}: {found['infos']['crawled_pages_nbr']} pages", file=sys.stderr)
    return [
        Finding(visitor.name, kind, each["method"], each["path"].partition("?")[0], each["info"])
        for part in ("vulnerabilities", "anomalies")
        for kind, entries in found[part].items()
        for each in entries
    ]


async def main() -> int:
    found: list[Finding] = []
    async with governing() as site:
        for visitor in await visitors(site):
            with tempfile.TemporaryDirectory(prefix="folkmoot-scan-") as folder:
                found += await scanned(site, visitor, Path(folder))
    return report(found)


def report(found: Sequence[Finding]) -> int:
    """Print what was found; the exit status."""
    unexplained = 0
    for each in found:
        why = EXPECTED.get((each.kind, each.words))
        unexplained += why is None
        print(f"{each.kind}: {each.method} {each.path} ({each.visitor}): {why or each.words}")
    print(f"{len(found)} findings, {unexplained} of them unexplained")
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
