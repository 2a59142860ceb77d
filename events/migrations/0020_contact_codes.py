"""Contacts that somebody proves by a code: one row each, gone within a day."""

import events.foundation.crypto
import events.models.contact_code
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0019_mixed_selection_and_terms_of_places'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(max_length=20, verbose_name='purpose')),
                ('email', events.foundation.crypto.EncryptedTextField(blank=True, verbose_name='e-mail')),
                ('phone', events.foundation.crypto.EncryptedTextField(blank=True, verbose_name='telephone')),
                ('token', events.foundation.crypto.EncryptedTextField(default=events.models.contact_code.new_token, editable=False, verbose_name='private link')),
                ('token_index', models.CharField(editable=False, max_length=64, unique=True)),
                ('language', models.CharField(default='zh-hans', editable=False, max_length=10, verbose_name='language')),
                ('code_index', models.CharField(blank=True, editable=False, max_length=64)),
                ('asked_at', models.DateTimeField(db_index=True, editable=False, verbose_name='code asked for at')),
                ('sent_at', models.DateTimeField(editable=False, null=True, verbose_name='sent at')),
                ('expires_at', models.DateTimeField(editable=False, null=True, verbose_name='expires at')),
                ('tries', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='tries')),
                ('verified_at', models.DateTimeField(editable=False, null=True, verbose_name='contact verified at')),
            ],
            options={
                'verbose_name': 'code for a contact',
                'verbose_name_plural': 'codes for contacts',
            },
        ),
    ]
