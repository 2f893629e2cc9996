"""The new parts of tags are held by the database too: spans inside the sentence, borrowed words where they are said to
stand, further codes and modes from the project's codebooks. Plain dates that are there already get their bounds.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION annotations_check_borrowed(set_id bigint, what text, sentence bigint, from_ int, to_ int, quote text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE body text;
BEGIN
  IF sentence IS NULL THEN RETURN; END IF;
  SELECT s.text INTO body FROM sources_sentence s JOIN annotations_annotationset a ON a.source_id = s.source_id
   WHERE s.id = sentence AND a.id = set_id;
  IF body IS NULL THEN
    RAISE EXCEPTION 'unknown-sentence: % rests on sentence %, which is not of this source', what, sentence
      USING ERRCODE = 'check_violation', CONSTRAINT = 'span_borrowed';
  END IF;
  IF from_ IS NULL OR from_ < 0 OR from_ >= to_ OR to_ > char_length(body)
     OR substr(body, from_ + 1, to_ - from_) IS DISTINCT FROM quote THEN
    RAISE EXCEPTION 'span-quote-mismatch: % of sentence % [%, %) does not read as its quote', what, sentence, from_, to_
      USING ERRCODE = 'check_violation', CONSTRAINT = 'span_borrowed';
  END IF;
END $$;

CREATE FUNCTION annotations_check_borrowed(set_id bigint, what text, words jsonb) RETURNS void LANGUAGE sql AS $$
  SELECT annotations_check_borrowed(set_id, what, (words ->> 'sentence')::bigint, (words ->> 'start')::int,
                                    (words ->> 'end')::int, words ->> 'quote') WHERE words IS NOT NULL;
$$;

CREATE FUNCTION annotations_check_code(set_id bigint, code bigint, wanted text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE has text[];
BEGIN
  SELECT c.modes INTO has FROM codebook_code c
    JOIN codebook_adoption d ON d.codebook_id = c.codebook_id
    JOIN annotations_annotationset a ON a.project_id = d.project_id
   WHERE c.id = code AND a.id = set_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'code-not-in-codebook: code % is not in a codebook of this project', code
      USING ERRCODE = 'check_violation', CONSTRAINT = 'event_tag_own_codebook';
  END IF;
  IF NOT wanted <@ has THEN
    RAISE EXCEPTION 'code-not-in-codebook: code % has no such mode', code
      USING ERRCODE = 'check_violation', CONSTRAINT = 'event_tag_own_modes';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION annotations_check_event_tag() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE t annotations_eventtag%ROWTYPE;
BEGIN
  SELECT * INTO t FROM annotations_eventtag WHERE id = NEW.id;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM annotations_check_span(t.annotation_set_id, 'trigger', t.start, t."end", t.quote);
  PERFORM annotations_check_span(t.annotation_set_id, p.what, p.start, p.stop, NULL) FROM (VALUES
    ('date', t.date_start, t.date_end), ('place', t.place_start, t.place_end), ('deaths', t.deaths_start, t.deaths_end),
    ('injured', t.injured_start, t.injured_end), ('arrested', t.arrested_start, t.arrested_end)) p(what, start, stop)
   WHERE p.start IS NOT NULL;
  PERFORM annotations_check_borrowed(t.annotation_set_id, 'date', t.date_from);
  PERFORM annotations_check_borrowed(t.annotation_set_id, 'place', t.place_from);
  IF t.code_id IS NOT NULL THEN
    PERFORM annotations_check_code(t.annotation_set_id, t.code_id, t.modes::text[]);
  ELSIF cardinality(t.modes) > 0 THEN
    RAISE EXCEPTION 'code-not-in-codebook: an event without a type has no modes'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'event_tag_own_modes';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION annotations_check_event_code() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE o record;
BEGIN
  SELECT e.annotation_set_id, c.code_id, c.modes INTO o
    FROM annotations_eventcode c JOIN annotations_eventtag e ON e.id = c.event_id WHERE c.id = NEW.id;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM annotations_check_code(o.annotation_set_id, o.code_id, o.modes::text[]);
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER event_code_whole AFTER INSERT OR UPDATE ON annotations_eventcode
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION annotations_check_event_code();

CREATE FUNCTION annotations_check_participant() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE p annotations_participant%ROWTYPE;
BEGIN
  SELECT * INTO p FROM annotations_participant WHERE id = NEW.id;
  IF NOT FOUND OR p.from_sentence_id IS NULL THEN RETURN NULL; END IF;
  PERFORM annotations_check_borrowed(p.annotation_set_id, 'participant', p.from_sentence_id, p.from_start, p.from_end,
                                     p.from_quote);
  IF p.from_actor_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM codebook_actor c JOIN annotations_annotationset a ON a.project_id = c.project_id
     WHERE c.id = p.from_actor_id AND a.id = p.annotation_set_id) THEN
    RAISE EXCEPTION 'actor % belongs to another project', p.from_actor_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'participant_own_project';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER participant_whole AFTER INSERT OR UPDATE ON annotations_participant
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION annotations_check_participant();

CREATE OR REPLACE FUNCTION annotations_check_reliability_tag() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE t annotations_reliabilitytag%ROWTYPE;
BEGIN
  SELECT * INTO t FROM annotations_reliabilitytag WHERE id = NEW.id;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM annotations_check_span(t.annotation_set_id, 'content', t.start, t."end", t.quote);
  PERFORM annotations_check_span(t.annotation_set_id, p.what, p.start, p.stop, NULL) FROM (VALUES
    ('source', t.source_start, t.source_end), ('cue', t.cue_start, t.cue_end), ('hedge', t.hedge_start, t.hedge_end)
   ) p(what, start, stop) WHERE p.start IS NOT NULL;
  PERFORM annotations_check_borrowed(t.annotation_set_id, 'source', t.source_from);
  IF t.parent IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM annotations_reliabilitytag r WHERE r.annotation_set_id = t.annotation_set_id
       AND r.uid = t.parent AND r.uid <> t.uid) THEN
    RAISE EXCEPTION 'relation-dangling: the claim that this one is told within is not in its set'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reliability_parent_same_set';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION annotations_check_set() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE t record;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM sources_sentence s WHERE s.id = NEW.sentence_id
                    AND s.source_id = NEW.source_id AND s.project_id = NEW.project_id) THEN
    RAISE EXCEPTION 'the sentence % is not of source % in project %', NEW.sentence_id, NEW.source_id,
      NEW.project_id USING ERRCODE = 'check_violation', CONSTRAINT = 'set_own_sentence';
  END IF;
  IF TG_OP = 'INSERT' THEN RETURN NULL; END IF;
  FOR t IN
    SELECT 'mention' AS what, start, "end" AS stop, quote FROM annotations_actortag WHERE annotation_set_id = NEW.id
    UNION ALL
    SELECT p.what, p.start, p.stop, p.quote FROM annotations_eventtag e CROSS JOIN LATERAL (VALUES
      ('trigger', e.start, e."end", e.quote), ('date', e.date_start, e.date_end, NULL),
      ('place', e.place_start, e.place_end, NULL), ('deaths', e.deaths_start, e.deaths_end, NULL),
      ('injured', e.injured_start, e.injured_end, NULL), ('arrested', e.arrested_start, e.arrested_end, NULL)
     ) p(what, start, stop, quote) WHERE e.annotation_set_id = NEW.id AND p.start IS NOT NULL
    UNION ALL
    SELECT p.what, p.start, p.stop, p.quote FROM annotations_reliabilitytag r CROSS JOIN LATERAL (VALUES
      ('content', r.start, r."end", r.quote), ('source', r.source_start, r.source_end, NULL),
      ('cue', r.cue_start, r.cue_end, NULL), ('hedge', r.hedge_start, r.hedge_end, NULL)
     ) p(what, start, stop, quote) WHERE r.annotation_set_id = NEW.id AND p.start IS NOT NULL
  LOOP
    PERFORM annotations_check_span(NEW.id, t.what, t.start, t.stop, t.quote);
  END LOOP;
  RETURN NULL;
END $$;

-- A claim that others are told within is not removed under them: looked at when the transaction is complete.
CREATE FUNCTION annotations_check_parent_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM annotations_reliabilitytag r WHERE r.annotation_set_id = OLD.annotation_set_id
                AND r.parent = OLD.uid)
     AND NOT EXISTS (SELECT 1 FROM annotations_reliabilitytag r WHERE r.annotation_set_id = OLD.annotation_set_id
                        AND r.uid = OLD.uid) THEN
    RAISE EXCEPTION 'relation-dangling: a claim is told within the one that was removed'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'reliability_parent_same_set';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reliability_parent_stays AFTER DELETE ON annotations_reliabilitytag
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION annotations_check_parent_gone();
"""

