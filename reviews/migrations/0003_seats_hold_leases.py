"""A lease hangs on the seat, so that it goes when its holder leaves the project."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0002_four_eyes"), ("accounts", "0002_user_is_demo")]
    operations = [
        # Leases live for minutes: none is worth translating.
        migrations.RunSQL("DELETE FROM reviews_lease", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="lease",
            name="holder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="leases",
                to="accounts.membership",
            ),
        ),
    ]
