"""A person whose data have to go, and everything that may still name them."""

from django.db import connection

NAME, FUNCTION = "Frau Beispiel", "ehemals Mitarbeitende Schul-IT, Landkreis Kusel"
EMAIL = "kusel@test.example"


def everything() -> str:
    """Every row of every table, as text."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")  # noqa: S608
            said.append(f"{table}: {cursor.fetchone()[0]}")
    return "\n".join(said)
