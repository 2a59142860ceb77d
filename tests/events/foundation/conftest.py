"""Letters for the tests of the foundation, which knows none of the portal's own."""

import pytest

TEMPLATE = "Subject: 您已入选{event}\n\n{name},您好:\n请于{day}到场。\n"


@pytest.fixture
def letters(settings, tmp_path):
    """A folder of templates: one letter in two languages."""
    settings.BASE_DIR = tmp_path
    folder = tmp_path / "templates" / "messages" / "visits"
    folder.mkdir(parents=True)
    (folder / "selected.zh_Hans.txt").write_text(TEMPLATE, encoding="utf-8")
    (folder / "selected.en.txt").write_text("Subject: You are selected\n\nDear {name}", encoding="utf-8")
    (folder / "selected.en.sms.txt").write_text("{name}: selected", encoding="utf-8")
