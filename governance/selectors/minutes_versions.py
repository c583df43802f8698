"""The stored versions of minutes: who sees which, what changed between two, where they may be approved."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from governance.models import AgendaItem, Meeting, MeetingState, Minutes, MinutesVersion
from ikz.accounts.models import User
from ikz.ui.textdiff import Piece, compare


@dataclass(frozen=True)
class Section:
    """A part of the minutes that differs; ``heading`` names it."""

    heading: str
    pieces: list[Piece]


def visible_versions(user: User, meeting: Meeting) -> "QuerySet[MinutesVersion]":
    """Versions that went out, the latest first; drafts are set for those who write, and listed for nobody."""
    rows: QuerySet[MinutesVersion] = (
        MinutesVersion.objects.visible_to(user)
        .filter(minutes__meeting=meeting)
        .exclude(occasion="draft")
        .select_related("created_by")
        .order_by("-number")
    )
    return rows


def approvals(minutes: Minutes) -> list[AgendaItem]:
    """Items of meetings that run or have ended at which these minutes may be approved."""
    rows = AgendaItem.objects.filter(
        source=f"minutes:{minutes.pk}", meeting__state__in=(MeetingState.RUNNING, MeetingState.HELD)
    )
    return list(rows.select_related("meeting").order_by("meeting__starts_at"))


def compared(old: dict[str, Any], new: dict[str, Any]) -> list[Section]:
    """The parts of two versions that differ, word by word, in the order of the newer one."""
    before, after = _parts(old), _parts(new)
    names = [*after, *(name for name in before if name not in after)]
    found = []
    for name in names:
        was, (heading, text) = before.get(name, ("", "")), after.get(name, before.get(name, ("", "")))
        is_now = text if name in after else ""
        if was[1] != is_now:
            found.append(Section(heading=heading, pieces=compare(was[1], is_now)))
    return found


def _parts(content: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Heading and text of each part that has words of its own, by a name that stays the same."""
    parts = {
        "head": ("Kopf", _head(content)),
        "people": ("Anwesenheit", _people(content)),
        "preface": ("Vorbemerkung", content["preface"]),
    }
    for item in content["entries"]:
        parts[f"item-{item['id']}"] = (f"TOP {item['number']}: {item['title']}", _item(item))
    parts["closing"] = ("Schlussbemerkung", content["closing"])
    parts["addenda"] = (
        "Nachträge",
        "\n\n".join(f"{row['day']} {row['item']}\n{row['text']}" for row in content["addenda"]),
    )
    parts["approval"] = ("Genehmigung", content.get("approval", ""))
    return parts


def _head(content: dict[str, Any]) -> str:
    lines = [
        content["title"],
        content["body"],
        f"{content['day']}, {content['begins']} bis {content['ends']} Uhr, {content['place']}",
        content["purpose"],
    ]
    for office, names in (("Leitung", content["chair"]), ("Schriftführung", content["minute_taker"])):
        if names:
            lines.append(f"{office}: {', '.join(names)}")
    return "\n".join(lines)


def _people(content: dict[str, Any]) -> str:
    return "\n".join(
        f"{group['presence']}: {person['function']} ({person['seat']}) {person['note']}".rstrip()
        for group in content["attendance"]
        for person in group["people"]
    )


def _item(item: dict[str, Any]) -> str:
    lines = [f"Vortrag: {item['presenter']}"] if item["presenter"] else []
    lines += [f"Vorlage: {title}" for title in item["papers"]]
    if item["quorate"] is not None:
        lines.append(f"{'Beschlussfähig' if item['quorate'] else 'Nicht beschlussfähig'}: {item['quorum']}")
    lines += [f"{answer['question']} {answer['text']}" for answer in item["answers"]]
    lines.append(item["record"])
    for ballot in item["ballots"]:
        lines.append(f"Abstimmung: {ballot['motion']} – {ballot['result']}, {ballot['summary']}")
        lines += [f"{vote['name']}: {vote['choice']}" for vote in ballot["votes"]]
    lines += [f"Aufgabe: {row['title']}, {row['responsible']}, bis {row['due']}" for row in item["actions"]]
    return "\n".join(line for line in lines if line)
