"""An objection is answered as upheld or not, and in a letter in the language in which it was written.

Offers that went on without an answer are counted: whoever let several pass is asked no more by itself.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0023_answer_objection'),
        ('registrations', '0013_proof_of_the_draw'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='signup',
            name='unanswered',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='offers without an answer'),
        ),
        migrations.AddField(
            model_name='objection',
            name='language',
            field=models.CharField(default='zh-hans', editable=False, max_length=10, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='objection',
            name='letter',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='events.message', verbose_name='letter'),
        ),
        migrations.AddField(
            model_name='objection',
            name='outcome',
            field=models.CharField(blank=True, choices=[('upheld', 'upheld'), ('not_upheld', 'not upheld')], editable=False, max_length=10, verbose_name='outcome'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'upheld', 'not_upheld'])), name='objection_outcome_known'),
        ),
    ]
