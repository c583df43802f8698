"""The published school register of Nordrhein-Westfalen, against the figures that are known about it."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count, Sum

from municipalities.models import AuthorityForm, School, SchoolAuthority
from municipalities.register import importing as register
from municipalities.school_selectors import school_totals_of
from tests.real_data import NEEDS_REAL_DATA, real_data

pytestmark = [*NEEDS_REAL_DATA, pytest.mark.django_db]


def run(*extra: str) -> dict[str, object]:
    out = StringIO()
    call_command(
        "import_schools",
        str(real_data("schulen_nrw", "schuldaten_2021-09.csv.gz")),
        f"--authorities={real_data('schulen_nrw', 'key_traeger.xml')}",
        f"--pupils={real_data('schulen_nrw', 'AS_BS_Verzeichnis_2024_25_mit_Sozialindex.csv.gz')}",
        "--format=json",
        *extra,
        stdout=out,
    )
    report: dict[str, object] = json.loads(out.getvalue())
    return report


def test_the_published_register() -> None:
    assert not register.apply(real_data("gemeindeverzeichnis", "GV100AD_301123.txt.gz")).refused

    report = run()
    # 5.507 lines, 59 of them authorities; two associations are younger than the file of Schulträger.
    assert (report["created"], report["rejected"], report["refused"]) == (5446, 2, False)
    levels = report["levels"]
    assert isinstance(levels, dict)
    assert levels["Zeilen in öffentlicher Trägerschaft"] == 4949
    assert levels["davon mit bekanntem Träger"] == 4888
    assert levels["Schulen mit Schülerzahl"] == 5340
    assert levels["Schülerinnen und Schüler in der Datei"] == 2516975
    assert levels["Schul- und Zweckverbände"] == 41
    # 396 Gemeinden, 30 Kreise and the Städteregion: every one of them is found.
    assert levels["Kommunen als Schulträger"] == 427

    forms = dict(SchoolAuthority.objects.order_by().values_list("form").annotate(Count("pk")))
    assert (forms[AuthorityForm.MUNICIPALITY], forms[AuthorityForm.SPECIAL_PURPOSE]) == (427, 41)
    assert School.objects.aggregate(total=Sum("pupils"))["total"] == 2505135
    assert len(school_totals_of()) == 427

    again = run()
    assert (again["created"], again["updated"], again["dissolved"], again["unchanged"]) == (0, 0, 0, 5446)
