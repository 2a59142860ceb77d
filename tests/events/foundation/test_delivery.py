"""Delivery: each letter once; passing failures tried again, permanent ones given up, doubtful ones left to a person."""

import datetime
import os
import smtplib
import stat

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from events import tasks
from events.foundation import clock, delivery
from events.foundation.channels import ChannelError
from events.models import Message
from tests.events.foundation.conftest import LATER, MINUTE, NOW, at_once, letter, state

pytestmark = pytest.mark.django_db


def test_a_due_letter_is_sent_once(scripted):
    made = letter()
    assert delivery.deliver_due(NOW) == {"sent": 1}
    assert delivery.deliver_due(NOW) == {}
    assert scripted.sent == [made.pk]
    assert (state(made), made.sent_at, made.attempts, made.error) == ("sent", NOW, 1, "")


def test_a_letter_that_is_not_due_waits(scripted):
    made = letter(now=NOW + MINUTE)
    assert delivery.deliver_due(NOW) == {}
    assert state(made) == "queued"


def test_a_letter_that_another_worker_took_is_left_alone(scripted):
    made = letter()
    scripted.answers = [lambda message: delivery.deliver(message.pk, now=NOW)]
    assert delivery.deliver(made.pk, now=NOW) == "sent"
    assert scripted.sent == [made.pk]
    assert made.attempts == 0
    assert state(made) == "sent"
    assert made.attempts == 1


def test_a_passing_failure_is_tried_again_after_growing_waits(scripted):
    made, now, waits = letter(), NOW, []
    scripted.answers = [ChannelError("busy")] * 20
    while state(made) in ("queued", "failed"):
        assert delivery.deliver_due(now - MINUTE / 60) == {}
        delivery.deliver_due(now)
        made.refresh_from_db()
        waits.append(made.next_try_at - now)
        now = made.next_try_at
    assert waits[:-1] == list(delivery.WAITS)
    assert (made.state, made.error, made.attempts) == ("given_up", "busy", len(delivery.WAITS) + 1)


def test_a_letter_sent_at_the_second_attempt_shows_no_error(scripted):
    made = letter()
    scripted.answers = [ChannelError("busy")]
    delivery.deliver_due(NOW)
    assert (state(made), made.error) == ("failed", "busy")
    delivery.deliver_due(NOW + MINUTE)
    assert (state(made), made.error, made.attempts) == ("sent", "", 2)


def test_a_permanent_failure_is_given_up_at_once(scripted):
    made = letter()
    scripted.answers = [ChannelError("no such mailbox", permanent=True)]
    assert delivery.deliver_due(NOW) == {"given_up": 1}
    assert (state(made), made.error) == ("given_up", "no such mailbox")


def test_a_doubtful_letter_is_never_sent_again_by_itself(scripted):
    made = letter()
    scripted.answers = [ChannelError("the line broke", uncertain=True)]
    delivery.deliver_due(NOW)
    assert state(made) == "unknown"
    assert delivery.deliver_due(NOW + datetime.timedelta(days=9)) == {}
    assert scripted.sent == [made.pk]


def test_a_letter_in_the_hands_of_a_dead_worker_becomes_unknown(scripted):
    made = letter()
    scripted.answers = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        delivery.deliver_due(NOW)
    assert delivery.deliver_due(NOW + delivery.LOST_AFTER) == {}
    assert delivery.deliver_due(NOW + delivery.LOST_AFTER + MINUTE) == {"unknown": 1}
    assert (state(made), scripted.sent) == ("unknown", [made.pk])


def test_a_slow_channel_that_answers_after_all_ends_the_doubt(scripted):
    made = letter()
    scripted.answers = [lambda _message: delivery.deliver_due(NOW + delivery.LOST_AFTER + MINUTE)]
    delivery.deliver_due(NOW)
    assert state(made) == "sent"


def test_an_unknown_channel_is_a_permanent_failure():
    made = letter(channel="pigeon")
    delivery.deliver_due(NOW)
    assert state(made) == "given_up"
    assert "pigeon" in made.error


def test_the_longest_waiting_letter_leaves_first(scripted):
    late, early = letter(), letter(now=NOW - MINUTE)
    delivery.deliver_due(NOW)
    assert scripted.sent == [early.pk, late.pk]


