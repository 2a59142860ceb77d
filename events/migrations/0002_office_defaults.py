"""The office's default rules: they apply where a plan is silent, and the desk edits them.

Only what every plan needs to be run has a default; limits on people, shares, filing days and yearly counts
exist where a plan states them.
"""

from django.db import migrations

DEFAULTS = [
    ("announce_onsite", "5", "working_days"),
    ("announce_livestream", "3", "working_days"),
    ("tell_selected", "1", "working_days"),
    ("report", "5", "working_days"),
    ("reply", "15", "working_days"),
]


def fill(apps, schema_editor):
    rule = apps.get_model("events", "Rule")
    rule.objects.bulk_create(rule(code=code, value=value, unit=unit) for code, value, unit in DEFAULTS)


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
