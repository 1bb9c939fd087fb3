"""What people call documents: ids, paths, folders, patterns, file names."""

import os
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from unicodedata import normalize


class Names:
    """The paths of a library, to be found by what people call them."""

    def __init__(self, sources: Mapping[str, str], others: Iterable[str] = ()) -> None:
        """Take the paths.

        Args:
            sources: Paths that lead to documents, each with the document's id.
            others: Paths that lead to none, such as files that could not be read.
        """
        self._paths = sorted({*sources, *others})
        self._known = set(self._paths)
        self._by_id = defaultdict(list)
        self._by_name = defaultdict(list)
        for path in self._paths:
            self._by_name[os.path.basename(path)].append(path)
            if path in sources:
                self._by_id[sources[path]].append(path)

    def find(self, name: str) -> list[str]:
        """Return the paths a name stands for, sorted; none where it stands for nothing.

        What is found first counts: an id; a path, and all in and below it where it is a folder
        or a file that holds others; a pattern such as `*.pdf`, for whole paths or file names;
        a file's name without its folders. An accent may be a part of its letter or stand behind
        it: systems write names in both ways, and they look the same.
        """
        if not name.strip():
            return []
        if name in self._by_id:
            return self._by_id[name]
        absolute = os.path.abspath(name)
        found = sorted({*self._at(name), *self._at(absolute)})
        if not found and any(character in name for character in "*?["):
            found = [
                path
                for path in self._paths
                if fnmatchcase(path, name)
                or fnmatchcase(path, absolute)
                or fnmatchcase(os.path.basename(path), name)
            ]
        return found or self._by_name.get(name, []) or self._alike(name, absolute)

    def exactly(self, name: str) -> list[str]:
        """Return the paths of an id, or a path itself and all in and below it; sorted."""
        if not name.strip():
            return []
        return self._by_id.get(name) or self._at(name)

    def _alike(self, *names: str) -> list[str]:
        """Return the paths that look like one of some names, or whose file names do."""
        wanted = {normalize("NFC", name) for name in names}
        composed = ((path, normalize("NFC", path)) for path in self._paths)
        return [
            path for path, name in composed if name in wanted or os.path.basename(name) in wanted
        ]

    def _at(self, path: str) -> list[str]:
        """Return the path itself and those below it."""
        inside = os.path.join(path, "")
        start = bisect_left(self._paths, inside)
        end = bisect_left(self._paths, inside + "\U0010ffff")
        return [*([path] if path in self._known else []), *self._paths[start:end]]
