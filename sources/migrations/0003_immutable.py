"""A version and its sentences are never changed: revisions, quotes and releases point into them."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION sources_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is immutable: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER version_immutable BEFORE UPDATE ON sources_sourceversion
  FOR EACH ROW EXECUTE FUNCTION sources_refuse_change();
CREATE TRIGGER sentence_immutable BEFORE UPDATE ON sources_sentence
  FOR EACH ROW EXECUTE FUNCTION sources_refuse_change();
"""
BACK = """
DROP TRIGGER sentence_immutable ON sources_sentence;
DROP TRIGGER version_immutable ON sources_sourceversion;
DROP FUNCTION sources_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("sources", "0002_uploads")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
