"""What is next to do at a meeting, for whoever looks at it. Pure: no Django."""

from dataclasses import dataclass
from datetime import date

from ikz.ui.formatting import de_date, plural_de


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Facts of a meeting and of the person; days are local, ``minutes`` is the state of the minutes or empty."""

    state: str
    may_edit: bool
    records: bool
    items: int
    people: int
    today: date
    meets_on: date
    invite_by: date
    asked: bool = False
    unanswered: int = 0
    minutes: str = ""


@dataclass(frozen=True)
class NextStep:
    """A step in words; ``page`` is the address below the meeting's where it is done, or an address from the root."""

    title: str
    text: str = ""
    page: str = ""
    label: str = ""


def next_step(at: Situation) -> NextStep:
    """The one thing to do next."""
    if at.state == "draft":
        return _draft(at)
    if at.state == "invited":
        return _invited(at)
    if at.state == "running":
        page = "durchfuehrung/"
        return NextStep(
            "Die Sitzung läuft", "Punkt für Punkt, mit Anwesenheit und Abstimmungen.", page, "Zur Sitzung"
        )
    if at.state == "held":
        return _held(at)
    return NextStep("Die Sitzung ist abgesagt")


def _draft(at: Situation) -> NextStep:
    if not at.may_edit:
        return NextStep(
            "Noch ein Entwurf",
            "Die Koordination bereitet die Sitzung vor und lädt dann ein. Themen können Sie jetzt schon vorschlagen.",
            "tagesordnung/",
            "Thema vorschlagen",
        )
    if at.meets_on < at.today:
        return NextStep(
            "Der Termin ist vorbei",
            "Verschieben Sie die Sitzung, oder verwerfen Sie den Entwurf.",
            "bearbeiten/",
            "Verschieben",
        )
    if not at.people:
        return NextStep(
            "Das Gremium hat noch keine Mitglieder",
            "Ohne Mitglieder lässt sich niemand einladen.",
            "",
            "Mitglieder eintragen",
        )
    late = " Die Ladungsfrist ist damit schon verstrichen." if at.invite_by < at.today else ""
    if not at.items:
        return NextStep(
            "Tagesordnung aufstellen",
            f"Ein Punkt genügt für den Anfang. Um die Ladungsfrist zu wahren, laden Sie bis {_by(at)} ein.{late}",
            "tagesordnung/",
            "Zur Tagesordnung",
        )
    return NextStep(
        "Einladen",
        f"Die Tagesordnung hat {plural_de(at.items, 'Punkt', 'Punkte')}. Um die Ladungsfrist zu wahren, laden Sie bis "
        f"{_by(at)} ein.{late}",
        "einladung/",
        "Einladung prüfen",
    )


def _by(at: Situation) -> str:
    return "heute" if at.invite_by == at.today else f"zum {de_date(at.invite_by)}"


def _invited(at: Situation) -> NextStep:
    if at.asked:
        return NextStep("Kommen Sie?", "Bitte sagen Sie zu oder ab.", "einladung/", "Antworten")
    if at.records and at.meets_on <= at.today:
        return NextStep(
            "Sitzung eröffnen",
            "Tragen Sie ein, wer da ist. Dann kann es losgehen.",
            "durchfuehrung/",
            "Eröffnen",
        )
    if at.may_edit and at.unanswered:
        who = plural_de(at.unanswered, "Mitglied hat", "Mitglieder haben")
        return NextStep(
            f"{who} noch nicht geantwortet",
            "Erinnert wird von selbst. Sie können auch nachfragen.",
            "einladung/",
            "Antworten ansehen",
        )
    return NextStep(
        "Vorbereiten", "Lesen Sie die Tagesordnung und die Vorlagen.", "tagesordnung/", "Zur Tagesordnung"
    )


def _held(at: Situation) -> NextStep:
    page = "niederschrift/"
    if at.minutes == "approved":
        return NextStep("Die Niederschrift ist genehmigt", "", page, "Niederschrift lesen")
    if at.minutes == "sent":
        return NextStep(
            "Die Niederschrift wartet auf Genehmigung",
            "Genehmigt wird sie als erster Punkt der nächsten Sitzung.",
            page,
            "Niederschrift lesen",
        )
    if at.records:
        return NextStep(
            "Niederschrift fertigstellen",
            "Danach schicken Sie sie zur Genehmigung.",
            page,
            "Zur Niederschrift",
        )
    return NextStep("Die Niederschrift ist in Arbeit", "Sie bekommen sie zur Genehmigung.")
