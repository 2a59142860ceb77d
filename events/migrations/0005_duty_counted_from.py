from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0004_companions_of_a_signup")]

    operations = [
        migrations.AddField(
            model_name="duty",
            name="counted_from",
            field=models.DateField(blank=True, null=True, verbose_name="counted from"),
        ),
    ]
