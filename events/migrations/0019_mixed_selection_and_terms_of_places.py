"""A way of selection with a draw after the choice; what to bring; and how long a place is held for who waits.

One working day by the office's default: long enough to be read, short enough that several may be asked.
"""

from django.db import migrations, models


def fill(apps, schema_editor):
    rule = {"code": "hold_offer", "plan": None}
    apps.get_model("events", "Rule").objects.get_or_create(**rule, defaults={"value": "1", "unit": "working_days"})


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0018_personal_data_erased'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='bring',
            field=models.TextField(blank=True, help_text='Identity card, meeting point, what is not allowed inside.', verbose_name='what to bring'),
        ),
        migrations.AlterField(
            model_name='rule',
            name='code',
            field=models.CharField(choices=[('announce_onsite', 'announce before an on-site session'), ('announce_livestream', 'announce before a livestream'), ('tell_parents', 'tell the parents'), ('tell_selected', 'tell the selected'), ('public_listing', 'public listing of the selected'), ('report', 'publish the report'), ('video', 'publish the video of the talk'), ('reply', 'reply to an opinion'), ('consultation', 'time for opinions on a draft'), ('filing', "file the unit's plan"), ('capacity_min', 'least number of people'), ('capacity_max', 'greatest number of people'), ('capacity_about', 'usual number of people'), ('residents_share', 'least share of residents'), ('per_year', 'sessions a year a unit'), ('evaluation', 'publish a policy evaluation'), ('correction', 'handle an error report of a visitor'), ('person_per_year', 'sessions a year a person, at most'), ('hold_offer', 'hold a place offered to those who wait'), ('keep_data', 'keep personal data after a session, at most')], max_length=24, verbose_name='rule'),
        ),
        migrations.AlterField(
            model_name='session',
            name='selection',
            field=models.CharField(choices=[('order', 'by order of entry'), ('draw', 'by draw'), ('choice', "by the unit's choice, with reasons"), ('mixed', "by the unit's choice, then by draw of the rest"), ('invitation', 'by invitation only')], default='order', max_length=10, verbose_name='way of selection'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
