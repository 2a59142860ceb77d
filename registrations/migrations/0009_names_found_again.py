"""Give every name that was kept before the keyed hash by which it is found."""

from django.db import migrations

from events.foundation import crypto

BATCH = 500


def fill(apps, schema_editor):
    Signup = apps.get_model("registrations", "Signup")
    keys = list(Signup.objects.filter(erased_at=None, name_index="").values_list("pk", flat=True))
    for first in range(0, len(keys), BATCH):
        rows = list(Signup.objects.filter(pk__in=keys[first : first + BATCH]).only("pk", "name"))
        for row in rows:
            row.name_index = crypto.index(crypto.normalise_name(row.name), purpose="signup.name")
        Signup.objects.bulk_update(rows, ["name_index"])


class Migration(migrations.Migration):
    dependencies = [("registrations", "0008_selection_desk")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
