"""What `folkmoot migrate` says."""

from bot.wording.language import Language


def migrated(revision: str, say: Language) -> str:
    """The tables are those of this version now."""
    return say._("The database is at revision {revision}.").format(revision=say.markup.name(revision, 40))
