"""A decision that others have built their own decision upon is not taken back.

A later decision counts from the last standing approval, four eyes included: were that approval taken back from under
it, a reviewer's own work would stand approved by themselves.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION reviews_retraction_is_last() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM reviews_decision d
              WHERE d.annotation_set_id = NEW.annotation_set_id AND d.id > NEW.retracts_id AND d.verb <> 'retract'
                AND NOT EXISTS (SELECT 1 FROM reviews_decision u WHERE u.retracts_id = d.id)) THEN
    RAISE EXCEPTION 'the set was decided on again since' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'retraction_is_last';
  END IF;
  RETURN NEW;
END $$;
-- Runs after decision_four_eyes (triggers go by name), which holds the set's row.
CREATE TRIGGER decision_retraction_last BEFORE INSERT ON reviews_decision
  FOR EACH ROW WHEN (NEW.verb = 'retract') EXECUTE FUNCTION reviews_retraction_is_last();
"""
BACKWARD = """
DROP TRIGGER decision_retraction_last ON reviews_decision;
DROP FUNCTION reviews_retraction_is_last();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0004_decisions_hold")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
