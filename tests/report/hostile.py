"""Text that a hostile or broken server may send, by what it attacks."""

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&]]>-->"
TERMINAL = "\x1b[2J\x1b]0;owned\x07\x9b31m\b\b\rhidden"
BIDI = "abc\u202egnp.exe\u202c\u2066x\u2069\u200f\u200b\ufeff\u061c"
XML_FORBIDDEN = "\x00\x0b\x1f\ufffe\uffff"
SURROGATES = "\ud800x\udfff"
MARKDOWN = "| a | ` `b` ``c`` ```\n# heading\n<b>*x*</b> [l](javascript:alert(1)) \\| ~~~ @user #1"
FORMULAS = '=HYPERLINK("http://evil.example","x")'
LONG = "A" * 1_000_000

ALL = {
    "script": SCRIPT,
    "terminal": TERMINAL,
    "bidi": BIDI,
    "xml": XML_FORBIDDEN,
    "surrogates": SURROGATES,
    "markdown": MARKDOWN,
    "formulas": FORMULAS,
    "long": LONG,
}
