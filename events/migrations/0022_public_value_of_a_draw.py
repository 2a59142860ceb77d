"""When a draw is held, and the public value that decides it with the seed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0021_hours_of_offers'),
    ]

    operations = [
        migrations.AddField(
            model_name='session',
            name='draw_value',
            field=models.CharField(blank=True, help_text='A number that nobody controls and everybody can look up, known after sign-up has closed: which lottery result, which index of which day. The announcement names it; two people type it in before the draw.', max_length=200, verbose_name='public value of the draw'),
        ),
        migrations.AddField(
            model_name='session',
            name='draw_value_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='the public value is known from'),
        ),
        migrations.AddField(
            model_name='session',
            name='draws_at',
            field=models.DateTimeField(blank=True, help_text='Only where a draw decides; not before this moment.', null=True, verbose_name='the draw is held at'),
        ),
    ]
