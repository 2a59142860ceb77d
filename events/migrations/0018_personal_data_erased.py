"""Letters know whose they are, to be erased with the person's data; and the office's default of how long that is kept.

Long enough for questions, appeals and the yearly review of an autumn; the office and each plan may say otherwise.
"""

from django.db import migrations, models


def fill(apps, schema_editor):
    rule = {"code": "keep_data", "plan": None}
    apps.get_model("events", "Rule").objects.get_or_create(**rule, defaults={"value": "90", "unit": "calendar_days"})


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0017_reminders_by_kind'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='belongs_to',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=60),
        ),
        migrations.AddField(
            model_name='message',
            name='erased_at',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='erased at'),
        ),
        migrations.AlterField(
            model_name='rule',
            name='code',
            field=models.CharField(choices=[('announce_onsite', 'announce before an on-site session'), ('announce_livestream', 'announce before a livestream'), ('tell_parents', 'tell the parents'), ('tell_selected', 'tell the selected'), ('public_listing', 'public listing of the selected'), ('report', 'publish the report'), ('video', 'publish the video of the talk'), ('reply', 'reply to an opinion'), ('consultation', 'time for opinions on a draft'), ('filing', "file the unit's plan"), ('capacity_min', 'least number of people'), ('capacity_max', 'greatest number of people'), ('capacity_about', 'usual number of people'), ('residents_share', 'least share of residents'), ('per_year', 'sessions a year a unit'), ('evaluation', 'publish a policy evaluation'), ('correction', 'handle an error report of a visitor'), ('keep_data', 'keep personal data after a session, at most')], max_length=24, verbose_name='rule'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
