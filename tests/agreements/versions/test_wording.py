"""How the text of a clause is laid out: what is counted, what is listed, what stays as it was typed."""

from hypothesis import given
from hypothesis import strategies as st

from agreements.wording import Kind, lines

texts = st.lists(
    st.sampled_from(
        ["(1) Alle", "(2) Beide", "(4) Keiner", "a) eins", "b) zwei", "- Strich", "Satz.", " ", "\x01"]
    )
).map("\n".join)


def shown(text: str) -> list[str]:
    return [f"{row.sign} {row.text}".strip() for row in lines(text)]


def test_several_paragraphs_are_counted_and_one_is_not() -> None:
    assert shown("Nur einer.") == ["Nur einer."]
    assert shown("Erster.\n\nZweiter.") == ["(1) Erster.", "(2) Zweiter."]
    assert shown("(1) Erster.\n(2)  Zweiter.") == ["(1) Erster.", "(2) Zweiter."]
    assert [row.kind for row in lines("(1) Erster.\n(2) Zweiter.")] == [Kind.NUMBERED, Kind.NUMBERED]


def test_numbers_that_do_not_run_on_stay_as_they_were_typed() -> None:
    for text in ("(1) Erster.\n(3) Dritter.", "Erster.\n(2) Zweiter.", "(2) Nur einer."):
        assert shown(text) == text.split("\n")
        assert {row.kind for row in lines(text)} == {Kind.PLAIN}


def test_lists_stand_between_paragraphs_and_do_not_count() -> None:
    found = lines("Es gilt:\na) eins\nb) zwei\nSonst nicht:\n- nie\n– oder selten\nc) außer der Reihe")
    assert [(row.kind.value, row.sign) for row in found] == [
        ("numbered", "(1)"),
        ("lettered", "a)"),
        ("lettered", "b)"),
        ("numbered", "(2)"),
        ("bullet", "–"),
        ("bullet", "–"),
        ("plain", ""),
    ]
    assert found[-1].text == "c) außer der Reihe"


@given(texts)
def test_no_word_is_lost_and_no_control_character_stays(text: str) -> None:
    found = " ".join(f"{row.sign} {row.text}" for row in lines(text))
    for word in ("Alle", "Beide", "Keiner", "eins", "zwei", "Strich", "Satz."):
        assert found.split().count(word) == text.split().count(word)
    assert found.isprintable()
