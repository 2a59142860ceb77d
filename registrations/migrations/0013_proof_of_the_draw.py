"""The public proof of a draw: step by step, with a public code of each entry beside the one for the door."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from registrations.models.signup import new_code

BATCH = 500


def give_codes(apps, schema_editor):
    """Adding the column gave every row the same code."""
    Signup = apps.get_model("registrations", "Signup")
    keys = list(Signup.objects.values_list("pk", flat=True))
    for first in range(0, len(keys), BATCH):
        rows = list(Signup.objects.filter(pk__in=keys[first : first + BATCH]).only("pk"))
        for row in rows:
            row.public_code = new_code()
        Signup.objects.bulk_update(rows, ["public_code"])


def freeze_drawn(apps, schema_editor):
    """The list of a former draw was fixed when it was held."""
    for draw in apps.get_model("registrations", "Draw").objects.filter(drawn_at__isnull=False):
        draw.frozen_at = draw.drawn_at
        draw.save(update_fields=["frozen_at"])


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0022_public_value_of_a_draw'),
        ('registrations', '0012_invitations_links_and_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='draw',
            options={'ordering': ['-pk'], 'verbose_name': 'draw', 'verbose_name_plural': 'draws'},
        ),
        migrations.AddField(
            model_name='draw',
            name='entries',
            field=models.TextField(blank=True, editable=False, verbose_name='frozen list'),
        ),
        migrations.AddField(
            model_name='draw',
            name='frozen_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='frozen at'),
        ),
        migrations.AddField(
            model_name='draw',
            name='planned_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='the draw is held at'),
        ),
        migrations.AddField(
            model_name='draw',
            name='record',
            field=models.TextField(blank=True, editable=False, verbose_name='record'),
        ),
        migrations.AddField(
            model_name='draw',
            name='value',
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='the value itself'),
        ),
        migrations.AddField(
            model_name='draw',
            name='value_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='value entered at'),
        ),
        migrations.AddField(
            model_name='draw',
            name='value_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='draw',
            name='value_known_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='known from'),
        ),
        migrations.AddField(
            model_name='draw',
            name='value_source',
            field=models.CharField(blank=True, max_length=200, verbose_name='public value'),
        ),
        migrations.AddField(
            model_name='draw',
            name='value_typed',
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='draw',
            name='value_typed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='draw',
            name='value_typed_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='draw',
            name='void_asked_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='draw',
            name='void_asked_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='draw',
            name='void_reason',
            field=models.TextField(blank=True, editable=False, verbose_name='reason for which it is void'),
        ),
        migrations.AddField(
            model_name='draw',
            name='voided_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='declared void at'),
        ),
        migrations.AddField(
            model_name='draw',
            name='voided_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='signup',
            name='public_code',
            field=models.CharField(default=new_code, editable=False, max_length=12, verbose_name='public code'),
        ),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='signup',
            name='public_code',
            field=models.CharField(default=new_code, editable=False, max_length=12, unique=True, verbose_name='public code'),
        ),
        migrations.RunPython(freeze_drawn, migrations.RunPython.noop),
        migrations.AddField(
            model_name='signup',
            name='won_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='drawn at'),
        ),
        migrations.AlterField(
            model_name='draw',
            name='committed_at',
            field=models.DateTimeField(editable=False, verbose_name='committed at'),
        ),
        migrations.AlterField(
            model_name='draw',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='draws', to='events.session', verbose_name='session'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.UniqueConstraint(condition=models.Q(('voided_at__isnull', True)), fields=('session',), name='draw_once_a_session'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.CheckConstraint(condition=models.Q(('drawn_at__isnull', True), ('frozen_at__isnull', False), _connector='OR'), name='draw_held_over_a_frozen_list'),
        ),
        migrations.AddConstraint(
            model_name='draw',
            constraint=models.CheckConstraint(condition=models.Q(('value_source', ''), ('drawn_at__isnull', True), ('value_at__isnull', False), _connector='OR'), name='draw_held_with_the_announced_value'),
        ),
        migrations.AlterField(
            model_name='signup',
            name='call_about',
            field=models.CharField(blank=True, choices=[('invitation', 'the invitation'), ('moved_up', 'moving up from the waiting list'), ('offer', 'the offer of a free place'), ('lapse', 'the offer that went unanswered'), ('confirmation', 'whether the person comes'), ('release', 'the place that was not confirmed'), ('decision', 'the decision'), ('change', 'the changed time or place'), ('way', 'the changed way of selection'), ('taken_back', 'the list that was taken back'), ('draw_void', 'the draw that is void'), ('cancellation', 'the cancellation of the session')], editable=False, max_length=12, verbose_name='call about'),
        ),
    ]
