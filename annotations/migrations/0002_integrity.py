"""What must hold whoever writes: spans, quotes, links, codes and actors; revisions never change.

The checks on tags are constraint triggers that run at commit, so one request may pass through states that only its end
makes whole, and re-anchoring may move a set and its tags in either order.
"""

from django.db import migrations

SPANS = """
CREATE FUNCTION annotations_check_span(set_id bigint, what text, from_ int, to_ int, quote text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE body text;
BEGIN
  IF from_ IS NULL THEN RETURN; END IF;
  SELECT s.text INTO body FROM annotations_annotationset a JOIN sources_sentence s ON s.id = a.sentence_id
   WHERE a.id = set_id;
  IF from_ < 0 OR from_ >= to_ OR to_ > char_length(body) THEN
    RAISE EXCEPTION 'span-bounds: % [%, %) lies outside the sentence of % characters', what, from_, to_,
      char_length(body) USING ERRCODE = 'check_violation', CONSTRAINT = 'span_bounds';
  END IF;
  IF quote IS NOT NULL AND substr(body, from_ + 1, to_ - from_) <> quote THEN
    RAISE EXCEPTION 'span-quote-mismatch: % [%, %) does not read as its quote', what, from_, to_
      USING ERRCODE = 'check_violation', CONSTRAINT = 'span_quote';
  END IF;
END $$;

CREATE FUNCTION annotations_check_actor_tag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM annotations_check_span(NEW.annotation_set_id, 'mention', NEW.start, NEW."end", NEW.quote);
  IF NEW.actor_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM codebook_actor c JOIN annotations_annotationset a ON a.project_id = c.project_id
     WHERE c.id = NEW.actor_id AND a.id = NEW.annotation_set_id) THEN
    RAISE EXCEPTION 'actor % belongs to another project', NEW.actor_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'actor_tag_own_project';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER actor_tag_whole AFTER INSERT OR UPDATE ON annotations_actortag
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION annotations_check_actor_tag();

CREATE FUNCTION annotations_check_event_tag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM annotations_check_span(NEW.annotation_set_id, 'trigger', NEW.start, NEW."end", NEW.quote);
  PERFORM annotations_check_span(NEW.annotation_set_id, 'date', NEW.date_start, NEW.date_end, NULL);
  IF NEW.code_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM codebook_code c
      JOIN codebook_adoption d ON d.codebook_id = c.codebook_id
      JOIN annotations_annotationset a ON a.project_id = d.project_id
     WHERE c.id = NEW.code_id AND a.id = NEW.annotation_set_id) THEN
    RAISE EXCEPTION 'code-not-in-codebook: code % is not in a codebook of this project', NEW.code_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'event_tag_own_codebook';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER event_tag_whole AFTER INSERT OR UPDATE ON annotations_eventtag
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION annotations_check_event_tag();

CREATE FUNCTION annotations_check_reliability_tag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM annotations_check_span(NEW.annotation_set_id, 'content', NEW.start, NEW."end", NEW.quote);
  PERFORM annotations_check_span(NEW.annotation_set_id, 'source', NEW.source_start, NEW.source_end, NULL);
  PERFORM annotations_check_span(NEW.annotation_set_id, 'cue', NEW.cue_start, NEW.cue_end, NULL);
  PERFORM annotations_check_span(NEW.annotation_set_id, 'hedge', NEW.hedge_start, NEW.hedge_end, NULL);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reliability_tag_whole AFTER INSERT OR UPDATE ON annotations_reliabilitytag
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION annotations_check_reliability_tag();

CREATE FUNCTION annotations_check_set() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE t record;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM sources_sentence s WHERE s.id = NEW.sentence_id
                    AND s.source_id = NEW.source_id AND s.project_id = NEW.project_id) THEN
    RAISE EXCEPTION 'the sentence % is not of source % in project %', NEW.sentence_id, NEW.source_id,
      NEW.project_id USING ERRCODE = 'check_violation', CONSTRAINT = 'set_own_sentence';
  END IF;
  IF TG_OP = 'INSERT' THEN RETURN NULL; END IF;
  FOR t IN
    SELECT 'mention' AS what, start, "end", quote FROM annotations_actortag WHERE annotation_set_id = NEW.id
    UNION ALL SELECT 'trigger', start, "end", quote FROM annotations_eventtag WHERE annotation_set_id = NEW.id
    UNION ALL SELECT 'date', date_start, date_end, NULL FROM annotations_eventtag WHERE annotation_set_id = NEW.id
    UNION ALL SELECT 'content', start, "end", quote FROM annotations_reliabilitytag WHERE annotation_set_id = NEW.id
    UNION ALL SELECT 'source', source_start, source_end, NULL FROM annotations_reliabilitytag WHERE annotation_set_id = NEW.id
    UNION ALL SELECT 'cue', cue_start, cue_end, NULL FROM annotations_reliabilitytag WHERE annotation_set_id = NEW.id
    UNION ALL SELECT 'hedge', hedge_start, hedge_end, NULL FROM annotations_reliabilitytag WHERE annotation_set_id = NEW.id
  LOOP
    PERFORM annotations_check_span(NEW.id, t.what, t.start, t."end", t.quote);
  END LOOP;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER set_whole_at_birth AFTER INSERT ON annotations_annotationset
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION annotations_check_set();
CREATE CONSTRAINT TRIGGER set_whole AFTER UPDATE OF sentence_id, source_id, project_id ON annotations_annotationset
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION annotations_check_set();
"""
SPANS_BACK = """
DROP TRIGGER set_whole ON annotations_annotationset;
DROP TRIGGER set_whole_at_birth ON annotations_annotationset;
DROP FUNCTION annotations_check_set();
DROP TRIGGER reliability_tag_whole ON annotations_reliabilitytag;
DROP FUNCTION annotations_check_reliability_tag();
DROP TRIGGER event_tag_whole ON annotations_eventtag;
DROP FUNCTION annotations_check_event_tag();
DROP TRIGGER actor_tag_whole ON annotations_actortag;
DROP FUNCTION annotations_check_actor_tag();
DROP FUNCTION annotations_check_span(bigint, text, int, int, text);
"""

