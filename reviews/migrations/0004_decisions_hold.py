"""What a decision may be and what an approval rests on, from whichever door: page, API, admin, bulk job or psql.

- A decision is about the current revision of a set in the queue, and not by an author of it.
- A retraction is of one's own decision, of the same set and revision, within ten seconds.
- `approved_revision` rests on an approval that was not taken back; a set is `approved` only while no person has changed it
  since. Both are looked at on commit, so one transaction may pass through states that only its end makes whole.
"""

from django.db import migrations

DECISIONS = """
CREATE OR REPLACE FUNCTION reviews_four_eyes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  held record;
  pinned record;
  taken record;
  approved_number int;
BEGIN
  -- The set's row is locked first, as for revisions: a decision and an edit cannot slip past each other.
  SELECT a.revision, a.project_id, a.state INTO held
    FROM annotations_annotationset a WHERE a.id = NEW.annotation_set_id FOR UPDATE;
  SELECT r.number, r.annotation_set_id INTO pinned FROM annotations_revision r WHERE r.id = NEW.revision_id;
  IF pinned.annotation_set_id IS DISTINCT FROM NEW.annotation_set_id THEN
    RAISE EXCEPTION 'the revision belongs to another set' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'decision_own_revision';
  END IF;
  IF NEW.project_id IS DISTINCT FROM held.project_id OR NOT EXISTS (
    SELECT 1 FROM accounts_coder c WHERE c.id = NEW.reviewer_id AND c.project_id = held.project_id) THEN
    RAISE EXCEPTION 'set, decision and reviewer are not of one project' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'decision_own_project';
  END IF;
  IF NEW.verb = 'retract' THEN
    SELECT d.verb, d.annotation_set_id, d.revision_id, d.reviewer_id, d.created_at INTO taken
      FROM reviews_decision d WHERE d.id = NEW.retracts_id;
    IF taken.verb = 'retract' OR taken.annotation_set_id <> NEW.annotation_set_id
       OR taken.revision_id <> NEW.revision_id OR taken.reviewer_id <> NEW.reviewer_id THEN
      RAISE EXCEPTION 'a retraction takes back one''s own decision on the same revision'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'retraction_own_decision';
    END IF;
    IF clock_timestamp() - taken.created_at > interval '10 seconds' THEN
      RAISE EXCEPTION 'the decision is older than ten seconds' USING ERRCODE = 'check_violation',
        CONSTRAINT = 'retraction_in_time';
    END IF;
    RETURN NEW;
  END IF;
  IF held.state NOT IN ('submitted', 'approved_once') THEN
    RAISE EXCEPTION 'the set is % and not in the queue', held.state USING ERRCODE = 'check_violation',
      CONSTRAINT = 'decision_in_queue';
  END IF;
  IF pinned.number <> held.revision THEN
    RAISE EXCEPTION 'revision % is no longer the current one (%)', pinned.number, held.revision
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
"""

APPROVALS = """
CREATE FUNCTION reviews_check_approval(set_id bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE held record;
BEGIN
  SELECT a.state, a.approved_revision_id, r.number, r.annotation_set_id AS pinned_set INTO held
    FROM annotations_annotationset a LEFT JOIN annotations_revision r ON r.id = a.approved_revision_id
   WHERE a.id = set_id;
  IF NOT FOUND THEN RETURN; END IF;
  IF held.approved_revision_id IS NOT NULL AND (held.pinned_set <> set_id OR NOT EXISTS (
    SELECT 1 FROM reviews_decision d
     WHERE d.revision_id = held.approved_revision_id AND d.annotation_set_id = set_id AND d.verb = 'approve'
       AND NOT EXISTS (SELECT 1 FROM reviews_decision u WHERE u.retracts_id = d.id))) THEN
    RAISE EXCEPTION 'no standing approval of revision % of set %', held.number, set_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'approval_rests_on_decision';
  END IF;
  IF held.state = 'approved' AND (held.approved_revision_id IS NULL OR EXISTS (
    SELECT 1 FROM annotations_revision r
     WHERE r.annotation_set_id = set_id AND r.number > held.number AND r.origin IN ('person', 'fix'))) THEN
    RAISE EXCEPTION 'set % has changed since its approval', set_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'approved_as_it_stands';
  END IF;
END $$;

CREATE FUNCTION reviews_check_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM reviews_check_approval(NEW.id); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER set_approval_at_birth AFTER INSERT ON annotations_annotationset
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state = 'approved' OR NEW.approved_revision_id IS NOT NULL) EXECUTE FUNCTION reviews_check_set();
CREATE CONSTRAINT TRIGGER set_approval AFTER UPDATE OF state, approved_revision_id ON annotations_annotationset
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state = 'approved' OR NEW.approved_revision_id IS NOT NULL) EXECUTE FUNCTION reviews_check_set();

CREATE FUNCTION reviews_check_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM reviews_check_approval(NEW.annotation_set_id); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER retraction_unpins AFTER INSERT ON reviews_decision
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.verb = 'retract') EXECUTE FUNCTION reviews_check_row();
CREATE CONSTRAINT TRIGGER revision_reopens AFTER INSERT ON annotations_revision
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.origin IN ('person', 'fix')) EXECUTE FUNCTION reviews_check_row();
"""
APPROVALS_BACK = """
DROP TRIGGER revision_reopens ON annotations_revision;
DROP TRIGGER retraction_unpins ON reviews_decision;
DROP FUNCTION reviews_check_row();
DROP TRIGGER set_approval ON annotations_annotationset;
DROP TRIGGER set_approval_at_birth ON annotations_annotationset;
DROP FUNCTION reviews_check_set();
DROP FUNCTION reviews_check_approval(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0003_seats_hold_leases"), ("annotations", "0002_integrity")]
    operations = [
        # Backwards the stricter function stays: 0002 drops it by the same name.
        migrations.RunSQL(DECISIONS, migrations.RunSQL.noop),
        migrations.RunSQL(APPROVALS, APPROVALS_BACK),
    ]
