"""Being reminded of a livestream without taking a seat: asked for, given up again, forgotten once it is over."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from events.foundation import crypto, outbox, sms
from events.models import Session
from registrations import consent as consents
from registrations.models import Watcher


def takes_watchers(session: Session, *, now: datetime) -> bool:
    """Whether a reminder of its livestream can still be asked for."""
    return session.is_livestream and session.state == Session.State.ANNOUNCED and now < session.starts_at


def ask(
    session: Session, *, contact: str, consent: bool, now: datetime, language: str = settings.LANGUAGE_CODE
) -> Watcher:
    """Remember an e-mail address, or a mobile number where the portal sends text messages, until the session is over.

    Who asked before is answered alike, and kept once.

    ValidationError: by field for what was typed; code "closed" where there is nothing to be reminded of.
    """
    if not takes_watchers(session, now=now):
        raise ValidationError(_("There is no livestream ahead of which we could remind you."), code="closed")
    try:
        field = reached(contact)
    except ValidationError as fault:
        raise ValidationError({"contact": fault}) from None
    if not consent:
        refusal = _("Without your consent we may not keep your address, and cannot remind you.")
        raise ValidationError({"consent": ValidationError(refusal, code="consent")})
    watcher = Watcher(session=session, **field, language=language, consent_version=consents.VERSION, asked_at=now)
    try:
        with transaction.atomic():
            watcher.save()
    except IntegrityError:
        return Watcher.objects.get(session=session, contact_index=watcher.contact_index)
    return watcher


def reached(contact: str) -> dict[str, str]:
    """The field and the spelling of an address that a letter reaches; ValidationError (code "contact") for others."""
    plain, phone = contact.strip(), crypto.normalise_phone(contact)
    if sms.reaches(phone):
        return {"phone": phone}
    try:
        validate_email(plain)
    except ValidationError:
        refusal = _("This is not an e-mail address. It looks like name@example.cn.")
        if sms.is_on():
            refusal = _("This is neither an e-mail address nor a mobile number.")
        raise ValidationError(refusal, code="contact") from None
    return {"email": plain}


def find_by_token(token: str) -> Watcher:
    """Watcher.DoesNotExist for a link that leads nowhere."""
    index = crypto.index(token, purpose="watcher.token")
    return Watcher.objects.select_related("session").get(token_index=index)


@transaction.atomic
def stop(watcher: Watcher, *, now: datetime) -> None:
    """Forget the address at once, and what was written to it."""
    outbox.erase([_owner(watcher.pk)], now=now)
    watcher.delete()


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Erase whoever watched a session that is over or was cancelled, with the letters to them; how many."""
    is_over = Q(session__ends_at__lte=now) | Q(session__state=Session.State.CANCELLED)
    keys = list(Watcher.objects.filter(is_over).values_list("pk", flat=True))
    outbox.erase(map(_owner, keys), now=now)
    return Watcher.objects.filter(pk__in=keys).delete()[1].get("registrations.Watcher", 0)


def _owner(key: int) -> str:
    """As their letters name it."""
    return f"watcher:{key}"
