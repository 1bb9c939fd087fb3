import made

from index.formats.odt import read_odt

DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


def remark(*lines: str, author: str = "Anna Berg", name: str = "") -> str:
    inside = f"<dc:creator {DC}>{author}</dc:creator>" * bool(author)
    inside += "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f'<office:annotation office:name="{name}">{inside}</office:annotation>'


def end(name: str) -> str:
    return f'<office:annotation-end office:name="{name}"/>'


def text_of(body: str, styles: str = "") -> str:
    return read_odt(made.open_document(body, styles=styles), "a.odt").text


def test_a_remark_stands_behind_its_paragraph_with_its_author_and_the_words_it_is_on() -> None:
    noted = remark("Too high.", "I object.", name="1") + "1,200 <text:s/>a year" + end("1")
    body = f"<text:p>The fee is {noted}.</text:p><text:p>Boats need papers.</text:p>"
    assert text_of(body) == (
        "The fee is 1,200  a year.\n\n"
        "Comment by Anna Berg on “1,200 a year”: Too high.\nI object.\n\n"
        "Boats need papers."
    )


def test_remarks_on_items_and_cells_come_behind_the_list_and_the_table() -> None:
    def item(inside: str) -> str:
        return f"<text:list-item><text:p>{inside}</text:p></text:list-item>"

    def cell(inside: str) -> str:
        return f"<table:table-cell><text:p>{inside}</text:p></table:table-cell>"

    body = f"<text:list>{item('flour' + remark('Rye?'))}{item('salt')}</text:list>"
    row = cell("Berth") + cell(remark("Too much.", name="2") + "900" + end("2"))
    body += f"<table:table><table:table-row>{row}</table:table-row></table:table>"
    assert text_of(body) == (
        "flour\nsalt\n\nComment by Anna Berg: Rye?\n\nBerth | 900\n\n"
        "Comment by Anna Berg on “900”: Too much."
    )


def test_the_words_are_those_that_are_read_over_paragraphs_and_within_other_words() -> None:
    styles = '<style:style style:name="S"><style:text-properties '
    styles += 'style:text-line-through-style="solid"/></style:style>'
    unread = '<text:span text:style-name="S">old </text:span><text:note><text:note-body>'
    unread += "<text:p>Tuna.</text:p></text:note-body></text:note>"
    body = f"<text:p>One {remark('a', name='1')}two {unread}{remark('b', name='2')}three</text:p>"
    body += f"<text:p>four{end('1')} five{end('2')}.</text:p>"
    assert text_of(body, styles) == (
        "One two three\n\nComment by Anna Berg on “two three four”: a\n"
        "Comment by Anna Berg on “three four five”: b\n\nfour five.\n\nTuna."
    )


def test_remarks_of_nobody_without_an_end_without_text_and_in_a_heading() -> None:
    body = f'<text:h text:outline-level="1">Fees{remark("Which?", author="", name="9")}</text:h>'
    content = read_odt(made.open_document(f"{body}<text:p>{remark(' ')}x</text:p>"), "a.odt")
    assert content.text == "Fees\n\nComment: Which?\n\nx"
    assert [(heading.start, heading.end) for heading in content.headings] == [(0, 4)]


def test_remarks_with_what_was_deleted_are_left_out() -> None:
    gone = f"<text:tracked-changes><text:p>gone{remark('Why?')}</text:p></text:tracked-changes>"
    assert text_of(f"{gone}<text:p>kept</text:p>") == "kept"


def test_thousands_of_remarks_on_the_same_words_are_read_in_no_time() -> None:
    names = [str(number) for number in range(3000)]
    body = "".join(remark("?", name=name) for name in names) + "<text:span>purr </text:span>" * 3000
    text = text_of(f"<text:p>{body}{''.join(map(end, names))}</text:p>")
    assert text.count("Comment by Anna Berg on “purr purr") == 3000
