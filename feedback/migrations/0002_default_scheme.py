"""The default review scheme; no official scheme seen gives open days a fixed number, so it is data."""

from django.db import migrations

CRITERIA = [
    ("filed", 10),
    ("announced", 20),
    ("selection", 10),
    ("residents", 10),
    ("head", 10),
    ("reported", 15),
    ("answered", 20),
    ("evaluation", 5),
]


def fill(apps, schema_editor):
    scheme = apps.get_model("feedback", "Scheme").objects.create(name="默认考核办法", is_default=True)
    criterion = apps.get_model("feedback", "Criterion")
    criterion.objects.bulk_create(
        criterion(scheme=scheme, code=code, points=points, position=position)
        for position, (code, points) in enumerate(CRITERIA, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("feedback", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
