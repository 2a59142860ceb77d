"""The sign-up terms of a session (报名条件): who may come, what is asked, of whom and when.

Once sign-up has opened people have answered: what the form asks and who may come stays as it is.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.foundation import audit, permissions
from events.models import Session, Staff
from registrations import seats
from registrations.models import Asked, Roster, Terms

RIGHT = "registrations.change_terms"
WHO = ("age_min", "age_max", "areas", "takes_children", "group_max", "names_companions")
MOMENTS = ("details_until", "confirm_until")
FIELDS = (*WHO, "verifies_contact", *MOMENTS)
OF_ASKED = ("item", "moment", "category", "is_required", "text", "choices", "position")


@transaction.atomic
def set_terms(
    session: Session, *, terms: Mapping[str, Any], asked: Sequence[Mapping[str, Any]], by: Staff, now: datetime
) -> Terms | None:
    """Put these terms and questions in the place of the former; None where nothing is asked any more.

    Each of `asked` has the fields of `Asked`, and `id` where it stands already: its answers are kept under it.
    ValidationError, code "fixed" once sign-up has opened, "shortened" or "too_late" for a moment, "twice", or by field.
    """
    permissions.require(by, RIGHT, session)
    locked = seats.lock(session)
    former = Terms.objects.filter(session=locked).first() or Terms(session=locked)
    rows = {row.pk: row for row in locked.asked.all()}
    new = Terms(pk=former.pk, session=locked, **{name: terms[name] for name in FIELDS if name in terms})
    wanted = [_row(locked, rows, values) for values in asked]
    _check(former, new, list(rows.values()), wanted, now=now)
    before, after = _facts(former, rows.values()), _facts(new, wanted)
    if before == after:
        return former if former.pk else None
    _keep(new, rows, wanted)
    audit.record(locked, "session.terms", by=by, now=now, before=before, after=after, unit=locked.unit)
    return new if new.pk else None


def is_fixed(session: Session, *, now: datetime) -> bool:
    """Whether people may have answered: sign-up has opened for an announced session."""
    opens = session.signup_opens_at
    return session.announced_at is not None and opens is not None and opens <= now


def _row(session: Session, rows: Mapping[int, Asked], values: Mapping[str, Any]) -> Asked:
    given = {name: values[name] for name in OF_ASKED if name in values}
    if (key := values.get("id")) and key not in rows:
        raise ValidationError(_("This question is gone; please load the page again."), code="gone")
    return Asked(pk=key or None, session=session, **given)


def _check(former: Terms, new: Terms, rows: Sequence[Asked], wanted: Sequence[Asked], *, now: datetime) -> None:
    new.full_clean(exclude=["session"], validate_unique=False)
    for row in wanted:
        row.full_clean(exclude=["session"], validate_unique=False, validate_constraints=False)
        if row.item == Asked.Item.OWN and not row.text.strip():
            raise ValidationError(_("Please write your question."), code="own_without_words")
    items = [row.item for row in wanted if row.item != Asked.Item.OWN]
    if twice := next((row for row in wanted if row.item != Asked.Item.OWN and items.count(row.item) > 1), None):
        raise ValidationError(_("“%(item)s” is asked twice.") % {"item": twice.get_item_display()}, code="twice")
    _check_moments(former, new)
    if is_fixed(new.session, now=now):
        _check_fixed(former, new, rows, wanted)


def _check_moments(former: Terms, new: Terms) -> None:
    """The moments lie before the session; once the list is confirmed and told, they are only prolonged."""
    is_told = Roster.objects.filter(session=new.session).exists()
    for name in MOMENTS:
        before, after = getattr(former, name), getattr(new, name)
        if after and after > new.session.starts_at:
            text = _("This moment lies after the beginning of the session.")
            raise ValidationError({name: ValidationError(text, code="too_late")})
        if is_told and before and (after is None or after < before):
            text = _("The selected have been told this moment: it may be prolonged, not shortened.")
            raise ValidationError({name: ValidationError(text, code="shortened")})


def _check_fixed(former: Terms, new: Terms, rows: Sequence[Asked], wanted: Sequence[Asked]) -> None:
    changed = any(getattr(former, name) != getattr(new, name) for name in WHO)
    at_signup = Asked.Moment.SIGNUP
    if changed or _answered(rows, at_signup) != _answered(wanted, at_signup):
        text = _(
            "Sign-up has opened: who may come and what the form asks stays as it is, because people have answered."
            " What the selected are asked can be added, and moments prolonged."
        )
        raise ValidationError(text, code="fixed")
    selected = Asked.Moment.SELECTED
    if Roster.objects.filter(session=new.session).exists() and _answered(rows, selected) != _answered(wanted, selected):
        raise ValidationError(_("The selected have been told what they are asked: it stays as it is."), code="fixed")


def _answered(rows: Sequence[Asked], moment: str) -> list[tuple[Any, ...]]:
    """What somebody who answers sees; the position alone may change."""
    seen = [(row.pk or 0, *(getattr(row, name) for name in OF_ASKED[:-1])) for row in rows if row.moment == moment]
    return sorted(seen, key=str)


def _keep(new: Terms, rows: Mapping[int, Asked], wanted: Sequence[Asked]) -> None:
    kept = {row.pk for row in wanted if row.pk}
    Asked.objects.filter(pk__in=set(rows) - kept).delete()
    if not wanted and _is_empty(new):
        Terms.objects.filter(session=new.session).delete()
        new.pk = None
        return
    new.save()
    for row in wanted:
        row.save()


def _is_empty(terms: Terms) -> bool:
    return not any(getattr(terms, name) for name in FIELDS)


def _facts(terms: Terms, rows: Any) -> dict[str, Any]:
    """For the log: the terms, and each question in words, with the moment at which it is asked."""
    words = [
        " · ".join(
            filter(
                None,
                (
                    row.text or row.item,
                    row.moment,
                    row.category,
                    "*" if row.is_required else "",
                    row.choices.replace("\n", "/"),
                    str(row.position),
                ),
            )
        )
        for row in rows
    ]
    return {**audit.values(terms, *FIELDS), "asked": sorted(words)}
