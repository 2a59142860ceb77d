"""The tables of opinions and reviews, with a default scheme: no official scheme seen gives open days a fixed number of
points, so it is data.
"""

import django.db.models.deletion
import events.foundation.crypto
import feedback.models.card
from django.conf import settings
from django.db import migrations, models

CRITERIA = [
    ("filed", 10),
    ("announced", 20),
    ("selection", 10),
    ("residents", 10),
    ("head", 10),
    ("reported", 15),
    ("answered", 20),
    ("evaluation", 5),
]


def fill(apps, schema_editor):
    scheme = apps.get_model("feedback", "Scheme").objects.create(name="默认考核办法", is_default=True)
    criterion = apps.get_model("feedback", "Criterion")
    criterion.objects.bulk_create(
        criterion(scheme=scheme, code=code, points=points, position=position)
        for position, (code, points) in enumerate(CRITERIA, 1)
    )


class Migration(migrations.Migration):

    initial = True

    # What was made before these tables stood in one file; whoever has all of it has them.
    replaces = [
        ('feedback', '0001_initial'),
        ('feedback', '0002_default_scheme'),
        ('feedback', '0003_card_language'),
        ('feedback', '0004_personal_data_erased'),
    ]

    dependencies = [
        ('events', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(default=feedback.models.card.new_number, editable=False, max_length=12, unique=True, verbose_name='number')),
                ('kind', models.CharField(choices=[('need', 'need'), ('suggestion', 'suggestion'), ('praise', 'praise'), ('other', 'other')], default='suggestion', max_length=12, verbose_name='kind')),
                ('source', models.CharField(choices=[('online', 'online'), ('paper', 'on paper'), ('spoken', 'spoken at the session')], default='online', max_length=8, verbose_name='source')),
                ('text', events.foundation.crypto.EncryptedTextField(verbose_name='opinion')),
                ('name', events.foundation.crypto.EncryptedTextField(blank=True, verbose_name='name')),
                ('phone', events.foundation.crypto.EncryptedTextField(blank=True, verbose_name='telephone')),
                ('email', events.foundation.crypto.EncryptedTextField(blank=True, verbose_name='e-mail')),
                ('language', models.CharField(default='zh-hans', editable=False, max_length=10, verbose_name='language')),
                ('request_key', models.CharField(blank=True, editable=False, max_length=64)),
                ('received_at', models.DateTimeField(editable=False, verbose_name='received at')),
                ('state', models.CharField(choices=[('received', 'received'), ('taken_up', 'taken into the ledger'), ('set_aside', 'set aside')], default='received', editable=False, max_length=10, verbose_name='state')),
                ('erased_at', models.DateTimeField(editable=False, null=True, verbose_name='personal data erased at')),
                ('set_aside_reason', models.TextField(blank=True, editable=False, verbose_name='reason')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cards', to='events.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'opinion card',
                'verbose_name_plural': 'opinion cards',
                'ordering': ['-received_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('request_key', ''), _negated=True), fields=('session', 'request_key'), name='card_once_a_request'), models.CheckConstraint(condition=models.Q(('state__in', ['received', 'taken_up', 'set_aside'])), name='card_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(editable=False, verbose_name='number')),
                ('text', models.TextField(help_text='Without names, telephones or addresses.', verbose_name='opinion as published')),
                ('public_name', models.CharField(blank=True, max_length=40, verbose_name='masked name')),
                ('outcome', models.CharField(blank=True, choices=[('adopted', 'adopted'), ('partly', 'partly adopted'), ('not_adopted', 'not adopted'), ('noted', 'noted')], max_length=12, verbose_name='outcome')),
                ('reply', models.TextField(blank=True, verbose_name='reply')),
                ('reason', models.TextField(blank=True, help_text='Compulsory where the opinion is not adopted.', verbose_name='reason')),
                ('progress', models.TextField(blank=True, verbose_name='progress')),
                ('state', models.CharField(choices=[('open', 'being handled'), ('replied', 'replied, waiting for approval'), ('returned', 'returned'), ('published', 'published')], default='open', editable=False, max_length=10, verbose_name='state')),
                ('taken_at', models.DateTimeField(editable=False, verbose_name='taken up at')),
                ('replied_at', models.DateTimeField(editable=False, null=True, verbose_name='replied at')),
                ('published_at', models.DateTimeField(editable=False, null=True, verbose_name='published at')),
                ('returned_at', models.DateTimeField(editable=False, null=True, verbose_name='returned at')),
                ('return_reason', models.TextField(blank=True, editable=False, verbose_name='reason of the return')),
                ('card', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='opinions', to='feedback.card', verbose_name='opinion card')),
                ('duty', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='opinion', to='events.duty', verbose_name='duty')),
                ('published_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('replied_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('returned_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='events.session', verbose_name='session')),
                ('taken_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='events.unit', verbose_name='handling unit')),
            ],
            options={
                'verbose_name': 'opinion',
                'verbose_name_plural': 'ledger of opinions',
                'ordering': ['-taken_at', '-id'],
                'constraints': [models.UniqueConstraint(fields=('session', 'number'), name='opinion_number_once_a_session'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'replied', 'returned', 'published'])), name='opinion_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'not_adopted'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='opinion_refusal_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Scheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('is_default', models.BooleanField(default=False, verbose_name='used for new plans')),
            ],
            options={
                'verbose_name': 'review scheme',
                'verbose_name_plural': 'review schemes',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='scheme_one_default')],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('filed', 'filed in time'), ('announced', 'announced in time'), ('selection', 'selection rule kept and logged'), ('residents', "residents' share"), ('head', 'head of unit took part'), ('reported', 'report in time'), ('answered', 'opinions answered with reasons'), ('evaluation', 'questionnaire of the policy evaluation')], max_length=12, verbose_name='criterion')),
                ('points', models.PositiveSmallIntegerField(verbose_name='points')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('scheme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='feedback.scheme', verbose_name='review scheme')),
            ],
            options={
                'verbose_name': 'criterion',
                'verbose_name_plural': 'criteria',
                'ordering': ['position', 'id'],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'code'), name='criterion_once_a_scheme')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
