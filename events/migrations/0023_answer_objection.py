"""An objection to a public listing is answered within three working days by the office's default.

As long as a list is usually shown: who objects on its last day hears in the same week. The desk edits it.
"""

from django.db import migrations, models


def fill(apps, schema_editor):
    rule = {"code": "answer_objection", "plan": None}
    apps.get_model("events", "Rule").objects.get_or_create(**rule, defaults={"value": "3", "unit": "working_days"})


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0022_public_value_of_a_draw'),
    ]

    operations = [
        migrations.AlterField(
            model_name='duty',
            name='kind',
            field=models.CharField(choices=[('filing', "file the unit's plan"), ('hold', 'hold the point or talk'), ('announce_onsite', 'announce the on-site session'), ('announce_livestream', 'announce the livestream'), ('tell_parents', 'tell the parents'), ('tell_selected', 'tell the selected'), ('public_listing', 'list the selected publicly'), ('report', 'publish the report'), ('video', 'publish the video of the talk'), ('reply', 'reply to an opinion'), ('evaluation', 'publish the policy evaluation'), ('per_year', 'sessions of the year'), ('correction', 'handle an error report'), ('calendar', 'confirm the calendar of the year'), ('answer_objection', 'answer an objection')], max_length=24, verbose_name='duty'),
        ),
        migrations.AlterField(
            model_name='remindingofkind',
            name='kind',
            field=models.CharField(choices=[('filing', "file the unit's plan"), ('hold', 'hold the point or talk'), ('announce_onsite', 'announce the on-site session'), ('announce_livestream', 'announce the livestream'), ('tell_parents', 'tell the parents'), ('tell_selected', 'tell the selected'), ('public_listing', 'list the selected publicly'), ('report', 'publish the report'), ('video', 'publish the video of the talk'), ('reply', 'reply to an opinion'), ('evaluation', 'publish the policy evaluation'), ('per_year', 'sessions of the year'), ('correction', 'handle an error report'), ('calendar', 'confirm the calendar of the year'), ('answer_objection', 'answer an objection')], max_length=24, verbose_name='duty'),
        ),
        migrations.AlterField(
            model_name='rule',
            name='code',
            field=models.CharField(choices=[('announce_onsite', 'announce before an on-site session'), ('announce_livestream', 'announce before a livestream'), ('tell_parents', 'tell the parents'), ('tell_selected', 'tell the selected'), ('public_listing', 'public listing of the selected'), ('report', 'publish the report'), ('video', 'publish the video of the talk'), ('reply', 'reply to an opinion'), ('consultation', 'time for opinions on a draft'), ('filing', "file the unit's plan"), ('capacity_min', 'least number of people'), ('capacity_max', 'greatest number of people'), ('capacity_about', 'usual number of people'), ('residents_share', 'least share of residents'), ('per_year', 'sessions a year a unit'), ('evaluation', 'publish a policy evaluation'), ('correction', 'handle an error report of a visitor'), ('answer_objection', 'answer an objection to a public listing'), ('person_per_year', 'sessions a year a person, at most'), ('hold_offer', 'hold a place offered to those who wait'), ('keep_data', 'keep personal data after a session, at most')], max_length=24, verbose_name='rule'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
