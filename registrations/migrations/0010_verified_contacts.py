"""Sign-ups that wait for the code of their contact; and the e-mail address of an entry can be found, as its telephone."""

import django.db.models.deletion
import events.foundation.crypto
from django.db import migrations, models
from events.foundation import crypto


def fill(apps, schema_editor):
    signups = apps.get_model("registrations", "Signup")
    rows = []
    for row in signups.objects.only("email").iterator(chunk_size=500):
        if not row.email:
            continue
        row.email_index = crypto.index(row.email.strip().casefold(), purpose="signup.email")
        rows.append(row)
    signups.objects.bulk_update(rows, ["email_index"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0020_contact_codes'),
        ('registrations', '0009_names_found_again'),
    ]

    operations = [
        migrations.AddField(
            model_name='signup',
            name='email_index',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64),
        ),
        migrations.CreateModel(
            name='Pending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('request_index', models.CharField(editable=False, max_length=64)),
                ('data', events.foundation.crypto.EncryptedTextField(blank=True, editable=False, verbose_name='what was typed')),
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pending', to='events.contactcode', verbose_name='contact to be verified')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.session', verbose_name='session')),
                ('signup', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='registrations.signup', verbose_name='sign-up')),
            ],
            options={
                'verbose_name': 'sign-up that waits for its code',
                'verbose_name_plural': 'sign-ups that wait for their code',
                'constraints': [models.UniqueConstraint(fields=('session', 'request_index'), name='pending_once_a_request')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
