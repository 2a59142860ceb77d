"""Invitations and the address book, links for a circle, tables carried by the worker, the form of a consent."""

import django.db.models.deletion
import events.foundation.crypto
import registrations.models.closed_link
import registrations.models.invitation
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0019_mixed_selection_and_terms_of_places'),
        ('registrations', '0011_words_of_offers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='signup',
            name='consent_form',
            field=models.CharField(blank=True, choices=[('online', 'given on the page'), ('oral', 'given by word of mouth'), ('written', 'given in writing')], editable=False, max_length=8, verbose_name='form of the consent'),
        ),
        migrations.CreateModel(
            name='ClosedLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('circle', models.CharField(max_length=100, verbose_name='circle')),
                ('category', models.CharField(choices=[('resident', 'resident'), ('parent', 'parent'), ('business', 'business'), ('deputy', "people's congress deputy"), ('cppcc', 'CPPCC member'), ('reporter', 'reporter'), ('expert', 'expert')], default='parent', max_length=12, verbose_name='category')),
                ('is_only_way', models.BooleanField(default=True, verbose_name='only those with the link sign up in this category')),
                ('token', events.foundation.crypto.EncryptedSecretField(default=registrations.models.closed_link.new_token, editable=False, verbose_name='link')),
                ('token_index', models.CharField(editable=False, max_length=64, unique=True)),
                ('last_on', models.DateField(verbose_name='last day of the link')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='made at')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked at')),
                ('told_at', models.DateTimeField(editable=False, null=True, verbose_name='notice went out at')),
                ('told_way', models.CharField(blank=True, choices=[('chat', 'class chat group'), ('letter', 'letter to take home'), ('meeting', "parents' meeting"), ('board', 'notice board'), ('other', 'another way')], editable=False, max_length=10, verbose_name='way of the notice')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('revoked_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='closed_links', to='events.session', verbose_name='session')),
                ('told_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'closed link',
                'verbose_name_plural': 'closed links',
                'ordering': ['created_at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='signup',
            name='closed_link',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='signups', to='registrations.closedlink', verbose_name='closed link'),
        ),
        migrations.CreateModel(
            name='Guest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.CharField(choices=[('resident', 'resident'), ('parent', 'parent'), ('business', 'business'), ('deputy', "people's congress deputy"), ('cppcc', 'CPPCC member'), ('reporter', 'reporter'), ('expert', 'expert')], default='deputy', max_length=12, verbose_name='category')),
                ('name', events.foundation.crypto.EncryptedTextField(verbose_name='name')),
                ('phone', events.foundation.crypto.EncryptedTextField(verbose_name='telephone')),
                ('email', events.foundation.crypto.EncryptedTextField(blank=True, verbose_name='e-mail')),
                ('post', events.foundation.crypto.EncryptedTextField(blank=True, verbose_name='employer and post')),
                ('note', events.foundation.crypto.EncryptedTextField(blank=True, verbose_name='note')),
                ('person_index', models.CharField(editable=False, max_length=64)),
                ('phone_index', models.CharField(db_index=True, editable=False, max_length=64)),
                ('added_at', models.DateTimeField(editable=False, verbose_name='added at')),
                ('last_used_at', models.DateTimeField(editable=False, null=True, verbose_name='invited last at')),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='guests', to='events.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'guest in the address book',
                'verbose_name_plural': 'address book of guests',
                'ordering': ['category', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', events.foundation.crypto.EncryptedTextField(verbose_name='name')),
                ('phone', events.foundation.crypto.EncryptedTextField(verbose_name='telephone')),
                ('email', events.foundation.crypto.EncryptedTextField(blank=True, verbose_name='e-mail')),
                ('category', models.CharField(choices=[('resident', 'resident'), ('parent', 'parent'), ('business', 'business'), ('deputy', "people's congress deputy"), ('cppcc', 'CPPCC member'), ('reporter', 'reporter'), ('expert', 'expert')], max_length=12, verbose_name='category')),
                ('person_index', models.CharField(editable=False, max_length=64)),
                ('token', events.foundation.crypto.EncryptedTextField(default=registrations.models.invitation.new_token, editable=False, verbose_name='private link')),
                ('token_index', models.CharField(editable=False, max_length=64, unique=True)),
                ('companions_max', models.PositiveSmallIntegerField(default=0, verbose_name='companions, at most')),
                ('state', models.CharField(choices=[('sent', 'waits for the answer'), ('accepted', 'accepted'), ('declined', 'declined'), ('lapsed', 'lapsed without an answer'), ('withdrawn', 'withdrawn')], default='sent', editable=False, max_length=10, verbose_name='state')),
                ('answer_by', models.DateTimeField(verbose_name='answer until')),
                ('sent_at', models.DateTimeField(verbose_name='invited at')),
                ('reminded_at', models.DateTimeField(null=True, verbose_name='reminded at')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='answered at')),
                ('full_at', models.DateTimeField(null=True, verbose_name='found no seat at')),
                ('erased_at', models.DateTimeField(editable=False, null=True, verbose_name='personal data erased at')),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('guest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitations', to='registrations.guest', verbose_name='guest in the address book')),
                ('letter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='events.message', verbose_name='letter')),
                ('sent_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='events.session', verbose_name='session')),
                ('signup', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitation', to='registrations.signup', verbose_name='sign-up')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'ordering': ['category', 'id'],
            },
        ),
        migrations.CreateModel(
            name='SignupTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('in', 'import'), ('out', 'export')], editable=False, max_length=3, verbose_name='kind')),
                ('state', models.CharField(choices=[('checking', 'is being checked'), ('checked', 'checked, nothing is entered yet'), ('faulty', 'has faults, nothing is entered'), ('entering', 'is being entered'), ('writing', 'is being written'), ('done', 'done'), ('failed', 'failed')], editable=False, max_length=10, verbose_name='state')),
                ('source', models.CharField(blank=True, choices=[('online', 'online'), ('phone', 'by phone'), ('counter', 'at the counter'), ('letter', 'by letter'), ('invitation', 'invited by the unit'), ('door', 'walk-in at the door')], editable=False, max_length=12, verbose_name='source')),
                ('name', models.CharField(editable=False, max_length=200, verbose_name='file')),
                ('file', models.FileField(blank=True, editable=False, upload_to='tables/')),
                ('keys', models.TextField(blank=True, editable=False)),
                ('faults', models.JSONField(default=list, editable=False, verbose_name='faults')),
                ('fault_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='number of faults')),
                ('columns', models.JSONField(default=dict, editable=False, verbose_name='columns')),
                ('failure', models.CharField(blank=True, editable=False, max_length=300, verbose_name='why it failed')),
                ('rows', models.PositiveIntegerField(default=0, editable=False, verbose_name='rows')),
                ('done', models.PositiveIntegerField(default=0, editable=False, verbose_name='rows done')),
                ('left_out', models.PositiveIntegerField(default=0, editable=False, verbose_name='rows left out')),
                ('asked_at', models.DateTimeField(editable=False, verbose_name='asked for at')),
                ('claimed_at', models.DateTimeField(editable=False, null=True, verbose_name='taken by a worker at')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='ended at')),
                ('asked_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                ('session', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.session', verbose_name='session')),
            ],
            options={
                'verbose_name': 'table of sign-ups',
                'verbose_name_plural': 'tables of sign-ups',
                'ordering': ['-asked_at', '-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='guest',
            constraint=models.UniqueConstraint(fields=('unit', 'person_index'), name='guest_once_a_unit'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(condition=models.Q(('state', 'sent')), fields=['answer_by'], name='invitation_open'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'sent')), fields=('session', 'person_index'), name='invitation_once_a_person'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['sent', 'accepted', 'declined', 'lapsed', 'withdrawn'])), name='invitation_state_known'),
        ),
        migrations.AddConstraint(
            model_name='signuptable',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['in', 'out'])), name='signuptable_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='signuptable',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['checking', 'checked', 'faulty', 'entering', 'writing', 'done', 'failed'])), name='signuptable_state_known'),
        ),
    ]
