"""Pages as old applications write them, and the matrix of cells that each of them is: in a browser and without."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

URL = "http://ledger.test/dir/page.html"


@dataclass(frozen=True, slots=True)
class Page:
    """A page whose element ``#t`` is read, and what is to come of it."""

    name: str
    html: str
    cells: dict[str, Any]
    layout: str | None = None

    def __str__(self) -> str:
        return self.name


def grid(rows: list[list[Any]], **others: Any) -> dict[str, Any]:
    """A grid of one part, unless ``parts`` says otherwise."""
    parts = others.pop("parts", [["body", len(rows)]])
    base = {"base": others.pop("base")} if "base" in others else {}
    return {"kind": "grid", **base, "parts": parts, **others, "rows": rows}


PAGES = [
    Page(
        "tags are not closed, and in capitals",
        "<TABLE ID=t><TR><TH>A<TH>B<TR><TD>1<P>x<P>y<TD>2<TR><TD COLSPAN=2>Total</TABLE>",
        grid(
            [
                [{"text": "A", "header": True}, {"text": "B", "header": True}],
                ["1\nx\ny", "2"],
                [{"text": "Total", "colspan": 2}],
            ]
        ),
    ),
    Page(
        "formatting goes over the ends of cells",
        "<table id=t><tr><td><b>1<td>2<tr><td><font color=red>3<td>4</font></table>",
        grid([["1", "2"], ["3", "4"]]),
    ),
    Page(
        "nothing is closed",
        "<table id=t><tr><td><b>1<i>x<tr class=x><td><div>2<td>3<table><tr><td><ul><li>in</table>"
        "<tbody><tr><td><ul><li>4<td>5<tfoot><tr><td><center><b>6</table>",
        grid(
            [["1x"], ["2", "3\nin"], ["4", "5"], ["6"]],
            parts=[["body", 2], ["body", 1], ["foot", 1]],
            classes=["", "x", "", ""],
        ),
    ),
    Page(
        "formatting around the rows",
        "<table id=t><b><font><tr><td>1<td>2</tr></font></b><div><tr><td>3</tr></div></table>",
        grid([["1", "2"], ["3"]]),
    ),
    Page(
        "a form and text between the rows",
        "<table id=t><form><tr><td>1</td>stray<td>2</td></tr></form>text<tr><td>3</td></tr></table>",
        grid([["1", "2"], ["3"]]),
    ),
    Page(
        "cells without a row",
        "<table id=t><td>1<td>2<tr><td>3</table>",
        grid([["1", "2"], ["3"]], parts=[["body", 2]]),
    ),
    Page(
        "a table in a cell",
        "<table id=t><tr><td>a<table><tr><th>in 1<td>in 2<tr><td>in 3</table>b</td><td>c</td></tr></table>",
        grid([["a\nin 1 in 2\nin 3\nb", "c"]]),
    ),
    Page(
        "the table in a cell itself",
        "<table><tr><td><table id=t><tr><td>in 1<td>in 2</table><td>c</table>",
        grid([["in 1", "in 2"]]),
    ),
    Page(
        "parts in another order, spans, classes",
        "<table id=t><thead><tr><th rowspan=2>A<th colspan=2>B</tr><tr><th>C<th>D</thead><tfoot><tr><td>sum</tfoot>"
        "<tbody><tr class='odd  x'><td rowspan='2'>1<td class=n>2<td class=n>3<tr><td>4<td>5"
        "<tr><td rowspan=0>1<td colspan=abc>2<td colspan=0>3</tbody></table>",
        grid(
            [
                [{"text": "A", "rowspan": 2, "header": True}, {"text": "B", "colspan": 2, "header": True}],
                [{"text": "C", "header": True}, {"text": "D", "header": True}],
                [{"text": "1", "rowspan": 2}, "2", "3"],
                ["4", "5"],
                [{"text": "1", "rowspan": 0}, "2", "3"],
                ["sum"],
            ],
            parts=[["head", 2], ["body", 3], ["foot", 1]],
            classes=["", "", "odd x n", "", "", ""],
        ),
    ),
    Page(
        "fields in cells",
        "<table id=t><tr><td><input name=a value='1,00'> EUR<td><input type=checkbox checked><input type=CHECKBOX>"
        "<td><select><option>one<option selected> two <b>x</b></select><td><textarea>\nline\n two</textarea>"
        "<td><select><option disabled>none<option>first</select><td><input type=button value=Go>"
        "<td><input type=password value=hush><input type=hidden value=state></table>",
        grid(
            [
                [
                    {"text": "EUR", "values": ["1,00"]},
                    {"text": "", "checked": [True, False]},
                    {"text": "", "values": ["two x"]},
                    {"text": "", "values": ["line\n two"]},
                    {"text": "", "values": ["first"]},
                    "Go",
                    "",
                ]
            ]
        ),
    ),
    Page(
        "links and images",
        "<base href=/app/><table id=t><tr><td><a href='a b.asp?x=1&amp;y=2'>v</a>"
        "<td><a href=\"javascript:__doPostBack('g','Page$2')\">2</a> "
        "<img src=x title='Open item'><img src=y alt=locked>"
        "<td><a name=here>no link</a></table>",
        grid(
            [
                [
                    {"text": "v", "links": ["a b.asp?x=1&y=2"]},
                    {
                        "text": "2",
                        "links": ["javascript:__doPostBack('g','Page$2')"],
                        "images": ["Open item", "locked"],
                    },
                    "no link",
                ]
            ],
            base="http://ledger.test/app/",
        ),
    ),
    Page(
        "white space and line breaks",
        "<table id=t><tr><td>a<br>b<br><br>c</td><td> x \n y&nbsp;&nbsp; z &nbsp;</td>"
        "<td><div>1</div><div>2</div> 3 <p>4</p></td><td><b>x</b> <i>y</i></td>"
        "<td><pre>\n a  b\r\n  c</pre></td></tr></table>",
        grid([["a\nb\n\nc", "x y\xa0\xa0 z \xa0", "1\n2\n3\n4", "x y", "a  b\n  c"]]),
    ),
    Page(
        "what is not shown",
        "<table id=t><tr style='display: none'><td>1</td></tr><tr hidden><td>2</td></tr>"
        "<tr><td style='color:red;DISPLAY:none'>3<td><span hidden>no</span>yes<script>var x='</td>'</script>"
        "<style>td{}</style><!-- c --></tr><tbody style='display:none'><tr><td>4</table>",
        grid(
            [["1"], ["2"], [{"text": "3", "hidden": True}, "yes"], ["4"]],
            parts=[["body", 3], ["body", 1]],
            hidden=[0, 1, 3],
        ),
    ),
    Page(
        "hostile cells",
        "<table id=t><tr><td>a&#1;b&#31;c<td>&#x202e;abc&#x200f;<td>=1+1<td>&#128; &#x85; &#0; \x81\x02"
        "<td>\u2028x\U0001f4b6"
        '<td>&lt;script&gt;alert(1)&lt;/script&gt; &bogus; &amp;amp; &copy x<td>{"rowspan":2}\\</table>',
        grid(
            [
                [
                    "a\x01b\x1fc",
                    "\u202eabc\u200f",
                    "=1+1",
                    "€ … \ufffd \x81\x02",
                    "\u2028x\U0001f4b6",
                    "<script>alert(1)</script> &bogus; &amp; © x",
                    '{"rowspan":2}\\',
                ]
            ]
        ),
    ),
    Page("nothing", "<table id=t></table>", {"kind": "grid", "parts": [], "rows": []}),
    Page(
        "XHTML", "<?xml version='1.0'?><html><table id='t'><tr><td>a<br/>b</td></tr></table></html>", grid([["a\nb"]])
    ),
    Page("a table somewhere inside", "<div id=t><p>x</p><table><tr><td>1</table></div>", grid([["1"]])),
    Page(
        "a list, not closed",
        "<dl id=t><dt>Name<dd>ACME<dd>two<dt>none<dt>City<dd><a href=x>B</a></dl>",
        {
            "kind": "list",
            "base": URL,
            "rows": [["Name", "ACME"], ["", "two"], ["none", ""], ["City", {"text": "B", "links": ["x"]}]],
        },
    ),
    Page(
        "a list in groups",
        "<dl id=t><div><dt>Name</dt><dd>ACME</dd></div><div><dt>City</dt><dd>B</dd></div></dl>",
        {"kind": "list", "rows": [["Name", "ACME"], ["City", "B"]]},
    ),
    Page(
        "a form",
        "<form id=t><label for=i>Name:</label><input id=i value=ACME><label>Open <input type=checkbox checked></label>"
        "<table><tr><td>City<td><input name=city value=Berlin><tr><td>Kind<td><input type=radio name=k value=a>A"
        "<label><input type=radio name=k value=b checked>Bee</label></table><input type=password value=hush>"
        "<input type=hidden name=__VIEWSTATE value=x>"
        "<select name=s multiple><option selected>1<option selected>2</select>"
        "<fieldset><legend>Size</legend><input type=radio name=z value=1></fieldset><input aria-label=Note>"
        "<input type=submit value=Go></form>",
        {
            "kind": "form",
            "rows": [
                ["Name:", {"text": "", "values": ["ACME"]}],
                ["Open", {"text": "", "checked": [True]}],
                ["City", {"text": "", "values": ["Berlin"]}],
                ["Kind", "Bee"],
                ["s", {"text": "", "values": ["1", "2"]}],
                ["Size", ""],
                ["Note", {"text": "", "values": [""]}],
            ],
        },
    ),
    Page(
        "a table read as a form",
        "<table id=t><tr><td>City<td><input name=city value=Berlin></table>",
        {"kind": "form", "rows": [["City", {"text": "", "values": ["Berlin"]}]]},
        layout="form",
    ),
    Page(
        "fields in an area",
        "<div id=t>Name <input name=n value=v></div>",
        {"kind": "form", "rows": [["n", {"text": "", "values": ["v"]}]]},
    ),
    Page(
        "a print screen with a field",
        "<pre id=t>\nACME  <b>Ledger</b>\r\n 0012  <input value='ab' size=5>|<br>&nbsp;x\n</pre>",
        {"kind": "text", "text": "ACME  Ledger\n 0012  ab   |\n\xa0x\n"},
    ),
    Page("text", "<div id=t>Name <p>text</p>a <!-- c --> b</div>", {"kind": "text", "text": "Name\ntext\na b"}),
]
