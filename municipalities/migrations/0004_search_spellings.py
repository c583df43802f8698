"""What search reads holds whole names between bars and every spelling, also for rows entered before."""

from django.db import migrations

from municipalities.services.register import searchable


def fill(apps, schema_editor):
    Municipality = apps.get_model("municipalities", "Municipality")
    rows = list(Municipality.objects.exclude(search_text__startswith="|"))
    for row in rows:
        row.search_text = searchable(row.name, row.display_name, row.former_names)
    Municipality.objects.bulk_update(rows, ["search_text"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0003_search_text")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
