"""Nobody decides on their own work, from whichever door: page, API, admin, bulk job or psql."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION reviews_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  current_number int;
  set_project bigint;
  approved_number int;
  pinned record;
BEGIN
  -- The set's row is locked first, as for revisions: a decision and an edit cannot slip past each other.
  SELECT a.revision, a.project_id INTO current_number, set_project
    FROM annotations_annotationset a WHERE a.id = NEW.annotation_set_id FOR UPDATE;
  SELECT r.number, r.annotation_set_id INTO pinned FROM annotations_revision r WHERE r.id = NEW.revision_id;
  IF pinned.annotation_set_id IS DISTINCT FROM NEW.annotation_set_id THEN
    RAISE EXCEPTION 'the revision belongs to another set' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'decision_own_revision';
  END IF;
  IF NEW.project_id IS DISTINCT FROM set_project OR NOT EXISTS (
    SELECT 1 FROM accounts_coder c WHERE c.id = NEW.reviewer_id AND c.project_id = set_project) THEN
    RAISE EXCEPTION 'set, decision and reviewer are not of one project' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'decision_own_project';
  END IF;
  IF NEW.verb = 'retract' THEN RETURN NEW; END IF;
  IF pinned.number <> current_number THEN
    RAISE EXCEPTION 'revision % is no longer the current one (%)', pinned.number, current_number
      USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_current_revision';
  END IF;
  -- Approvals that were taken back do not count as the last one.
  SELECT coalesce(max(r.number), 0) INTO approved_number
    FROM reviews_decision d JOIN annotations_revision r ON r.id = d.revision_id
   WHERE d.annotation_set_id = NEW.annotation_set_id AND d.verb = 'approve' AND r.number < pinned.number
     AND NOT EXISTS (SELECT 1 FROM reviews_decision u WHERE u.retracts_id = d.id);
  IF EXISTS (SELECT 1 FROM annotations_revision r
              WHERE r.annotation_set_id = NEW.annotation_set_id AND r.number > approved_number
                AND r.origin IN ('person', 'fix') AND r.author_id = NEW.reviewer_id) THEN
    RAISE EXCEPTION 'four eyes: an author of this work cannot decide on it' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'decision_four_eyes';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER decision_four_eyes BEFORE INSERT ON reviews_decision
  FOR EACH ROW EXECUTE FUNCTION reviews_four_eyes();

CREATE FUNCTION reviews_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('attest.erasing', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'decisions are append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER decision_append_only BEFORE UPDATE OR DELETE ON reviews_decision
  FOR EACH ROW EXECUTE FUNCTION reviews_refuse_change();
"""
BACKWARD = """
DROP TRIGGER decision_append_only ON reviews_decision;
DROP FUNCTION reviews_refuse_change();
DROP TRIGGER decision_four_eyes ON reviews_decision;
DROP FUNCTION reviews_four_eyes();
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial"), ("annotations", "0002_integrity")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
