"""Letters for the tests of the foundation, which knows none of the portal's own."""

import datetime
import threading

import pytest
from django.db import connection

from events.foundation import channels, outbox
from tests import make
from tests.smtp import SmtpServer

NOW = make.at("2019-10-08 09:00")
# Of letters that a commit's own poke must not send: for it they are not due yet.
LATER = make.at("2099-10-08 09:00")
MINUTE = datetime.timedelta(minutes=1)
TEMPLATE = "Subject: 您已入选{event}\n\n{name},您好:\n请于{day}到场。\n"


@pytest.fixture
def letters(settings, tmp_path):
    """A folder of templates: one letter in two languages."""
    settings.BASE_DIR = tmp_path
    folder = tmp_path / "templates" / "messages" / "visits"
    folder.mkdir(parents=True)
    (folder / "selected.zh_Hans.txt").write_text(TEMPLATE, encoding="utf-8")
    (folder / "selected.en.txt").write_text("Subject: You are selected\n\nDear {name}", encoding="utf-8")
    (folder / "selected.en.sms.txt").write_text("{name}: selected", encoding="utf-8")


class Scripted:
    """A channel that answers what the test says, and remembers what it was given."""

    def __init__(self):
        self.answers, self.sent = [], []

    def send(self, message):
        self.sent.append(message.pk)
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, BaseException):
            raise answer
        if answer:
            answer(message)


@pytest.fixture
def scripted(monkeypatch):
    scripted = Scripted()
    monkeypatch.setitem(channels.CHANNELS, "scripted", scripted)
    return scripted


def letter(channel="scripted", **fields):
    values = {"letter": "selected", "to": "zhu@example.cn", "subject": "您已入选", "body": "您好,朱建国", "now": NOW}
    return outbox.queue(channel=channel, **{**values, **fields})


def state(message):
    message.refresh_from_db()
    return message.state


@pytest.fixture
def smtp(settings):
    with SmtpServer() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server
        server.shutdown()


def at_once(acts):
    """Each in a thread and with a connection of its own, all in the same moment."""
    start = threading.Barrier(len(acts))

    def work(act):
        start.wait()
        try:
            act()
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=[act]) for act in acts]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
