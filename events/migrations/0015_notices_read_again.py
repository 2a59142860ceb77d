"""Readings kept before each item had a key cannot be decided item by item: their texts are read once more."""

from django.db import migrations


def read_again(apps, schema_editor):
    rows = apps.get_model("events", "Notice").objects.filter(state="read").exclude(reading__has_key="items")
    rows.update(state="reading", claimed_at=None, attempts=0, percent=0)


class Migration(migrations.Migration):
    dependencies = [("events", "0014_letters")]
    operations = [migrations.RunPython(read_again, migrations.RunPython.noop)]
