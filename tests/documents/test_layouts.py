"""Documents in the layouts that venues really use, made small."""

from __future__ import annotations

import json

import pytest
from drafts import imported, rows
from harness import run_here

ESCAPED = r"""
## Response and Reason Codes

These codes are shared by both the response and the reason of a rejected order.

| Code | HTTP Status | Message Code | Description |
| --- | --- | --- | --- |
| 0 | 200 | \-- | Success |
| 201 | 500 | NO\_POSITION | No position |
| 43005 | 500 | POST\_ONLY\_REJ | Rejected POST\_ONLY order (`exec_inst` contains `POST_ONLY`) |
| 50001 | 400 | ERR\_INTERNAL | Internal error |
| 50001 | 400 | CREDIT\_LINE | Credit line not kept |

## Websocket Termination Codes

| Code | Description |
| --- | --- |
| 1013 | Server restarting -- try again later |
"""


def test_escapes_placeholders_and_contradictions():
    """Markdown escapes are undone, a dash is no name, code stays code, and one code with two names is two entries."""
    _, draft = imported(ESCAPED)
    assert rows(draft) == [
        ("api", "0", None, "Success", 200),
        ("api", "201", "NO_POSITION", "No position", 500),
        ("api", "43005", "POST_ONLY_REJ", "Rejected POST_ONLY order (`exec_inst` contains `POST_ONLY`)", 500),
        ("api", "50001", "ERR_INTERNAL", "Internal error", 400),
        ("api", "50001", "CREDIT_LINE", "Credit line not kept", 400),
        ("close", "1013", None, "Server restarting -- try again later", None),
    ]
    assert draft["namespaces"]["close"]["kind"] == "close"


COLLAPSED = """
# Error Codes

## General Error Codes

<details>
<summary style={{listStyle: 'none'}}>General Error Codes</summary>

| Error code | Description      |
| ---------- | ---------------- |
| 1          | Success          |
| 1000       | Pemission Denied |

</details>

## Order API Error Codes

<details>
<summary style={{listStyle: 'none'}}>Order API Error Codes</summary>

| Error code | Description     |
| ---------- | --------------- |
| 104        | TIMEOUT         |
| 102        | INVALID_ACCOUNT |

</details>

## Response Codes

<details>
<summary>HTTP Response Codes</summary>

| Code | Description |
| ---- | ----------- |
| 200  | OK          |
| 403  | Forbidden   |

</details>
"""


def test_collapsed_sections_are_namespaces_named_after_their_titles():
    """Each table is a namespace; symbols are names, not messages; the codes of an HTTP table are statuses."""
    _, draft = imported(COLLAPSED)
    assert rows(draft) == [
        ("general", "1", None, "Success", None),
        ("general", "1000", None, "Pemission Denied", None),
        ("order", "102", "INVALID_ACCOUNT", None, None),
        ("order", "104", "TIMEOUT", None, None),
        ("http", "200", None, "OK", 200),
        ("http", "403", None, "Forbidden", 403),
    ]
    assert draft["namespaces"]["http"]["kind"] == "http"


CARELESS = (
    "# Error Code For Spot\nREST API Error Code\n\n|Error Code\t|Description|\n|---|---|\n"
    "|10027\t|Cannot withdraw within 24 hrs\n|10002|\tSystem error|\n"
    "|1217|\tOrder was sent at \u00c2\u00b15% of the price|\n"
    "|HTTP ERROR CODE 403|\tToo many requests|\n|Request Timed Out|\tToo many requests|\n"
    "\n\nWebSocket API Error Code\n\n|Error Code|\tDescription|\n|---|---|\n"
    "|10002\t|Authentication failure|\n|10002\t|Authentication failure|\n"
)


def test_careless_tables_are_read_and_mended():
    """A row without its last bar, tabs, a mis-encoded sign and codes made of words arrive; captions name transports."""
    result, draft = imported(CARELESS)
    assert rows(draft) == [
        ("rest", "1217", None, "Order was sent at \u00b15% of the price", None),
        ("rest", "10002", None, "System error", None),
        ("rest", "10027", None, "Cannot withdraw within 24 hrs", None),
        ("rest", "HTTP ERROR CODE 403", None, "Too many requests", 403),
        ("rest", "Request Timed Out", None, "Too many requests", None),
        ("ws", "10002", None, "Authentication failure", None),
    ]
    assert "left out 1 rows that repeat another word for word" in result.err


