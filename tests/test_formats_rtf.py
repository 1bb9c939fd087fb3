import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.documents import Heading
from index.errors import UnreadableFile
from index.formats.rtf import read_rtf


def text_of(inside: str) -> str:
    return read_rtf(("{\\rtf1\\ansi " + inside + "}").encode("latin-1"), "a.rtf").text


def test_styles_make_headings_below_the_title() -> None:
    content = read_rtf(
        rb"""{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}{\colortbl;\red0;}
{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s5 Title;}{\*\cs9 Strong;}
{\s7\outlinelevel1 Mine;}}
{\info{\title Cats \'96 a book}{\author X}{\creatim\yr2023\mo1\dy1}{\revtim\yr2024\mo5\dy1\hr9}}
{\header Page \chpgn\par}
\pard\plain\s5 All about cats\par
\pard\plain\s1 Food\par
\pard\plain They eat
 fish.\par
\pard\s7 Tuna\par
\pard\outlinelevel0 Sleep\par}trailing""",
        "a.rtf",
    )
    assert content.text == "All about cats\n\nFood\n\nThey eat fish.\n\nTuna\n\nSleep"
    assert content.headings == (
        Heading(0, 14, 1, "All about cats"),
        Heading(16, 20, 2, "Food"),
        Heading(38, 42, 3, "Tuna"),
        Heading(44, 49, 2, "Sleep"),
    )
    assert (content.title, content.date) == ("Cats – a book", "2024-05-01")


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (r"caf\'e9", "café"),
        (r"\u8364?5 \uc2\u8364??5 \uc0\u8364 5", "€5 €5 €5"),
        (r"\u-10179\'3f\u-8704\'3f", "😀"),
        (
            r"{\fonttbl{\f1\fcharset204 A;}{\f2\fcharset128 B;}}{\f1 \'ea\'ee\'f2} {\f2 \'94\'4c}",
            "кот 猫",
        ),
        (r"\ansicpg1251 \'ea\'ee\'f2", "кот"),
        (r"a\~b\_c\-d\emdash e\tab f\line g", "a b-cd—e\tf\ng"),
        (r"\{braces\} and \\", "{braces} and \\"),
        ("one\\\ntwo", "one\n\ntwo"),
        (r"seen{\v hidden}{\deleted gone}\v no\v0  too", "seen too"),
        (r"a{\*\unknown b}{\pict\pngblip 8950}{\bin3 }}}c}d", "acd"),
        (r'{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt link}}', "link"),
        (r"{\upr{\title a?}{\*\ud{\'e4}}}", "ä"),
        (r"x{\shp{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt box}}{\shprslt old}}", "xbox"),
    ],
)
def test_characters_and_groups_are_read_as_the_format_says(inside: str, said: str) -> None:
    assert text_of(inside) == said


def test_lists_stand_line_by_line() -> None:
    items = r"{\listtext 1.\tab}one\par {\listtext 2.\tab}two\par \pard After.\par"
    assert text_of(r"Before.\par \pard" + items) == "Before.\n\n1. one\n2. two\n\nAfter."


def test_bullets_are_not_written_whatever_letter_they_are() -> None:
    fonts = r"{\fonttbl{\f1\fcharset2 Wingdings;}}"
    items = r"{\listtext\f1\'a7\tab}a\par {\pntext o\tab}b\par {\listtext (a)\tab}c\par "
    assert text_of(fonts + items) == "a\nb\n(a) c"


def test_notes_come_last() -> None:
    note = r"{\super\chftn{\footnote \pard\plain\chftn  Mostly tuna.\par Or cod.}}"
    assert text_of(rf"They eat fish{note}, caf\'e9.\par More.") == (
        "They eat fish, café.\n\nMore.\n\nMostly tuna.\nOr cod."
    )


def test_heads_and_feet_of_pages_come_last_but_for_page_numbers() -> None:
    page = r"{\field{\*\fldinst { PAGE }}{\fldrslt 3}}"
    margins = rf"{{\headerl Acme, tel. 5550\par}}{{\headerr Acme, tel. 5550\par}}{{\footer {page}}}"
    assert text_of(margins + r"They purr.\par") == "They purr.\n\nAcme, tel. 5550"
    assert text_of(rf"{{\footer IBAN XX12 3456 7890 1234, page {page}}}Cats.") == (
        "Cats.\n\nIBAN XX12 3456 7890 1234, page 3"
    )


