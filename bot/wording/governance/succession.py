"""What moderators and operators read while a server is handed over."""

from bot.domain.ids import Address, GuildId
from bot.domain.succession.handover import Handover
from bot.wording.language import Language

_FILE = 300


def exported(file: str, rows: int, say: Language) -> str:
    """The server has left the database."""
    return say.ngettext(
        "{file} holds the server, {count} row. Only this file runs it from now on: keep it until the other "
        "operator has imported it, give it to nobody else (it says who voted how, also where that is hidden), "
        "and leave the database as it is.",
        "{file} holds the server, {count} rows. Only this file runs it from now on: keep it until the other "
        "operator has imported it, give it to nobody else (it says who voted how, also where that is hidden), "
        "and leave the database as it is.",
        rows,
    ).format(file=say.markup.name(file, _FILE), count=say.number(rows))


def copied(file: str, rows: int, say: Language) -> str:
    """A copy was written; the server is run here as before."""
    return say.ngettext(
        "{file} holds a copy of the server, {count} row, which nobody can import. It says who voted how, also "
        "where that is hidden: keep it to yourself.",
        "{file} holds a copy of the server, {count} rows, which nobody can import. It says who voted how, "
        "also where that is hidden: keep it to yourself.",
        rows,
    ).format(file=say.markup.name(file, _FILE), count=say.number(rows))


def imported(guild: GuildId, rows: int, say: Language) -> str:
    """It is run here from now on."""
    return say.ngettext(
        "Server {server} is run here from now on: {count} row. Start the bot; it posts its own cards.",
        "Server {server} is run here from now on: {count} rows. Start the bot; it posts its own cards.",
        rows,
    ).format(server=guild, count=say.number(rows))


def begun_lines(handover: Handover, say: Language) -> list[str]:
    """After a moderator has begun to hand the server over."""
    return [
        say._("⏸️ This server is being handed over to {bot}. I store nothing new in it from now on.").format(
            bot=say.markup.member(handover.successor)
        ),
        _fingerprint(handover.to, say),
        say._(
            "Next, my operator exports the server for that fingerprint, and the other operator imports it. "
            "Until it is exported, `/handover cancel` takes it back. Open votes go on there; if that takes "
            "long, their time does not run meanwhile."
        ),
    ]


def taken_back_line(say: Language) -> str:
    return say._("▶️ This server stays here. Everything goes on.")


def shown_lines(own: Address | None, handover: Handover | None, say: Language) -> list[str]:
    """Whose key signs for this bot, and whom the server was handed over to."""
    lines = []
    if handover is not None:
        words = (
            say._("This server was handed over to {bot}, for good.")
            if handover.exported_at is not None
            else say._("This server is being handed over to {bot}; `/handover cancel` takes it back.")
        )
        lines += [words.format(bot=say.markup.member(handover.successor)), _fingerprint(handover.to, say)]
    if own is None:
        lines.append(
            say._("My operator has no key: servers can be neither handed over from here nor to here.")
        )
    else:
        lines.append(
            say._(
                "My operator's fingerprint is {fingerprint}. What they hand over is signed by its key."
            ).format(fingerprint=say.markup.code(own))
        )
    return lines


def _fingerprint(to: Address, say: Language) -> str:
    return say._("The other operator's fingerprint: {fingerprint}").format(fingerprint=say.markup.code(to))
