"""What search reads, for rows entered before there were former names."""

from django.db import migrations

from municipalities.services.register import searchable


def fill(apps, schema_editor):
    Municipality = apps.get_model("municipalities", "Municipality")
    rows = list(Municipality.objects.filter(search_text=""))
    for row in rows:
        row.search_text = searchable(row.name, row.display_name, row.former_names)
    Municipality.objects.bulk_update(rows, ["search_text"], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0002_school_it")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
