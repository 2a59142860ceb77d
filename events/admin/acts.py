"""The codes of acts and letters in words. Each app adds its own: `acts.name({"select": _("selected …")})`."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

WORDS: dict[str, object] = {
    "add": _("added"),
    "change": _("changed"),
    "delete": _("deleted"),
    "import": _("imported from a table"),
    "hold": _("held back"),
    "release": _("released"),
    "resend": _("sent again"),
    "staff.activate": _("activation link given out"),
    "staff.reset": _("password reset"),
    "account_activation": _("activation of an account"),
    "password_reset": _("new password"),
}


def name(words: Mapping[str, object]) -> None:
    WORDS.update(words)


def said(code: str) -> object:
    return WORDS.get(code, code)
