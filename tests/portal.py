"""The whole portal in processes of its own: web, worker and beat, as the Procfiles start them."""

import atexit
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import redis
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ON_POSTGRES = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
# What each process of a test run keeps until it ends.
KEPT = ExitStack()
atexit.register(KEPT.close)


@dataclass
class Portal:
    """A running portal: its address, its folder, the environment of its processes."""

    url: str
    var: Path
    environment: dict[str, str]

    def manage(self, *arguments: str, **environment: str) -> str:
        """Run a management command against this portal and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**self.environment, **environment},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def live_at(self, moment: str) -> None:
        """From now on every process of this portal lives at this moment ("2019-10-08T09:00")."""
        clock = Path(self.environment["CLOCK_FILE"])
        fresh = clock.with_suffix(".new")
        fresh.write_text(moment)
        fresh.replace(clock)


@contextmanager
def prepared(var: Path, *commands: str):
    """Yield a portal of its own, of the kind this test run is about, as `prepare` and these commands leave it."""
    with copied(original("prepare", *commands), var) as portal:
        yield portal


@cache
def original(*commands: str) -> Portal:
    """A portal that these commands were run on; made once by each process, to be copied and never to be served."""
    *before, last = commands
    folder = Path(KEPT.enter_context(tempfile.TemporaryDirectory(prefix="portal")))
    portal = KEPT.enter_context(copied(original(*before) if before else None, folder))
    portal.manage(last)
    return portal


@contextmanager
def copied(source: Portal | None, var: Path):
    """Yield a portal at an address of its own with the files and the rows of this one; of none, with nothing."""
    if source:
        shutil.copytree(source.var, var, dirs_exist_ok=True)
    environment = environment_of(var)
    portal = Portal(environment["PORTAL_URL"], var, environment)
    if ON_POSTGRES:
        with postgres_database(source.environment["DATABASE_URL"] if source else "") as address:
            environment["DATABASE_URL"] = address
            yield portal
    else:
        yield portal


def environment_of(var: Path) -> dict[str, str]:
    port = free_port()
    environment = {
        **{name: text for name, text in os.environ.items() if name not in ("DATABASE_URL", "CACHE_URL")},
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "VAR": str(var),
        "PORT": str(port),
        "PORTAL_URL": f"http://127.0.0.1:{port}",
        "CLOCK_FILE": str(var / "clock"),
        "PAGE_SECONDS": "0",  # what was done is seen at once
        "SWEEP_SECONDS": "2",  # a reminder is waited for, not five minutes long
        # Whoever fills in forms here is a program; tests/journeys/test_contact.py lives with all three.
        "PROOF_OF_WORK": "0",
        "FORM_SECONDS": "0",
        "LIMITS": "no",
    }
    if settings.REDIS_URL:
        environment["REDIS_URL"] = redis_database()
    return environment


@contextmanager
def running(portal: Portal):
    """Serve it: one worker on files for the embedded kind; web, worker and beat apart where there is a Redis."""
    procfile = "Procfile.production" if portal.environment.get("REDIS_URL") else "Procfile"
    log = portal.var / "processes.log"
    with log.open("w") as output:
        honcho = subprocess.Popen(
            [BIN / "honcho", "start", "-f", procfile], cwd=ROOT, env=portal.environment, stdout=output, stderr=output
        )
        try:
            wait_for(int(portal.environment["PORT"]), honcho, log)
            yield portal
        finally:
            honcho.terminate()
            honcho.wait(timeout=30)


@contextmanager
def web(portal: Portal, application: str = "opendays.wsgi", *, workers: int = 2, threads: int = 1):
    """Only its pages, by so many processes and threads: no worker or beat takes time from what is measured."""
    log, port = portal.var / "web.log", portal.environment["PORT"]
    options = ["--bind", f"127.0.0.1:{port}", "--workers", str(workers), "--threads", str(threads)]
    with log.open("w") as output:
        served = subprocess.Popen(
            [BIN / "gunicorn", application, *options, "--no-control-socket", "--log-level", "warning"],
            cwd=ROOT,
            env=portal.environment,
            stdout=output,
            stderr=output,
        )
        try:
            wait_for(int(port), served, log)
            yield portal
        finally:
            served.terminate()
            served.wait(timeout=30)


def wait_for(port: int, process: subprocess.Popen, log: Path, seconds: int = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"The portal did not start:\n{log.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def redis_database() -> str:
    """The address of an emptied database on the Redis of this test run, so that no other worker takes our tasks."""
    server, _, base = settings.REDIS_URL.rpartition("/")
    process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    address = f"{server}/{int(base or 0) + 8 + process}"
    redis.from_url(address).flushdb()
    return address


@contextmanager
def postgres_database(source: str = ""):
    """Yield the address of a fresh database on the server of this test run: empty, or a copy of one left by all."""
    server = settings.DATABASES["default"]
    host = server["HOST"] or server["OPTIONS"]["host"]
    account = {"host": host, "port": server["PORT"] or 5432, "user": server["USER"], "password": server["PASSWORD"]}
    name, template = f"portal_{secrets.token_hex(4)}", urlsplit(source).path.removeprefix("/") or "template1"
    connection = psycopg2.connect(dbname="postgres", **account)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
            yield f"postgres://{account['user']}:{account['password']}@:{account['port']}/{name}?host={host}"
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        connection.close()
