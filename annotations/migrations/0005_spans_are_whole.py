"""A further span has both offsets or neither: compared with null, half a span passed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_user_is_demo"),
        ("annotations", "0004_checks_read_the_row"),
        ("codebook", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="eventtag",
            name="event_tag_date_span",
        ),
        migrations.RemoveConstraint(
            model_name="reliabilitytag",
            name="reliability_source_span",
        ),
        migrations.RemoveConstraint(
            model_name="reliabilitytag",
            name="reliability_cue_span",
        ),
        migrations.RemoveConstraint(
            model_name="reliabilitytag",
            name="reliability_hedge_span",
        ),
        migrations.AddConstraint(
            model_name="eventtag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("date_end__isnull", True), ("date_start__isnull", True)),
                    models.Q(
                        ("date_end__isnull", False),
                        ("date_start__isnull", False),
                        ("date_start__lt", models.F("date_end")),
                    ),
                    _connector="OR",
                ),
                name="event_tag_date_span",
            ),
        ),
        migrations.AddConstraint(
            model_name="reliabilitytag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source_end__isnull", True), ("source_start__isnull", True)),
                    models.Q(
                        ("source_end__isnull", False),
                        ("source_start__isnull", False),
                        ("source_start__lt", models.F("source_end")),
                    ),
                    _connector="OR",
                ),
                name="reliability_source_span",
            ),
        ),
        migrations.AddConstraint(
            model_name="reliabilitytag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cue_end__isnull", True), ("cue_start__isnull", True)),
                    models.Q(
                        ("cue_end__isnull", False),
                        ("cue_start__isnull", False),
                        ("cue_start__lt", models.F("cue_end")),
                    ),
                    _connector="OR",
                ),
                name="reliability_cue_span",
            ),
        ),
        migrations.AddConstraint(
            model_name="reliabilitytag",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hedge_end__isnull", True), ("hedge_start__isnull", True)),
                    models.Q(
                        ("hedge_end__isnull", False),
                        ("hedge_start__isnull", False),
                        ("hedge_start__lt", models.F("hedge_end")),
                    ),
                    _connector="OR",
                ),
                name="reliability_hedge_span",
            ),
        ),
    ]
