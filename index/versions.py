"""Documents that are versions of one another: nearly the same words in nearly the same order."""

from index.database import Database
from index.signature import NEAR, likeness


def versions(database: Database, document_id: str) -> list[str]:
    """Return the ids of the documents that are nearly the same as one, the likest first.

    Raises:
        KeyError: No document has this id.
    """
    rows = database.execute("SELECT id, signature FROM document ORDER BY id")
    own = dict(rows)[document_id]
    others = [(key, found) for key, found in rows if key != document_id]
    shares = likeness(own, [found for _, found in others])
    near = [
        (-share, key)
        for (key, _), share in zip(others, shares.tolist(), strict=True)
        if share >= NEAR
    ]
    return [key for _, key in sorted(near)]
