"""Stages and hours of reminders become the office's: filled as they were until now, with two hours for residents."""

import django.core.validators
import django.db.models.deletion
import events.models.reminder
from django.db import migrations, models


FIRST = {
    "days": [10, 5, 2, 1, 0],
    "when_overdue": True,
    "tells_office": True,
    "staff_from": "09:00",
    "residents_from": "09:00",
    "again_from": "07:30",
    "stream_minutes": 30,
}


def fill(apps, schema_editor):
    apps.get_model("events", "Reminding").objects.get_or_create(pk=1, defaults=FIRST)


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0016_calendar_and_causes'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='reminds_again',
            field=models.BooleanField(default=False, help_text='All of them are reminded on the working day before; with this, once more in the morning.', verbose_name='remind the selected again on the day'),
        ),
        migrations.CreateModel(
            name='Reminding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.JSONField(blank=True, default=list, help_text='As 10, 5, 2, 1, 0: a reminder goes out when so many working days are left, 0 on the last day.', validators=[events.models.reminder.check_days], verbose_name='working days left')),
                ('when_overdue', models.BooleanField(default=True, verbose_name='every working day once overdue')),
                ('tells_office', models.BooleanField(default=True, verbose_name='the office too, once overdue')),
                ('staff_from', models.TimeField(help_text='On working days: one letter a person, with all the duties.', verbose_name='staff, from')),
                ('residents_from', models.TimeField(help_text='On the working day before the session.', verbose_name='residents, from')),
                ('again_from', models.TimeField(help_text='Where the session asks for a second reminder.', verbose_name='residents, on the day itself, from')),
                ('stream_minutes', models.PositiveSmallIntegerField(help_text='To those who asked to be reminded of it, with its address.', validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(240)], verbose_name='livestream, minutes before it begins')),
            ],
            options={
                'verbose_name': 'stages and hours of reminders',
                'verbose_name_plural': 'stages and hours of reminders',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='reminding_one_row')],
            },
        ),
        migrations.CreateModel(
            name='RemindingOfKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.JSONField(blank=True, default=list, help_text='As 10, 5, 2, 1, 0: a reminder goes out when so many working days are left, 0 on the last day.', validators=[events.models.reminder.check_days], verbose_name='working days left')),
                ('when_overdue', models.BooleanField(default=True, verbose_name='every working day once overdue')),
                ('tells_office', models.BooleanField(default=True, verbose_name='the office too, once overdue')),
                ('kind', models.CharField(choices=[('filing', "file the unit's plan"), ('hold', 'hold the point or talk'), ('announce_onsite', 'announce the on-site session'), ('announce_livestream', 'announce the livestream'), ('tell_parents', 'tell the parents'), ('tell_selected', 'tell the selected'), ('public_listing', 'list the selected publicly'), ('report', 'publish the report'), ('video', 'publish the video of the talk'), ('reply', 'reply to an opinion'), ('evaluation', 'publish the policy evaluation'), ('per_year', 'sessions of the year'), ('correction', 'handle an error report'), ('calendar', 'confirm the calendar of the year')], max_length=24, verbose_name='duty')),
                ('reminding', models.ForeignKey(default=1, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='kinds', to='events.reminding')),
            ],
            options={
                'verbose_name': 'stages of one kind of duty',
                'verbose_name_plural': 'stages of single kinds of duties',
                'ordering': ['kind'],
                'constraints': [models.UniqueConstraint(fields=('kind',), name='reminding_once_a_kind', violation_error_message='This kind of duty has stages of its own already.')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
