"""Text in the character sets of PS3.3 C.12.1.1.2, as bytes and as the Unicode that they mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from types import MappingProxyType

from pydicom.filereader import read_dataset

from dicomweb_conformance.samples.instances import small_image
from dicomweb_conformance.samples.part10 import NamedDataset
from dicomweb_conformance.samples.sample import Sample

KS_X_1001 = b"\x1b$)C"
ASCII, ROMAJI = b"\x1b(B", b"\x1b(J"


@dataclass(frozen=True)
class CharacterSet:
    """A name and a text in one setting of SpecificCharacterSet (its values; "" for an empty first one).

    The bytes are those of the examples in PS3.5 Annexes H to J, where there is one; ``PatientName`` and
    ``ImageComments`` are what they mean.
    """

    SpecificCharacterSet: tuple[str, ...]
    PatientName: str
    name: bytes
    ImageComments: str
    text: bytes


def _plain(term: str, codec: str, PatientName: str, ImageComments: str) -> CharacterSet:
    """For sets without escape sequences, which Python's codec of the same standard encodes."""
    return CharacterSet((term,), PatientName, PatientName.encode(codec), ImageComments, ImageComments.encode(codec))


def _japanese(text: str) -> bytes:
    """Kanji and kana: to JIS X 0208 and back to ASCII, as Python's codec of RFC 1468 does within each line."""
    return text.encode("iso2022_jp")


def _korean(text: str) -> bytes:
    """KS X 1001 is designated at the start of each line that uses it (PS3.5 I.3)."""
    return b"\r\n".join((b"" if line.isascii() else KS_X_1001) + line.encode("euc_kr") for line in text.split("\r\n"))


LATIN_TEXT = "Größe 5 µm, Länge 10 £ ½ ± 1 °C\r\nÀ bientôt, señor Ångström"
JAPANESE_TEXT = "日本語の文。\r\nかな and カナ in a line"
KOREAN_TEXT = "The first line includes 한글.\r\nThe second line includes 한글, too.\r\nThe third line"
CHINESE_TEXT = "The first line includes中文.\r\nThe second line includes中文, too.\r\nThe third line"
RARE = "㐀𠀀"

