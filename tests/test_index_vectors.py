import errno
import tempfile
from pathlib import Path

import faiss
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.encoder import Floats
from index.vectors import Vectors

LIBRARY = b"the library here"
OTHER = b"some other place"


def rows(*vectors: tuple[float, ...]) -> Floats:
    return np.array(vectors, dtype=np.float32)


def as_kept(*values: float) -> list[float]:
    """Return numbers in the 16 bits in which vectors are kept."""
    return np.array(values, dtype=np.float16).astype(float).tolist()


def compass() -> Vectors:
    """Return three vectors: east, north-east, and what lies 3 along and 4 up."""
    vectors = Vectors(2)
    vectors.add([7, 9, 5], rows((1, 0), (0.5**0.5, 0.5**0.5), (0.6, 0.8)))
    vectors.generation = 12
    return vectors


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "vectors.faiss"
    compass().save(path, LIBRARY)
    return path


def is_empty(vectors: Vectors) -> bool:
    return (len(vectors), vectors.numbers, vectors.generation) == (0, set(), -1)


@st.composite
def held_and_asked(draw: st.DrawFn) -> tuple[Floats, Floats]:
    """Return vectors of length 1, in 16 bits a value, and a question's of the same width."""
    width = draw(st.integers(1, 8))
    parts = st.integers(-8, 8).map(float)
    found = draw(arrays(np.float32, (draw(st.integers(1, 30)), width), elements=parts))
    found[np.linalg.norm(found, axis=1) == 0, 0] = 1
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found[1:].astype(np.float16).astype(np.float32), found[0]


# ---- search


def test_search_returns_the_nearest_first_with_its_cosine() -> None:
    # To east: 1 * 1, then cos 45 degrees, then 0.6 * 1 + 0.8 * 0.
    found = compass().search(rows((1, 0))[0], top=3)
    assert [number for number, _ in found] == [7, 9, 5]
    assert [cosine for _, cosine in found] == as_kept(1.0, 0.5**0.5, 0.6)


def test_what_points_away_has_a_cosine_below_0() -> None:
    assert compass().search(rows((-1, 0))[0], top=1) == [(5, *as_kept(-0.6))]


@given(held_and_asked(), st.integers(1, 40))
def test_search_agrees_with_every_cosine_worked_out(
    given_vectors: tuple[Floats, Floats], top: int
) -> None:
    held, question = given_vectors
    vectors = Vectors(len(question))
    numbers = [10 * row + 3 for row in range(len(held))]
    vectors.add(numbers, held)
    cosines = dict(zip(numbers, held @ question, strict=True))
    found = vectors.search(question, top)
    assert len({number for number, _ in found}) == len(found) == min(top, len(held))
    # Equal cosines may come in any order: so each has its own cosine, and they are the largest.
    best = sorted(cosines.values(), reverse=True)[:top]
    assert [cosine for _, cosine in found] == pytest.approx(best, abs=1e-6)
    assert [cosines[number] for number, _ in found] == pytest.approx(best, abs=1e-6)


def test_of_equal_cosines_the_lower_number_comes_first() -> None:
    vectors = Vectors(2)
    vectors.add([30, 10, 20, 40], rows((0, 1), (0, 1), (1, 0), (0, 1)))
    found = vectors.search(rows((0, 1))[0], top=4)
    assert found == [(10, 1), (30, 1), (40, 1), (20, 0)]


def test_asked_for_more_than_it_holds_it_returns_what_it_holds() -> None:
    assert len(compass().search(rows((1, 0))[0], top=100)) == 3


@pytest.mark.parametrize("top", [0, -1])
def test_asked_for_none_it_returns_none(top: int) -> None:
    assert compass().search(rows((1, 0))[0], top) == []


def test_an_empty_index_finds_nothing() -> None:
    vectors = Vectors(2)
    assert is_empty(vectors)
    assert vectors.search(rows((1, 0))[0], top=3) == []


def test_a_question_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a question of shape \(3,\), not \(2,\)$"):
        compass().search(rows((1, 0, 0))[0], top=1)
    with pytest.raises(ValueError, match=r"^a question of shape \(1, 2\), not \(2,\)$"):
        compass().search(rows((1, 0)), top=1)


def test_vectors_are_kept_in_16_bits(tmp_path: Path) -> None:
    # 1,000 vectors of 384 numbers, and 8 bytes for the number of each.
    vectors = Vectors(384)
    vectors.generation = 0
    vectors.add(range(1000), np.full((1000, 384), 384**-0.5, dtype=np.float32))
    vectors.save(tmp_path / "vectors.faiss", LIBRARY)
    assert 776_000 <= (tmp_path / "vectors.faiss").stat().st_size <= 776_300


# ---- adding and removing


def test_what_is_left_keeps_its_numbers_when_another_is_removed() -> None:
    vectors = compass()
    vectors.remove([7])
    assert vectors.numbers == {5, 9}
    assert [number for number, _ in vectors.search(rows((1, 0))[0], top=3)] == [9, 5]
    vectors.add([8], rows((0, 1)))
    assert [number for number, _ in vectors.search(rows((0, 1))[0], top=3)] == [8, 5, 9]


