"""What must hold in the registry whoever writes: one project, no circles of parts or of redirects, sectors in form.

Circles are looked for under a lock on the project's structure, so two writers cannot close one together.
"""

from django.db import migrations

OWN_PROJECT = """
ALTER TABLE codebook_actor ADD CONSTRAINT actor_id_project UNIQUE (id, project_id);
ALTER TABLE codebook_actor ADD CONSTRAINT actor_merged_within_project FOREIGN KEY (merged_into_id, project_id)
  REFERENCES codebook_actor (id, project_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE codebook_actor ADD CONSTRAINT actor_sectors_wellformed
  CHECK (array_to_string(sectors, ' ', '?') ~ '^([A-Z]{3}( [A-Z]{3})*)?$');
ALTER TABLE codebook_alias ADD CONSTRAINT alias_of_own_project FOREIGN KEY (actor_id, project_id)
  REFERENCES codebook_actor (id, project_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE codebook_relation
  ADD CONSTRAINT relation_subject_of_project FOREIGN KEY (subject_id, project_id)
    REFERENCES codebook_actor (id, project_id) DEFERRABLE INITIALLY DEFERRED,
  ADD CONSTRAINT relation_object_of_project FOREIGN KEY (object_id, project_id)
    REFERENCES codebook_actor (id, project_id) DEFERRABLE INITIALLY DEFERRED;
"""
OWN_PROJECT_BACK = """
ALTER TABLE codebook_relation DROP CONSTRAINT relation_object_of_project,
  DROP CONSTRAINT relation_subject_of_project;
ALTER TABLE codebook_alias DROP CONSTRAINT alias_of_own_project;
ALTER TABLE codebook_actor DROP CONSTRAINT actor_sectors_wellformed, DROP CONSTRAINT actor_merged_within_project,
  DROP CONSTRAINT actor_id_project;
"""

CIRCLES = """
CREATE FUNCTION codebook_lock_structure(project bigint) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('codebook.structure', project));
$$;

-- Where the redirects from an actor end.
CREATE FUNCTION codebook_survivor(actor bigint) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE here bigint := actor; next bigint; steps int := 0;
BEGIN
  LOOP
    SELECT merged_into_id INTO next FROM codebook_actor WHERE id = here;
    IF next IS NULL THEN RETURN here; END IF;
    here := next; steps := steps + 1;
    IF steps > 10000 THEN
      RAISE EXCEPTION 'the redirects from actor % go in a circle', actor
        USING ERRCODE = 'check_violation', CONSTRAINT = 'actor_merge_circle';
    END IF;
  END LOOP;
END $$;

-- All the actors that are redirected to one, itself among them.
CREATE FUNCTION codebook_family(actor bigint) RETURNS SETOF bigint LANGUAGE sql STABLE ROWS 2 AS $$
  WITH RECURSIVE down(id) AS (
    SELECT actor UNION SELECT a.id FROM codebook_actor a JOIN down d ON a.merged_into_id = d.id)
  SELECT id FROM down;
$$;

-- Whether the actor (a survivor) is part of `other` or of something that is.
CREATE FUNCTION codebook_is_part(actor bigint, other bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
  WITH RECURSIVE up(id) AS (
    SELECT codebook_survivor(r.object_id)
      FROM codebook_family(actor) f JOIN codebook_relation r ON r.subject_id = f AND r.kind = 'part_of'
    UNION
    SELECT codebook_survivor(r.object_id)
      FROM up u CROSS JOIN LATERAL codebook_family(u.id) f
      JOIN codebook_relation r ON r.subject_id = f AND r.kind = 'part_of')
  SELECT EXISTS (SELECT 1 FROM up WHERE id = codebook_survivor(other));
$$;

CREATE FUNCTION codebook_check_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM codebook_lock_structure(NEW.project_id);
  IF codebook_is_part(codebook_survivor(NEW.subject_id), NEW.subject_id) THEN
    RAISE EXCEPTION 'actor % would be part of itself', NEW.subject_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'relation_part_circle';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER relation_part_no_circle AFTER INSERT OR UPDATE OF subject_id, object_id, kind ON codebook_relation
  FOR EACH ROW WHEN (NEW.kind = 'part_of') EXECUTE FUNCTION codebook_check_part();

CREATE FUNCTION codebook_check_merge() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE here bigint := NEW.merged_into_id;
BEGIN
  PERFORM codebook_lock_structure(NEW.project_id);
  WHILE here IS NOT NULL LOOP
    IF here = NEW.id THEN
      RAISE EXCEPTION 'actor % would be merged into itself', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'actor_merge_circle';
    END IF;
    SELECT merged_into_id INTO here FROM codebook_actor WHERE id = here;
  END LOOP;
  here := codebook_survivor(NEW.id);
  IF codebook_is_part(here, here) THEN
    RAISE EXCEPTION 'merged, actor % would be part of itself', here
      USING ERRCODE = 'check_violation', CONSTRAINT = 'relation_part_circle';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER actor_merge_no_circle AFTER INSERT OR UPDATE OF merged_into_id ON codebook_actor
  FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION codebook_check_merge();
"""
CIRCLES_BACK = """
DROP TRIGGER actor_merge_no_circle ON codebook_actor;
DROP FUNCTION codebook_check_merge();
DROP TRIGGER relation_part_no_circle ON codebook_relation;
DROP FUNCTION codebook_check_part();
DROP FUNCTION codebook_is_part(bigint, bigint);
DROP FUNCTION codebook_family(bigint);
DROP FUNCTION codebook_survivor(bigint);
DROP FUNCTION codebook_lock_structure(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("codebook", "0003_registry_in_full")]
    operations = [
        migrations.RunSQL(OWN_PROJECT, OWN_PROJECT_BACK),
        migrations.RunSQL(CIRCLES, CIRCLES_BACK),
    ]
