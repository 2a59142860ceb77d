"""A sign-up whose contact is verified first: kept as it was typed, counted when the code has come back.

Until then it takes no seat and no place in the queue, and nobody learns from it who is registered: the code goes to the
contact that was typed, whoever stands in the list.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from events import identity
from events.foundation import audit, contact_codes, crypto, sms
from events.models import ContactCode, Session
from registrations import signups, window
from registrations.models import Pending, Signup

PURPOSE = "signup"
# Not kept with what was typed: they belong to the form that was sent, not to the person.
OF_THE_FORM = ("csrfmiddlewaretoken", "altcha")


def way(*, email: str, phone: str) -> dict[str, str]:
    """Where a code can go: the mobile number where text messages are sent, else the e-mail; empty where nowhere."""
    if sms.reaches(phone):
        return {"phone": crypto.normalise_phone(phone)}
    return {"email": email.strip()} if email.strip() else {}


def keep(session: Session, *, data: QueryDict, email: str, phone: str, language: str, now: datetime) -> Pending:
    """Keep what was typed and send the code; the same form again changes what is kept and sends no second code.

    ValidationError as `window.need`, or with code "unreached" where no code reaches the contact.
    """
    window.need(session, now=now)
    if not (where := way(email=email, phone=phone)):
        raise ValidationError(unreached(session), code="unreached")
    typed = data.copy()
    for name in OF_THE_FORM:
        typed.pop(name, None)
    typed["request_key"] = key = typed.get("request_key") or signups.new_request_key()
    pending = _row(session, key, where, language=language, now=now)
    if pending.signup_id is None:
        pending.data = typed.urlencode()
        pending.save(update_fields=["data", "contact"])
        if not pending.contact.sent_at:
            _send_first(pending, now=now)
    return pending


def send(pending: Pending, *, now: datetime) -> None:
    """A code, or another one; errors as `contact_codes.send`."""
    about = pending.session.title
    contact_codes.send(pending.contact, portal=identity.current().full_name, about=about, now=now)


def find(token: str) -> Pending:
    """What waits behind the address of its page; Pending.DoesNotExist for none."""
    found = Pending.objects.select_related("contact", "signup", "session__unit", "session__point__plan")
    return found.get(contact__token_index=crypto.index(token, purpose="code.token"), contact__purpose=PURPOSE)


def typed(pending: Pending) -> QueryDict:
    return QueryDict(pending.data)


@transaction.atomic
def settle(pending: Pending, signup: Signup, *, now: datetime) -> None:
    """It has become this entry: what was typed goes, and the address of its page leads to the entry."""
    moment = pending.contact.verified_at
    Signup.objects.filter(pk=signup.pk).update(verified_at=moment)
    pending.signup, pending.data = signup, ""
    pending.save(update_fields=["signup", "data"])
    audit.record(signup, "signup.verify", by=None, now=now, unit=pending.session.unit)


def unreached(session: Session) -> str:
    """What to say to whom no code reaches."""
    words = _("We send a code before the sign-up counts. Please enter an e-mail address that you can read now.")
    if sms.is_on():
        words = _("We send a code before the sign-up counts. Please enter a mobile number or an e-mail address.")
    if session.contact_phone:
        words += _("Or sign up by telephone: %(phone)s.") % {"phone": session.contact_phone}
    return words


def _send_first(pending: Pending, *, now: datetime) -> None:
    try:
        send(pending, now=now)
    except ValidationError as refused:
        if refused.code != "pause":  # the other of two clicks has sent it in this very moment
            raise


def _row(session: Session, request_key: str, where: dict[str, str], *, language: str, now: datetime) -> Pending:
    """The row of this request; with a code of its own where it is new, or where another contact was entered."""
    index = crypto.index(f"{session.pk}\0{request_key}", purpose="pending.request")
    of_request = Pending.objects.select_related("contact").filter(session=session, request_index=index)
    if (found := of_request.first()) is None:
        try:
            with transaction.atomic():
                contact = contact_codes.begin(PURPOSE, **where, language=language, now=now)
                return Pending.objects.create(contact=contact, session=session, request_index=index)
        except IntegrityError:  # the second of two clicks
            found = of_request.get()
    if not _is_of(found.contact, where) and found.signup_id is None:
        found.contact = contact_codes.begin(PURPOSE, **where, language=language, now=now)
    return found


def _is_of(contact: ContactCode, where: dict[str, str]) -> bool:
    return (contact.email, contact.phone) == (where.get("email", ""), where.get("phone", ""))
