"""What comes next: pure."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from workspace.next_steps import DRAFT, NO_STECKBRIEF, PUBLISHED, AgreementDate, Facts, next_steps

names = st.lists(st.sampled_from(["Donnersbergkreis", "Landkreis Kusel", "Halberstadt"]), unique=True)
counts = st.integers(0, 40)
facts = st.builds(
    Facts,
    slug=st.just("donnersberg"),
    coordinates=st.booleans(),
    invitations=names,
    without_figures=names,
    awaiting=names,
    own_open=counts,
    common_open=counts,
    unrated=st.integers(0, 12),
    has_goals=st.booleans(),
    has_model=st.booleans(),
    steckbrief=st.sampled_from([NO_STECKBRIEF, DRAFT, PUBLISHED]),
    without_benefit=names,
    bare_barriers=counts,
    evaluation_due=st.sampled_from([None, date(2031, 6, 17)]),
    evaluation_overdue=st.booleans(),
    overdue_measures=counts,
    lacks_agreement=st.booleans(),
    proposals=counts,
)


@given(facts=facts)
def test_invitations_come_first_and_only_the_coordination_gets_its_tasks(facts: Facts) -> None:
    steps = next_steps(facts)
    titles = [step.title for step in steps]
    assert [title.startswith("Einladung für") for title in titles[: len(facts.invitations)]] == [True] * len(
        facts.invitations
    )
    assert len(titles) == len(set(titles))
    assert all(step.href.startswith("/kooperationen/donnersberg/") for step in steps)
    if not facts.coordinates:
        assert not {"Quick Check ausfüllen", "Gemeinsame Leitfragen beantworten", "Auf Zusagen warten"} & set(
            titles
        )


def test_who_has_done_everything_sees_nothing() -> None:
    assert next_steps(Facts(slug="donnersberg", coordinates=True)) == []


def test_the_steps_say_what_is_missing() -> None:
    steps = next_steps(
        Facts(
            slug="donnersberg",
            coordinates=True,
            without_figures=["Landkreis Kusel", "Halberstadt"],
            awaiting=["Halberstadt"],
            own_open=1,
            common_open=5,
            unrated=1,
            has_model=False,
            steckbrief=NO_STECKBRIEF,
        )
    )
    assert [(step.title, step.note) for step in steps] == [
        (
            "Schulen, Schülerinnen und Schüler eintragen",
            "Es fehlen Zahlen für Landkreis Kusel und Halberstadt.",
        ),
        ("Leitfragen für Ihre Kommune beantworten", "In der aktuellen Phase: eine Antwort fehlt."),
        ("Angaben vervollständigen", "Noch offen: Kooperationsmodell."),
        ("Gemeinsame Leitfragen beantworten", "In der aktuellen Phase: 5 Antworten fehlen."),
        ("Auf Zusagen warten", "Noch keine Antwort von Halberstadt."),
        ("Quick Check ausfüllen", "Ein Erfolgsfaktor ist noch nicht bewertet."),
        ("Steckbrief erstellen", "Er fasst die Kooperation auf wenigen Seiten zusammen."),
    ]


def test_a_deadline_of_an_agreement_is_a_step_for_everybody() -> None:
    near = AgreementDate(
        agreement_id=7,
        title="Zweckvereinbarung",
        day=date(2027, 7, 31),
        what="Letzter Tag für eine Kündigung",
    )
    [step] = next_steps(Facts(slug="donnersberg", agreements=[near]))
    assert step.title == "Frist der Vereinbarung beachten: Letzter Tag für eine Kündigung"
    assert step.note == "„Zweckvereinbarung“, 31.07.2027."
    assert step.href == "/vereinbarungen/7/fristen/"