def test_the_sentence_above_a_table_may_name_the_transport():
    """A heading that says nothing leaves it to the sentence before the table."""
    _, draft = imported(
        "# Error Codes\n\nRequests sent via websocket can be rejected with a code.\n\n"
        "| Code | Error Message |\n|---|---|\n| 05001 | Your operation authority is invalid |\n"
    )
    assert rows(draft) == [("ws", "05001", None, "Your operation authority is invalid", None)]


def test_tables_without_outer_bars():
    """Rows may begin and end without a bar, as one older venue's do."""
    _, draft = imported(
        "# Error code table\n\n Error code | description   \n ---------- | ------------- \n"
        "100\t|Params Empty\n205|The Price is too small\n441\t|Trade Password Error\n"
    )
    assert rows(draft, "code", "message") == [
        ("100", "Params Empty"),
        ("205", "The Price is too small"),
        ("441", "Trade Password Error"),
    ]


def test_a_header_with_more_cells_than_its_rule():
    """A surplus bar in the header, as one venue has it, does not cost the table."""
    _, draft = imported(
        "### Fiat Errors\n|Code |Description |        |\n"
        "|:--------|:---------|\n| 400000  | invalid request.      |\n\n"
        "### Next\n|Error code | Message |\n|---|---|---|\n| 1 | x |\n",
        "--namespace",
        "api",
    )
    assert rows(draft, "code", "message") == [("1", "x"), ("400000", "invalid request.")]


def test_a_table_without_a_rule_is_reported():
    """What looks like a table to a person and is none in Markdown is not lost in silence."""
    result, _ = imported(
        "| Error code | Message |\n|---|---|\n| 1 | x |\n\nMore:\n\n| Error code | Message |\n| 2 | y |\n"
    )
    assert "left out 1 tables without a rule below their header: '| Error code | Message |" in result.err


def test_a_message_column_of_symbols_is_one_of_names():
    """What stands in a column tells names from messages, whatever its header; the table may be indented."""
    _, draft = imported(
        "  |  code   |   Message   |   Description   |  \n  |---------|-------------|-----------------|  \n"
        "  |  19999  |  REQUEST_IS_DUPLICATED  |  Details: Duplicated request ID  |  \n"
        "  |  11015  |  TE_CONDITIONAL_CANCELED  |    |  \n"
    )
    assert rows(draft) == [
        ("api", "11015", "TE_CONDITIONAL_CANCELED", None, None),
        ("api", "19999", "REQUEST_IS_DUPLICATED", "Details: Duplicated request ID", None),
    ]


MDX = """\
---
title: Error Codes
sidebar_label: Error Codes
---
import Tabs from '@theme/Tabs';

## HTTP Code
|Code |Description |
|:----:|:-------------------------------|
|400|Bad request. Send it with **GET** / **POST**|
|[401](../pilot#normal-account)|Invalid request. |

<Tabs>
<TabItem value="uta">

## UTA
|Code |Description |
|:----:|:-------------------------------|
| 0 |OK |
| -2015 |(Spot) Your api key has expired |
| 10002 |The time exceeds the window of <symbol>. |
|~~10018~~|~~Exceeded the IP Rate Limit.~~ |

</TabItem>
</Tabs>

## Spot Trade
|Code |Description |
|:----:|:-------------------------------|
| 170130 |Data sent for parameter '{0}' is not valid. |
"""


def test_mdx_with_front_matter_components_links_and_struck_codes():
    """The front matter's title tells what the tables hold; a struck code is retired; placeholders survive."""
    _, draft = imported(MDX)
    assert rows(draft, "namespace", "code", "message", "http_status", "status") == [
        ("http", "400", "Bad request. Send it with GET / POST", 400, None),
        ("http", "401", "Invalid request.", 401, None),
        ("uta", "-2015", "(Spot) Your api key has expired", None, None),
        ("uta", "0", "OK", None, None),
        ("uta", "10002", "The time exceeds the window of <symbol>.", None, None),
        ("uta", "10018", "Exceeded the IP Rate Limit.", None, "retired"),
        ("spot-trade", "170130", "Data sent for parameter '{0}' is not valid.", None, None),
    ]
    assert draft["sources"]["document"]["title"] == "Error Codes"
    assert draft["namespaces"]["uta"]["ok"] == ["0"]


