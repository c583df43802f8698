"""Comparing versions: nothing is lost, nothing depends on which comes first, clauses are found again, work has an end."""

import random
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.comparison import Change, ClauseChange, compare_clauses, summary
from agreements.content import FrozenClause
from agreements.text_changes import changes
from ikz.ui.textdiff import ADDED, REMOVED, Piece

texts = st.lists(
    st.sampled_from(["Kosten", "der ", "die\n", "Frist. ", "zwölf", " ", "Monate; ", "gilt.", "\n\n", "ß"])
).map("".join)


def clauses(rows: list[tuple[str, str, str]]) -> list[FrozenClause]:
    return [FrozenClause(number, key, heading, text) for number, (key, heading, text) in enumerate(rows, 1)]


drafts = st.lists(
    st.tuples(
        st.sampled_from(["", "kosten", "dauer"]), st.sampled_from(["Kosten", "Dauer", "Haftung"]), texts
    ),
    max_size=6,
    unique_by=lambda row: row[0] or object(),
).map(clauses)


def before(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != ADDED)


def after(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != REMOVED)


@given(texts, texts)
def test_changes_give_back_both_texts_in_either_direction(old: str, new: str) -> None:
    pieces = changes(old, new)
    assert (before(pieces), after(pieces)) == (old, new)
    turned = changes(new, old)
    assert (before(turned), after(turned)) == (new, old)
    kinds = {ADDED: REMOVED, REMOVED: ADDED}
    assert sorted((kinds.get(piece.kind, piece.kind), piece.text) for piece in turned) == sorted(
        (piece.kind, piece.text) for piece in pieces
    )


@given(drafts, drafts)
@settings(max_examples=150)
def test_every_clause_is_told_once_and_both_directions_agree(
    old: list[FrozenClause], new: list[FrozenClause]
) -> None:
    rows = compare_clauses(old, new)
    assert sorted(row.old.number for row in rows if row.old) == [row.number for row in old]
    assert [row.new.number for row in rows if row.new] == [row.number for row in new]
    for row in rows:
        assert before(row.text) == (row.old.text if row.old else "")
        assert after(row.text) == (row.new.text if row.new else "")
    turned = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}

    def told(found: list[ClauseChange], *, back: bool) -> set[tuple[int, int, Change, bool]]:
        sides = [(row.new, row.old) if back else (row.old, row.new) for row in found]
        return {
            (
                one.number if one else 0,
                two.number if two else 0,
                turned.get(row.change, row.change) if back else row.change,
                row.moved,
            )
            for row, (one, two) in zip(found, sides, strict=True)
        }

    assert told(rows, back=False) == told(compare_clauses(new, old), back=True)
    assert all(row.change is Change.SAME for row in compare_clauses(old, old))


def test_clauses_are_found_again_by_key_heading_and_words() -> None:
    liability = "Die Beteiligten haften einander nur für Vorsatz und grobe Fahrlässigkeit."
    old = clauses(
        [
            ("handlungsfelder", "Handlungsfelder", "Service Desk."),
            ("kosten", "Kosten", "Die Kosten tragen alle zu gleichen Teilen."),
            ("", "Haftung", liability),
            ("", "Lenkungskreis", "Er tagt zweimal im Jahr."),
            ("dauer", "Dauer", "Die Vereinbarung gilt unbefristet."),
            ("ende", "Schluss", "Änderungen bedürfen der Schriftform."),
        ]
    )
    new = clauses(
        [
            ("handlungsfelder", "Handlungsfelder", "Service Desk."),
            ("", "Haftung der Beteiligten untereinander", liability),
            ("kosten", "Kosten", "Die Kosten tragen alle nach Zahl der Geräte."),
            ("datenschutz", "Datenschutz", "Es gilt die Anlage."),
            ("ende", "Schluss", "Änderungen bedürfen der Schriftform."),
            ("dauer", "Dauer", "Die Vereinbarung gilt unbefristet."),
        ]
    )
    found = {row.shown.heading: row for row in compare_clauses(old, new)}
    assert {name: row.change.value for name, row in found.items()} == {
        "Handlungsfelder": "same",
        "Haftung der Beteiligten untereinander": "changed",
        "Kosten": "changed",
        "Lenkungskreis": "removed",
        "Datenschutz": "added",
        "Schluss": "same" if found["Schluss"].change is Change.SAME else "renumbered",
        "Dauer": "moved",
    }
    costs = found["Kosten"].text
    assert Piece(REMOVED, "zu gleichen Teilen.") in costs
    assert Piece(ADDED, "nach Zahl der Geräte.") in costs
    assert [row.shown.heading for row in compare_clauses(old, new)].index("Lenkungskreis") == 2
    assert summary(list(found.values())).startswith("2 Klauseln geändert, 1 neu, 1 entfallen, 1 verschoben")
    assert summary(compare_clauses(old[:1], new[:1])) == "1 Klausel unverändert"


def test_a_sentence_more_leaves_the_others_alone() -> None:
    assert changes("Erstens. Zweitens.", "Erstens. Zweitens. Drittens.") == [
        Piece("same", "Erstens. Zweitens."),
        Piece("added", " Drittens."),
    ]


def test_sixty_long_clauses_are_compared_in_a_moment() -> None:
    dice = random.Random(7)  # noqa: S311 - a repeatable text
    words = ["der", "die", "das", "und", *(f"Wort{number}" for number in range(400))]

    def long_text() -> str:
        return " ".join(dice.choice(words) + dice.choice(["", "", "", "."]) for _ in range(3300))[:20_000]

    old = clauses([(f"k{number}", f"Klausel {number}", long_text()) for number in range(60)])
    altered = [
        (
            row.key,
            row.heading,
            " ".join("neu" if dice.random() < 0.1 else word for word in row.text.split(" ")),
        )
        for row in old
    ]
    worst = clauses([("", f"A {number}", "a b " * 5000) for number in range(60)])
    turned = clauses([("", f"B {number}", "b a " * 4999 + "c") for number in range(60)])
    started = process_time()
    assert len(compare_clauses(old, clauses(altered))) == 60
    assert len(compare_clauses(worst, turned)) == 60
    sentences = clauses([("", f"C {number}", "a. b. " * 3300) for number in range(60)])
    assert (
        len(compare_clauses(sentences, clauses([("", row.heading, row.text[3:]) for row in sentences]))) == 60
    )
    assert process_time() - started < 10