def test_rows_of_a_table_read_with_their_header() -> None:
    header = r"\trowd\pard\intbl Name\cell Age\cell Kind\cell\row "
    row = r"\intbl Tom\cell 5\cell a\par b\cell\row "
    assert text_of(rf"x\par {header}{row}\pard y") == (
        "x\n\nName | Age | Kind\nName: Tom; Age: 5; Kind: a b\n\ny"
    )


def test_what_is_merged_down_several_rows_is_in_each_of_them() -> None:
    def row(layout: str, *cells: str) -> str:
        ends = rf"\trowd{layout}\cellx1\cellx2\cellx3 "
        return ends + "".join(rf"\intbl {cell}\cell " for cell in cells) + r"\row "

    rows = row("", "Day", "Time", "Class") + row(r"\clvmgf", "Monday", "9", "Art")
    rows += row(r"\clvmrg", "", "10", "Music") + row("", "", "11", "Sports")
    assert text_of(rows) == (
        "Day | Time | Class\nDay: Monday; Time: 9; Class: Art\n"
        "Day: Monday; Time: 10; Class: Music\nTime: 11; Class: Sports"
    )


def test_what_ends_early_is_read_as_far_as_it_goes() -> None:
    assert read_rtf(rb"{\rtf1 one\par {two \cell three", "a.rtf").text == "one\n\ntwo | three"


def test_other_files_are_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.rtf is not Rich Text \(\.rtf\)\. Name it"):
        read_rtf(b"text", "a.rtf")


def test_groups_nest_without_end() -> None:
    assert text_of("{" * 100_000 + "x" + "}" * 100_000) == "x"


def escaped(character: str) -> str:
    if character.isascii():
        return "\\" * (character in "\\{}") + character
    units = character.encode("utf-16-le")
    codes = (
        int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)
    )
    return "".join(f"\\u{code}?" for code in codes)


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=9)))
def test_every_paragraph_is_there_in_order(paragraphs: list[str]) -> None:
    inside = "".join("".join(map(escaped, text)) + "\\par " for text in paragraphs)
    assert text_of(inside) == "\n\n".join(paragraphs)


def test_a_raised_number_behind_another_is_a_power() -> None:
    assert text_of(r"10{\super 6} J") == "10^6 J"
    assert text_of(r"10\super -\super 3\nosupersub  m{\super -1}") == "10-3 m^-1"
    assert text_of(r"the 1{\super st}, H{\sub 2}O\super 3\plain 4") == "the 1st, H2O34"
    # By half points.
    assert text_of(r"10{\up6 6} J, 10\up6 2\up0  m, H{\dn6 2}O") == "10^6 J, 10^2 m, H2O"


def test_symbols_read_as_they_show_and_what_is_struck_out_is_left_out() -> None:
    fonts = (
        r"{\fonttbl{\f0 Arial;}{\f1\fnil\fcharset2 Symbol;}{\f2{\*\falt X}\fcharset2 Wingdings;}}"
    )
    signs = r"{\f1\'b3} 5 {\f1 m}m {\f1\u-3917 ?} {\f2\'fe} yes "
    signs += r"{\strike no }{\strikd no }{\strike0 end}"
    assert text_of(fonts + signs) == "≥ 5 μm ≥ ☑ yes end"


def test_notes_that_are_marked_to_be_skipped_by_old_programs_are_read() -> None:
    # So LibreOffice and pandoc write them.
    note = r"{\super\chftn}{\*\footnote\chftn\~\pard Counted in May.\par}"
    assert text_of(rf"The club has 214 members{note}.\par") == (
        "The club has 214 members.\n\nCounted in May."
    )


def test_the_long_number_of_the_time_of_a_change_is_no_text() -> None:
    changed = r"{\deleted\revdttmdel-2074015744 100}{\revised\revdttm-2074015744 200}"
    assert text_of(rf"The fee is {changed} euros.") == "The fee is 200 euros."
