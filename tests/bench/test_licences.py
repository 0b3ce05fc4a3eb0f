"""The list of licences: short names before long ones, and what says none first."""

from __future__ import annotations

from bench.licences import lines


def test_each_package_has_its_licences_once() -> None:
    parts = [
        {"name": "B", "version": "2", "licenses": [{"license": {"id": "MIT"}}, {"license": {"name": "MIT License"}}]},
        {"name": "a", "version": "1", "licenses": [{"expression": "Apache-2.0 OR BSD-3-Clause"}]},
        {
            "name": "c",
            "version": "3",
            "licenses": [{"license": {"name": "License :: OSI Approved :: BSD License"}}] * 2,
        },
        {"name": "d", "version": "4"},
    ]
    assert lines({"components": parts}) == [
        *("d 4: says none", "a 1: Apache-2.0 OR BSD-3-Clause", "B 2: MIT", "c 3: BSD License"),
    ]
