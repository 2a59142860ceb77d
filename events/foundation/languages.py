"""Which language is spoken where: to a person their own, on papers and in the records that of the portal."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext


def is_known(language: str) -> bool:
    return language in dict(settings.LANGUAGES)


def current() -> str:
    """The language of this moment: the visitor's, on a page."""
    language = translation.get_language() or ""
    return language if is_known(language) else settings.LANGUAGE_CODE


def listed(things: Iterable[object]) -> str:
    """One after the other, as the language of this moment parts them: 采育镇、魏善庄镇."""
    return pgettext("list", ", ").join(str(thing) for thing in things)


def of_what_was_written() -> str:
    """The language to be named beside what the office wrote, where the page is in another one: else nothing."""
    return "" if current() == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE


def spoken(language: str) -> translation.override:
    """For as long as it is entered, every text is in this language."""
    return translation.override(language if is_known(language) else settings.LANGUAGE_CODE)


def official() -> translation.override:
    """For what is published or kept: it is read by others, whoever's act wrote it. Also as a decorator."""
    return translation.override(settings.LANGUAGE_CODE)
