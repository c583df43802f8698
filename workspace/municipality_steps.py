"""What comes next for the staff of a municipality, on its page; pure, no Django."""

from workspace.next_steps import NextStep


def municipality_steps(
    ags: str, *, has_profile: bool, is_stale: bool, schools: int, own_needs: int
) -> list[NextStep]:
    """The steps on the way to partners that are open, the first first; ``own_needs`` are those still open."""
    base = f"/kommunen/{ags}/"
    steps = []
    if not has_profile:
        steps.append(
            NextStep(
                title="Profil ausfüllen",
                note="Andere Schulträger erkennen daran, ob Sie zueinander passen.",
                href=f"{base}profil/",
                word="fehlt",
            )
        )
    elif is_stale:
        steps.append(
            NextStep(
                title="Profil auf den neuen Stand bringen",
                note="Es wurde seit über einem Jahr nicht mehr gespeichert.",
                href=f"{base}profil/",
                word="veraltet",
            )
        )
    if not schools:
        steps.append(
            NextStep(
                title="Schulen eintragen",
                note="Einzeln oder als Liste; sie zählen beim Vergleich mit anderen.",
                href=f"{base}schulen/",
                word="fehlt",
            )
        )
    if not own_needs:
        steps.append(
            NextStep(
                title="Bedarf beschreiben",
                note="Leitfragen helfen Ihnen zu sagen, was Sie gemeinsam besser erledigen.",
                href=f"{base}bedarfe/neu/",
                word="fehlt",
            )
        )
    else:
        steps.append(
            NextStep(
                title="Partner suchen",
                note="Für einen Ihrer Bedarfe, bundesweit.",
                href=f"{base}partnersuche/",
                word="möglich",
                kind="info",
            )
        )
    return steps