HEADINGS = """\
# Error codes

Here is the error JSON payload:
```javascript
{
    "code": -1121,
    "msg": "Invalid symbol."
}
```

## 10xx - General Server or Network issues
### -1003 TOO_MANY_REQUESTS
 * Too many requests queued.
 * Too much request weight used; current limit is %s.

### -1000 UNKNOWN
 * An unknown error occurred.

## 11xx - Request issues
### -1121 BAD_SYMBOL
 * Invalid symbol.

### 404 Not found
The path is wrong.
"""


def test_headings_that_begin_with_a_code_are_entries():
    """A venue without a table has a heading a code: symbol, then its messages; a payload goes to its code."""
    _, draft = imported(HEADINGS)
    assert rows(draft, "code", "name", "message") == [
        ("-1121", "BAD_SYMBOL", "Invalid symbol."),
        (
            "-1003",
            "TOO_MANY_REQUESTS",
            ["Too many requests queued.", "Too much request weight used; current limit is %s."],
        ),
        ("-1000", "UNKNOWN", "An unknown error occurred."),
        ("404", None, "Not found"),
    ]
    samples = {entry["code"]: entry["samples"] for entry in draft["entries"]}
    assert json.loads(samples["-1121"][0]) == {"code": -1121, "msg": "Invalid symbol."}
    assert draft["shapes"][0]["message"] == "msg"


DETAILED = """\
## Error Code Quick Reference

| Code | Meaning | Recommendation |
|------|---------|----------------|
| 0 | Success | - |
| 3003 | Connection limit exceeded | Close excess connections |
| 4003 | Depth unavailable | Use HTTP |
| 4004 | Trades unavailable | Use HTTP |

## Detailed Descriptions

#### 3003 - Connection Limit Exceeded

```json
{"code": 3003, "message": "Connection limit exceeded"}
```

**Causes**:
- A crashed client
- Two processes

**Solutions**:
- Call `GET /v1/connections`

#### 4003 / 4004 - Subscription Unavailable

**Solution**: Use HTTP API to fetch data.

```json
{ "code": 4003, "data": { ... } }
```
"""


def test_causes_and_solutions_below_a_codes_heading_complete_its_row():
    """Lists and sentences under `Causes` and `Solution` belong to the heading's codes; a cut payload is no sample."""
    result, draft = imported(DETAILED)
    assert rows(draft, "code", "causes", "actions") == [
        ("0", None, None),
        ("3003", ["A crashed client", "Two processes"], ["Close excess connections", "Call `GET /v1/connections`"]),
        ("4003", None, ["Use HTTP", "Use HTTP API to fetch data."]),
        ("4004", None, ["Use HTTP", "Use HTTP API to fetch data."]),
    ]
    assert [len(entry["samples"]) for entry in draft["entries"]] == [0, 1, 0, 0]
    assert "# the venue's words" in result.out


HTML = """\
<!DOCTYPE html><html><head><title>t</title><script>var x = "<table><tr><td>1</td></tr></table>";</script></head><body>
<h1>Errors<a class="headerlink" href="#errors">\u00b6</a></h1>
<h2>REST</h2>
<table class="docutils"><thead><tr><th>HTTP status</th><th>Error code</th><th>Message</th></tr></thead>
<tbody><tr><td rowspan="2">400</td><td><code>EX-001</code></td><td>Bad &amp; ugly</td></tr>
<tr><td>EX-002</td><td>Field <code>qty</code> is too small</td></tr>
<tr><td>429</td><td>EX-429</td><td><p>Too many requests</p><p>Slow down</p></td></tr></tbody></table>
<h2>WebSocket</h2>
<table><tr><td>Code</td><td>Description</td></tr><tr><td>4001</td><td>Bad frame<td></tr></table>
<h2>Parameters</h2>
<table><tr><td>Name</td><td>Type</td></tr><tr><td>symbol</td><td>string</td></tr></table>
<pre><code>{"code": "EX-001", "message": "Bad &amp; ugly"}</code></pre>
"""


def test_an_html_page_with_spanning_cells():
    """A status over two rows counts for both; a table of something else is left out and named; open tags do no harm."""
    result, draft = imported(HTML)
    assert rows(draft) == [
        ("rest", "EX-001", None, "Bad & ugly", 400),
        ("rest", "EX-002", None, "Field `qty` is too small", 400),
        ("rest", "EX-429", None, "Too many requests Slow down", 429),
        ("ws", "4001", None, "Bad frame", None),
    ]
    assert draft["entries"][0]["samples"] == ['{"code":"EX-001","message":"Bad & ugly"}']
    assert "left out 1 tables that are not of codes: line 11: Name, Type" in result.err


