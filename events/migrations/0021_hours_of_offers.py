"""Until when on a working day an offered place is held, and how short an offer may be: the office's own hours.

17:00, the hour at which most offices close, and an hour at least: who is told must have time to answer.
"""

import datetime

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0020_contact_codes'),
    ]

    operations = [
        migrations.AddField(
            model_name='reminding',
            name='day_ends',
            field=models.TimeField(default=datetime.time(17, 0), help_text='Until then, on a working day, a place that became free is held for whom it is offered to.', verbose_name='end of the working day'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='reminding',
            name='offer_minutes',
            field=models.PositiveSmallIntegerField(default=60, help_text='When less time is left, nothing is offered any more: staff or the door give the place.', validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(480)], verbose_name='a free place is held for at least, in minutes'),
            preserve_default=False,
        ),
    ]
