"""Identity documents: one spelling a number, its faults in words, and what a resident identity card tells by itself."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.foundation import crypto

FIRST_YEAR = 1900
# GB 11643-1999: the weights of the first 17 digits, and the last character by the sum's remainder.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
LAST = "10X98765432"


class Kind(models.TextChoices):
    RESIDENT = "resident", gettext_lazy("resident identity card")
    PASSPORT = "passport", gettext_lazy("passport")
    PERMIT = "permit", gettext_lazy("mainland travel permit (Hong Kong, Macau, Taiwan)")
    PERMANENT = "permanent", gettext_lazy("foreigner's permanent residence card")


# Of Hong Kong and Macau a letter and 8 or 10 digits, of Taiwan 8 digits, before 2015 ten and a letter.
PATTERNS = {
    Kind.PASSPORT: re.compile(r"(?=.*\d)[A-Z0-9]{5,20}"),
    Kind.PERMIT: re.compile(r"[HM]\d{8}(\d{2})?|\d{8}|\d{10}[A-Z]?"),
    Kind.PERMANENT: re.compile(r"[A-Z]{3}\d{12}|9\d{16}[\dX]"),
}


@dataclass(frozen=True)
class Document:
    """A checked document; birth and sex (`male`, `female`) only where the number itself says them."""

    kind: str
    number: str
    born: date | None = None
    sex: str = ""

    @property
    def index(self) -> str:
        """The keyed hash by which the same document is found again."""
        return crypto.index(f"{self.kind}\0{self.number}", purpose="signup.id")


def read(kind: str, number: str, *, today: date) -> Document:
    """The document of this number as typed: full-width digits, a small x, blanks and brackets are no fault.

    ValidationError, code "id_kind", "id_number", "id_born" or "id_check", says what to compare with the document.
    """
    plain = normalise(number)
    if kind == Kind.RESIDENT:
        return _resident(plain, today)
    if kind not in PATTERNS:
        raise ValidationError(_("Please choose the kind of document."), code="id_kind")
    if not PATTERNS[Kind(kind)].fullmatch(plain):
        named = {"kind": Kind(kind).label}
        raise ValidationError(_("This is not the number of a %(kind)s. Please compare.") % named, code="id_number")
    return Document(kind, plain)


def normalise(number: str) -> str:
    return re.sub(r"[\s\-—–().·]", "", unicodedata.normalize("NFKC", number)).upper()


def _resident(number: str, today: date) -> Document:
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        text = _("The number of a resident identity card has 18 digits; the last one may be an X.")
        raise ValidationError(text, code="id_number")
    born = _born(number[6:14])
    if born is None or not born.year >= FIRST_YEAR or born > today:
        text = _("Digits 7 to 14 of this number are no date of birth. Please compare it with the card.")
        raise ValidationError(text, code="id_born")
    if number[-1] != LAST[sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)) % 11]:
        text = _("This number has a slip: its last digit does not fit the others. Please compare it with the card.")
        raise ValidationError(text, code="id_check")
    return Document(Kind.RESIDENT, number, born, "male" if int(number[16]) % 2 else "female")


def _born(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
