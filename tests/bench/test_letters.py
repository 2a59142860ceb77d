"""10,000 letters with their calendar files through two workers to a mail server on this machine: aim 3 minutes."""

import os
import subprocess
import sys
import threading
import time

import pytest

from events.foundation import clock
from events.models import Message
from tests import portal as portals
from tests.smtp import SmtpServer

LETTERS = 10_000
WORKERS = 2
FILE = {"name": "open-day.ics", "content_type": "text/calendar", "content": "BEGIN:VCALENDAR\n" * 60}


def fill(number: int) -> None:
    """Called in the portal's own process."""
    now = clock.now()
    letters = (
        Message(
            app="registrations",
            letter="selected",
            channel="email",
            to=f"resident{each}@example.cn",
            subject="您已入选",
            body="时间、地点、交通、联系人。" * 40,
            attachments=[FILE],
            created_at=now,
            next_try_at=now,
        )
        for each in range(number)
    )
    Message.objects.bulk_create(letters, batch_size=500)


def deliver(portal: portals.Portal, number: int) -> tuple[int, float]:
    """Queue so many letters and let the workers send them: the peak memory of one in MB, their seconds of processor."""
    portal.manage("shell", "--no-imports", "-c", f"from tests.bench import test_letters; test_letters.fill({number})")
    command = [sys.executable, "manage.py", "deliver"]
    workers = [
        subprocess.Popen(command, cwd=portals.ROOT, env=portal.environment, stdout=subprocess.DEVNULL)
        for _number in range(WORKERS)
    ]
    used = []
    for worker in workers:
        _pid, status, usage = os.wait4(worker.pid, 0)
        worker.returncode = os.waitstatus_to_exitcode(status)
        used.append(usage)
    assert [worker.returncode for worker in workers] == [0] * WORKERS
    return max(usage.ru_maxrss for usage in used) // 1024, sum(usage.ru_utime + usage.ru_stime for usage in used)


@pytest.mark.bench
def test_ten_thousand_letters_reach_the_mail_server(tmp_path):
    with SmtpServer(keeps=False) as server, portals.prepared(tmp_path) as portal:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        portal.environment["EMAIL_URL"] = f"smtp://127.0.0.1:{server.server_address[1]}"
        few, _processor = deliver(portal, 200)
        server.taken = server.conversations = 0
        start = time.monotonic()
        many, processor = deliver(portal, LETTERS)
        seconds = time.monotonic() - start
        server.shutdown()
    print(
        f"\n{LETTERS:,} letters, {WORKERS} workers: {seconds:.1f} s with queueing ({processor:.1f} s of processor), "
        f"{server.conversations:,} conversations, peak memory {many} MB (200 letters: {few} MB)"
    )
    assert server.taken == LETTERS
    assert many < few * 1.3  # flat: what a worker holds does not depend on how much waits
