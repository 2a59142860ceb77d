from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0005_duty_counted_from'),
    ]

    operations = [
        migrations.AlterConstraint(
            model_name='plan',
            name='plan_starts_before_it_ends',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('starts_on__lte', models.F('ends_on')), _connector='OR'), name='plan_starts_before_it_ends', violation_error_message='The period ends before it begins.'),
        ),
        migrations.AlterConstraint(
            model_name='plan',
            name='plan_once_a_document_number',
            constraint=models.UniqueConstraint(condition=models.Q(('document_number', ''), _negated=True), fields=('document_number',), name='plan_once_a_document_number', violation_error_message='A plan with this document number is here already.'),
        ),
        migrations.AlterConstraint(
            model_name='point',
            name='point_number_once_a_plan',
            constraint=models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('plan', 'number'), name='point_number_once_a_plan', violation_error_message='This number is taken in the plan.'),
        ),
        migrations.AlterConstraint(
            model_name='quota',
            name='quota_floor_under_ceiling',
            constraint=models.CheckConstraint(condition=models.Q(('ceiling__isnull', True), ('floor__lte', models.F('ceiling')), _connector='OR'), name='quota_floor_under_ceiling', violation_error_message='“At least” is more than “at most”.'),
        ),
        migrations.AlterConstraint(
            model_name='rule',
            name='rule_one_default_a_code',
            constraint=models.UniqueConstraint(condition=models.Q(('plan__isnull', True)), fields=('code',), name='rule_one_default_a_code', violation_error_message='This rule has a default already.'),
        ),
        migrations.AlterConstraint(
            model_name='session',
            name='session_starts_before_it_ends',
            constraint=models.CheckConstraint(condition=models.Q(('starts_at__lt', models.F('ends_at'))), name='session_starts_before_it_ends', violation_error_message='The end lies before the beginning.'),
        ),
        migrations.AlterConstraint(
            model_name='session',
            name='session_signup_opens_before_it_closes',
            constraint=models.CheckConstraint(condition=models.Q(('signup_opens_at__isnull', True), ('signup_closes_at__isnull', True), ('signup_opens_at__lt', models.F('signup_closes_at')), _connector='OR'), name='session_signup_opens_before_it_closes', violation_error_message='Sign-up closes before it opens.'),
        ),
        migrations.AlterConstraint(
            model_name='unit',
            name='unit_not_its_own_parent',
            constraint=models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='unit_not_its_own_parent', violation_error_message='A unit does not supervise itself.'),
        ),
    ]
