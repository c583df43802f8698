"""The result on a map: a picture drawn on the server from coordinates, without tiles and without a script.

Equirectangular around the searching municipality, with longitudes shortened by the cosine of its latitude: over the
few hundred kilometres that matter, distances are right to about a per cent, and rings stay circles.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, radians

from municipalities.matching import EARTH_RADIUS_KM
from municipalities.models import Municipality
from workspace.partner_search.selectors import Line

WIDTH, HEIGHT = 640, 560
MARGIN = 34
# The nearest look: below this the rings would say more than the places.
LEAST_KM = 60.0
RINGS_KM = (25, 50, 100)
KM_PER_DEGREE = EARTH_RADIUS_KM * pi / 180
MARK = 19.0
STEP = MARK / 2
INSET_WIDTH, INSET_HEIGHT = 110, 150

Position = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """A candidate: its place ``at`` and the middle of its number, which stands beside where others are close."""

    line: Line
    at: Position
    middle: Position

    @property
    def moved(self) -> bool:
        """Whether a line has to lead from the number to the place."""
        return self.at != self.middle


@dataclass(frozen=True)
class Ring:
    """A circle around the searching municipality; ``label_at`` is empty where no part of it has room for words."""

    km: int
    radius: float
    label_at: Position | None


@dataclass(frozen=True)
class Inset:
    """Where the map lies in the country: all dots, small, and the frame of the map."""

    dots: str
    frame: tuple[float, float, float, float]


@dataclass(frozen=True)
class PartnerMap:
    """Everything the template draws, in units of the picture."""

    own: Municipality
    own_at: Position
    marks: list[Mark]
    rings: list[Ring]
    dots: str
    inset: Inset
    unplaced: int
    width: int = WIDTH
    height: int = HEIGHT
    inset_width: int = INSET_WIDTH
    inset_height: int = INSET_HEIGHT


class _Plane:
    """Kilometres east and south of one's own place."""

    def __init__(self, latitude: float, longitude: float) -> None:
        self._latitude, self._longitude = latitude, longitude
        self._shrink = cos(radians(latitude))

    def km(self, latitude: float, longitude: float) -> Position:
        east = (longitude - self._longitude) * self._shrink * KM_PER_DEGREE
        return east, (self._latitude - latitude) * KM_PER_DEGREE


class _Frame:
    """Fits a box of kilometres into a picture, the same scale both ways."""

    def __init__(
        self, points: Iterable[Position], size: tuple[int, int], *, margin: int, least: float
    ) -> None:
        xs, ys = zip(*points, strict=True)
        self._middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
        self._size = size
        self.scale = min(
            (size[0] - 2 * margin) / max(max(xs) - min(xs), least),
            (size[1] - 2 * margin) / max(max(ys) - min(ys), least),
        )

    def pixel(self, point: Position) -> Position:
        """Where a point of the plane is in the picture."""
        x, y = (self._size[axis] / 2 + (point[axis] - self._middle[axis]) * self.scale for axis in (0, 1))
        return round(x, 1), round(y, 1)

    def corner(self, pixel: Position) -> Position:
        """Which point of the plane a place in the picture shows."""
        x, y = ((pixel[axis] - self._size[axis] / 2) / self.scale + self._middle[axis] for axis in (0, 1))
        return x, y


def draw(own: Municipality, shown: Sequence[Line], background: Iterable[Position]) -> PartnerMap | None:
    """The map of some lines, or None where one's own place or all of theirs are unknown.

    ``background`` are latitude and longitude of Kreise and towns, by which the country is recognised.
    """
    if own.latitude is None or own.longitude is None:
        return None
    plane = _Plane(own.latitude, own.longitude)
    placed = [
        (line, plane.km(line.municipality.latitude, line.municipality.longitude))
        for line in shown
        if line.municipality.latitude is not None and line.municipality.longitude is not None
    ]
    if not placed:
        return None
    frame = _Frame(
        [(0.0, 0.0), *(point for _, point in placed)], (WIDTH, HEIGHT), margin=MARGIN, least=LEAST_KM
    )
    country = [plane.km(*point) for point in background]
    own_at = frame.pixel((0, 0))
    return PartnerMap(
        own=own,
        own_at=own_at,
        marks=_marks([(line, frame.pixel(point)) for line, point in placed], own_at),
        rings=_rings(own_at, frame.scale),
        dots=_dots(pixel for point in country if _inside(pixel := frame.pixel(point))),
        inset=_inset(country or [(0.0, 0.0)], frame),
        unplaced=len(shown) - len(placed),
    )


def _inside(pixel: Position, margin: float = 0) -> bool:
    return margin <= pixel[0] <= WIDTH - margin and margin <= pixel[1] <= HEIGHT - margin


def _dots(pixels: Iterable[Position]) -> str:
    """One path of strokes without length, which round ends make dots: one element instead of hundreds."""
    return "".join(f"M{x:g} {y:g}h0" for x, y in pixels)


def _marks(placed: list[tuple[Line, Position]], own_at: Position) -> list[Mark]:
    """Numbers that do not cover each other; the best keep their place, later ones move aside."""
    taken = [own_at]
    marks = []
    for line, at in placed:
        middle = _free_place(at, taken)
        taken.append(middle)
        marks.append(Mark(line, at, middle))
    return marks


def _free_place(at: Position, taken: list[Position]) -> Position:
    for ring in range(60):
        around = max(1, 8 * min(ring, 2))
        for turn in range(around):
            angle = 2 * pi * turn / around
            x = round(at[0] + ring * STEP * cos(angle), 1)
            y = round(at[1] + ring * STEP * cos(angle - pi / 2), 1)
            free = all(hypot(x - other[0], y - other[1]) >= 2 * MARK for other in taken)
            if free and (_inside((x, y), MARK) or not ring):
                return x, y
    return at


def _rings(own_at: Position, scale: float) -> list[Ring]:
    rings = []
    for km in RINGS_KM:
        radius = round(km * scale, 1)
        # From the top around, until a part of the ring is well within the picture.
        angles = [pi * turn / 12 for turn in (0, 12, 6, 18, *range(1, 24))]
        spots = [
            (round(own_at[0] + radius * cos(angle - pi / 2), 1), round(own_at[1] - radius * cos(angle), 1))
            for angle in angles
        ]
        label = next((spot for spot in spots if _inside(spot, MARGIN)), None)
        rings.append(Ring(km, radius, label))
    # Rings that would lie within the mark of one's own place, or reach no edge of the picture, say nothing.
    return [ring for ring in rings if MARK * 2 <= ring.radius <= hypot(WIDTH, HEIGHT)]


def _inset(country: list[Position], frame: _Frame) -> Inset:
    corners = (frame.corner((0, 0)), frame.corner((WIDTH, HEIGHT)))
    small = _Frame([*country, *corners], (INSET_WIDTH, INSET_HEIGHT), margin=6, least=LEAST_KM)
    (left, top), (right, bottom) = small.pixel(corners[0]), small.pixel(corners[1])
    box = (left, top, round(right - left, 1), round(bottom - top, 1))
    return Inset(_dots(small.pixel(point) for point in country), box)
