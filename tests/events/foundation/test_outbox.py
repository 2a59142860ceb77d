"""The outbox: letters from templates, laid in with the act, moved by staff."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from events.foundation import outbox
from events.models import AuditEntry, Message
from tests import make

NOW = make.at("2019-10-08 09:00")


def queue(**fields):
    return outbox.queue(
        **{"letter": "selected", "to": "zhu@example.cn", "subject": "您已入选", "body": "您好", "now": NOW, **fields}
    )


@transaction.atomic
def failing_act():
    queue()
    raise ZeroDivisionError


# Laying in


@pytest.mark.django_db
def test_a_letter_is_posted_from_its_template(letters, town):
    made = outbox.post(
        "visits",
        "selected",
        {"name": "Li"},
        to=" li@example.cn ",
        language="en",
        unit=town,
        about="开放日",
        now=NOW,
    )
    made.refresh_from_db()
    assert (made.app, made.letter, made.language, made.channel) == ("visits", "selected", "en", "email")
    assert (made.to, made.subject, made.body) == ("li@example.cn", "You are selected", "Dear Li\n")
    assert (made.state, made.next_try_at, made.about, made.unit) == ("queued", NOW, "开放日", town)


@pytest.mark.django_db
def test_a_letter_without_address_is_refused():
    with pytest.raises(ValueError, match="address"):
        queue(to=" ")


@pytest.mark.django_db
def test_staff_see_the_letters_of_their_unit(office, editor, other_editor, town):
    made = queue(unit=town)
    assert list(Message.objects.visible_to(editor)) == [made]
    assert list(Message.objects.visible_to(office)) == [made]
    assert list(Message.objects.visible_to(other_editor)) == []


@pytest.mark.django_db
def test_a_failed_act_leaves_no_letter(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as pokes, pytest.raises(ZeroDivisionError):
        failing_act()
    assert (Message.objects.count(), pokes) == (0, [])


@pytest.mark.django_db
def test_many_letters_poke_the_worker_once(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as pokes, transaction.atomic():
        for _number in range(3):
            queue()
    assert len(pokes) == 1


@pytest.mark.django_db
def test_a_letter_after_a_failed_part_still_pokes(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as pokes, transaction.atomic():
        with pytest.raises(ZeroDivisionError):
            failing_act()
        queue()
    assert len(pokes) == 1


@pytest.mark.django_db(transaction=True)
def test_after_the_commit_the_letter_leaves(mailoutbox):
    with transaction.atomic():
        made = queue(now=None)
        assert mailoutbox == []
    made.refresh_from_db()
    assert made.state == Message.State.SENT
    assert [mail.to for mail in mailoutbox] == [["zhu@example.cn"]]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_does_not_fail_the_act(celery_broker_down, caplog):
    made = queue(now=None)
    assert Message.objects.get().state == Message.State.QUEUED
    assert made.pk
    assert "on_commit" in caplog.text


@pytest.fixture
def celery_broker_down(settings):
    app = outbox.current_app
    eager, app.conf.task_always_eager = app.conf.task_always_eager, False
    url, app.conf.broker_write_url = app.conf.broker_write_url, "redis://127.0.0.1:1/0"
    options, app.conf.broker_transport_options = app.conf.broker_transport_options, {"max_retries": 0}
    app.amqp._producer_pool = None
    yield
    app.conf.task_always_eager, app.conf.broker_write_url = eager, url
    app.conf.broker_transport_options, app.amqp._producer_pool = options, None


# What staff do with letters


@pytest.mark.django_db
def test_a_held_letter_waits_until_it_is_released(office):
    made = queue()
    outbox.hold(made, by=office, now=NOW)
    assert Message.objects.due(NOW).count() == 0
    outbox.release(made, by=office, now=NOW)
    assert Message.objects.due(NOW).get() == made
    assert list(AuditEntry.objects.order_by("pk").values_list("act", "after")) == [
        ("hold", {"state": "held"}),
        ("release", {"state": "queued"}),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["sending", "sent", "given_up", "unknown"])
def test_a_letter_that_left_cannot_be_held(office, state):
    made = queue()
    Message.objects.update(state=state, sent_at=NOW)
    with pytest.raises(ValidationError) as refused:
        outbox.hold(made, by=office, now=NOW)
    assert refused.value.code == "letter_left"


@pytest.mark.django_db
def test_a_copy_is_sent_and_the_first_letter_stays(office, town):
    made = queue(unit=town, attachments=[{"name": "a.ics", "content_type": "text/calendar", "content": "BEGIN"}])
    Message.objects.update(state="unknown")
    made.refresh_from_db()
    copy = outbox.resend(made, by=office, now=NOW)
    copy.refresh_from_db()
    assert (copy.resent_from, copy.by, copy.state, copy.unit) == (made, office, "queued", town)
    assert (copy.to, copy.subject, copy.body, copy.attachments) == (made.to, made.subject, made.body, made.attachments)
    assert Message.objects.get(pk=made.pk).state == "unknown"


@pytest.mark.django_db
def test_a_letter_on_its_way_is_not_sent_twice(office):
    with pytest.raises(ValidationError) as refused:
        outbox.resend(queue(), by=office, now=NOW)
    assert refused.value.code == "letter_on_its_way"


@pytest.mark.django_db
def test_of_two_clicks_one_sends_a_copy_until_it_has_arrived(office):
    made = queue()
    Message.objects.update(state="given_up")
    made.refresh_from_db()
    copy = outbox.resend(made, by=office, now=NOW)
    with pytest.raises(ValidationError) as refused:
        outbox.resend(made, by=office, now=NOW)
    assert refused.value.code == "letter_on_its_way"
    Message.objects.filter(pk=copy.pk).update(state="unknown")
    assert outbox.resend(made, by=office, now=NOW).resent_from == made


@pytest.mark.django_db
@pytest.mark.parametrize("act", [outbox.hold, outbox.release, outbox.resend])
def test_only_the_office_moves_letters(editor, town, act):
    with pytest.raises(PermissionDenied):
        act(queue(unit=town), by=editor, now=NOW)
