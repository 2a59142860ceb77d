"""What one entry must look like: every fault at once, each with the field it belongs to."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from events.foundation import crypto
from events.models import SELF_SIGNUP, Category, Session
from registrations.models import ClosedLink

NAME_LENGTH = 60
NOTHING: Mapping[str, str] = MappingProxyType({})

# Mainland mobile · landline with its area · a local number · a number of another country.
PHONE = re.compile(r"1[3-9]\d{9}|0\d{9,11}|[2-9]\d{6,7}|\+\d{7,15}")


@dataclass(frozen=True)
class Entry:
    """A person's entry, checked and in one spelling."""

    name: str
    phone: str
    email: str
    category: str
    companions: int
    language: str = settings.LANGUAGE_CODE
    organisation: str = ""
    details: str = ""
    id_index: str = ""

    @cached_property
    def person_index(self) -> str:
        return person_index(self.name, self.phone)

    @cached_property
    def phone_index(self) -> str:
        return phone_index(self.phone)

    @property
    def seats(self) -> int:
        return 1 + self.companions


def person_index(name: str, phone: str) -> str:
    """By which the same person is known again: name and telephone, whatever their spelling."""
    person = f"{crypto.normalise_name(name)}\0{crypto.normalise_phone(phone)}"
    return crypto.index(person, purpose="signup.person")


def phone_index(phone: str) -> str:
    return crypto.index(crypto.normalise_phone(phone), purpose="signup.phone")


def offered(session: Session, *, to_staff: bool = False) -> list[Category]:
    """The categories in which residents sign up themselves; a ceiling of 0 closes one.

    One that has a closed link as its only way in is left to those with the link, and to staff who enter callers.
    """
    closed = {quota.category for quota in session.quotas.all() if quota.ceiling == 0}
    if not to_staff and getattr(session, "has_only_ways", True):  # said beforehand by circles.marked
        closed |= set(ClosedLink.objects.only_ways().filter(session=session).values_list("category", flat=True))
    return [category for category in SELF_SIGNUP if category not in closed]


def checked(
    session: Session,
    *,
    name: str,
    phone: str,
    email: str,
    category: str,
    companions: int,
    categories: Collection[str],
    companions_max: int,
    language: str = settings.LANGUAGE_CODE,
    organisation: str = "",
    more: Mapping[str, str] = NOTHING,
) -> Entry:
    """The entry, or a ValidationError with the faults by field (codes name, phone, email, category, companions).

    `more` are the faults of what the session asks beyond that, found before.
    """
    found = {**faults(name=name, phone=phone, email=email, organisation=organisation), **more}
    if category not in categories:
        found["category"] = _("Please choose one of the groups listed here.")
    if text := companions_fault(companions, session, companions_max):
        found["companions"] = text
    if found:
        raise ValidationError({field: ValidationError(text, code=field) for field, text in found.items()})
    number = crypto.normalise_phone(phone)
    return Entry(one_line(name), number, email.strip(), category, companions, language, one_line(organisation))


def one_line(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def faults(*, name: str, phone: str, email: str, organisation: str = "") -> dict[str, str]:
    """What is wrong with how a person can be named and reached, by field; empty where nothing is."""
    found = {"name": name_fault(name), "phone": _phone_fault(phone), "email": _email_fault(email)}
    if organisation and not any(character.isalpha() for character in organisation):
        found["organisation"] = _("Please enter the name of the firm or school.")
    return {field: text for field, text in found.items() if text}


def name_fault(name: str) -> str:
    if not name.strip():
        return _("Please enter your name.")
    if len(name) > NAME_LENGTH:
        return _("This name is longer than %(count)d characters.") % {"count": NAME_LENGTH}
    kinds = {unicodedata.category(character)[0] for character in name.strip()}
    if "L" not in kinds or "C" in kinds:
        return _("Please enter the name as it stands on your identity card or passport.")
    return ""


def _phone_fault(phone: str) -> str:
    if not phone.strip():
        return _("Please enter a telephone number.")
    foreign = re.search(r"[^\d\s+()\-.—–]", unicodedata.normalize("NFKC", phone))
    if foreign or not PHONE.fullmatch(crypto.normalise_phone(phone)):
        return _("This is not a telephone number. Enter 11 digits of a mobile number, or area code and number.")
    return ""


def _email_fault(email: str) -> str:
    try:
        if email.strip():
            validate_email(email.strip())
    except ValidationError:
        return _("This is not an e-mail address. Leave it empty if you have none.")
    return ""


def companions_fault(companions: int, session: Session, companions_max: int | None = None) -> str:
    """What is wrong with so many companions: more than the session allows, or the number that is given."""
    allowed = session.companions_max if companions_max is None else companions_max
    most = max(min(allowed, session.capacity - 1), 0)
    if 0 <= companions <= most:
        return ""
    if most == 0:
        return _("Companions cannot be brought to this session.")
    return _("You can bring at most %(count)d companions.") % {"count": most}
