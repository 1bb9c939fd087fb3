"""Receipts: written, read again, and held against a library that has changed since."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Heading, Place
from index.errors import UserError
from index.library import Library
from qa.answer import Answer, Quote, Reason, Silence
from qa.receipt import Cited, Damage, Receipt, read, receipt, written
from qa.verify import State, Verdict, verify, verify_all
from tests.fakes import WordEncoder, document, shelf

TEXT = "# Prices\n\nAdults pay 9 crowns. Children pay nothing."
NOON = datetime(2026, 5, 1, 12, 0, 3, tzinfo=UTC)


def quote_of(text: str, words: str, **facts) -> Quote:
    start = text.index(words)
    return Quote(document(text, **facts), start, start + len(words), start, start + 6, 0.81234567)


def answer(*quotes: Quote) -> Answer:
    silence = None if quotes else Silence(Reason.UNSURE, "The documents do not say.")
    return Answer("what do adults pay", "What do adults pay?", quotes, silence)


def test_a_receipt_holds_all_that_is_needed_to_find_its_quote_again():
    headings = [Heading(0, 8, 1, "Prices")]
    quote = quote_of(TEXT, "Adults pay 9 crowns.", pages=[0], headings=headings)
    fields = receipt(answer(quote), "0123abcd", at=NOON).to_json()
    program, own_sum = fields.pop("program"), fields.pop("sha256")
    assert program.startswith("quoth ")
    assert len(own_sum) == 64
    assert fields == {
        "receipt": 1,
        "question": "what do adults pay",
        "asked": "What do adults pay?",
        "date": "2026-05-01T12:00:03+00:00",
        "library": "0123abcd",
        "quotes": [
            {
                "document": hashlib.sha256(TEXT.encode()).hexdigest(),
                "title": "A title",
                "sources": ["/shelf/a.txt"],
                "start": 10,
                "end": 30,
                "text": "Adults pay 9 crowns.",
                "sha256": hashlib.sha256(b"Adults pay 9 crowns.").hexdigest(),
                "highlight": {"start": 10, "end": 16, "text": "Adults"},
                "place": {"page": 1, "unit": "page", "headings": ["Prices"], "line": 3},
                "confidence": 0.812346,
            }
        ],
        "silence": "",
    }


def test_the_sum_of_a_receipt_can_be_taken_by_anybody():
    fields = receipt(answer(quote_of("Größe: 9 m²", "Größe: 9")), "x").to_json()
    own_sum = fields.pop("sha256")
    bare = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    assert own_sum == hashlib.sha256(bare.encode()).hexdigest()


def test_a_silence_has_its_receipt_too():
    given_ = receipt(answer(), "x", at=NOON)
    assert (given_.quotes, given_.silence) == ((), "The documents do not say.")


TEXTS = st.text(min_size=1, max_size=30).filter(str.strip)


@given(TEXTS, TEXTS, st.text(), st.booleans(), st.data())
def test_what_was_written_is_read_again_whatever_the_characters(
    tmp_path_factory, text, before, question, lines, data
):
    start = len(before)
    quoted = Quote(
        document(before + text, title=question or "t"),
        start,
        start + len(text),
        start,
        data.draw(st.integers(start + 1, start + len(text))),
        0.5,
    )
    given_ = replace(receipt(answer(quoted), "x", at=NOON), question=question)
    path = tmp_path_factory.mktemp("receipts") / "r.json"
    copies = 2 if lines else 1
    path.write_text(written(given_, lines=lines) * copies, "utf-8", "backslashreplace", "\n")
    assert read(path) == [given_] * copies


def keep(path, *receipts: Receipt) -> list[str]:
    lines = [written(given_, lines=True) for given_ in receipts]
    path.write_text("".join(lines), encoding="utf-8")
    return lines


def test_an_edited_receipt_is_told_and_the_others_are_read(tmp_path):
    whole = receipt(answer(quote_of(TEXT, "Adults pay 9 crowns.")), "x", at=NOON)
    path = tmp_path / "r.jsonl"
    first, second = keep(path, whole, whole)
    path.write_text(first.replace("9 crowns", "7 crowns") + second + second[:-9], encoding="utf-8")
    assert read(path) == [
        Damage(f"{path}:1", "it is not as it was written: its sha256 is another"),
        whole,
        Damage(f"{path}:3", "it is cut off, or is not JSON"),
    ]


def test_a_receipt_on_many_lines_that_is_cut_off_is_one_damage(tmp_path):
    path = tmp_path / "r.json"
    whole = written(receipt(answer(quote_of(TEXT, "Adults pay 9 crowns.")), "x"))
    path.write_text(whole[:-40], encoding="utf-8")
    assert read(path) == [Damage(str(path), "it is cut off, or is not JSON")]


def resummed(fields: dict) -> str:
    fields.pop("sha256")
    bare = json.dumps(fields, sort_keys=True, separators=(",", ":"))
    return json.dumps({**fields, "sha256": hashlib.sha256(bare.encode()).hexdigest()})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"start": 11}, "no quote at 11..30"),
        ({"text": "Adults pay 7 crowns."}, "the quote at 10..30 does not fit its sum"),
        ({"start": "10"}, "'10' is no int"),
        ({"sources": "/shelf/a.txt"}, "'/shelf/a.txt' is no list"),
        ({"highlight": {"start": 3, "end": 9, "text": "x"}}, "no quote at 10..30"),
        ({"place": {}}, "'page'"),
    ],
)
def test_a_receipt_with_a_new_sum_must_still_fit_together(tmp_path, change, why):
    fields = receipt(answer(quote_of(TEXT, "Adults pay 9 crowns.")), "x").to_json()
    fields["quotes"][0] |= change
    path = tmp_path / "r.json"
    path.write_text(resummed(fields), encoding="utf-8")
    assert read(path) == [Damage(str(path), f"it does not hold what a receipt holds ({why})")]


@given(st.data())
def test_a_receipt_cut_or_changed_anywhere_is_damage_or_one_clear_line(tmp_path_factory, data):
    whole = receipt(answer(quote_of(TEXT, "Adults pay 9 crowns.")), "x", at=NOON)
    bytes_ = bytearray(written(whole, lines=data.draw(st.booleans())).encode())
    at = data.draw(st.integers(0, len(bytes_) - 1))
    if data.draw(st.booleans()):
        del bytes_[at:]
    else:
        bytes_[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("receipts") / "r.json"
    path.write_bytes(bytes(bytes_))
    try:
        found = read(path)
    except UserError:
        return
    # White space between the keys, or a letter's other spelling, changes nothing.
    assert all(one == whole or isinstance(one, Damage) for one in found)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"%PDF-1.7 \xff\xfe", "cannot be read"),
        (b"hello", "is no receipt. Give a file that was made by quoth ask --receipt FILE"),
        (b'{"receipt": 2}', "was made by a later Quoth (format 2). Update Quoth first"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_receipt_is_one_clear_line(tmp_path, content, line):
    path = tmp_path / "r.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError) as told:
        read(path)
    assert str(told.value).startswith(f"{path} ")
    assert line in str(told.value)


def test_a_file_nested_without_end_is_damage(tmp_path):
    path = tmp_path / "r.json"
    path.write_text('{"receipt": ' + "[" * 100_000, encoding="utf-8")
    assert read(path) == [Damage(str(path), "it is cut off, or is not JSON")]


# -- held against a library ----------------------------------------------------------------

LEASE = "The lease was signed by Ada Holm. It ends in 2031. The rent is 900 crowns."


@pytest.fixture
def leases(tmp_path):
    folder = shelf(tmp_path / "shelf", lease_txt=LEASE, inn_txt="The inn has fourteen rooms.")
    encoder = WordEncoder("lease", "inn", "rent")
    with Library.open(tmp_path / "library", encoder=encoder, create=True) as library:
        library.add([folder])
        yield library, folder


def cited(library: Library, words: str) -> Receipt:
    for entry in library.documents():
        whole = library.document(entry.id)
        start = whole.text.find(words)
        if start >= 0:
            end = start + len(words)
            return receipt(answer(Quote(whole, start, end, start, end, 0.9)), "x")
    raise AssertionError(words)


def verdict(given_: Receipt, library: Library) -> Verdict:
    (found,) = verify(given_, library)
    return found


def stands(found: Verdict) -> tuple[State, str, int]:
    assert found.found is not None
    return found.state, found.found.text, found.found.start


def test_an_unchanged_quote_is_intact(leases):
    library, _ = leases
    found = verdict(cited(library, "It ends in 2031."), library)
    assert stands(found) == (State.INTACT, "It ends in 2031.", 34)
    assert (found.note, found.sound) == ("", True)


def test_a_renamed_file_leaves_its_quotes_intact(leases):
    library, folder = leases
    given_ = cited(library, "It ends in 2031.")
    (folder / "lease.txt").rename(folder / "contract.txt")
    library.sync(folder)
    found = verdict(given_, library)
    assert (found.state, found.sound) == (State.INTACT, True)
    assert found.found.document.name == "contract.txt"


def test_a_file_that_changed_on_disk_only_is_not_sound(leases):
    library, folder = leases
    given_ = cited(library, "It ends in 2031.")
    (folder / "lease.txt").write_text("Nothing.", encoding="utf-8")
    found = verdict(given_, library)
    assert (found.state, found.sound) == (State.INTACT, False)
    assert found.note == f"{folder}/lease.txt has changed on disk since it was read"


def test_a_quote_in_a_new_version_of_its_file_has_moved(leases):
    library, folder = leases
    given_ = cited(library, "It ends in 2031.")
    changed = "A new preamble.\n\n" + LEASE.replace("It ends in", "It ends\nin")
    (folder / "lease.txt").write_text(changed, encoding="utf-8")
    library.sync(folder)
    # Only the line breaks differ; the document's own characters are told.
    assert stands(verdict(given_, library)) == (State.MOVED, "It ends\nin 2031.", 51)


def test_of_several_places_the_one_nearest_to_the_old_is_told(leases):
    library, folder = leases
    given_ = cited(library, "The rent is 900 crowns.")
    (folder / "lease.txt").write_text(LEASE + " The rent is 900 crowns.." * 2, encoding="utf-8")
    library.sync(folder)
    assert stands(verdict(given_, library))[2] == 51
    (folder / "lease.txt").write_text("The rent is 900 crowns. " + LEASE, encoding="utf-8")
    library.sync(folder)
    assert stands(verdict(given_, library))[2] == 75


def test_a_quote_its_source_does_not_say_any_more_has_changed(leases):
    library, folder = leases
    given_ = cited(library, "It ends in 2031.")
    (folder / "lease.txt").write_text(LEASE.replace("2031", "2035"), encoding="utf-8")
    library.sync(folder)
    assert stands(verdict(given_, library)) == (State.CHANGED, "It ends in 2035.", 34)


@pytest.mark.parametrize(
    ("quoted", "now", "nearest"),
    [
        ("- Deposit: 50", "# Flat\n\n- Deposit: 500\n", "- Deposit: 500"),
        ("Loft | 25 | 30", "Flat | 20 | 28\nLoft | 25 | 300", "Loft | 25 | 300"),
        ("The rent is 900.", "The rent is 900.50 euros.", "The rent is 900.50 euros."),
    ],
)
def test_a_quote_whose_figure_goes_on_now_has_changed(leases, quoted, now, nearest):
    library, folder = leases
    file = folder / "flat.md"
    file.write_text(f"For rent\n\n{quoted}\n", encoding="utf-8")
    library.add([file])
    given_ = cited(library, quoted)
    file.write_text(now, encoding="utf-8")
    library.sync(folder)
    found = verdict(given_, library)
    assert (found.state, found.found and found.found.text) == (State.CHANGED, nearest)


def test_a_part_of_a_longer_figure_elsewhere_is_no_quote(leases):
    library, folder = leases
    given_ = cited(library, "The rent is 900")
    (folder / "lease.txt").unlink()
    (folder / "new.txt").write_text("The rent is 9000 crowns.", encoding="utf-8")
    library.sync(folder)
    assert verdict(given_, library).state is State.DELETED


def test_a_quote_that_nothing_says_any_more_is_deleted(leases):
    library, _ = leases
    given_ = cited(library, "It ends in 2031.")
    library.remove(["lease.txt"])
    assert verdict(given_, library) == Verdict(given_.quotes[0], State.DELETED)


def test_a_quote_whose_source_is_gone_may_stand_in_another_document(leases):
    library, folder = leases
    given_ = cited(library, "It ends in 2031.")
    (folder / "lease.txt").unlink()
    shelf(folder / "old", lease_txt="Kept: It ends in 2031. No.")
    shelf(folder, a_copy_txt="It ends in 2031. Or does it?")
    library.sync(folder)
    found = verdict(given_, library)
    # Two say it; the one whose file has the same name is meant.
    assert stands(found) == (State.MOVED, "It ends in 2031.", 6)
    assert found.found.document.source == f"{folder}/old/lease.txt"


def test_several_receipts_are_verified_together_in_order(leases):
    library, _ = leases
    ends, rooms = cited(library, "It ends in 2031."), cited(library, "The inn has fourteen rooms.")
    library.remove(["lease.txt"])
    silent = receipt(answer(), "x")
    states = [
        [found.state for found in some] for some in verify_all([ends, silent, rooms], library)
    ]
    assert states == [[State.DELETED], [], [State.INTACT]]


def test_a_file_of_the_same_name_is_not_that_of_a_document_without_a_file(leases, monkeypatch):
    library, folder = leases
    given_ = cited(library, "It ends in 2031.")
    whole = library.document(given_.quotes[0].document[:16])
    without = replace(whole, sources=("lease.txt",))
    monkeypatch.setattr(library, "document", lambda key: without)
    shelf(folder / "here", lease_txt="Another.")
    monkeypatch.chdir(folder / "here")
    assert verdict(given_, library).sound


def test_the_same_bytes_read_in_another_way_are_told(leases, monkeypatch):
    library, _ = leases
    given_ = cited(library, "It ends in 2031.")
    whole = library.document(given_.quotes[0].document[:16])
    shifted = replace(whole, text="\n" + whole.text)
    monkeypatch.setattr(library, "document", lambda key: shifted)
    found = verdict(given_, library)
    assert stands(found) == (State.MOVED, "It ends in 2031.", 35)
    assert found.note == "the same file is read in another way now"


def test_the_place_is_kept_as_it_was():
    place = Place(7, ("A", "B"), 3, "slide")
    quote = Cited("0" * 64, "t", ("/a",), 5, 8, "abc", 5, 6, place, 0.5)
    fields = Receipt("q", "q", "d", "p", "l", (quote,)).to_json()
    assert fields["quotes"][0]["place"] == {
        "page": 7,
        "unit": "slide",
        "headings": ["A", "B"],
        "line": 3,
    }
