"""Public meetings for machines."""

from tests.access.words import PUBLIC, Row

ROWS = {
    "oparl/v1.1/system": Row("/oparl/v1.1/system", PUBLIC),
    "oparl/v1.1/bodies": Row("/oparl/v1.1/bodies", PUBLIC),
    "oparl/v1.1/bodies/<slug:slug>": Row("/oparl/v1.1/bodies/{slug}", PUBLIC),
    "oparl/v1.1/bodies/<slug:slug>/<slug:name>": Row("/oparl/v1.1/bodies/{slug}/meetings", PUBLIC),
    "oparl/v1.1/<slug:name>/<int:pk>": Row("/oparl/v1.1/organizations/{public_body}", PUBLIC),
}
