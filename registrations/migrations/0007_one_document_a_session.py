"""One entry a session and identity document; when a selected person gave what only the selected are asked."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0019_mixed_selection_and_terms_of_places'),
        ('registrations', '0006_terms_and_answers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='signup',
            name='details_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='the rest given at'),
        ),
        migrations.AddConstraint(
            model_name='signup',
            constraint=models.UniqueConstraint(condition=models.Q(models.Q(('id_index', ''), _negated=True), models.Q(('state__in', ['cancelled', 'repeated']), _negated=True)), fields=('session', 'id_index'), name='signup_once_a_document'),
        ),
    ]
