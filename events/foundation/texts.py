"""The office puts a letter into words of its own, or takes the original back."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from events.foundation import audit, permissions, sms, wording
from events.models.message_text import MessageText
from events.models.staff import Staff

FIELDS = ("subject", "body", "sms", "sms_template")


@dataclass(frozen=True)
class Preview:
    """A text as its reader would get it, with the sample values."""

    subject: str
    body: str
    sms: str
    sms_parts: int


def check(letter: wording.Letter, *, subject: str, body: str, sms_text: str) -> None:
    """Raise ValidationError at the fields for a text that could not be sent or would not serve its reader.

    Codes: "brace", "placeholder" (the letter has none of that name), "obligatory" (one is missing from the text),
    "sms_length".
    """
    faults: dict[str, ValidationError] = {}
    used: set[str] = set()
    for name, text in (("subject", subject), ("body", body), ("sms", sms_text)):
        try:
            found = wording.check(text, letter.placeholders)
            used |= found if name != "sms" else set()
        except ValidationError as error:
            faults[name] = error
    if not faults.keys() & {"subject", "body"} and (missing := sorted(letter.obligatory - used)):
        shown = " ".join(f"{{{name}}}" for name in missing)
        text = _("Without %(names)s the letter does not serve its reader.") % {"names": shown}
        faults["body"] = ValidationError(text, code="obligatory")
    if (
        "sms" not in faults
        and (parts := preview(letter, subject="", body="", sms_text=sms_text).sms_parts) > sms.MOST_PARTS
    ):
        text = _("With the sample values this takes %(parts)s text messages; at most %(most)s are sent.")
        faults["sms"] = ValidationError(text, code="sms_length", params={"parts": parts, "most": sms.MOST_PARTS})
    if faults:
        raise ValidationError(faults)


def preview(letter: wording.Letter, *, subject: str, body: str, sms_text: str) -> Preview:
    """How the letter reads with the sample values, in the language of this moment."""
    values = letter.samples()
    short = wording.subject_line(sms_text, values)
    line = wording.subject_line(subject, values)
    return Preview(line, wording.put(body, values).strip(), sms.signed(short), sms.parts(short))


@transaction.atomic
def change(
    letter: wording.Letter,
    language: str,
    *,
    subject: str,
    body: str,
    sms_text: str,
    sms_template: str,
    by: Staff,
    now: datetime.datetime,
) -> None:
    """Use these words from now on; letters that are written already stay as they are.

    What is as delivered is not kept, so that a later version of the portal may still better it.
    """
    permissions.require(by, "events.change_messagetext")
    check(letter, subject=subject, body=body, sms_text=sms_text)
    delivered = wording.original(letter.app, letter.name, language)
    given = {"subject": subject.strip(), "body": _plain(body), "sms": sms_text.strip()}
    own = {name: "" if text == getattr(delivered, name) else text for name, text in given.items()}
    row, before = _locked(letter, language)
    for name, text in {**own, "sms_template": sms_template.strip()}.items():
        setattr(row, name, text)
    after = audit.values(row, *FIELDS)
    if after == before:
        return
    if any(after.values()):
        row.save()
        audit.record(row, "text.change", by=by, now=now, before=before, after=after)
    else:
        _forget(row, before, by=by, now=now)


@transaction.atomic
def reset(letter: wording.Letter, language: str, *, by: Staff, now: datetime.datetime) -> None:
    """Back to the words that the portal was delivered with; the code of the text message goes with the office's."""
    permissions.require(by, "events.change_messagetext")
    row, before = _locked(letter, language)
    if row.pk:
        _forget(row, before, by=by, now=now)


def _locked(letter: wording.Letter, language: str) -> tuple[MessageText, dict[str, object]]:
    key = {"app": letter.app, "letter": letter.name, "language": language}
    row = MessageText.objects.select_for_update().filter(**key).first() or MessageText(**key)
    return row, audit.values(row, *FIELDS)


def _forget(row: MessageText, before: dict[str, object], *, by: Staff, now: datetime.datetime) -> None:
    if row.pk:
        audit.record(row, "text.reset", by=by, now=now, before=before, after=dict.fromkeys(FIELDS, ""))
        row.delete()


def _plain(text: str) -> str:
    """Browsers send CRLF."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()