CHARACTER_SETS: Mapping[str, CharacterSet] = MappingProxyType(
    {
        "charset-latin1": _plain("ISO_IR 100", "latin-1", "Buc^Jérôme", LATIN_TEXT),
        "charset-latin2": _plain("ISO_IR 101", "iso8859_2", "Wałęsa^Łukasz", "Zażółć gęślą jaźń"),
        "charset-cyrillic": _plain("ISO_IR 144", "iso8859_5", "Люкceмбypг^Ольга", "Съешь же ещё этих\r\nмягких булок"),
        "charset-greek": _plain("ISO_IR 126", "iso8859_7", "Διονυσιος^Ελένη", "Ξεσκεπάζω την ψυχοφθόρα\r\nβδελυγμία"),
        "charset-arabic": _plain("ISO_IR 127", "iso8859_6", "قباني^لنزار", "صباح الخير"),
        "charset-hebrew": _plain("ISO_IR 138", "iso8859_8", "שרון^דבורה", "שלום עולם"),
        "charset-thai": _plain("ISO_IR 166", "iso8859_11", "สมชาย^ใจดี", "ภาษาไทย and English"),
        "charset-katakana": CharacterSet(
            ("ISO_IR 13",), "ﾔﾏﾀﾞ^ﾀﾛｳ", b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3", "ｶﾅ ﾀﾞｹ 123", b"\xb6\xc5 \xc0\xde\xb9 123"
        ),
        # PS3.5 H.3.1
        "charset-kanji": CharacterSet(
            ("", "ISO 2022 IR 87"),
            "Yamada^Tarou=山田^太郎=やまだ^たろう",
            b"Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B",
            JAPANESE_TEXT,
            _japanese(JAPANESE_TEXT),
        ),
        # PS3.5 H.3.2
        "charset-katakana-kanji": CharacterSet(
            ("ISO 2022 IR 13", "ISO 2022 IR 87"),
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
            b"\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J",
            JAPANESE_TEXT,
            _japanese(JAPANESE_TEXT).replace(ASCII, ROMAJI),
        ),
        # PS3.5 I.2 and I.3
        "charset-korean": CharacterSet(
            ("", "ISO 2022 IR 149"),
            "Hong^Gildong=洪^吉洞=홍^길동",
            b"Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf",
            KOREAN_TEXT,
            _korean(KOREAN_TEXT),
        ),
        # PS3.5 J.3
        "charset-gb18030": CharacterSet(
            ("GB18030",),
            "Wang^XiaoDong=王^小东",
            b"Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab",
            CHINESE_TEXT + RARE,
            (CHINESE_TEXT + RARE).encode("gb18030"),
        ),
        # PS3.5 J: the examples in GB18030 hold for GBK. The last byte of the text is that of a backslash.
        "charset-gbk": CharacterSet(
            ("GBK",),
            "Zhang^XiaoDong=张^小东",
            b"Zhang^XiaoDong=\xd5\xc5^\xd0\xa1\xb6\xab",
            CHINESE_TEXT + "誠",
            CHINESE_TEXT.encode("gbk") + b"\xd5\x5c",
        ),
        # PS3.5 6.1.2.5.3: within two-byte characters 3D, 5C and 5E are no delimiters
        "charset-kanji-delimiters": CharacterSet(
            ("", "ISO 2022 IR 87"),
            "Haruno^Setsu=春図^施綾=はるの^せつ",
            b"Haruno^Setsu=" + b"^".join(map(_japanese, ("春図", "施綾"))) + b"="
            + b"^".join(map(_japanese, ("はるの", "せつ"))),
            "沺 折 怒\r\n圭",
            _japanese("沺 折 怒\r\n圭"),
        ),
        # PS3.5 6.1.2.4: the second byte of the given name is that of a backslash
        "charset-gb18030-delimiters": CharacterSet(
            ("GB18030",),
            "Wang^Cheng=王^誠东",
            b"Wang^Cheng=" + "王^誠东".encode("gb18030"),
            "誠 and 东",
            "誠 and 东".encode("gb18030"),
        ),
        # The marks follow their letters, and two letters have a composed form too: all are kept as they are.
        "charset-combining": _plain("ISO_IR 192", "utf-8", "Buc^Je\u0301ro\u0302me",
                                    "Gro\u0308\u00dfe in \u212b and \u2126, of the a\u030angstro\u0308m"),
        # PS3.5 J.2
        "charset-utf8": _plain("ISO_IR 192", "utf-8", "Wang^XiaoDong=王^小東",
                               LATIN_TEXT + KOREAN_TEXT + JAPANESE_TEXT + RARE),
    }
)  # fmt: skip


def character_set_datasets(name: str) -> list[NamedDataset]:
    """A small image whose PatientName and ImageComments are in that character set; its other text is ASCII."""
    character_set = CHARACTER_SETS[name]
    ds = small_image(name)
    for keyword in ("SpecificCharacterSet", "PatientName", "ImageComments"):
        ds.pop(keyword, None)
    encoded = [
        _element(0x00080005, b"CS", "\\".join(character_set.SpecificCharacterSet).encode("ascii")),
        _element(0x00100010, b"PN", character_set.name),
        _element(0x00204000, b"LT", character_set.text),
    ]
    # Read, not set: what is written are these bytes then, and not what pydicom makes of the Unicode.
    own = read_dataset(BytesIO(b"".join(encoded)), is_implicit_VR=False, is_little_endian=True)
    for tag in ds.keys():  # noqa: SIM118 - iterating the dataset itself would decode every element
        own[tag] = ds[tag]
    return [NamedDataset("image", own)]


def _element(tag: int, vr: bytes, value: bytes) -> bytes:
    """A data element with a 16 bit length in Explicit VR Little Endian (PS3.5 table 7.1-2)."""
    value += b" " * (len(value) % 2)
    return (
        (tag >> 16).to_bytes(2, "little") + (tag & 0xFFFF).to_bytes(2, "little") + vr + len(value).to_bytes(2, "little")
    ) + value


def _sample(name: str, character_set: CharacterSet) -> Sample:
    terms = "\\".join(character_set.SpecificCharacterSet)
    return Sample(name, f"A name and a text in {terms}", "character sets", partial(character_set_datasets, name),
                  optional=name not in {"charset-latin1", "charset-utf8", "charset-combining"})  # fmt: skip


SAMPLES = tuple(_sample(name, character_set) for name, character_set in CHARACTER_SETS.items())
