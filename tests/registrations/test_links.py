"""A private link that is given up: the old one opens nothing, the new one goes to the contact on record."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from events.foundation import clock
from events.models import AuditEntry, Message
from registrations import links
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.at("2019-10-05 09:00")


@pytest.fixture
def entry(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.move(NOW)
    return make.signup(make.announced(), email="zhu@example.cn")


def test_the_person_changes_the_link_on_the_private_page(client, entry):
    old = entry.get_absolute_url()
    response = client.post(reverse("registrations:signup_renew", args=[entry.token]), follow=True)
    entry.refresh_from_db()
    assert response.redirect_chain == [(entry.get_absolute_url(), 302)]
    assert entry.get_absolute_url() != old
    assert client.get(old).status_code == 404
    letter = Message.objects.get()
    assert (letter.to, letter.letter) == ("zhu@example.cn", "link_renewed")
    assert entry.token in letter.body
    assert AuditEntry.objects.get(act="signup.renew_link").by is None


def test_looking_at_its_address_changes_nothing(client, entry):
    assert client.get(reverse("registrations:signup_renew", args=[entry.token])).status_code == 405
    assert client.get(entry.get_absolute_url()).status_code == 200


def test_staff_change_it_on_request_within_their_unit_only(entry, other_editor):
    with pytest.raises(PermissionDenied):
        links.renew(entry, by=other_editor, now=NOW)
    old, editor = entry.token, make.staff("editor", unit=entry.session.unit)
    links.renew(entry, by=editor, now=NOW)
    entry.refresh_from_db()
    assert entry.token != old
    assert AuditEntry.objects.get(act="signup.renew_link").by == editor


def test_an_erased_entry_gets_no_link(entry):
    type(entry).objects.filter(pk=entry.pk).update(erased_at=NOW)
    with pytest.raises(ValidationError):
        links.renew(entry, now=NOW)
