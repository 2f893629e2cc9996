"""Checks at commit look at the row as it then stands, not as it was when the check was queued.

One transaction may save a tag and cut its sentence anew: only the end counts.
"""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION annotations_check_actor_tag() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE t annotations_actortag%ROWTYPE;
BEGIN
  SELECT * INTO t FROM annotations_actortag WHERE id = NEW.id;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM annotations_check_span(t.annotation_set_id, 'mention', t.start, t."end", t.quote);
  IF t.actor_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM codebook_actor c JOIN annotations_annotationset a ON a.project_id = c.project_id
     WHERE c.id = t.actor_id AND a.id = t.annotation_set_id) THEN
    RAISE EXCEPTION 'actor % belongs to another project', t.actor_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'actor_tag_own_project';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION annotations_check_event_tag() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE t annotations_eventtag%ROWTYPE;
BEGIN
  SELECT * INTO t FROM annotations_eventtag WHERE id = NEW.id;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM annotations_check_span(t.annotation_set_id, 'trigger', t.start, t."end", t.quote);
  PERFORM annotations_check_span(t.annotation_set_id, 'date', t.date_start, t.date_end, NULL);
  IF t.code_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM codebook_code c
      JOIN codebook_adoption d ON d.codebook_id = c.codebook_id
      JOIN annotations_annotationset a ON a.project_id = d.project_id
     WHERE c.id = t.code_id AND a.id = t.annotation_set_id) THEN
    RAISE EXCEPTION 'code-not-in-codebook: code % is not in a codebook of this project', t.code_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'event_tag_own_codebook';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION annotations_check_reliability_tag() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE t annotations_reliabilitytag%ROWTYPE;
BEGIN
  SELECT * INTO t FROM annotations_reliabilitytag WHERE id = NEW.id;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM annotations_check_span(t.annotation_set_id, 'content', t.start, t."end", t.quote);
  PERFORM annotations_check_span(t.annotation_set_id, 'source', t.source_start, t.source_end, NULL);
  PERFORM annotations_check_span(t.annotation_set_id, 'cue', t.cue_start, t.cue_end, NULL);
  PERFORM annotations_check_span(t.annotation_set_id, 'hedge', t.hedge_start, t.hedge_end, NULL);
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("annotations", "0003_undo_and_recut")]
    # Backwards the functions stay: 0002 drops them by the same names.
    operations = [migrations.RunSQL(FORWARD, migrations.RunSQL.noop)]
