"""What a session asks of those who sign up, and what they answered; offers of free places; vetting."""

import django.core.validators
import django.db.models.deletion
import events.foundation.crypto
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0019_mixed_selection_and_terms_of_places'),
        ('registrations', '0005_personal_data_erased'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Asked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(choices=[('area', 'town or subdistrict'), ('employer', 'employer'), ('post', 'post'), ('birth_year', 'year of birth'), ('age_band', 'age band'), ('sex', 'sex'), ('id_number', 'identity document'), ('education', 'education'), ('reason', 'why you would like to come'), ('questions', 'questions sent ahead'), ('access', 'help you need on the day'), ('photo', 'consent to photographs'), ('transport', 'how you come'), ('own', 'a question of your own')], max_length=12, verbose_name='what is asked')),
                ('moment', models.CharField(choices=[('signup', 'at sign-up'), ('selected', 'of the selected only')], default='signup', max_length=10, verbose_name='when')),
                ('category', models.CharField(blank=True, choices=[('resident', 'resident'), ('parent', 'parent'), ('business', 'business'), ('deputy', "people's congress deputy"), ('cppcc', 'CPPCC member'), ('reporter', 'reporter'), ('expert', 'expert')], help_text='Empty: everybody.', max_length=12, verbose_name='only of')),
                ('is_required', models.BooleanField(default=False, verbose_name='must be answered')),
                ('text', models.CharField(blank=True, max_length=200, verbose_name='words of your own question')),
                ('choices', models.TextField(blank=True, help_text='One a line. Empty: an answer in words.', verbose_name='answers to choose from')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'thing asked at sign-up',
                'verbose_name_plural': 'things asked at sign-up',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Terms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verifies_contact', models.BooleanField(default=False, help_text='A code goes to the telephone or e-mail before the sign-up counts.', verbose_name='the contact is verified by a code')),
                ('age_min', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='youngest age')),
                ('age_max', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='oldest age')),
                ('areas', models.TextField(blank=True, help_text='One town or subdistrict a line: those who live, work or study there. Empty: everybody.', verbose_name='only for people of these areas')),
                ('takes_children', models.BooleanField(default=False, verbose_name="children come with a guardian's consent")),
                ('group_max', models.PositiveSmallIntegerField(blank=True, help_text='Firms and schools enrol with a list of names, and come in or stay out together. Empty: no groups.', null=True, validators=[django.core.validators.MinValueValidator(2)], verbose_name='people a group, at most')),
                ('names_companions', models.BooleanField(default=False, help_text='Each companion is named, not only counted.', verbose_name='companions by name')),
                ('details_until', models.DateTimeField(blank=True, help_text='The last moment for what only the selected are asked.', null=True, verbose_name='the selected give the rest until')),
                ('confirm_until', models.DateTimeField(blank=True, help_text='Empty: nobody needs to confirm. Places not confirmed by then are offered to those who wait.', null=True, verbose_name='the selected confirm until')),
            ],
            options={
                'verbose_name': 'sign-up terms',
                'verbose_name_plural': 'sign-up terms',
            },
        ),
        migrations.RemoveConstraint(
            model_name='signup',
            name='signup_state_known',
        ),
        migrations.AddField(
            model_name='signup',
            name='confirmed_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='confirmed at'),
        ),
        migrations.AddField(
            model_name='signup',
            name='details',
            field=events.foundation.crypto.EncryptedTextField(blank=True, editable=False, verbose_name='answers'),
        ),
        migrations.AddField(
            model_name='signup',
            name='id_index',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='signup',
            name='offered_until',
            field=models.DateTimeField(editable=False, null=True, verbose_name='place held until'),
        ),
        migrations.AddField(
            model_name='signup',
            name='organisation',
            field=events.foundation.crypto.EncryptedTextField(blank=True, verbose_name='firm or school'),
        ),
        migrations.AddField(
            model_name='signup',
            name='verified_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='contact verified at'),
        ),
        migrations.AddField(
            model_name='signup',
            name='vetting_note',
            field=events.foundation.crypto.EncryptedTextField(blank=True, editable=False, verbose_name='vetting note'),
        ),
        migrations.AlterField(
            model_name='roster',
            name='selection',
            field=models.CharField(choices=[('order', 'by order of entry'), ('draw', 'by draw'), ('choice', "by the unit's choice, with reasons"), ('mixed', "by the unit's choice, then by draw of the rest"), ('invitation', 'by invitation only')], max_length=10, verbose_name='way of selection'),
        ),
        migrations.AlterField(
            model_name='signup',
            name='proposal',
            field=models.CharField(blank=True, choices=[('entered', 'signed up, waiting for the selection'), ('selected', 'selected'), ('offered', 'a free place is offered'), ('waiting', 'on the waiting list'), ('refused', 'not selected'), ('cancelled', 'cancelled'), ('repeated', 'entered again, the first entry counts')], editable=False, max_length=10, verbose_name='proposed decision'),
        ),
        migrations.AlterField(
            model_name='signup',
            name='state',
            field=models.CharField(choices=[('entered', 'signed up, waiting for the selection'), ('selected', 'selected'), ('offered', 'a free place is offered'), ('waiting', 'on the waiting list'), ('refused', 'not selected'), ('cancelled', 'cancelled'), ('repeated', 'entered again, the first entry counts')], default='entered', editable=False, max_length=10, verbose_name='state'),
        ),
        migrations.AddConstraint(
            model_name='signup',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['entered', 'selected', 'offered', 'waiting', 'refused', 'cancelled', 'repeated'])), name='signup_state_known'),
        ),
        migrations.AddField(
            model_name='asked',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked', to='events.session', verbose_name='session'),
        ),
        migrations.AddField(
            model_name='terms',
            name='session',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='events.session', verbose_name='session'),
        ),
        migrations.AddConstraint(
            model_name='asked',
            constraint=models.UniqueConstraint(condition=models.Q(('item', 'own'), _negated=True), fields=('session', 'item'), name='asked_once_a_session'),
        ),
        migrations.AddConstraint(
            model_name='asked',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('item', 'own'), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='asked_own_has_words', violation_error_message='Please write your question.'),
        ),
        migrations.AddConstraint(
            model_name='terms',
            constraint=models.CheckConstraint(condition=models.Q(('age_min__isnull', True), ('age_max__isnull', True), ('age_min__lte', models.F('age_max')), _connector='OR'), name='terms_youngest_before_oldest', violation_error_message='The youngest age is above the oldest.'),
        ),
    ]
