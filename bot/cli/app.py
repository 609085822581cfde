"""The command line with its help: one file a command, which is imported when the command runs.

`tally` and `run` start without any of this (bot/__main__.py); here they stand for the help.
"""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

app = typer.Typer(
    name="folkmoot",
    help="A Discord bot with which DAOs govern themselves.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.command()
def run() -> None:
    """Run the bot, until SIGTERM."""
    from bot.cli.run import run

    run()


@app.command()
def doctor() -> None:
    """Look at everything that the bot stands on, and say how to mend what is wrong."""
    from bot.cli.doctor import doctor

    raise typer.Exit(doctor())


@app.command()
def retry(
    server: Annotated[int | None, typer.Option(help="Only in the Discord server with this id.")] = None,
) -> None:
    """List what could not be said or handed over and was given up, and have it tried again."""
    from bot.cli.retry import retry

    raise typer.Exit(retry(server))


@app.command()
def migrate() -> None:
    """Bring the database to the schema of this version. `run` does it too."""
    from bot.cli.migrate import migrate

    migrate()


@app.command()
def fingerprint() -> None:
    """Print the operator's fingerprint, which moderators name when they hand their server over."""
    from bot.cli.succession import show_fingerprint

    raise typer.Exit(show_fingerprint())


class _ServerAtFirst(TyperGroup):
    """`folkmoot import FILE` is `folkmoot import server FILE`, and `folkmoot export` alike."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "--help"):
            args = ["server", *args]
        return super().parse_args(ctx, args)


exporting = typer.Typer(
    cls=_ServerAtFirst,
    help="Write a server for another operator, or a space's past for another server.",
    no_args_is_help=True,
)
app.add_typer(exporting, name="export")


@exporting.command("server")
def export_server(
    server: Annotated[int, typer.Argument(help="The id of the Discord server.")],
    file: Annotated[str, typer.Argument(help="The file to write.")],
    hand_over: Annotated[
        bool,
        typer.Option("--hand-over", help="Let the server go for good: from now on only this file runs it."),
    ] = False,
) -> None:
    """Write a whole server, configuration and history, as one signed file. It holds who voted how."""
    from bot.cli.succession import run_export

    raise typer.Exit(run_export(server, file, final=hand_over))


@exporting.command("history")
def export_history(
    file: Annotated[str, typer.Argument(help="The file to write, such as past.tar.")],
    server: Annotated[int, typer.Option(help="The Discord server with this id.")],
    space: Annotated[
        str, typer.Option(help="The part of the DAO with this name; the whole if left out.")
    ] = "",
) -> None:
    """Write a space's settings, and the records of its closed votes, for another server. It holds what is public."""
    from bot.cli.history import run_export

    raise typer.Exit(run_export(file, server, space))


@app.command()
def tally(
    file: Annotated[str, typer.Argument(help="An election file, or - for standard input.")],
) -> None:
    """Count an election file again, exactly."""
    from bot.cli.tally import run

    raise typer.Exit(run([file]))


@app.command()
def verify(
    record: Annotated[
        str, typer.Argument(help="A record, as it is posted with a result, or - for standard input.")
    ],
    expected_hash: Annotated[
        str | None, typer.Option("--hash", metavar="HEX", help="The record's hash in the result's message.")
    ] = None,
    public_key: Annotated[
        str | None,
        typer.Option(
            metavar="HEX", help="Discord's key for the application, by which ballots are countersigned."
        ),
    ] = None,
    bodies: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FILE",
            help="An evidence file: the requests that Discord signed; repeatable, one for each part.",
        ),
    ] = None,
    own: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Your own evidence file: what became of your ballots."),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="The key of the vote: whom the numbers in the record stand for."),
    ] = None,
    rpc: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL", help="An endpoint of a chain, at which every power is read again; repeatable."
        ),
    ] = None,
) -> None:
    """Check everything that a record says of a vote: hashes, receipts, powers, times, the count."""
    from bot.cli.verify import Beside, verify

    beside = Beside(expected_hash, public_key, bodies or [], own, key, rpc or [])
    raise typer.Exit(verify(record, beside))


