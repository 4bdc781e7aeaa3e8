"""What `eyelevel agreement try` says of an answer."""

from typing import Any

from services.cli.agreement_try import lines_of

PERIOD = {"from": "2026-01-01T00:00:00Z", "until": "2026-02-01T00:00:00Z", "status": "open"}


def figure(objective: str, **said: Any) -> dict[str, Any]:
    nothing = {
        "state": "met", "sli_percent": None, "target_percent": None, "value": None, "breached_at": None,
        "credit_percent": None,
    }  # fmt: skip
    return {"objective": objective, "period": PERIOD, **nothing, **said}


def test_it_says_on_what_it_stands_and_each_figure_in_a_line():
    answer = {
        "evaluation": {
            "agreement": "draft",
            "version": 2,
            "as_of": "2026-01-20T12:00:00Z",
            "facts": {
                "set_aside": [{"source": "probe", "id": "a-1", "reason": "its incident was never opened"}]
            },
            "objectives": [
                figure(
                    "availability",
                    state="breached",
                    sli_percent="99.51",
                    target_percent="99.9",
                    breached_at="2026-01-05T10:00:00Z",
                    credit_percent="10",
                ),
                figure("outages", value=2, credit_percent="0"),
                figure("repair", state="no_data"),
            ],
        },
        "kept": {
            "agreements": [{"id": "acme-webshop", "facts": 7}],
            "services": [{"id": "webshop", "facts": 7, "first": "…", "last": "…"}],
            "without_facts": ["moon"],
            "contradicting": [{"source": "probe", "id": "b-1"}],
        },
    }
    span = "2026-01-01T00:00:00Z to 2026-02-01T00:00:00Z, open"
    assert list(lines_of(answer)) == [
        "draft, version 2, as of 2026-01-20T12:00:00Z, on the facts kept: 7 of webshop.",
        "Nothing is kept for this key of: moon.",
        "Kept with two contents, the first agreement's counts: b-1 of probe.",
        "Set aside: a-1 of probe: its incident was never opened.",
        f"availability  {span}: breached, 99.51 % of 99.9 %, breached at 2026-01-05T10:00:00Z, credit 10 %",
        f"outages       {span}: met, value 2",
        f"repair        {span}: no data",
    ]
