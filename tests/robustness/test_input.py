"""What no browser sends but somebody will: NUL, control characters, huge numbers, deep and large JSON."""

import io
import json
import time
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from cooperations.models import Cooperation
from cooperations.services import save_answer, update_cooperation
from cooperations.services.cooperations import CooperationData, stored_values
from ikz.accounts.models import ApiToken, User
from ikz.ui.formatting import parse_number
from steckbriefe import pdf
from steckbriefe.selectors import current_snapshot
from tests.cast import PASSWORD

NUL = "Schul\x00IT"
NUL_REFUSED = "Nullzeichen sind nicht erlaubt"
HUGE = "9" * 5000
BASE = "/kooperationen/donnersberg/"
API = "/api/v1/cooperations/donnersberg/"


@pytest.fixture
def program(coordinator: User) -> Client:
    """A program of the coordination; errors of the server are answers, as in production."""
    _, token = ApiToken.objects.create(user=coordinator, prefix="ikz_")
    return Client(headers={"Authorization": f"Token {token}"}, raise_request_exception=False)


@pytest.fixture
def client(cooperation: Cooperation, coordinator: User, sign_in: Callable[[User], Client]) -> Client:
    signed_in = sign_in(coordinator)
    signed_in.raise_request_exception = False
    return signed_in


ADDRESSES = [
    "/kommunen/%00/",
    "/kommunen/?search=%00",
    "/kommunen/?page=" + HUGE,
    "/kommunen/07333/?page=-1",
    "/kooperationen/?search=%00&sort=x&phase=%00&page=" + HUGE,
    "/kooperationen/neu/?partner=%00",
    "/kooperationen/neu/kommunen/?partner_0=Land%00kreis",
    "/kooperationen/neu/kommunen/?partner_0=%ff%fe%00",
    BASE + "phasen/?phase=%00",
    BASE + "partner/%00/zahlen/",
    BASE + f"koordination/{HUGE[:30]}/beenden/",
    BASE + f"steckbrief/{HUGE[:30]}.pdf",
    BASE + "steckbrief/?ausgaben=" + HUGE,
    BASE + "quickcheck/?sicht=%00",
    "/steckbriefe/?search=%00&land=%00&sort=%00&page=" + HUGE,
    "/steckbriefe/?format=xlsx&search=%00",
    "/konto/einladung/%00%00/",
    "/konto/passwort/neu/zzzzzzzzzzzzz-abc-def/",
    "/konto/login/?next=%00",
    "/api/v1/municipalities/%00/",
    "/api/v1/municipalities/?search=%00",
    "/api/v1/municipalities/?page=" + HUGE,
    "/api/v1/municipalities/?page_size=" + HUGE,
    "/api/v1/models/?search=%00&page=0",
    "/api/v1/quickcheck/factors/?search=%00",
    "/api/v1/cooperations/?search=%00&sort=x",
    "/api/v1/steckbriefe/?search=%00&page=x",
]


def test_no_address_breaks_the_server(client: Client) -> None:
    assert [address for address in ADDRESSES if client.get(address).status_code >= 500] == []


