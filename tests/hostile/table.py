"""The whole truth table: every path of the hostile server with what must become of it."""

from tests.hostile import (
    bodies,
    connection,
    controls,
    encodings,
    identity,
    letters,
    markup,
    status,
    validators,
)
from tests.hostile.row import Row
from tests.hostile.short import SHORT

FAMILIES = {
    "connection": connection.ROWS,
    "encodings": encodings.ROWS,
    "status": status.ROWS,
    "validators": validators.ROWS,
    "bodies": bodies.ROWS,
    "letters": letters.ROWS,
    "identity": identity.ROWS,
    "markup": markup.ROWS,
    "controls": controls.ROWS,
}
ROWS: tuple[Row, ...] = tuple(row for rows in FAMILIES.values() for row in rows)
# what the short form reads: what is not yet met is always looked at
SHORT_ROWS: tuple[Row, ...] = tuple(
    row
    for family, rows in FAMILIES.items()
    for row in rows
    if row.key in SHORT[family] or row.not_yet
)