@app.command()
def whatif(
    record: Annotated[str, typer.Argument(help="A record or an election file, or - for standard input.")],
    mechanism: Annotated[
        str, typer.Option(metavar="NAME", help="Another way of counting, such as quadratic or headcount.")
    ] = "",
    option: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="An option of that, such as form=matching; repeatable."),
    ] = None,
    quorum: Annotated[
        str, typer.Option(help="Another quorum: 4%, 1000 votes, 25 voters; none for no quorum.")
    ] = "",
    majority: Annotated[str, typer.Option(help="Another majority: 2/3, 60%; none for no majority.")] = "",
    min_voters: Annotated[int | None, typer.Option(min=0, help="So many voters at least.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print canonical JSON.")] = False,
    election: Annotated[
        bool, typer.Option("--election", help="Print the election file by these rules, for `folkmoot tally`.")
    ] = False,
) -> None:
    """Say what would have come out of a vote by other rules that its ballots allow; of all of them without options."""
    from bot.cli.whatif import Asked, whatif

    asked = Asked(mechanism, tuple(option or ()), quorum, majority, min_voters)
    raise typer.Exit(whatif(record, asked, as_json=as_json, as_election=election))


@app.command()
def jury(
    file: Annotated[
        str, typer.Argument(help="The file of a jury, as it is posted, or - for standard input.")
    ],
    expected_hash: Annotated[
        str | None, typer.Option("--hash", metavar="HEX", help="The hash in the announcement's message.")
    ] = None,
    rpc: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL", help="An endpoint of the chain, at which the block is looked up; repeatable."
        ),
    ] = None,
) -> None:
    """Draw again who was drawn by lot, from the block's hash, and say whether the file is right."""
    from bot.cli.jury import jury

    raise typer.Exit(jury(file, expected_hash, rpc or []))


@app.command()
def statements(
    file: Annotated[
        str, typer.Argument(help="The file of a proposal's statements, or - for standard input.")
    ],
) -> None:
    """Compute again which groups answered alike, and what all of them agree on."""
    from bot.cli.statements import statements

    raise typer.Exit(statements(file))


@app.command()
def mcp(
    url: Annotated[str, typer.Option(envvar="FOLKMOOT_WEB_URL", help="The address of the bot's pages.")] = "",
) -> None:
    """Let an assistant of your own read what is public of the votes (Model Context Protocol, over stdio). Read-only."""
    from bot.cli.mcp.serving import serve

    raise typer.Exit(serve(url))


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


@policy.command("backtest")
def backtest_policy(
    file: Annotated[str, typer.Argument(help="A policy in TOML, or - for standard input.")],
    records: Annotated[list[str], typer.Argument(help="Records of votes that are over.")],
) -> None:
    """Replay a policy over votes that are over, and say what would have come out otherwise."""
    from bot.cli.policy import backtest

    raise typer.Exit(backtest(file, records))


importing = typer.Typer(
    cls=_ServerAtFirst,
    help="Take over a server from another operator, or what a space decided elsewhere.",
    no_args_is_help=True,
)
app.add_typer(importing, name="import")


@importing.command("server")
def import_server(
    file: Annotated[str, typer.Argument(help="A file that another operator has exported.")],
    signer: Annotated[str, typer.Option("--from", help="The fingerprint of the operator who has signed it.")],
) -> None:
    """Take over a server that another operator's Folkmoot has run, with votes that are open."""
    from bot.cli.succession import run_import

    raise typer.Exit(run_import(file, signer))


@importing.command("snapshot")
def import_snapshot(
    server: Annotated[int, typer.Option(help="The Discord server with this id.")],
    files: Annotated[
        list[str] | None,
        typer.Argument(help="What Snapshot's hub answers for the space, as JSON; several add up."),
    ] = None,
    space: Annotated[
        str, typer.Option(help="The part of the DAO with this name; the whole if left out.")
    ] = "",
    forget: Annotated[
        bool, typer.Option("--forget", help="Take what was imported of Snapshot away again.")
    ] = False,
) -> None:
    """Make a space's votes on Snapshot its past, for figures and replays."""
    from bot.cli.importing import snapshot

    if forget == bool(files):
        raise typer.BadParameter("give files, or --forget")
    raise typer.Exit(snapshot(files or [], server, space, forget=forget))


@importing.command("history")
def import_history(
    server: Annotated[int, typer.Option(help="The Discord server with this id.")],
    file: Annotated[
        str | None, typer.Argument(help="What `folkmoot export history` wrote for another server.")
    ] = None,
    space: Annotated[
        str, typer.Option(help="The part of the DAO with this name; the whole if left out.")
    ] = "",
    expected_hash: Annotated[
        str | None, typer.Option("--hash", metavar="HEX", help="The hash that the export printed.")
    ] = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Take what was imported of other servers away again.")
    ] = False,
) -> None:
    """Make the votes of a space in another server its past here, with their records, each of which is checked."""
    from bot.cli.history import run_forget, run_import

    if forget == (file is not None):
        raise typer.BadParameter("give a file, or --forget")
    if file is None:
        raise typer.Exit(run_forget(server, space))
    raise typer.Exit(run_import(file, server, space, expected_hash))
