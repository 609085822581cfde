"""The commands besides `tally`, which starts without them."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

app = typer.Typer(
    name="folkmoot",
    help="A Discord bot with which DAOs govern themselves.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.command()
def run() -> None:
    """Run the bot, until SIGTERM."""
    import discord

    from bot import bootstrap
    from bot.settings import load

    with _one_line_for_settings():
        try:
            with asyncio.Runner(loop_factory=_loop_factory()) as runner:
                runner.run(bootstrap.run(load()))
        except discord.LoginFailure:
            _refuse(
                "Discord refuses FOLKMOOT_DISCORD_TOKEN: copy the token again from the developer portal "
                "(Bot, Reset Token)"
            )


@app.command()
def doctor() -> None:
    """Look at everything that the bot stands on, and say how to mend what is wrong."""
    from bot.cli.doctor import examine
    from bot.settings import load
    from bot.wording.checks import mend_of, plain_found

    with _one_line_for_settings():
        checks = asyncio.run(examine(load()))
    table = Table(box=None, pad_edge=False, show_header=False)
    for check in checks:
        mark = "[green]ok[/]" if check.good else "[yellow]mend[/]"
        mend = mend_of(check)
        found = plain_found(check) + (f"\n→ {mend}" if mend else "")
        table.add_row(mark, escape(check.name), escape(found))
    Console().print(table)
    raise typer.Exit(0 if all(check.good for check in checks) else 1)


@app.command()
def migrate() -> None:
    """Bring the database to the schema of this version. `run` does it too."""
    from bot.settings import load
    from bot.storage.engine import open_database

    async def upgrade(url: str) -> str:
        database = open_database(url)
        try:
            await database.migrate()
            return str((await database.schema_state()).current)
        finally:
            await database.close()

    with _one_line_for_settings():
        revision = asyncio.run(upgrade(load().database_url))
    typer.echo(f"The database is at revision {revision}.")


@app.command()
def tally(
    file: Annotated[str, typer.Argument(help="An election file, or - for standard input.")],
) -> None:
    """Count an election file again, exactly."""
    from bot.cli.tally import run as count

    raise typer.Exit(count([file]) or 0)


policy = typer.Typer(help="Look at policies: the rules by which proposals are decided.", no_args_is_help=True)
app.add_typer(policy, name="policy")


@policy.command("check")
def check_policy(
    file: Annotated[str, typer.Argument(help="A policy in TOML, or - for standard input.")],
) -> None:
    """Say in plain sentences what a policy file means, or what is wrong with it and where."""
    from bot.cli.policy import check

    raise typer.Exit(check(file))


@policy.command("list")
def list_policies() -> None:
    """The policies that ship with the bot, one a line."""
    from bot.cli.policy import list_presets

    raise typer.Exit(list_presets())


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop where the platform has it; elsewhere asyncio's own loop does the same, slower."""
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop


@contextmanager
def _one_line_for_settings() -> Iterator[None]:
    """A setting that is missing or wrong ends the command with a line that says so."""
    from bot.settings import SettingsError
    from bot.storage.engine import UnsupportedDatabase

    try:
        yield
    except SettingsError as error:
        _refuse(str(error))
    except UnsupportedDatabase as error:
        _refuse(f"FOLKMOOT_DATABASE_URL: {error}")


def _refuse(message: str) -> NoReturn:
    print(message, file=sys.stderr)
    raise typer.Exit(2)
