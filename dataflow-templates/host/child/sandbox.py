"""A fresh in-memory DuckDB that sees nothing but its box."""

import re
from collections.abc import Sequence
from pathlib import Path

import duckdb

from host.child.database import Database
from host.child.quote import quote_text, splice
from host.shapes import Box


class Sandbox:
    def __init__(self, folder: str, connection: duckdb.DuckDBPyConnection) -> None:
        self.folder = folder
        self.db = Database(connection)
        self._connection = connection

    def close(self) -> None:
        self._connection.close()


def make_instance() -> duckdb.DuckDBPyConnection:
    """A name that is no table's must never be answered by a variable of this program. One thread from the start: an
    instance that is told so later has begun one for each core by then."""
    return duckdb.connect(":memory:", config={"python_enable_replacements": "false", "threads": "1"})


class Spare:
    """An instance takes some milliseconds to make and one to lock. The next one is made while the child waits for
    work; it is used for one box only, since the folder it may see can be set once."""

    def __init__(self) -> None:
        self._instance: duckdb.DuckDBPyConnection | None = None

    def prepare(self) -> None:
        self._instance = self._instance or make_instance()

    def take(self) -> duckdb.DuckDBPyConnection:
        taken = self._instance or make_instance()
        self._instance = None
        return taken


def open_sandbox(connection: duckdb.DuckDBPyConnection, box: Box, session: Sequence[str]) -> Sandbox:
    """Opens a box: settings first, the lock last. After the lock no statement can undo a setting, see another folder,
    load an extension or attach a file outside."""
    try:
        _assert_locks(session)
        spill = Path(box["folder"], "spill")
        spill.mkdir(parents=True, exist_ok=True)
        places = {
            "box": quote_text(f"{box['folder']}/"),
            "spill": quote_text(str(spill)),
            "memory": quote_text(f"{box['memoryMb']}MiB"),
        }
        connection.execute(";\n".join(splice(text, places) for text in session))
    except BaseException:
        connection.close()
        raise
    return Sandbox(box["folder"], connection)


def _assert_locks(session: Sequence[str]) -> None:
    """A plan whose session forgets the lock must not run: the drop is hostile. Read, not asked: asking costs a
    statement."""
    texts = [re.sub(r"\s+", "", text).lower() for text in session]
    locked = texts[-1:] == ["setlock_configuration=true"] and "setenable_external_access=false" in texts
    if not locked:
        raise ValueError("the session of the plan does not lock its box")
