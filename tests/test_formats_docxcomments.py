import pytest
from test_formats_docx import W, looking, paragraph, run, styled, word

from index.errors import UnreadableFile
from index.formats.docx import read_docx

W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'


def comment(number: int, *lines: str, author: str = "Anna Berg", key: str = "") -> str:
    """A comment; `key` is what its last paragraph is known by."""
    first, last = lines[:-1], f'<w:p w14:paraId="{key}">{run(lines[-1])}</w:p>'
    inside = "".join(paragraph(run(line)) for line in first) + last
    return f'<w:comment w:id="{number}" w:author="{author}">{inside}</w:comment>'


def on(number: int, inside: str) -> str:
    """What a comment is on, then where it is referred to, as Word writes them."""
    return (
        f'<w:commentRangeStart w:id="{number}"/>{inside}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def commented(body: str, *comments: str, **more: str) -> str:
    said = f"<w:comments {W} {W14}>{''.join(comments)}</w:comments>"
    return read_docx(word(body, comments=said, **more), "a.docx").text


def test_a_comment_stands_behind_its_paragraph_with_its_author_and_the_words_it_is_on() -> None:
    body = paragraph(run("The fee is ") + on(0, run("1,200 a year")) + run("."))
    body += paragraph(run("Boats need papers."))
    assert commented(body, comment(0, "Too high.", "I object.")) == (
        "The fee is 1,200 a year.\n\n"
        "Comment by Anna Berg on “1,200 a year”: Too high.\nI object.\n\n"
        "Boats need papers."
    )


def test_a_reply_stands_below_what_it_answers() -> None:
    tree = (
        f'<w15:commentsEx {W15}><w15:commentEx w15:paraId="A1" w15:done="0"/>'
        '<w15:commentEx w15:paraId="B2" w15:paraIdParent="A1"/></w15:commentsEx>'
    )
    body = paragraph(on(0, on(1, run("The fee"))) + run(" is due."))
    # The inner one of two marks is referred to first here, and so it comes first.
    reply, first = comment(0, "Agreed in May.", author="Bo", key="B2"), comment(1, "Why?", key="A1")
    assert commented(body, reply, first, commentsExtended=tree) == (
        "The fee is due.\n\nComment by Anna Berg on “The fee”: Why?\nReply by Bo: Agreed in May."
    )


def test_comments_on_items_and_cells_come_behind_the_list_and_the_table() -> None:
    numbered = '<w:numPr><w:numId w:val="1"/></w:numPr>'

    def item(inside: str) -> str:
        return f"<w:p><w:pPr>{numbered}</w:pPr>{inside}</w:p>"

    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"

    body = item(on(0, run("flour"))) + item(run("salt")) + paragraph(run("Prices:"))
    body += f"<w:tbl>{row(run('Berth'), on(1, run('900')))}{row(run('Crane'), run('50'))}</w:tbl>"
    assert commented(body, comment(0, "Rye?"), comment(1, "Too much.")) == (
        "flour\nsalt\n\nComment by Anna Berg on “flour”: Rye?\n\nPrices:\n\n"
        "Berth | 900\nCrane | 50\n\nComment by Anna Berg on “900”: Too much."
    )


def test_a_comment_on_a_heading_is_no_heading() -> None:
    body = f'<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr>{on(0, run("Fees"))}</w:p>'
    said = f"<w:comments {W} {W14}>{comment(0, 'Which?')}</w:comments>"
    content = read_docx(word(body, comments=said), "a.docx")
    assert content.text == "Fees\n\nComment by Anna Berg on “Fees”: Which?"
    assert [(heading.start, heading.end) for heading in content.headings] == [(0, 4)]


def test_the_words_are_those_that_are_read_and_not_too_many() -> None:
    gone = "<w:del><w:r><w:delText>900 </w:delText></w:r></w:del>"
    unseen = looking("old ", "<w:strike/>")
    body = paragraph(on(0, run("The ") + gone + unseen) + run("fee")) + paragraph(on(1, gone))
    assert commented(body, comment(0, "Which?"), comment(1, "Why?")) == (
        "The fee\n\nComment by Anna Berg on “The”: Which?\nComment by Anna Berg: Why?"
    )
    # 13 times "purr " and half a word: the last whole word ends at 79.
    long = "They all purr, " + "purr " * 13 + "purring"
    assert commented(paragraph(on(0, run(long))), comment(0, "?")).partition("\n\n")[2] == (
        f"Comment by Anna Berg on “They all purr, {('purr ' * 13).strip()}…”: ?"
    )


def test_words_may_reach_over_paragraphs() -> None:
    begin, end = on(0, "|").split("|")
    body = paragraph(run("One ") + begin + run("two")) + paragraph(run("three") + end)
    assert commented(body, comment(0, "?")) == (
        "One two\n\nthree\n\nComment by Anna Berg on “two three”: ?"
    )


def test_comments_of_nobody_without_words_without_text_and_without_a_place() -> None:
    body = paragraph(run("Fish.") + '<w:r><w:commentReference w:id="0"/></w:r>')
    assert commented(
        body, comment(0, "Tuna?", author=""), comment(1, " "), comment(2, "Lost.", author="Bo")
    ) == ("Fish.\n\nComment: Tuna?\n\nComment by Bo: Lost.")


def test_a_comment_is_kept_where_its_paragraph_goes_on_with_the_next_or_is_deleted() -> None:
    gone = "<w:rPr><w:del/></w:rPr>"
    merged = styled("Cats ", gone).replace("</w:p>", on(0, "") + "</w:p>")
    assert commented(merged + paragraph(run("purr.")), comment(0, "Do they?")) == (
        "Cats purr.\n\nComment by Anna Berg: Do they?"
    )


def test_a_comment_in_a_footnote_stands_with_it() -> None:
    note = f"<w:footnote>{paragraph(on(0, run('Tuna.')))}</w:footnote>"
    notes = f"<w:footnotes {W}>{note}</w:footnotes>"
    assert commented(paragraph(run("Fish.")), comment(0, "Cod!"), footnotes=notes) == (
        "Fish.\n\nTuna.\n\nComment by Anna Berg on “Tuna.”: Cod!"
    )


def test_damaged_comments_are_told_in_one_line() -> None:
    for inside, said in [
        ("<w:comments", r"^a\.docx is damaged: no sound XML in word/comments\.xml \("),
        ('<!DOCTYPE a [<!ENTITY x "ha">]><a>&x;</a>', r"^a\.docx declares entities of its own in "),
    ]:
        with pytest.raises(UnreadableFile, match=said) as caught:
            read_docx(word(paragraph(run("Fish.")), comments=inside), "a.docx")
        assert "\n" not in str(caught.value)


def test_thousands_of_comments_on_the_same_words_are_read_in_no_time() -> None:
    count = 3000
    body = "".join(f'<w:commentRangeStart w:id="{number}"/>' for number in range(count))
    body = paragraph(body + run("purr " * 3) * count)
    text = commented(body, *(comment(number, "?") for number in range(count)))
    assert text.count("Comment by Anna Berg on “purr purr") == count
