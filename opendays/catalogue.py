"""Is every text that a person sees translated? Answered without gettext on the machine.

The sources are our own rooms and templates, and the installed packages as far as neither they nor Django bring
the language themselves: their texts are then ours to translate. English needs no catalogue: the sources are English.
The traditional catalogue says what the simplified one says, word for word, in other characters: as offices do.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import django
import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.apps import apps
from django.conf import settings
from django.utils.translation import template as templates

from opendays import characters

DJANGO = Path(django.__file__).parent
SIMPLIFIED, TRADITIONAL = LANGUAGES = ("zh_Hans", "zh_Hant")
CATALOGUE = Path("LC_MESSAGES") / "django.po"
WIDTH = 120
KEYWORDS = DEFAULT_KEYWORDS | {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext")}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
ENGLISH = re.compile(r"[A-Za-z]{2,}")
# What Chinese, too, writes in Latin letters; placeholders are no words.
SAME_IN_CHINESE = re.compile(PLACEHOLDER.pattern + r"|%[sd]|\{\w+\}|\b(CSV|PDF|PNG|QR|URL|IP|ID|HTML|XLSX|[KMGTP]B)\b")

# A message is told from another by its context and its text.
Message = tuple[str | None, str]
Entries = dict[Message, polib.POEntry]


@dataclass(frozen=True)
class Fault:
    kind: str
    message: Message

    def __str__(self) -> str:
        context, text = self.message
        return f"{self.kind}: {text!r}" + (f" (context {context!r})" if context else "")


def faults(language: str) -> list[Fault]:
    """What stands between a catalogue and the code: missing, fuzzy, empty, broken and unused entries, and English."""
    entries, needed = own_entries(language), wanted(language)
    found = [Fault("missing", message) for message in needed - entries.keys()]
    # What Django itself says may be said in other words here: it need not be, and it is in use.
    found += [Fault("unused", message) for message in entries.keys() - needed - messages_in(rooms(is_django))]
    found += [Fault(kind, message) for message, entry in entries.items() for kind in faults_of(entry)]
    if language == TRADITIONAL:
        found += [Fault(kind, message) for message, kind in faults_beside(simplified_entries(), entries)]
    return sorted(found, key=str)


def faults_of(entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield "fuzzy"
    if not all(texts_of(entry)):
        yield "empty"
    for text in filter(None, texts_of(entry)):
        # The plural is the longer one: "one place" may leave out the number that "{n} places" names.
        if not placeholders(text) <= placeholders(entry.msgid) | placeholders(entry.msgid_plural):
            yield "broken"
        if text in (entry.msgid, entry.msgid_plural) and ENGLISH.search(SAME_IN_CHINESE.sub("", text)):
            yield "looks untranslated"


def faults_beside(simplified: Entries, traditional: Entries) -> Iterator[tuple[Message, str]]:
    """Where the traditional text is not the simplified one in other characters."""
    for message in traditional.keys() & simplified.keys():
        for text, other in zip(texts_of(traditional[message]), texts_of(simplified[message]), strict=True):
            if characters.simplified_only(text):
                yield message, "simplified characters"
            if not characters.say_the_same(text, other):
                yield message, "says something else than the simplified text"


def draft() -> int:
    """Bring the traditional catalogue up to the simplified one by a well-kept table, for a person to read.

    What says the same already stays as it is, so a hand's corrections are kept. The number of entries written.
    """
    file = polib.pofile(str(own_catalogue(TRADITIONAL)), wrapwidth=WIDTH)
    simplified, needed = simplified_entries(), wanted(TRADITIONAL)
    known = {message_of(entry): entry for entry in file}
    stale = {message for message, _kind in faults_beside(simplified, known)}
    fresh = {message for message in needed if message not in known} | (stale & needed)
    for message in (known.keys() - needed) | stale:
        file.remove(known[message])
    file.extend(in_traditional(simplified[message]) for message in fresh)
    file.sort(key=lambda entry: (entry.msgid.lower(), entry.msgctxt or ""))
    file.save()
    return len(fresh)


def draft_letters() -> int:
    """The same for the letters: whole files, and those that say the same already stay."""
    fresh = [letter for letter in letters(SIMPLIFIED) if not is_drafted(letter)]
    for letter in fresh:
        beside(letter, TRADITIONAL).write_text(characters.traditional(letter.read_text("utf-8")), "utf-8")
    return len(fresh)


def is_drafted(letter: Path) -> bool:
    """Whether the traditional letter beside a simplified one says the same."""
    other = beside(letter, TRADITIONAL)
    return other.exists() and characters.say_the_same(other.read_text("utf-8"), letter.read_text("utf-8"))


def letters(language: str) -> list[Path]:
    """The letters, and their short forms for text messages."""
    folder = settings.BASE_DIR / "templates" / "messages"
    return sorted([*folder.glob(f"*/*.{language}.txt"), *folder.glob(f"*/*.{language}.sms.txt")])


def beside(letter: Path, language: str) -> Path:
    """The same letter in another language."""
    name, _dot, rest = letter.name.partition(".")
    return letter.with_name(f"{name}.{language}.{rest.partition('.')[2]}")


def in_traditional(entry: polib.POEntry) -> polib.POEntry:
    texts = [characters.traditional(text) for text in texts_of(entry)]
    plural = {"msgid_plural": entry.msgid_plural, "msgstr_plural": dict(enumerate(texts))}
    said = plural if entry.msgid_plural else {"msgstr": texts[0]}
    return polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, flags=entry.flags, **said)


def message_of(entry: polib.POEntry) -> Message:
    return entry.msgctxt, entry.msgid


def texts_of(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def own_catalogue(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / CATALOGUE


def own_entries(language: str) -> Entries:
    return {message_of(entry): entry for entry in polib.pofile(str(own_catalogue(language)))}


def simplified_entries() -> Entries:
    """Everything that is said in simplified Chinese: by us, else by the packages and Django."""
    return translated_elsewhere(SIMPLIFIED) | own_entries(SIMPLIFIED)


def wanted(language: str) -> set[Message]:
    """What our catalogue must hold. The traditional one follows the simplified one, that of the packages included."""
    elsewhere = translated_elsewhere(language).keys()
    if language == TRADITIONAL:
        return own_entries(SIMPLIFIED).keys() | (translated_elsewhere(SIMPLIFIED).keys() - elsewhere)
    return own_messages() | (package_messages() - elsewhere)


def own_messages() -> set[Message]:
    return messages_in([*rooms(is_own), settings.BASE_DIR / "templates"])


def package_messages() -> set[Message]:
    return messages_in(room for room in rooms() if not is_own(room) and not is_django(room))


@cache
def translated_elsewhere(language: str) -> Entries:
    """What Django and the installed packages translate themselves."""
    homes = [DJANGO / "conf", *(room for room in rooms() if not is_own(room))]
    files = [file for home in homes for file in home.glob(f"locale/{language}/LC_MESSAGES/django.mo")]
    return {message_of(entry): entry for file in files for entry in polib.mofile(str(file)) if entry.msgid}


def rooms(which: Callable[[Path], bool] = lambda room: True) -> list[Path]:
    """The folders of the installed apps of one kind."""
    return [room for room in (Path(config.path) for config in apps.get_app_configs()) if which(room)]


def is_own(room: Path) -> bool:
    return room.parent == settings.BASE_DIR


def is_django(room: Path) -> bool:
    return DJANGO in room.parents


def messages_in(folders: Iterable[Path]) -> set[Message]:
    found: set[Message] = set()
    for folder in folders:
        for file in folder.rglob("*.py"):
            found |= messages_of("python", file.read_bytes())
        for file in [*folder.rglob("*.html"), *folder.rglob("*.txt")]:
            # What Django makes of a template is calls between rubble: a reader of JavaScript minds no rubble.
            calls = templates.templatize(file.read_text(encoding="utf-8"), origin=str(file))
            found |= messages_of("javascript", calls.encode())
    return found


def messages_of(language: str, source: bytes) -> set[Message]:
    # A text stands alone or with its plural; Babel's own types do not say so.
    lines: Iterable[tuple[int, Any, list[str], str | None]] = extract(language, BytesIO(source), keywords=KEYWORDS)
    return {(context, texts if isinstance(texts, str) else texts[0]) for _line, texts, _comments, context in lines}