def test_html_tables_inside_markdown():
    """A table in tags, with blank lines in it, is read like any other."""
    _, draft = imported(
        "# Errors\n\nText.\n\n<table>\n<tr><th>Error code</th><th>Meaning</th></tr>\n\n"
        "<tr><td>7</td><td>Seven</td></tr>\n\n<tr><td>8</td><td>Eight</td></tr>\n</table>\n"
    )
    assert rows(draft, "code", "message") == [("7", "Seven"), ("8", "Eight")]


@pytest.mark.parametrize(
    "document",
    [
        'code,name,message\n-1,BAD_SIGN,"Wrong, or missing, signature"\n05001,NO_RIGHT,No right\n',
        "Error Code;Error Name;Error Message\n-1;BAD_SIGN;Wrong, or missing, signature\n05001;NO_RIGHT;No right\n",
        "errcode\terror_name\tmsg\n-1\tBAD_SIGN\tWrong, or missing, signature\n05001\tNO_RIGHT\tNo right\n",
        '-1,BAD_SIGN,"Wrong, or missing, signature"\n05001,NO_RIGHT,No right\n',
        (
            '\ufeffErrorCode,ErrorName,ErrorMessage\r\n-1,BAD_SIGN,"Wrong, or missing, signature"\r\n'
            "05001,NO_RIGHT,No right\r\n"
        ),
    ],
    ids=["commas", "semicolons", "tabs", "no header", "spreadsheet"],
)
def test_separated_cells(document):
    """CSV is told by its content, whatever stands between the cells and with or without a header."""
    _, draft = imported(document)
    assert rows(draft, "code", "name", "message") == [
        ("-1", "BAD_SIGN", "Wrong, or missing, signature"),
        ("05001", "NO_RIGHT", "No right"),
    ]


def test_a_spreadsheet_saved_as_unicode_text():
    """UTF-16 with its mark is read, as spreadsheets write it."""
    _, draft = imported("code\tmessage\r\n05001\tNo right \u00b1\r\n".encode("utf-16"))
    assert rows(draft, "code", "message") == [("05001", "No right \u00b1")]


def test_headers_in_another_script():
    """Columns are known in Chinese too, and codes may be words."""
    _, draft = imported(
        "## \u9519\u8bef\u7801\n\n### \u4ea4\u6613 API \u9519\u8bef\u7801\n\n"
        "| \u9519\u8bef\u7801  |  \u63cf\u8ff0 |\n|-----|-----|\n"
        "| base-symbol-error |  \u4ea4\u6613\u5bf9\u4e0d\u5b58\u5728 |\n"
        "| api-signature-not-valid | API\u7b7e\u540d\u9519\u8bef |\n"
    )
    assert rows(draft, "code", "message", "category") == [
        ("api-signature-not-valid", "API\u7b7e\u540d\u9519\u8bef", "authentication"),
        ("base-symbol-error", "\u4ea4\u6613\u5bf9\u4e0d\u5b58\u5728", "bad_symbol"),
    ]


def test_errors_named_by_words_without_a_column_of_codes():
    """Where nothing is called a code, the column called `Error` holds it."""
    _, draft = imported(
        "## Error messages\n\n| Error | Additional Info |\n|---|---|\n"
        "| EGeneral:Invalid arguments | The request is malformed |\n"
        "| EOrder:Insufficient funds | Not enough funds |\n"
    )
    assert rows(draft, "code", "message") == [
        ("EGeneral:Invalid arguments", "The request is malformed"),
        ("EOrder:Insufficient funds", "Not enough funds"),
    ]


def test_one_namespace_on_request():
    """`--namespace` puts every table's codes into one."""
    _, draft = imported(COLLAPSED, "--namespace", "everything")
    assert list(draft["namespaces"]) == ["everything"]
    assert [entry["code"] for entry in draft["entries"]] == ["1", "102", "104", "200", "403", "1000"]


def test_the_type_can_be_stated():
    """`--type` outweighs what the content looks like."""
    document = "code,message\n1,x\n"
    assert imported(document)[0].status == 0
    assert run_here("catalog", "import", "-", "--type", "markdown", stdin=document).status == 1


