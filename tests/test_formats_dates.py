import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.formats.dates import day


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2024-05-01T23:59:59Z", "2024-05-01"),
        ("2024-5-1", "2024-05-01"),
        ("D:20240501120000+02'00'", "2024-05-01"),
        ("20240501", "2024-05-01"),
        ("Tue, 19 Nov 2024 13:30:02 +0000", "2024-11-19"),
        ("2024-02-30", ""),
        ("2024", ""),
        ("2024-05", ""),
        ("soon", ""),
        ("", ""),
        (None, ""),
        ("0001-01-01T00:00:00", ""),
        ("1601-01-01T00:00:00Z", ""),
        ("1970-01-01", ""),
    ],
)
def test_a_day_is_read_however_it_is_written_and_none_is_made_up(
    said: str | None, meant: str
) -> None:
    assert day(said) == meant


@given(st.text())
def test_any_text_is_a_day_or_none(said: str) -> None:
    assert len(day(said)) in {0, 10}
