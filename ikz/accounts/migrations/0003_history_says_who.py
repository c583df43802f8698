"""Who did it stays: the events refuse to be changed, and so does the account that they lead to.

The table belongs to pghistory, which writes it anew with every event of a request. What it knew of the account holds
against what comes later in the same request, when somebody signs out for instance.
"""

from typing import ClassVar

from django.db import migrations

FORWARDS = """
CREATE FUNCTION ikz_history_says_who() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the history says who did it' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.id := OLD.id;
    IF OLD.metadata->>'user' IS NOT NULL THEN
        NEW.metadata := NEW.metadata || jsonb_build_object('user', OLD.metadata->'user');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ikz_history_says_who BEFORE UPDATE OR DELETE ON pghistory_context
    FOR EACH ROW EXECUTE FUNCTION ikz_history_says_who();
"""
BACKWARDS = """
DROP TRIGGER ikz_history_says_who ON pghistory_context;
DROP FUNCTION ikz_history_says_who();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0002_name_replacement"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations: ClassVar = [migrations.RunSQL(FORWARDS, BACKWARDS)]
