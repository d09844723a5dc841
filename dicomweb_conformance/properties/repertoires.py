"""Characters and how they are encoded, for each setting of SpecificCharacterSet (PS3.3 C.12.1.1.2, PS3.5 6.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from hypothesis import strategies as st

_DELIMITERS = re.compile(r"([\\^=\r\n\t\f])")
"""Before each of them the first value of SpecificCharacterSet is active again (PS3.5 6.1.2.5.3)."""
PRINTABLE = "".join(map(chr, range(0x20, 0x7F))).replace("\\", "")
"""The default repertoire; a backslash stands between values, or is asked for where it is a character."""
_LATIN = "ÄÖÜäöüßéèêëçñøåæÿÀ£µ½°"
_HAN = "山田太郎日本語漢字東京小王中文"
_KANA = "やまだたろうカナヲンー、。"
_RARE_KANJI = "丂丄丅丌"
_HANGUL = "김희중홍길동한글洪吉洞"
_HALF_WIDTH = "ﾔﾏﾀﾞﾛｳｱﾝｶﾅ｡｢｣"
_GB2312 = "张王小东中文简体字"
_GBK = "誠張東國語髙"
_BEYOND = "㐀䶿𠀀𠮷𪚥🙂"
_MIXED = "Größe中文かなﾔ한글Ольгаשרוןقباني\u0301\u200d"


@dataclass(frozen=True)
class Repertoire:
    """A character set, or several with code extensions. ``letters`` are characters beyond the default repertoire."""

    terms: tuple[str, ...]
    letters: str
    segment: Callable[[str], bytes]
    default: str = PRINTABLE

    def encode(self, text: str) -> bytes:
        """The text as bytes; what stands between two delimiters is encoded by itself."""
        parts = _DELIMITERS.split(text)
        return b"".join(
            part.encode("ascii") if _DELIMITERS.fullmatch(part) else self.segment(part) for part in parts if part
        )

    @property
    def characters(self) -> st.SearchStrategy[str]:
        """One character, as often as not beyond the default repertoire."""
        plain = st.sampled_from(self.default)
        return st.one_of(plain, st.sampled_from(self.letters)) if self.letters else plain

    def __str__(self) -> str:
        return "\\".join(self.terms) or "the default character set"


def _codec(codec: str, text: str) -> bytes:
    return text.encode(codec)


def _after(escape: bytes, codec: str, text: str) -> bytes:
    """The G1 set is designated at the beginning of each segment that uses it (PS3.5 I.3)."""
    return (b"" if text.isascii() else escape) + text.encode(codec)


def _japanese(escapes: bytes, text: str) -> bytes:
    """JIS X 0208 and 0212 by their escape sequences; ``escapes`` is what designates the first set again."""
    return text.encode("iso2022_jp_1").replace(b"\x1b(B", escapes)


def _katakana(text: str) -> bytes:
    """JIS X 0201: half-width katakana in G1, everything else as in Japanese with romaji as the first set."""
    parts = re.split("([\uff61-\uff9f]+)", text)
    return b"".join(
        part.encode("shift_jis") if part[:1] >= "\uff61" else _japanese(b"\x1b(J", part) for part in parts if part
    )


def _plain(term: str, codec: str, letters: str) -> Repertoire:
    return Repertoire((term,), letters, partial(_codec, codec))


REPERTOIRES = (
    Repertoire((), "", partial(_codec, "ascii")),
    _plain("ISO_IR 192", "utf-8", _MIXED + _LATIN + _HAN + _BEYOND),
    _plain("ISO_IR 100", "latin-1", _LATIN),
    _plain("GB18030", "gb18030", _GB2312 + _GBK + _BEYOND),
    Repertoire(("", "ISO 2022 IR 87"), _HAN + _KANA, partial(_japanese, b"\x1b(B")),
    Repertoire(("", "ISO 2022 IR 149"), _HANGUL, partial(_after, b"\x1b$)C", "euc_kr")),
    Repertoire(("ISO 2022 IR 13", "ISO 2022 IR 87"), _HALF_WIDTH + _HAN + _KANA, _katakana, PRINTABLE.replace("~", "")),
    Repertoire(("", "ISO 2022 IR 87", "ISO 2022 IR 159"), _HAN + _RARE_KANJI, partial(_japanese, b"\x1b(B")),
    _plain("GBK", "gbk", _GB2312 + _GBK),
    _plain("ISO_IR 101", "iso8859_2", "łŁęążźćńśóŻ"),
    _plain("ISO_IR 144", "iso8859_5", "ЛюкceмбypгОльга"),
    _plain("ISO_IR 126", "iso8859_7", "Διονυσιος"),
)
"""What datasets are written in; what is likely to be met comes first."""
