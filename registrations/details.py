"""What only the selected are asked: given behind the private link until a last moment, or entered by staff for them."""

import json
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from events.foundation import audit, permissions
from events.models import Session, Staff
from registrations import answers, asking
from registrations.models import Asked, Signup
from registrations.models.signup import SignupQuerySet


def wanted(signup: Signup) -> list[Asked]:
    """What this person is asked now that a seat is given; empty for everybody else, and for walk-ins."""
    if signup.state != Signup.State.SELECTED or signup.source == Signup.Source.DOOR:
        return []
    return asking.of_one_selected(signup)


def until(session: Session) -> datetime:
    """The last moment: as the terms say, at the latest when the session begins."""
    terms = asking.terms_of(session)
    return (terms and terms.details_until) or session.starts_at


def with_asked(signups: SignupQuerySet) -> SignupQuerySet:
    """With `is_asked_more`: whether their sessions ask anything only of the selected."""
    asked = Asked.objects.of_the_selected().filter(session=OuterRef("session"))
    return signups.annotate(is_asked_more=Exists(asked))


def lacking() -> SignupQuerySet:
    """The selected who have not given what their sessions ask only of them."""
    rows = Signup.objects.seated().exclude(source=Signup.Source.DOOR)
    return with_asked(rows).filter(is_asked_more=True, details_at=None, erased_at=None)


@transaction.atomic
def give(signup: Signup, given: dict[str, Any], *, now: datetime, by: Staff | None = None) -> Signup:
    """Keep the answers of a selected person; again until the last moment. Staff may enter them after it, too.

    ValidationError by field, or with code "not_wanted", "too_late".
    """
    if by:
        permissions.require(by, "registrations.change_signup", signup)
    row = Signup.objects.select_for_update().get(pk=signup.pk)
    row.session = signup.session
    if not wanted(row):
        raise ValidationError(_("Nothing more is asked for this sign-up."), code="not_wanted")
    if now >= (row.session.ends_at if by else until(row.session)):
        raise ValidationError(_("The last moment for this has passed. Please call the contact."), code="too_late")
    is_group = bool(row.organisation)
    found = answers.of_the_selected(row.session, given, category=row.category, now=now, is_group=is_group)
    if found.faults:
        raise ValidationError({name: ValidationError(text, code=name) for name, text in found.faults.items()})
    row.details = json.dumps({**row.answers, **found.record}, ensure_ascii=False)
    row.id_index, row.details_at = found.id_index or row.id_index, now
    try:
        with transaction.atomic():
            row.save(update_fields=["details", "id_index", "details_at"])
    except IntegrityError:
        text = _("This document stands on the list of this session already. Please compare it, or call the contact.")
        raise ValidationError({Asked.Item.ID_NUMBER: ValidationError(text, code="twice")}) from None
    audit.record(row, "signup.details", by=by, now=now, after={"asked": sorted(found.record)}, unit=row.session.unit)
    return row
