"""`make messages`: brings the catalogues in bot/wording/catalog/ up to date with the sentences in the code.

Writes the template `folkmoot.pot`; for each language that is there (LOCALE/LC_MESSAGES/folkmoot.po) takes over what
was added, changed or left out, and compiles it. A new language: `make messages LOCALE=de`.
"""

import asyncio
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bot.bootstrap import EXTENSIONS
from bot.client import FolkmootClient
from bot.wording.catalog import COMMAND, DOMAIN, FOLDER
from bot.wording.catalog.extraction import sentences_in
from cogs.components.translator import CommandText, command_texts
from scripts.translations import faults, is_translated

ROOT = Path(__file__).parents[1]
TEMPLATE = FOLDER / f"{DOMAIN}.pot"
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""The same text gives the same file: when it was made says the version control."""
_MADE_BY = b'"Generated-By'
"""So does any version of Babel."""
_COMMANDS = "cogs"


def template() -> Catalog:
    """All that is to be translated, with the files in which it stands."""
    catalog = _empty()
    sources = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("cogs/**/*.py")]
    for file, sentence in sentences_in(sources, ROOT):
        catalog.add(
            cast(Any, sentence.forms if len(sentence.forms) > 1 else sentence.forms[0]),
            locations=[(file, 0)],
            context=sentence.context,
        )
    for each in asyncio.run(_commands()):
        # Babel gathers the comments of what is added again: a name may be that of several commands.
        catalog.add(
            each.text,
            locations=[(_COMMANDS, 0)],
            context=each.context,
            auto_comments=[f"/{each.command}"] if each.context == COMMAND else [],
        )
    return catalog


def written(catalog: Catalog) -> bytes:
    """The catalogue as a file: sorted by its sentences, with files and without lines, which change all the time."""
    file = BytesIO()
    write_po(file, catalog, sort_output=True, include_lineno=False, width=120)
    return b"".join(line for line in file.getvalue().splitlines(True) if not line.startswith(_MADE_BY))


def main(locales: list[str]) -> None:
    """Write the template, and every catalogue that is there or named."""
    made = template()
    TEMPLATE.write_bytes(written(made))
    print(f"{TEMPLATE.relative_to(ROOT)}: {len(made)} sentences")
    for locale in sorted({*locales, *(path.parents[1].name for path in FOLDER.glob(f"*/*/{DOMAIN}.po"))}):
        path = FOLDER / locale / "LC_MESSAGES" / f"{DOMAIN}.po"
        catalog = _empty(locale)
        if path.exists():
            with path.open("rb") as file:
                catalog = read_po(file, locale=locale, domain=DOMAIN)
        catalog.update(made, no_fuzzy_matching=True, update_creation_date=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(catalog))
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)
        done = sum(1 for message in catalog if message.id and is_translated(message))
        print(f"{path.relative_to(ROOT)}: {done} of {len(catalog)} translated")
        for fault in faults(catalog):
            print(f"  can't be used: {fault}")


def _empty(locale: str | None = None) -> Catalog:
    return Catalog(
        locale=locale,
        domain=DOMAIN,
        project="Folkmoot",
        version="1",
        copyright_holder="the Folkmoot authors",
        msgid_bugs_address="the project's issues",
        creation_date=_NO_DATE,
        revision_date=_NO_DATE,
        header_comment="# The sentences of Folkmoot. Made by `make messages`: the English stands in the code.",
    )


class _NoServices:
    """Commands keep the services that they will call; to read their texts none is called."""

    def __getattr__(self, name: str) -> "_NoServices":
        return self

    async def __call__(self, *_: object) -> Any:
        """What runs in the background waits, until the commands have been read."""
        await asyncio.Event().wait()


async def _commands() -> list[CommandText]:
    client = FolkmootClient(cast(Any, _NoServices()), EXTENSIONS, sync=False)
    await client.setup_hook()
    return sorted(set(command_texts(client.tree)))


if __name__ == "__main__":
    main(sys.argv[1:])
