"""What changed between two descriptions of an agenda, in German lines; pure, no Django.

A description is what ``governance.selectors.agenda.snapshot_content`` returns and ``AgendaSnapshot.content`` keeps.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ikz.ui.formatting import de_datetime

Content = Mapping[str, Any]

# The words of an item that are told in full; texts that may be long are told as changed.
_WORDS = {
    "kind": {"information": "Information", "consultation": "Beratung", "resolution": "Beschluss"},
    "orientation": {"development": "Entwicklungsorientierung", "task": "Aufgabenorientierung"},
}


def changes_between(old: Content, new: Content) -> list[str]:
    """What differs, one sentence without full stop each, in the order of the agenda; empty where nothing does.

    Items and papers are the same where their ``id`` is.
    """
    return [*_of_meeting(old, new), *_of_items(old["items"], new["items"])]


def _of_meeting(old: Content, new: Content) -> list[str]:
    lines = []
    if old["title"] != new["title"]:
        lines.append(f"Titel: „{new['title']}“ statt „{old['title']}“")
    if old["starts_at"] != new["starts_at"]:
        lines.append(f"Beginn: {_moment(new)} statt {_moment(old)}")
    if old["minutes"] != new["minutes"]:
        lines.append(f"Dauer: {new['minutes']} statt {old['minutes']} Minuten")
    if old["place"] != new["place"]:
        lines.append(f"Ort: {_replaced(old['place'], new['place'])}")
    if old["link"] != new["link"]:
        lines.append(f"Videokonferenz: {_replaced(old['link'], new['link'])}")
    if old["purpose"] != new["purpose"]:
        lines.append("Zweck der Sitzung neu gefasst")
    return lines


def _moment(content: Content) -> str:
    return de_datetime(datetime.fromisoformat(content["starts_at"]))


def _replaced(old: str, new: str) -> str:
    if not new:
        return f"entfällt (bisher {old})"
    return f"{new} statt {old}" if old else new


def _of_items(old: Sequence[Content], new: Sequence[Content]) -> list[str]:
    before = {item["id"]: item for item in old}
    after = {item["id"]: item for item in new}
    lines = [f"Entfällt: {_name(item)}" for item in old if item["id"] not in after]
    for item in new:
        known = before.get(item["id"])
        lines += [f"Neu: {_name(item)}"] if known is None else _of_item(known, item)
    kept = [item["id"] for item in old if item["id"] in after]
    if kept != [item["id"] for item in new if item["id"] in before]:
        lines.append("Neue Reihenfolge: " + ", ".join(_name(item) for item in new))
    return lines


def _name(item: Content) -> str:
    return f"TOP {item['number']} „{item['title']}“"


def _of_item(old: Content, new: Content) -> list[str]:
    name, lines = _name(new), []
    if old["title"] != new["title"]:
        lines.append(f"{name} hieß bisher „{old['title']}“")
    for field, words in _WORDS.items():
        if old[field] != new[field]:
            lines.append(f"{name}: {words[new[field]]} statt {words[old[field]]}")
    if old["minutes"] != new["minutes"]:
        lines.append(f"{name}: {new['minutes']} statt {old['minutes']} Minuten")
    if old["presenter"] != new["presenter"]:
        lines.append(f"{name}: Vortrag {_replaced(old['presenter'], new['presenter'])}")
    if old["motion"] != new["motion"]:
        lines.append(f"{name}: {_of_text('Beschlussvorschlag', old['motion'], new['motion'])}")
    if old["is_public"] != new["is_public"]:
        lines.append(f"{name}: jetzt {'öffentlich' if new['is_public'] else 'nicht mehr öffentlich'}")
    return lines + [f"{name}: {line}" for line in _of_papers(old["papers"], new["papers"])]


def _of_text(label: str, old: str, new: str) -> str:
    if not old:
        return f"{label} liegt vor"
    return f"{label} neu gefasst" if new else f"{label} entfällt"


def _of_papers(old: Sequence[Content], new: Sequence[Content]) -> list[str]:
    before = {paper["id"]: paper for paper in old}
    after = {paper["id"]: paper for paper in new}
    lines = [f"Vorlage „{paper['title']}“ entfällt" for paper in old if paper["id"] not in after]
    for paper in new:
        known = before.get(paper["id"])
        if known is None:
            lines.append(f"neue Vorlage „{paper['title']}“")
        elif known["title"] != paper["title"]:
            lines.append(f"Vorlage „{known['title']}“ heißt jetzt „{paper['title']}“")
    return lines
