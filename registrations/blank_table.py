"""The table that is filled in for one session: its columns by name, and beside them what each cell may say."""

from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from events.foundation import languages
from events.models import Session
from registrations import columns
from registrations.exporting import harmless

WIDTH, WIDE = 18, 60
TEXT = "@"  # else a spreadsheet drops the 0 of a landline and shortens the number of a document


@languages.official()
def write(session: Session, target: IO[bytes]) -> None:
    """No row of it is an example: whoever forgets to delete one would enter it."""
    asked = columns.of(session)
    book = Workbook()
    people, help_page = book.active, book.create_sheet(_("How to fill it in"))
    people.title = _("List")
    people.append([harmless(column.head) for column in asked])
    for number in range(1, len(asked) + 1):
        dimension = people.column_dimensions[get_column_letter(number)]
        dimension.width, dimension.number_format = WIDTH, TEXT
    people.freeze_panes = "A2"
    help_page.append(
        [_("column of the table"), _("must be filled in"), _("what to write"), _("one of"), _("for example")]
    )
    for column in asked:
        must = columns.YES if column.is_required else columns.NO
        words = column.shown if column.words else ""
        help_page.append([harmless(text) for text in (column.head, must, column.says, words, column.example)])
    for letter, width in zip("ABCDE", (WIDTH, WIDTH, WIDE, WIDE, WIDTH), strict=True):
        help_page.column_dimensions[letter].width = width
    book.save(target)