def test_two_equal_headings_below_different_ones_are_two_namespaces():
    """The heading above tells equal headings apart."""
    table = "| Code | Message |\n|---|---|\n| 1 | {} |\n\n"
    _, draft = imported(
        "# REST\n## Trading errors\n" + table.format("a") + "# WebSocket\n## Trading errors\n" + table.format("b")
    )
    assert rows(draft, "namespace", "message") == [("trading", "a"), ("ws-trading", "b")]


def test_several_numbers_in_one_cell_are_several_codes():
    """A row that lists numbers counts for each of them."""
    _, draft = imported("| Error code | Message |\n|---|---|\n| 1001, 1002 | Bad key |\n| 3 / 4 | Bad sign |\n")
    assert rows(draft, "code", "message") == [
        ("3", "Bad sign"),
        ("4", "Bad sign"),
        ("1001", "Bad key"),
        ("1002", "Bad key"),
    ]


def test_a_message_beside_a_description_keeps_both():
    """The message is what the wire says; the description stands beside it as the venue's words."""
    result, draft = imported(
        "| Error code | Short message | Description |\n|---|---|---|\n"
        "| 10000 | authorization_required | Invalid or absent signature |\n"
        "| 10004 | order_not_found | Order can't be found |\n"
    )
    assert rows(draft, "code", "name", "message")[0] == (
        "10000",
        "authorization_required",
        "Invalid or absent signature",
    )
    result, draft = imported("| Code | Message | Meaning |\n|---|---|---|\n| 1 | Bad key | The key is not known |\n")
    assert rows(draft, "message", "meaning") == [("Bad key", "TODO: The key is not known")]
    assert "# The venue's words: The key is not known" in result.out


def test_a_table_inside_a_layout_is_read():
    """Tables that lay out a page are no tables of codes; headings and tables in their cells are."""
    table = "<table><tr><th>Error code</th><th>Message</th></tr><tr><td>{}</td><td>{}</td></tr></table>"
    _, draft = imported(
        "<html><body><table><tr><td>Menu</td><td><table><tr><td><h2>WebSocket errors</h2>"
        + table.format(1001, "Bad key")
        + "</td></tr></table></td></tr><tr><td>Foot</td><td><h2>REST errors</h2>"
        + table.format(2001, "Bad sign")
        + "</td></tr></table></body></html>"
    )
    assert rows(draft, "namespace", "code", "message") == [("ws", "1001", "Bad key"), ("rest", "2001", "Bad sign")]


def test_a_table_in_a_cell_leaves_the_row_its_own_words():
    """A small table in the last cell of a row is read apart and takes nothing from the row."""
    _, draft = imported(
        "<table><tr><th>Error code</th><th>Message</th></tr>"
        "<tr><td>1001</td><td>Bad key<table><tr><td>See</td><td>Keys</td></tr></table></td></tr></table>"
    )
    assert rows(draft, "code", "message") == [("1001", "Bad key")]


@pytest.mark.parametrize(
    "header", ["Fehlercode;Name;Beschreibung;HTTP", "Kod bledu;Name;Opis;HTTP", "Virhekoodi;Tunnus;Kuvaus;Tila"]
)
def test_columns_with_headers_in_another_language_are_told_by_what_they_hold(header):
    """The column of numbers that are all different holds the codes, whether HTTP stands beside it or not."""
    _, draft = imported(
        f"# Errors\n\n|{header.replace(';', '|')}|\n|---|---|---|---|\n"
        "|1001|UNGUELTIGER_SCHLUESSEL|Der Schluessel ist ungueltig.|401|\n"
        "|1002|ZU_VIELE_ANFRAGEN|Zu viele Anfragen.|429|\n"
    )
    assert rows(draft, "code", "name", "message", "http_status") == [
        ("1001", "UNGUELTIGER_SCHLUESSEL", "Der Schluessel ist ungueltig.", 401),
        ("1002", "ZU_VIELE_ANFRAGEN", "Zu viele Anfragen.", 429),
    ]


def test_a_table_of_something_else_is_not_taken_for_codes_by_its_numbers():
    """Without a word of errors anywhere, numbers beside words are not codes."""
    result = run_here("catalog", "import", "-", stdin="id;name;price\n1;Apple pie;2.5\n2;Pear cake;3\n")
    assert (result.status, result.out) == (1, "")
