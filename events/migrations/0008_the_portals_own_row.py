"""The one row of the portal's identity, empty: everything looks as delivered until the office fills it.

And the office's default for error reports of visitors. S2: 安排专人每天及时处理网民纠错意见, so within a working day.
"""

from django.db import migrations


def fill(apps, schema_editor):
    apps.get_model("events", "Portal").objects.get_or_create(pk=1)
    rule = {"code": "correction", "plan": None}
    apps.get_model("events", "Rule").objects.get_or_create(**rule, defaults={"value": "1", "unit": "working_days"})


class Migration(migrations.Migration):
    dependencies = [("events", "0007_identity_and_corrections")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
