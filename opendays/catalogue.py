"""Is every text that a person sees translated? Answered without gettext on the machine.

The sources are our own rooms and templates, and the installed packages as far as neither they nor Django bring
the language themselves: their texts are then ours to translate.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import django
import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.apps import apps
from django.conf import settings
from django.utils.translation import template as templates

DJANGO = Path(django.__file__).parent
LANGUAGE = "zh_Hans"
CATALOGUE = Path("LC_MESSAGES") / "django.po"
KEYWORDS = DEFAULT_KEYWORDS | {f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext")}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")

# A message is told from another by its context and its text.
Message = tuple[str | None, str]


@dataclass(frozen=True)
class Fault:
    kind: str
    message: Message

    def __str__(self) -> str:
        context, text = self.message
        return f"{self.kind}: {text!r}" + (f" (context {context!r})" if context else "")


def faults() -> list[Fault]:
    """What stands between the catalogue and the code: missing, fuzzy, empty, broken and unused entries."""
    entries = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(own_catalogue()))}
    wanted = own_messages() | (package_messages() - translated_elsewhere())
    found = [Fault("missing", message) for message in wanted - entries.keys()]
    # What Django itself says may be said in other words here: it need not be, and it is in use.
    found += [Fault("unused", message) for message in entries.keys() - wanted - messages_in(rooms(is_django))]
    found += [Fault(kind, message) for message, entry in entries.items() for kind in faults_of(entry)]
    return sorted(found, key=str)


def faults_of(entry: polib.POEntry) -> Iterator[str]:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.fuzzy:
        yield "fuzzy"
    if not all(texts):
        yield "empty"
    for text in texts:
        # The plural is the longer one: "one place" may leave out the number that "{n} places" names.
        if text and not placeholders(text) <= placeholders(entry.msgid) | placeholders(entry.msgid_plural):
            yield "broken"


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def own_catalogue() -> Path:
    return Path(settings.LOCALE_PATHS[0]) / LANGUAGE / CATALOGUE


def own_messages() -> set[Message]:
    return messages_in([*rooms(is_own), settings.BASE_DIR / "templates"])


def package_messages() -> set[Message]:
    return messages_in(room for room in rooms() if not is_own(room) and not is_django(room))


def translated_elsewhere() -> set[Message]:
    """What Django and the installed packages translate themselves."""
    homes = [DJANGO / "conf", *(room for room in rooms() if not is_own(room))]
    files = [file for home in homes for file in home.glob(f"locale/{LANGUAGE}/LC_MESSAGES/django.mo")]
    return {(entry.msgctxt, entry.msgid) for file in files for entry in polib.mofile(str(file)) if entry.msgid}


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