def test_removing_what_is_not_there_or_nothing_changes_nothing() -> None:
    vectors = compass()
    vectors.remove([1, 2])
    vectors.remove([])
    assert vectors.numbers == {5, 7, 9}


def test_adding_nothing_changes_nothing() -> None:
    vectors = compass()
    vectors.add([], np.zeros((0, 2), dtype=np.float32))
    assert vectors.numbers == {5, 7, 9}


@pytest.mark.parametrize("shape", [(1, 3), (0, 3), (2,), (1, 2, 1)])
def test_vectors_of_another_width_are_refused(shape: tuple[int, ...]) -> None:
    vectors = compass()
    with pytest.raises(ValueError, match=r"in an index 2 wide$"):
        vectors.add([1], np.zeros(shape, dtype=np.float32))
    assert vectors.numbers == {5, 7, 9}


# ---- on disk


@given(held_and_asked(), st.integers(0, 2**31 - 1), st.sets(st.integers(0, 29)))
def test_save_then_load_is_identity(
    given_vectors: tuple[Floats, Floats], generation: int, removed: set[int]
) -> None:
    held, question = given_vectors
    vectors = Vectors(len(question))
    vectors.add(range(len(held)), held)
    vectors.remove(removed)
    vectors.generation = generation
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vectors.faiss"
        vectors.save(path, LIBRARY)
        again = Vectors.load(path, len(question), LIBRARY)
    assert (again.width, again.generation) == (vectors.width, generation)
    assert again.numbers == vectors.numbers == set(range(len(held))) - removed
    assert again.search(question, 30) == vectors.search(question, 30)


def test_a_loaded_index_can_be_added_to_and_removed_from(saved: Path) -> None:
    vectors = Vectors.load(saved, 2, LIBRARY)
    vectors.remove([9])
    vectors.add([1], rows((0, 1)))
    assert vectors.numbers == {1, 5, 7}


def test_saving_leaves_one_file(saved: Path) -> None:
    compass().save(saved, LIBRARY)
    assert [path.name for path in saved.parent.iterdir()] == ["vectors.faiss"]


def test_in_however_many_pieces_the_file_is_the_same(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = saved.read_bytes()
    monkeypatch.setattr("index.vectors._PIECE", 7)
    compass().save(saved, LIBRARY)
    assert saved.read_bytes() == content
    assert Vectors.load(saved, 2, LIBRARY).search(rows((1, 0))[0], 3) == compass().search(
        rows((1, 0))[0], 3
    )


def test_trouble_on_the_way_to_the_disk_leaves_the_file_before(
    saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(part: bytes, checksum: int = 0) -> int:
        raise OSError(errno.ENOSPC, "no room")

    content = saved.read_bytes()
    monkeypatch.setattr("index.vectors.zlib.crc32", full)
    with pytest.raises(OSError, match="no room"):
        compass().save(saved, LIBRARY)
    assert [(path.name, path.read_bytes()) for path in saved.parent.iterdir()] == [
        ("vectors.faiss", content)
    ]


def test_faiss_itself_reads_the_file(saved: Path) -> None:
    index = faiss.read_index(str(saved))
    assert (index.d, index.ntotal) == (2, 3)
    cosines, numbers = index.search(rows((1, 0)), 2)
    assert numbers.tolist() == [[7, 9]]
    assert cosines.tolist() == [as_kept(1.0, 0.5**0.5)]


def test_a_missing_file_gives_an_empty_index(tmp_path: Path) -> None:
    assert is_empty(Vectors.load(tmp_path / "none", 2, LIBRARY))


def test_the_file_of_another_library_or_width_gives_an_empty_index(saved: Path) -> None:
    assert is_empty(Vectors.load(saved, 2, OTHER))
    assert is_empty(Vectors.load(saved, 3, LIBRARY))


@pytest.mark.parametrize("content", [b"", b"x", b"not an index at all " * 20, b"quothv16" * 9])
def test_a_foreign_file_gives_an_empty_index(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "vectors.faiss"
    path.write_bytes(content)
    assert is_empty(Vectors.load(path, 2, LIBRARY))


def test_what_faiss_alone_wrote_gives_an_empty_index(tmp_path: Path) -> None:
    faiss.write_index(faiss.IndexFlatIP(2), str(tmp_path / "vectors.faiss"))
    assert is_empty(Vectors.load(tmp_path / "vectors.faiss", 2, LIBRARY))


def test_a_file_cut_off_anywhere_gives_an_empty_index(saved: Path) -> None:
    content = saved.read_bytes()
    for length in range(len(content)):
        saved.write_bytes(content[:length])
        assert is_empty(Vectors.load(saved, 2, LIBRARY)), length


def test_a_file_with_any_byte_changed_gives_an_empty_index(saved: Path) -> None:
    # Read by FAISS as they are, such bytes are other vectors, other numbers or a MemoryError.
    content = bytearray(saved.read_bytes())
    for offset in range(len(content)):
        content[offset] ^= 0x80
        saved.write_bytes(content)
        content[offset] ^= 0x80
        assert is_empty(Vectors.load(saved, 2, LIBRARY)), offset
