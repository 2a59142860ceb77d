"""The audit log: written by the act itself, in its transaction; sealed into a chain by the worker.

Sealing puts each row's place, the seal of the row before and the seal of its own content on it, so a changed row, and a
row missing from within the chain, shows. The seal is keyed (INDEX_KEY): who can write rows cannot make seals. Rows cut
off the end of the chain show when the head that `verify_audit` printed is given to it again.
"""

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.foundation import bulk, crypto
from events.models.audit import AuditEntry
from events.models.staff import Staff
from events.models.unit import Unit

HIDDEN = "***"
BATCH = 500


@dataclass(frozen=True)
class Fault:
    """Something wrong in the chain: the number of the entry, and what is wrong with it."""

    number: int
    text: str


def record(
    subject: models.Model,
    act: str,
    *,
    by: Staff | None,
    now: datetime.datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    unit: Unit | None = None,
) -> AuditEntry:
    """Add one entry: who did what to which row, and its values before and after, by field name.

    Values of encrypted fields are replaced, never kept. `by` is None for a resident or the worker. Whose staff may read
    the entry follows `unit`, else the subject's own unit, else the unit of the person.
    """
    return AuditEntry.objects.create(
        **_entry(subject, act, by=by, now=now, before=before, after=after, reason=reason, unit=unit)
    )


def record_many(
    rows: Iterable[tuple[models.Model, Mapping[str, Any]]],
    act: str,
    *,
    by: Staff | None,
    now: datetime.datetime,
    unit: Unit | None = None,
) -> None:
    """As `record`, for many rows of one act at once: each with its values after it."""
    bulk.insert(AuditEntry(**_entry(row, act, by=by, now=now, after=after, unit=unit)) for row, after in rows)


def latest(subject: models.Model) -> AuditEntry | None:
    """The newest entry about the row: what a plain edit of the desk has just left."""
    mine = AuditEntry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return mine.order_by("-pk").first()


def values(subject: models.Model, *names: str) -> dict[str, Any]:
    """The subject's fields of these names as they are now, fit for `before` and `after`."""
    fields = (subject._meta.get_field(name) for name in names)
    return {field.name: field.value_from_object(subject) for field in fields if isinstance(field, models.Field)}


def seal() -> int:
    """Chain every unsealed entry; the number of entries sealed. Two workers at once cannot fork the chain."""
    total = 0
    try:
        while sealed := _seal_batch():
            total += sealed
    except IntegrityError:  # another worker took the numbers first, and goes on
        pass
    return total


def verify(head: tuple[int, str] | None = None) -> list[Fault]:
    """Every fault of the chain. `head` is a (number, seal) noted earlier, which must still stand."""
    faults = list(_faults())
    if head and not AuditEntry.objects.filter(number=head[0], hash=head[1]).exists():
        faults.append(Fault(head[0], _("the head noted earlier is missing or another one")))
    return faults


def head() -> tuple[int, str] | None:
    """Number and seal of the last sealed entry: note it outside the database."""
    last = AuditEntry.objects.sealed().last()
    return (last.number, last.hash) if last and last.number and last.hash else None


def _seal_batch() -> int:
    with transaction.atomic():
        last = AuditEntry.objects.sealed().select_for_update().last()
        number, previous = (last.number or 0, last.hash or "") if last else (0, "")
        entries = list(AuditEntry.objects.unsealed()[:BATCH])
        for place, entry in enumerate(entries, start=number + 1):
            entry.number, entry.previous_hash = place, previous
            entry.hash = previous = _seal_of(entry)
        # Past the append-only QuerySet on purpose: these three columns are the seal itself.
        AuditEntry._base_manager.bulk_update(entries, ["number", "previous_hash", "hash"], batch_size=100)
    return len(entries)


def _faults() -> Iterator[Fault]:
    number, previous = 0, ""
    for entry in AuditEntry.objects.sealed().iterator(chunk_size=BATCH):
        for missing in range(number + 1, entry.number or 0):
            yield Fault(missing, pgettext("audit", "missing"))
        follows = entry.number == number + 1
        number = entry.number or 0
        if entry.hash != _seal_of(entry) or (follows and entry.previous_hash != previous):
            yield Fault(number, _("changed after it was sealed"))
        previous = entry.hash or ""


def _seal_of(entry: AuditEntry) -> str:
    content = {
        field.attname: field.value_from_object(entry) for field in entry._meta.concrete_fields if field.name != "hash"
    }
    content["at"] = entry.at.astimezone(datetime.UTC).isoformat()
    return crypto.index(json.dumps(content, sort_keys=True, cls=DjangoJSONEncoder), purpose="audit")


def _entry(
    subject: models.Model,
    act: str,
    *,
    by: Staff | None,
    now: datetime.datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
    unit: Unit | None = None,
) -> dict[str, Any]:
    return {
        "at": now,
        "by": by,
        "act": act,
        "subject_type": subject._meta.label_lower,
        "subject_id": str(subject.pk),
        "subject_label": _label(subject)[:200],
        "before": _shown(subject, before),
        "after": _shown(subject, after),
        "reason": reason,
        "unit_id": unit.pk if unit else _unit_of(subject) or (by.unit_id if by else None),
    }


def _shown(subject: models.Model, changes: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if changes is None:
        return None
    hidden = {field.name for field in _encrypted(subject)}
    return {name: HIDDEN if name in hidden and value else value for name, value in changes.items()}


def _label(subject: models.Model) -> str:
    """What the row calls itself; only its kind and key where it holds personal data, which its name may show."""
    is_personal = any(field.is_personal for field in _encrypted(subject))
    return f"{subject._meta.verbose_name} {subject.pk}" if is_personal else str(subject)


def _encrypted(subject: models.Model) -> list[crypto.EncryptedTextField]:
    return [field for field in subject._meta.concrete_fields if isinstance(field, crypto.EncryptedTextField)]


def _unit_of(subject: models.Model) -> int | None:
    return subject.pk if isinstance(subject, Unit) else getattr(subject, "unit_id", None)