# Backwards the functions that 0002 made stay as they are: it drops them by the same names.
BACK = """
DROP TRIGGER reliability_parent_stays ON annotations_reliabilitytag;
DROP FUNCTION annotations_check_parent_gone();
DROP TRIGGER participant_whole ON annotations_participant;
DROP FUNCTION annotations_check_participant();
DROP TRIGGER event_code_whole ON annotations_eventcode;
DROP FUNCTION annotations_check_event_code();
DROP FUNCTION annotations_check_code(bigint, bigint, text[]);
DROP FUNCTION annotations_check_borrowed(bigint, text, jsonb);
DROP FUNCTION annotations_check_borrowed(bigint, text, bigint, int, int, text);
"""

BOUNDS = r"""
UPDATE annotations_eventtag SET date_min = date_edtf::date, date_max = date_edtf::date
 WHERE date_edtf ~ '^[1-9]\d{3}-\d\d-\d\d$';
UPDATE annotations_eventtag SET date_min = (date_edtf || '-01')::date,
       date_max = ((date_edtf || '-01')::date + interval '1 month - 1 day')::date
 WHERE date_edtf ~ '^[1-9]\d{3}-(0[1-9]|1[0-2])$';
UPDATE annotations_eventtag SET date_min = (date_edtf || '-01-01')::date, date_max = (date_edtf || '-12-31')::date
 WHERE date_edtf ~ '^[1-9]\d{3}$';
"""


class Migration(migrations.Migration):
    dependencies = [("annotations", "0007_tags_in_full")]
    operations = [
        migrations.RunSQL(BOUNDS, migrations.RunSQL.noop),
        migrations.RunSQL(FORWARD, BACK),
    ]
