"""Personal data: encrypted at rest, found by a keyed hash, shown masked.

`settings.FIELD_KEYS` is a list of Fernet keys: the first encrypts, all of them decrypt, so a key is changed by
putting the new one in front. `settings.INDEX_KEY` is a secret of its own: a phone number is guessable, so whoever has
the rows and this key has the numbers.
"""

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import IO, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models

# Two-character surnames in use; a mask keeps the whole surname.
COMPOUND_SURNAMES = frozenset(
    re.findall(
        r"\S\S",
        "欧阳 太史 端木 上官 司马 东方 独孤 南宫 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容"
        " 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘 令狐 亓官 呼延 闻人 东郭 南门 西门 百里 第五 轩辕 拓跋 完颜"
        " 歐陽 諸葛 東方 南宮 尉遲 鍾離 長孫 聞人 東郭 軒轅 司馬 公孫 獨孤 赫連 濮陽",
    )
)
PIECE = 256 * 1024  # bytes of a file that are encrypted at once
MIDDLE_DOTS = re.compile(r"[·•・‧∙⋅●.]")


class EncryptedTextField(models.TextField):
    """Text that the database sees only as a Fernet token. None and "" stay what they are, so emptiness can be seen.

    Nothing but `isnull` can be looked up: two encryptions of one text differ. Keep an `index()` beside it to find by.
    """

    is_personal = True  # then not even the row's own name is noted in the log

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be looked up by {lookup_name}")
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is encrypted and cannot be looked up by {lookup_name}")

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        text = super().get_db_prep_save(value, connection)
        return encrypt(text) if isinstance(text, str) and text else text

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return decrypt(value) if value else value


class EncryptedSecretField(EncryptedTextField):
    """A key or an address that works like one: as secret as personal data, but it says nothing about a person."""

    is_personal = False


class EncryptedJSONField(EncryptedTextField):
    """A JSON value kept as encrypted text."""

    # What the type checker takes for the attribute's type: any JSON value.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else None

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) and value else value

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj), ensure_ascii=False)


def encrypt(text: str) -> str:
    return _fernet(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    try:
        return _fernet(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise ImproperlyConfigured("No key of FIELD_KEYS opens this value: was an old one removed?") from error


def lock_file(plain: IO[bytes], locked: IO[bytes]) -> None:
    """Encrypt a file piece by piece, a line each: no more than one piece of it is ever held."""
    fernet = _fernet(tuple(settings.FIELD_KEYS))
    while piece := plain.read(PIECE):
        locked.write(fernet.encrypt(piece) + b"\n")


def unlock_file(locked: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of a file that `lock_file` wrote."""
    fernet = _fernet(tuple(settings.FIELD_KEYS))
    return (fernet.decrypt(line.rstrip(b"\n")) for line in locked)


def index(value: str, *, purpose: str) -> str:
    """The keyed hash (64 hex digits) by which a normalised value is found; purposes never meet each other."""
    return hmac.new(settings.INDEX_KEY.encode(), f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def normalise_phone(phone: str) -> str:
    """One spelling a number: digits only, mainland numbers without the country code, others with their +."""
    plain = unicodedata.normalize("NFKC", phone)
    digits = re.sub(r"\D", "", plain)
    international = plain.strip().startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00")
    if mainland := re.fullmatch(r"86(1[3-9]\d{9})", digits):
        return mainland[1]
    if not international:
        return digits
    if digits.startswith("86"):  # a landline dialled from abroad lost the 0 of its area
        return "0" + digits[2:].removeprefix("0")
    return f"+{digits}"


def normalise_name(name: str) -> str:
    """One spelling a name: width, blanks, letter case and the kind of middle dot make no difference."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"\s+", "", MIDDLE_DOTS.sub("·", plain))


def mask_name(name: str) -> str:
    """朱建国 → 朱**, 李雷 → 李*, 欧阳娜娜 → 欧阳**, 买买提·吐尔逊 → 买**·***, John Smith → J***."""
    name = unicodedata.normalize("NFKC", name).strip()
    if not name:
        return ""
    if name[0].isascii():
        return f"{name[0].upper()}***"  # one length for all: the number of letters gives a foreign name away
    name = re.sub(r"\s+", "", MIDDLE_DOTS.sub("·", name))
    if len(name) == 1:
        return "*"
    shown = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:shown] + re.sub(r"[^·]", "*", name[shown:])


def mask_phone(phone: str) -> str:
    """13812345678 → 138****5678; a short number keeps less."""
    number = normalise_phone(phone)
    if len(number) >= 11:
        return f"{number[:3]}****{number[-4:]}"
    return f"****{number[-2:]}" if len(number) >= 7 else "*" * len(number)


def mask_email(email: str) -> str:
    """zhu@example.cn → z***@example.cn."""
    name, at, host = email.strip().rpartition("@")
    return f"{name[:1]}***@{host}" if at and name else "***" if email.strip() else ""


def new_key() -> str:
    """A fresh secret fit for FIELD_KEYS and INDEX_KEY."""
    return Fernet.generate_key().decode()


@lru_cache(maxsize=4)
def _fernet(keys: tuple[str, ...]) -> MultiFernet:
    if not keys:
        raise ImproperlyConfigured("FIELD_KEYS is empty: personal data cannot be kept")
    return MultiFernet([Fernet(key) for key in keys])
