"""What all tables are made with."""

from sqlalchemy import Column, ForeignKey, Index, MetaData
from sqlalchemy.sql.elements import ColumnElement

from bot.storage.columns import identity

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def of_proposal(*, only_one: bool = False) -> Column[int]:
    """The proposal that a row belongs to; `only_one` where it can have one such fact."""
    return Column("proposal", identity(), ForeignKey("proposals.id"), primary_key=only_one, nullable=False)


def partial(name: str, *columns: Column[object], where: ColumnElement[bool], unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)
