"""What the call list has to tell of a free place that is offered, and of a place that is to be confirmed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registrations', '0010_verified_contacts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='signup',
            name='call_about',
            field=models.CharField(blank=True, choices=[('invitation', 'the invitation'), ('moved_up', 'moving up from the waiting list'), ('offer', 'the offer of a free place'), ('lapse', 'the offer that went unanswered'), ('confirmation', 'whether the person comes'), ('release', 'the place that was not confirmed'), ('decision', 'the decision'), ('change', 'the changed time or place'), ('way', 'the changed way of selection'), ('taken_back', 'the list that was taken back'), ('cancellation', 'the cancellation of the session')], editable=False, max_length=12, verbose_name='call about'),
        ),
    ]
