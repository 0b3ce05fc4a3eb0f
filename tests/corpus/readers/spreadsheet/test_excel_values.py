"""Values as Excel shows them in Britain."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from corpus.readers.spreadsheet.excel_values import shown


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (None, "General", ""),
        ("two\r\nlines", "@", "two\nlines"),
        (True, "General", "TRUE"),
        (12, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (0.875, "0%", "88%"),
        (0.875, "0.0%", "87.5%"),
        (1234567.5, "#,##0.00", "1,234,567.50"),
        (40000, '"£"#,##0', "£40,000"),
        (40000, "[$£-809]#,##0;[Red]-[$£-809]#,##0", "£40,000"),
        (-40000, "[$£-809]#,##0;[Red]-[$£-809]#,##0", "-£40,000"),
        (-5, "0", "-5"),
        (3, '0" beds"', "3 beds"),
        (datetime(2024, 3, 31), "mm-dd-yy", "31/03/2024"),
        (datetime(2024, 3, 31), "dd mmm yyyy", "31 Mar 2024"),
        (datetime(2024, 3, 31), "[$-809]dd mmmm yyyy;@", "31 March 2024"),
        (datetime(2024, 3, 31), "mmm-yy", "Mar-24"),
        (datetime(2024, 3, 31, 14, 5), "dd/mm/yyyy hh:mm", "31/03/2024 14:05"),
        (time(9, 30), "h:mm AM/PM", "9:30 am"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
    ],
)
def test_shown(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text
