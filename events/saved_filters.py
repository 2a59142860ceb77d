"""Filters that a person keeps for a list of the desk: kept under a name, replaced under the same name, removed."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.models import SavedFilter, Staff


@transaction.atomic
def keep(listing: str, query: str, *, name: str, by: Staff, now: datetime) -> SavedFilter:
    """Keep a query string for a list ("events.session"); under a name that is in use it takes the old one's place.

    Raises ValidationError, code "name", "query" where nothing is chosen or too much, or "full".
    """
    title, longest = " ".join(name.split()), SavedFilter.NAME_LENGTH
    if not title or len(title) > longest:
        raise ValidationError(_("Give a name of at most %(n)d characters."), code="name", params={"n": longest})
    if not query:
        raise ValidationError(_("Choose a filter or search first; then it can be saved."), code="query")
    if len(query) > SavedFilter.QUERY_LENGTH:
        raise ValidationError(_("These filters are too long to be saved."), code="query")
    own = SavedFilter.objects.filter(staff=by, listing=listing)
    if own.exclude(name=title).count() >= SavedFilter.MOST:
        full = _("A list holds at most %(n)d saved filters: remove one first.")
        raise ValidationError(full, code="full", params={"n": SavedFilter.MOST})
    facts = {"query": query, "created_at": now}
    return SavedFilter.objects.update_or_create(staff=by, listing=listing, name=title, defaults=facts)[0]


def remove(saved: SavedFilter, *, by: Staff) -> None:
    if saved.staff_id != by.pk:
        raise PermissionDenied("saved_filter")
    saved.delete()
