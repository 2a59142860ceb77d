"""The texts of letters: as the portal was delivered with them, or in the office's own words.

A delivered text is templates/messages/<app>/<letter>.<language>.txt (zh_Hans, en …): its first line is `Subject: …`,
the second is empty, the rest is the text. Its short form for a text message is <letter>.<language>.sms.txt; where there
is none, the subject is sent. The office's words stand in MessageText, in the same syntax: `{name}` is replaced by the
value of that name; `{{` and `}}` are braces. A placeholder without a value is an error, and so is a dot, a bracket or a
format in one: dates and numbers come as text. Nothing in a text is ever executed.
"""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import to_locale

from events.models.message_text import MessageText

SUBJECT = "Subject:"


class LetterError(Exception):
    """A template that is missing, malformed, or asks for a value it was not given."""


@dataclass(frozen=True)
class Placeholder:
    """What a placeholder stands for, and a value to try a text with."""

    meaning: str | Promise
    sample: str | Promise


@dataclass(frozen=True)
class Letter:
    """What a letter's words may name, and what they must name for the letter to serve its reader."""

    app: str
    name: str
    title: str | Promise
    placeholders: Mapping[str, Placeholder]
    obligatory: frozenset[str] = field(default_factory=frozenset)

    def samples(self) -> dict[str, str]:
        return {name: str(placeholder.sample) for name, placeholder in self.placeholders.items()}


@dataclass(frozen=True)
class Wording:
    """The words of one letter in one language, before any value is put in."""

    subject: str
    body: str
    sms: str
    sms_template: str = ""


# Every letter that the office may put into words of its own: each app declares its own (letters.py).
LETTERS: dict[tuple[str, str], Letter] = {}


def declare(app: str, name: str, title: str | Promise, placeholders: Mapping[str, Placeholder], must: str = "") -> None:
    """Declare a letter; `must` are the obligatory placeholders, parted by blanks."""
    LETTERS[app, name] = Letter(app, name, title, placeholders, frozenset(must.split()))


def title(app: str, name: str) -> str:
    """What the letter is called at the desk, in the language of this moment."""
    declared = LETTERS.get((app, name))
    return str(declared.title) if declared else name


class PlainFormatter(string.Formatter):
    """`{name}` and nothing more: an office that edits a letter cannot reach into objects."""

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        if field_name not in kwargs:
            raise LetterError(f"There is no value for {{{field_name}}}")
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec:
            raise LetterError(f"A placeholder takes no format: {format_spec}")
        return str(value)

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if conversion:
            raise LetterError(f"A placeholder takes no conversion: {conversion}")
        return value


def put(text: str, values: Mapping[str, object]) -> str:
    """The text with the values in place of their placeholders; LetterError for one that has none, or a lone brace."""
    try:
        return PlainFormatter().vformat(text, (), values)
    except ValueError as error:  # a lone brace
        raise LetterError(str(error)) from error


def fill(template: str, /, **values: object) -> tuple[str, str]:
    """Subject and text of a whole template with the values put in."""
    wording = parse(template)
    return subject_line(wording.subject, values), put(wording.body, values).strip() + "\n"


def subject_line(text: str, values: Mapping[str, object]) -> str:
    """On one line, whatever a value holds: nothing can break out of the subject."""
    return " ".join(put(text, values).split())


def letter(app: str, name: str, language: str, /, **values: object) -> tuple[str, str]:
    """Subject and text of a letter in a language, else in the portal's own language."""
    return written(current(app, name, language), app, name, values)


def written(wording: Wording, app: str, name: str, values: Mapping[str, object]) -> tuple[str, str]:
    """Subject and text of a letter whose words are at hand: where many are written, they are looked up once."""
    _check_values(app, name, values)
    return subject_line(wording.subject, values), put(wording.body, values).strip() + "\n"


def text_message(app: str, name: str, language: str, /, **values: object) -> tuple[str, Mapping[str, object]]:
    """The short form for a text message, and what a gateway with approved texts is told instead of it."""
    return texted(current(app, name, language), app, name, values)


def texted(wording: Wording, app: str, name: str, values: Mapping[str, object]) -> tuple[str, Mapping[str, object]]:
    """As `text_message`, with the words at hand."""
    _check_values(app, name, values)
    named = names_in(wording.sms)
    given = {key: str(values[key]) for key in sorted(named) if key in values}
    text = subject_line(wording.sms, values)
    return text, {"template": wording.sms_template, "values": given} if wording.sms_template else {}


def current(app: str, name: str, language: str) -> Wording:
    """The words in use: the office's own, where it wrote some, else as delivered."""
    delivered = original(app, name, language)
    own = MessageText.objects.filter(app=app, letter=name, language=language).first()
    if own is None:
        return delivered
    words = (own.subject or delivered.subject, own.body or delivered.body, own.sms or delivered.sms)
    return Wording(*words, sms_template=own.sms_template)


def original(app: str, name: str, language: str) -> Wording:
    """The words that the portal was delivered with; LetterError for a letter that it does not have."""
    return _delivered(Path(settings.BASE_DIR), app, name, language)


@cache
def _delivered(home: Path, app: str, name: str, language: str) -> Wording:
    folder = home / "templates" / "messages" / app
    for spoken in (language, settings.LANGUAGE_CODE):
        path = folder / f"{name}.{to_locale(spoken)}.txt"
        if path.exists():
            whole = parse(path.read_text(encoding="utf-8"))
            short = path.with_suffix(".sms.txt")
            return Wording(whole.subject, whole.body, _read(short) if short.exists() else whole.subject)
    raise LetterError(f"There is no letter {app}/{name} in {language}")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()


def parse(template: str) -> Wording:
    first, _newline, rest = template.partition("\n")
    if not first.startswith(SUBJECT):
        raise LetterError(f"The first line of a letter begins with {SUBJECT}")
    subject = first.removeprefix(SUBJECT).strip()
    return Wording(subject, rest.strip(), subject)


def names_in(text: str) -> set[str]:
    """The placeholders of a text; ValidationError, code "brace", where its braces are no placeholders.

    A lone brace, an empty pair, and everything but letters, digits and underlines within a pair are refused.
    """
    found: set[str] = set()
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError as error:
        raise _brace() from error
    for _text, name, format_spec, conversion in parts:
        if name is None:
            continue
        if not name.isidentifier() or format_spec or conversion:
            raise _brace()
        found.add(name)
    return found


def check(text: str, known: Mapping[str, Placeholder]) -> set[str]:
    """The placeholders of a text; ValidationError, codes "brace" and "placeholder", for what could not be sent."""
    if unknown := sorted(names_in(text) - known.keys()):
        shown = " ".join(f"{{{name}}}" for name in unknown)
        raise ValidationError(_("This letter has no %(names)s.") % {"names": shown}, code="placeholder")
    return names_in(text)


def _brace() -> ValidationError:
    text = _("Braces stand around the name of a placeholder: {name}. For a brace in the text, write {{ or }}.")
    return ValidationError(text, code="brace")


def _check_values(app: str, name: str, values: Mapping[str, object]) -> None:
    """Whatever the office may name must have a value, or its letter would fail on the day it is sent."""
    declared = LETTERS.get((app, name))
    if declared and (missing := declared.placeholders.keys() - values.keys()):
        raise LetterError(f"The letter {app}/{name} was given no {', '.join(sorted(missing))}")