def test_the_task_sends_every_batch(scripted, monkeypatch):
    monkeypatch.setattr(delivery, "BATCH", 2)
    for _number in range(5):
        letter(now=clock.now())
    tasks.deliver_letters()
    assert len(scripted.sent) == 5


def test_the_command_says_what_it_sent(scripted, capsys):
    letter(now=clock.now())
    call_command("deliver")
    assert capsys.readouterr().out.strip().endswith(": 1")
    call_command("deliver")
    assert capsys.readouterr().out == ""


def test_the_database_refuses_a_state_it_does_not_know():
    made = letter()
    for values in ({"state": "lost"}, {"state": "queued", "next_try_at": None}, {"state": "sent", "sent_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.filter(pk=made.pk).update(**values)


# E-mail, through a real SMTP conversation.


def test_an_email_goes_out_with_its_attachment(smtp):
    made = letter(
        "email", attachments=[{"name": "a.ics", "content_type": "text/calendar", "content": "BEGIN:VCALENDAR"}]
    )
    delivery.deliver_due(NOW)
    assert state(made) == "sent"
    (taken,) = smtp.letters
    assert f"Message-ID: <letter-{made.pk}-" in taken
    assert "To: zhu@example.cn" in taken
    assert 'filename="a.ics"' in taken


@pytest.mark.parametrize(
    ("answers", "ends"),
    [
        ({"RCPT": "550 no such user zhu@example.cn"}, "given_up"),
        ({"RCPT": "450 try later"}, "failed"),
        ({"DATA": "554 refused"}, "given_up"),
        ({"DATA": "452 full"}, "failed"),
        ({"MAIL": "550 you may not send"}, "failed"),
        ({"EHLO": None, "HELO": None}, "failed"),
        ({"END": None}, "unknown"),
        ({"QUIT": None}, "sent"),
    ],
)
def test_what_the_mail_server_says_decides(smtp, answers, ends):
    smtp.answers = answers
    made = letter("email")
    delivery.deliver_due(NOW)
    assert state(made) == ends
    assert "zhu@example.cn" not in made.error


def test_a_mail_server_that_is_away_is_a_passing_failure(smtp, settings):
    settings.EMAIL_PORT = 1
    made = letter("email")
    delivery.deliver_due(NOW)
    assert state(made) == "failed"
    assert made.error.startswith("ConnectionRefusedError")


def test_an_address_that_is_none_is_a_permanent_failure(smtp):
    made = letter("email", to="zhu\n@example.cn")
    delivery.deliver_due(NOW)
    assert state(made) == "given_up"


def test_all_of_smtplibs_errors_are_caught():
    assert issubclass(smtplib.SMTPException, OSError)


# Console and file


def test_the_console_prints_the_letter(capsys):
    made = letter("console", attachments=[{"name": "a.ics", "content_type": "text/calendar", "content": "BEGIN"}])
    delivery.deliver_due(NOW)
    assert state(made) == "sent"
    assert capsys.readouterr().out.startswith(
        "To: zhu@example.cn\nSubject: 您已入选\n\n您好,朱建国\n\n== a.ics ==\nBEGIN\n---"
    )


def test_a_file_is_readable_by_its_owner_alone(settings, tmp_path):
    settings.VAR = tmp_path
    made = letter("file")
    delivery.deliver_due(NOW)
    path = tmp_path / "letters" / f"{made.pk}-selected.txt"
    assert path.read_text(encoding="utf-8") == "To: zhu@example.cn\nSubject: 您已入选\n\n您好,朱建国\n"
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600


def test_a_folder_that_cannot_be_written_is_a_passing_failure(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.VAR.write_text("a file, not a folder")
    made = letter("file")
    delivery.deliver_due(NOW)
    assert state(made) == "failed"


# Two workers at once


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_each_letter_once(scripted):
    for _number in range(8):
        letter(now=LATER)
    at_once([lambda: delivery.deliver_due(LATER)] * 6)
    assert sorted(scripted.sent) == sorted(Message.objects.values_list("pk", flat=True))
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}
