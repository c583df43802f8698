"""The rooms of the administration."""

from tests.access.words import ADMINISTRATE, ADMINISTRATOR_PAGE, NEVER, Row


def _administration(url: str, *, form: bool = True) -> Row:
    return Row(f"/verwaltung/{url}", ADMINISTRATOR_PAGE, ADMINISTRATE if form else NEVER)


ROWS = {
    "verwaltung/": _administration("", form=False),
    "verwaltung/auftraege/": _administration("auftraege/", form=False),
    "verwaltung/auftraege/importe/<int:pk>/erneut/": Row(
        "/verwaltung/auftraege/importe/{import_pk}/erneut/", NEVER, ADMINISTRATE
    ),
    "verwaltung/auftraege/mails/<int:pk>/erneut/": Row(
        "/verwaltung/auftraege/mails/{mail}/erneut/", NEVER, ADMINISTRATE
    ),
    "verwaltung/auftraege/modellblaetter/<int:pk>/erneut/": Row(
        "/verwaltung/auftraege/modellblaetter/{model_sheet}/erneut/", NEVER, ADMINISTRATE
    ),
    "verwaltung/auftraege/uebergabeblaetter/<int:pk>/erneut/": Row(
        "/verwaltung/auftraege/uebergabeblaetter/{handover}/erneut/", NEVER, ADMINISTRATE
    ),
    "verwaltung/auftraege/vereinbarungen/<int:pk>/erneut/": Row(
        "/verwaltung/auftraege/vereinbarungen/{version_document}/erneut/", NEVER, ADMINISTRATE
    ),
    "verwaltung/auftraege/niederschriften/<int:pk>/erneut/": Row(
        "/verwaltung/auftraege/niederschriften/{minutes_version}/erneut/", NEVER, ADMINISTRATE
    ),
    "verwaltung/auftraege/steckbriefe/<int:pk>/erneut/": Row(
        # This edition did not fail: there is nothing to start again.
        "/verwaltung/auftraege/steckbriefe/{edition}/erneut/",
        NEVER,
        "login 404 404 404 403 404",
    ),
    "verwaltung/behoerden/": _administration("behoerden/", form=False),
    "verwaltung/behoerden/neu/": _administration("behoerden/neu/"),
    "verwaltung/behoerden/<int:pk>/": _administration("behoerden/{authority}/"),
    "verwaltung/behoerden/<int:pk>/gebiet/": _administration("behoerden/{authority}/gebiet/"),
    "verwaltung/einladungen/": _administration("einladungen/", form=False),
    "verwaltung/einladungen/neu/": _administration("einladungen/neu/"),
    "verwaltung/importe/": _administration("importe/", form=False),
    "verwaltung/importe/neu/": _administration("importe/neu/"),
    "verwaltung/importe/<uuid:reference>/": _administration("importe/{import}/"),
    "verwaltung/konten/": _administration("konten/", form=False),
    "verwaltung/konten/<int:pk>/": _administration("konten/{account}/"),
    "verwaltung/konten/<int:pk>/einladung/senden/": _administration("konten/{account}/einladung/senden/"),
    "verwaltung/konten/<int:pk>/einladung/zurueckziehen/": _administration(
        "konten/{account}/einladung/zurueckziehen/"
    ),
    "verwaltung/konten/<int:pk>/entsperren/": _administration("konten/{account}/entsperren/"),
    "verwaltung/konten/<int:pk>/sperren/": _administration("konten/{account}/sperren/"),
    "verwaltung/konten/<int:pk>/zweiter-faktor/": _administration("konten/{account}/zweiter-faktor/"),
    "verwaltung/rechtshinweise/": _administration("rechtshinweise/", form=False),
    "verwaltung/rechtshinweise/neu/": _administration("rechtshinweise/neu/"),
    "verwaltung/rechtshinweise/<int:pk>/": _administration("rechtshinweise/{law_note}/"),
    "verwaltung/rechtshinweise/<int:pk>/zurueckziehen/": _administration(
        "rechtshinweise/{law_note}/zurueckziehen/"
    ),
    "verwaltung/mandate/": _administration("mandate/", form=False),
    "verwaltung/mandate/neu/": _administration("mandate/neu/"),
    "verwaltung/mandate/<int:pk>/ende/": _administration("mandate/{mandate}/ende/"),
    "verwaltung/mandate/<int:pk>/gebiet/": _administration("mandate/{mandate}/gebiet/"),
    "verwaltung/zugehoerigkeiten/": _administration("zugehoerigkeiten/", form=False),
    "verwaltung/zugehoerigkeiten/neu/": _administration("zugehoerigkeiten/neu/"),
    "verwaltung/zugehoerigkeiten/<int:pk>/ende/": _administration("zugehoerigkeiten/{membership}/ende/"),
}