LINKS = """
ALTER TABLE annotations_eventtag ADD CONSTRAINT event_tag_id_set UNIQUE (id, annotation_set_id);
ALTER TABLE annotations_actortag ADD CONSTRAINT actor_tag_id_set UNIQUE (id, annotation_set_id);
ALTER TABLE annotations_participant
  ADD CONSTRAINT participant_event_same_set FOREIGN KEY (event_id, annotation_set_id)
    REFERENCES annotations_eventtag (id, annotation_set_id) DEFERRABLE INITIALLY DEFERRED,
  ADD CONSTRAINT participant_actor_same_set FOREIGN KEY (actor_tag_id, annotation_set_id)
    REFERENCES annotations_actortag (id, annotation_set_id) DEFERRABLE INITIALLY DEFERRED;
"""
LINKS_BACK = """
ALTER TABLE annotations_participant DROP CONSTRAINT participant_actor_same_set,
  DROP CONSTRAINT participant_event_same_set;
ALTER TABLE annotations_actortag DROP CONSTRAINT actor_tag_id_set;
ALTER TABLE annotations_eventtag DROP CONSTRAINT event_tag_id_set;
"""

REVISIONS = """
CREATE FUNCTION annotations_lock_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Decisions lock the same row first: an edit and a decision cannot slip past each other.
  PERFORM 1 FROM annotations_annotationset WHERE id = NEW.annotation_set_id FOR UPDATE;
  RETURN NEW;
END $$;
CREATE TRIGGER revision_locks_set BEFORE INSERT ON annotations_revision
  FOR EACH ROW EXECUTE FUNCTION annotations_lock_set();

CREATE FUNCTION annotations_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Deleting a whole project is the one exception; it says so for its own transaction.
  IF TG_OP = 'DELETE' AND current_setting('attest.erasing', true) = 'on' THEN RETURN OLD; END IF;
  RAISE EXCEPTION '% is immutable: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER revision_immutable BEFORE UPDATE OR DELETE ON annotations_revision
  FOR EACH ROW EXECUTE FUNCTION annotations_refuse_change();
CREATE TRIGGER snapshot_immutable BEFORE UPDATE OR DELETE ON annotations_snapshot
  FOR EACH ROW EXECUTE FUNCTION annotations_refuse_change();
"""
REVISIONS_BACK = """
DROP TRIGGER snapshot_immutable ON annotations_snapshot;
DROP TRIGGER revision_immutable ON annotations_revision;
DROP FUNCTION annotations_refuse_change();
DROP TRIGGER revision_locks_set ON annotations_revision;
DROP FUNCTION annotations_lock_set();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0001_initial"),
        ("codebook", "0001_initial"),
        ("sources", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(SPANS, SPANS_BACK),
        migrations.RunSQL(LINKS, LINKS_BACK),
        migrations.RunSQL(REVISIONS, REVISIONS_BACK),
    ]
