"""Fonts of symbols, whose letters are no letters, to the characters that they show."""

# In the order of the font Symbol; a space where it has nothing that a text needs.
_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    " αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_HIGH = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…   ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
_FONTS = {
    "symbol": dict(enumerate(_LOW, 0x20)) | dict(enumerate(_HIGH, 0xA0)),
    "wingdings": {0x6F: "☐", 0xA8: "☐", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"},
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"},
}


def symbol(font: str, code: int) -> str:
    """Return the character that a font of symbols shows; nothing if it is not known.

    Args:
        font: Its name.
        code: Of the character in the font; 0xF000 may be added to it, as Windows does.
    """
    return _FONTS.get(font.lower(), {}).get(code & 0xFF, "").strip()


def is_of_symbols(font: str) -> bool:
    """Return whether a font is one of those that are known."""
    return font.lower() in _FONTS
