"""Everything stored about an account as one archive: a file for programs, a table per kind for people."""

import io
import json
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.contrib.sessions.models import Session
from django.utils import timezone

from ikz.accounts.models import User
from ikz.ui.exports import Cell, export
from ikz.ui.formatting import de_datetime
from workspace.history.entries import History
from workspace.history.sources import roles, sources
from workspace.history.sql import Scope, Wanted
from workspace.own_data.tables import KINDS, Table

CHUNK = 1000
STEPS: Final = "Ihre Schritte im Verlauf"
# What names an account and is no table of its own, with the reason; a test finds what is forgotten.
ELSEWHERE: Final = {
    "accounts.NameReplacement": "steht nur zu Konten, deren Daten gegangen sind",
    "cooperations.CooperationUserPermission": "folgt aus den Koordinationen",
    "agreements.AgreementUserPermission": "bleibt leer",
    "guardian.UserObjectPermission": "bleibt leer",
    "account.EmailAddress": "wird nicht geführt",
    "municipalities.ImportJob": "Schritte der Verwaltung, im Verlauf des Registers",
    "steckbriefe.Edition": "bestellte Ausgabe; enthält nichts über die Person",
    "governance.MinutesVersion": "erstellte Fassung; enthält nichts, was nicht im Verlauf steht",
    "cooperations.LawNote": "Rechtshinweise der Verwaltung",
}


def tables(user: User, *, whole: bool = True) -> list[Table]:
    """Every table, empty ones included, so that it is plain what was looked for; about 40 queries.

    Without ``whole`` the steps of a long working life are counted only.
    """
    kinds = (kind.table(user) for kind in KINDS)
    return [_account(user), *kinds, _sessions(user), _past(user), _steps(user, whole=whole)]


def archive(user: User, found: Iterable[Table]) -> bytes:
    """A ZIP with ``daten.json`` and one CSV per table that has rows."""
    listed = list(found)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("liesmich.txt", _read_me(user, listed))
        folder.writestr("daten.json", as_json(user, listed))
        for table in listed:
            if table.rows:
                content = export("csv", name=table.name, columns=table.columns, rows=table.rows).content
                folder.writestr(f"{table.name}.csv", content)
    return target.getvalue()


def as_json(user: User, found: Iterable[Table]) -> str:
    """All tables as one JSON object; times in ISO 8601."""
    content = {
        "erstellt": timezone.now().isoformat(timespec="seconds"),
        "konto": user.email,
        "tabellen": {
            table.name: {
                "titel": table.title,
                "zeilen": [dict(zip(table.columns, map(_plain, row), strict=True)) for row in table.rows],
            }
            for table in found
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _plain(cell: Cell) -> str | int | None:
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    return cell if cell is None or isinstance(cell, (str, int)) else str(cell)


def _account(user: User) -> Table:
    fields = ("email", "label", "is_active", "is_administrator", "read_only", "expires_on", "date_joined")
    named: dict[str, str] = {field.name: str(field.verbose_name) for field in user._meta.fields}  # noqa: SLF001
    names = [named[name] for name in fields]
    values: list[Cell] = [_word(getattr(user, name)) for name in fields]
    return Table("konto", "Konto", (*names, "letzte Anmeldung"), [[*values, user.last_login]])


def _word(value: Cell) -> Cell:
    return ("ja" if value else "nein") if isinstance(value, bool) else value


def _sessions(user: User) -> Table:
    """Sign-ins that hold; their keys are secrets and stay where they are."""
    running = Session.objects.filter(expire_date__gt=timezone.now()).order_by("expire_date").iterator()
    rows: list[list[Cell]] = [
        [row.expire_date] for row in running if row.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    return Table("anmeldungen", "Angemeldete Geräte", ("endet spätestens",), rows)


def _past(user: User) -> Table:
    """What became of the account itself, by whomever."""
    account = tuple(source for source in roles() if source.model is User)
    history = History(Scope(account, User, user.pk), reads_all=True)
    rows: list[list[Cell]] = [
        [entry.when, entry.word, change.label, change.old, change.new]
        for entry in history.in_chunks(CHUNK)
        for change in entry.changes
    ]
    return Table(
        "verlauf-des-kontos",
        "Verlauf Ihres Kontos",
        ("Zeitpunkt", "Vorgang", "Angabe", "Vorher", "Nachher"),
        rows,
    )


def _steps(user: User, *, whole: bool) -> Table:
    """Every step the account took, wherever; which record, and not what others wrote into it."""
    every = {source.label: source for source in (*roles(), *sources().values())}
    scope = Scope(tuple(every.values()), wanted=Wanted(person=str(user.pk)))
    history = History(scope, reads_all=False, tells_changes=False)
    columns = ("Zeitpunkt", "Bereich", "Art", "Eintrag", "Vorgang")
    if not whole:
        return Table("schritte", STEPS, columns, [], counted=history.count())
    rows: list[list[Cell]] = [
        [entry.when, entry.area, entry.kind, entry.title, entry.word] for entry in history.in_chunks(CHUNK)
    ]
    return Table("schritte", STEPS, columns, rows)


def _read_me(user: User, found: Iterable[Table]) -> str:
    lines = [
        "Daten zu Ihrem Konto in IKZ Schul-IT",
        f"Konto: {user.email}",
        f"Erstellt: {de_datetime(timezone.now())}",
        "",
        "daten.json enthält alles für Programme, die CSV-Dateien je Tabelle lassen sich mit Excel öffnen.",
        "",
        *(f"{table.title}: {table.count}" for table in found),
        "",
        "Geheime Stimmen sind keiner Person zugeordnet. Passwörter und Schlüssel sind nur als Prüfsummen gespeichert.",
    ]
    return "\r\n".join(lines)
