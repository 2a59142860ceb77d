"""Many rows in few statements."""

import sqlite3
from collections.abc import Iterable
from typing import TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)
# Rows a statement: some megabytes of text at most, whatever the table.
AT_ONCE = 2_000


def insert(rows: Iterable[Row], *, at_once: int = AT_ONCE) -> list[Row]:
    """Insert the rows of one model, so many a statement; they know their keys afterwards. `save` is not called."""
    made = list(rows)
    if not made:
        return []
    _know_the_limit()
    return type(made[0])._base_manager.bulk_create(made, batch_size=at_once)


def _know_the_limit() -> None:
    """Django takes SQLite to accept 999 values a statement; every SQLite of the last years takes many more."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = most
