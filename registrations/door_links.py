"""The links by which helpers keep the door of one session: made by its unit, taken back at any time, over by midnight.

A helper has no account. The link shows names, codes, categories and needs of one session, on its day, and lets nobody
do anything but what is done at a door.
"""

import base64
from datetime import datetime

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.foundation import audit, crypto, permissions
from events.models import Session, Staff
from registrations import checkin
from registrations.models import DoorLink

RIGHT = "registrations.add_doorlink"
LABEL_LENGTH = 40
KEY_BITS = 2048
# RSA-OAEP as the browser's own cryptography does it.
PADDING = padding.OAEP(mgf=padding.MGF1(hashes.SHA256()), algorithm=hashes.SHA256(), label=None)


@transaction.atomic
def make(session: Session, *, label: str, by: Staff, now: datetime) -> DoorLink:
    """Make a link for one helper. ValidationError, code "label" without a name, "state" where no door will open."""
    permissions.require(by, RIGHT, session)
    if session.state not in (Session.State.ANNOUNCED, Session.State.HELD) or not session.is_onsite:
        raise ValidationError(_("A link is made for a session on site that is announced."), code="state")
    label = label.strip()
    if not 0 < len(label) <= LABEL_LENGTH:
        raise ValidationError({"label": ValidationError(_("Please say who stands at the door."), code="label")})
    link = DoorLink(session=session, label=label, private_key=new_key(), made_at=now, made_by=by)
    if not link.is_open(now):
        raise ValidationError(_("The day of this session is over."), code="state")
    link.save()
    audit.record(link, "door_link.make", by=by, now=now, unit=session.unit)
    return link


@transaction.atomic
def revoke(link: DoorLink, *, by: Staff, now: datetime) -> DoorLink:
    """From now on the link shows nothing and records nothing, as when a phone is lost. Twice changes nothing."""
    permissions.require(by, RIGHT, link.session)
    row = DoorLink.objects.select_for_update(of=("self",)).select_related("session__unit").get(pk=link.pk)
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = now, by
        row.save(update_fields=["revoked_at", "revoked_by"])
        audit.record(row, "door_link.revoke", by=by, now=now, unit=row.session.unit)
    return row


def find(token: str) -> DoorLink:
    """DoorLink.DoesNotExist for a link that never was, or was erased."""
    found = DoorLink.objects.select_related("session__unit", "session__point__plan", "session__terms")
    return found.get(token_index=crypto.index(token, purpose="door_link.token"))


def why_not(link: DoorLink, *, now: datetime) -> str:
    """Why the link opens no door now, in words for the helper; empty while it does."""
    if link.revoked_at:
        return _("This link was taken back. Please ask the unit for a new one.")
    if link.session.state == Session.State.CANCELLED:
        return _("This session has been cancelled.")
    if not link.is_open(now):
        return _("The session is over, and this link with it. Thank you for your help.")
    return ""


def sees_names(link: DoorLink, *, now: datetime) -> bool:
    """Names are looked up on the day alone; what a ticket opens by its own code may lie ready earlier."""
    return not why_not(link, now=now) and now >= checkin.opens_at(link.session)


def public_key(link: DoorLink) -> str:
    """For the phone: base64 of the key's SubjectPublicKeyInfo."""
    public = _private(link).public_key()
    written = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(written).decode()


def unseal(link: DoorLink, sealed: str) -> str:
    """A name that the phone sealed; ValidationError, code "sealed", for anything else."""
    try:
        return _private(link).decrypt(base64.b64decode(sealed, validate=True), PADDING).decode()
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ValidationError(_("The name did not arrive in one piece."), code="sealed") from error


def new_key() -> str:
    """A pair of keys for a phone and the portal, as PEM."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    form = serialization.PrivateFormat.PKCS8
    return made.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def _private(link: DoorLink) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(link.private_key.encode(), password=None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key