def test_no_address_of_the_administration_breaks_the_server(
    administrator: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(administrator)
    for address in (
        "konten/?search=%00&role=x&state=%00",
        "zugehoerigkeiten/?search=%00",
        f"zugehoerigkeiten/neu/?konto={HUGE}",
        "mandate/?period=%00",
    ):
        assert client.get(f"/verwaltung/{address}").status_code < 500


FORMS: list[tuple[str, dict[str, str]]] = [
    ("/kooperationen/neu/", {"title": "A", "goals": "B", "duration": "open", "lead": "0", "partner_0": NUL}),
    (
        "/kooperationen/neu/",
        {"title": NUL, "goals": NUL, "duration": "open", "lead": "0", "partner_0": "07333"},
    ),
    (BASE + "bearbeiten/", {"title": NUL, "goals": NUL, "duration": "open", "version": "1"}),
    (BASE + "partner/", {"municipality": NUL}),
    (BASE + "koordination/", {"email": "a\x00@test.example"}),
    (BASE + "phasen/antwort/binding-degree/", {"text": NUL, "version": "0"}),
    (BASE + "quickcheck/faktor/clear-goals/", {"value": "open", "evidence": NUL, "version": "0"}),
    (BASE + "steckbrief/", {"summary": NUL, "version": "0"}),
    (BASE + "steckbrief/", {"measures": NUL, "version": "0"}),
]


def test_a_form_refuses_nul_in_words(client: Client) -> None:
    for address, data in FORMS:
        answer = client.post(address, data)
        assert answer.status_code == 200, address
        assert NUL_REFUSED in answer.content.decode(), address


def test_sign_in_takes_any_bytes(db: None) -> None:
    client = Client(raise_request_exception=False)
    for data in ({"login": NUL, "password": NUL}, {"login": "a@b.example", "password": NUL}):
        assert client.post("/konto/login/?x=%00", data).status_code < 500
    client.cookies["sessionid"] = "\x00" * 32
    assert client.get("/konto/login/").status_code < 500


@pytest.mark.parametrize("name", ["version", "schools"])
def test_huge_numbers_are_refused(client: Client, name: str) -> None:
    address = BASE + ("bearbeiten/" if name == "version" else "partner/07333/zahlen/")
    for number in (HUGE, "9" * 25, "-" + "9" * 25):
        answer = client.post(address, {"title": "A", "goals": "B", "duration": "open", name: number})
        assert answer.status_code == 200


def test_a_number_of_a_million_digits_is_refused_at_once() -> None:
    began = time.monotonic()
    with pytest.raises(ValueError, match="no number"):
        parse_number("9" * 2_000_000)
    assert time.monotonic() - began < 1


def put(client: Client, address: str, body: str | bytes, method: str = "put") -> HttpResponse:
    return getattr(client, method)(address, body, content_type="application/json")  # type: ignore[no-any-return]


BODIES: list[str | bytes] = [
    b"\xff\xfe",
    "[" * 200_000,
    '{"version": ' + HUGE + "}",
    '{"version": NaN}',
    '{"version": 1, "title": "\\u0000"}',
    '{"version": 1, "title": "\\ud800"}',
    '{"version": 1, "goals": ["\\u0000"]}',
    '{"version": 1, "goals": "x"}',
    '{"version": 1, "goals": [["x"]]}',
    '{"version": 1, "model_keys": [{}]}',
    '{"version": 1, "ends_on": "0000-00-00"}',
    "null",
    "[]",
    '"x"',
]


def test_the_api_refuses_what_is_no_valid_json(cooperation: Cooperation, program: Client) -> None:
    for body in BODIES:
        for method, address in (
            ("patch", API),
            ("put", f"{API}phases/"),
            ("put", f"{API}quickcheck/"),
            ("post", "/api/v1/cooperations/"),
        ):
            assert put(program, address, body, method).status_code == 400, (method, address, body[:40])


def test_the_api_reads_no_body_of_any_size(cooperation: Cooperation, program: Client) -> None:
    body = json.dumps({"version": 1, "title": "x" * 3_000_000})
    answer = put(program, API, body, "patch")
    assert answer.status_code == 400


def test_lists_have_an_end_in_the_service_too(cooperation: Cooperation, coordinator: User) -> None:
    for goals in (["x"] * 31, ["eine\nzweite Zeile"]):
        data = CooperationData(title="Titel", goals=goals)
        with pytest.raises(ValidationError) as refused:
            update_cooperation(actor=coordinator, cooperation=cooperation, data=data, expected_version=1)
        assert "goals" in refused.value.message_dict


def test_a_key_counts_once(cooperation: Cooperation, program: Client) -> None:
    body = json.dumps({"version": 1, "model_keys": ["mandating", "mandating"]})
    assert json.loads(put(program, API, body, "patch").content)["model_keys"] == ["mandating"]


def test_texts_have_an_end_in_the_services_too(cooperation: Cooperation, coordinator: User) -> None:
    with pytest.raises(ValidationError, match="zu lang"):
        save_answer(
            actor=coordinator,
            cooperation=cooperation,
            question_key="binding-degree",
            text="x" * 8001,
            expected_version=0,
        )


def test_control_characters_do_not_break_the_export(client: Client, cooperation: Cooperation) -> None:
    data = {"title": "=1+\x0b\x011", "goals": "B", "duration": "open", "version": "1"}
    assert client.post(BASE + "bearbeiten/", data).status_code == 302
    answer = client.get("/kooperationen/?format=xlsx")
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    assert sheet["A2"].value == "'=1+1"
    assert client.get("/kooperationen/?format=csv").status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
    ],
)
def test_signing_in_leads_nowhere_else(coordinator: User, target: str) -> None:
    answer = Client().post(
        "/konto/login/", {"login": coordinator.email, "password": PASSWORD, "next": target}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/start/"


def test_api_history_names_the_account(cooperation: Cooperation, program: Client, coordinator: User) -> None:
    put(program, API, json.dumps({"version": 1, "title": "Neu"}), "patch")
    event = cooperation.events.order_by("-pgh_id").first()  # type: ignore[attr-defined]
    assert event.pgh_context.metadata["user"] == coordinator.pk


def test_the_api_describes_itself_without_an_error(cooperation: Cooperation, program: Client) -> None:
    for address in (API, f"{API}phases/", f"{API}quickcheck/", "/api/v1/models/", "/api/v1/steckbriefe/"):
        assert program.options(address).status_code == 200


def test_control_characters_do_not_break_the_pdf(cooperation: Cooperation, coordinator: User) -> None:
    values = stored_values(cooperation) | {
        "title": "Titel\x01\x0b<b>&\ufffe\u202e",
        "goals": ["\x02 Ziel", "<script>"],
    }
    update_cooperation(
        actor=coordinator, cooperation=cooperation, data=CooperationData(**values), expected_version=1
    )
    cooperation.refresh_from_db()
    assert pdf.render(current_snapshot(cooperation)).startswith(b"%PDF")
