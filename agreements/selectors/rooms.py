"""The rooms of one agreement beside its draft, each with the one thing to know about it."""

from dataclasses import dataclass

from agreements.findings import CheckResult, Level
from agreements.models import Agreement, AgreementVersion
from agreements.selectors.agreements import Standing
from agreements.selectors.deadlines import outlook
from agreements.selectors.resolutions import councils_of
from agreements.stages import Next
from ikz.accounts.models import User
from ikz.ui.formatting import de_date, plural_de
from ikz.ui.navigation import address_exists


@dataclass(frozen=True)
class Room:
    """Where to go, and what is to be seen there."""

    title: str
    href: str
    note: str


def rooms(user: User, agreement: Agreement, standing: Standing, check: CheckResult) -> list[Room]:
    """Terms, check, resolutions, proceedings and deadlines; as many queries for every agreement."""
    found = (
        ("angaben", "Angaben", "Laufzeit, Kündigung, Form, Umsatzsteuer, Vergabe, Datenschutz"),
        ("pruefung", "Prüfung", _checked(check)),
        ("beschluesse", "Beschlüsse der Räte", _resolved(user, standing.current)),
        ("verfahren", "Aufsicht und Inkrafttreten", _proceeding(standing)),
        ("fristen", "Fristen", _due(agreement)),
    )
    rows = [Room(title, f"/vereinbarungen/{agreement.pk}/{part}/", note) for part, title, note in found]
    return [row for row in rows if address_exists(row.href)]


def _checked(check: CheckResult) -> str:
    missing, unsure = check.counts[Level.MISSING], check.counts[Level.CHECK]
    told = [plural_de(missing, "Punkt fehlt", "Punkte fehlen")] if missing else []
    told += [f"{plural_de(unsure, 'Punkt', 'Punkte')} bitte prüfen"] if unsure else []
    return ", ".join(told) or "Es fehlt nichts, was Quellen oder Landesrecht verlangen."


def _resolved(user: User, version: AgreementVersion | None) -> str:
    if version is None:
        return "Beschlossen wird über eine festgeschriebene Fassung."
    councils = councils_of(version, user)
    if not councils.missing:
        return f"Zu Fassung {version.number} haben alle beschlossen."
    count = len(councils.missing)
    return f"Zu Fassung {version.number} {'fehlt' if count == 1 else 'fehlen'} {plural_de(count, 'Beschluss', 'Beschlüsse')}."


def _proceeding(standing: Standing) -> str:
    if standing.current is None:
        return "Vorlage, Entscheidung, Bekanntmachung, Inkrafttreten"
    return f"Fassung {standing.current.number}: {standing.word}"


def _due(agreement: Agreement) -> str:
    found = outlook(agreement)
    first = next((one for one in found.deadlines if one.reminds), None)
    if first is None:
        return "Noch kein Termin: Er ergibt sich aus den Angaben."
    assumed = " (vorläufig)" if found.provisional else ""
    return f"{first.title}: {de_date(first.day)}{assumed}"


def next_of(standing: Standing, check: CheckResult) -> Next | None:
    """What comes next for the coordination; a draft without open questions follows its check."""
    found = standing.next
    if standing.state is not None or found is None or found.part != "entwurf/":
        return found
    if missing := check.counts[Level.MISSING]:
        count = plural_de(missing, "Punkt fehlt", "Punkte fehlen")
        return Next("Prüfung durchgehen", f"{count}, die Quellen oder Landesrecht verlangen.", "pruefung/")
    return Next(
        "Fassung festschreiben",
        "Der Entwurf regelt, was verlangt ist. Beschlossen und vorgelegt wird eine feste Fassung.",
        "fassungen/neu/",
    )
