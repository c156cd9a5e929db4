"""A thousand random histories: what the ledger folds equals a second computation that shares no line with it."""

import datetime as dt
import random

import pytest

from consent.fold import Entry, Terms, fold
from consent.ledger_models import LedgerEntry
from consent.selectors import entries_of, state_of, terms_of
from consent.subjects import subject_for
from consent.vocabulary import Act, Ground, State
from dsar.foundation import clock
from tests.consent.ledger import ANA, a_purpose, a_wording, an_opt_out

BEGIN = dt.datetime(2024, 1, 31, 12, tzinfo=dt.UTC)
CONSENT = ["granted", "denied", "withdrawn", "expired"]
OPT = ["opted_out", "opted_in"]


def history(rng):
    """Rows as plain tuples: number, word, purpose, moment, wording, end, taken back."""
    rows = []
    for number in range(1, rng.randint(1, 25)):
        purpose = rng.choice(["news", "stats", "sale", "limit", ""])
        word = rng.choice({"": ["signal_on", "signal_off"], "news": CONSENT, "stats": CONSENT}.get(purpose, OPT))
        at = BEGIN + dt.timedelta(hours=rng.randint(0, 400))  # coarse: the same moment happens
        end = at + dt.timedelta(hours=rng.randint(1, 300)) if word == "granted" and rng.random() < 0.5 else None
        back = None
        if rows and rng.random() < 0.15:
            free = [row[0] for row in rows if row[1] != "undone" and row[0] not in {r[6] for r in rows}]
            if free:
                back, word, end = rng.choice(free), "undone", None
        rows.append((number, word, purpose, at, rng.randint(0, 3), end, back))
    rng.shuffle(rows)
    return rows


def apart(rows, now, newest):
    """The state again, written backwards: the last word that counts is looked for, nothing is carried along."""
    back = {row[6] for row in rows if row[1] == "undone" and row[3] <= now}
    live = [row for row in rows if row[1] != "undone" and row[0] not in back and row[3] <= now]
    live.sort(key=lambda row: (row[3], row[0]), reverse=True)
    found = {"necessary": "other_basis"}
    for code in ("news", "stats"):
        words = [row for row in live if row[2] == code]
        # "expired" counts only where it follows a grant directly
        while words and words[0][1] == "expired":
            ahead = next((row for row in words if row[1] != "expired"), None)
            if ahead is not None and ahead[1] == "granted":
                break
            words = words[1:]
        if not words:
            found[code] = "not_asked"
            continue
        last = words[0]
        state = last[1]
        if state == "granted":
            if last[5] is not None and last[5] <= now:
                state = "expired"
            elif last[4] < newest[code]:
                state = "ask_again"
        found[code] = state
    for code, heeds in (("sale", True), ("limit", False)):
        words = [row for row in live if row[2] == code or (heeds and row[1] == "signal_on")]
        is_out = bool(words) and words[0][1] in ("opted_out", "signal_on")
        found[code] = "opted_out" if is_out else "not_opted_out"
    return found


def terms(newest):
    return [
        Terms("news", Ground.CONSENT, newest["news"]),
        Terms("stats", Ground.CONSENT, newest["stats"]),
        Terms("sale", Ground.OPT_OUT, heeds_signal=True),
        Terms("limit", Ground.OPT_OUT),
        Terms("necessary", Ground.OTHER),
    ]


def test_a_thousand_random_histories_fold_like_a_second_computation():
    rng = random.Random(20260301)
    seen = set()
    for _ in range(1000):
        rows = history(rng)
        newest = {"news": rng.randint(0, 3), "stats": rng.randint(0, 3)}
        now = BEGIN + dt.timedelta(hours=rng.randint(0, 700))
        entries = [Entry(n, Act(w), p, at, shown, end, back) for n, w, p, at, shown, end, back in rows]

        folded = fold(entries, terms(newest), now=now)

        states = {code: str(one.state) for code, one in folded.standings.items()}
        assert states == apart(rows, now, newest), rows
        seen |= set(states.values())
        for one in folded.standings.values():
            assert one.is_allowed is (one.state in (State.GRANTED, State.NOT_OPTED_OUT, State.OTHER_BASIS))
    assert seen == {str(state) for state in State}


@pytest.mark.django_db
def test_the_ledger_as_stored_folds_the_same():
    """The rows of sixty histories through the database: what is read back is what was written."""
    rng = random.Random(7)
    news, sale = a_purpose("news"), an_opt_out("sale")
    for _ in range(3):
        a_wording(news)
    for number in range(60):
        subject = subject_for(type(ANA)("customer", f"K-{number}"))
        rows = [row for row in history(rng) if row[2] in ("news", "sale", "") and row[1] != "undone"]
        written = [
            LedgerEntry(
                subject=subject,
                purpose={"news": news, "sale": sale}.get(code),
                act=word,
                method="button",
                channel="web",
                at=at,
                recorded_at=at,
                wording_number=shown,
                expires_at=end,
                source="person",
            )
            for _n, word, code, at, shown, end, _back in sorted(rows)
        ]
        LedgerEntry.objects.bulk_create(written)
        now = BEGIN + dt.timedelta(hours=rng.randint(0, 700))

        folded = state_of(subject, now=now)

        states = {code: str(one.state) for code, one in folded.standings.items()}
        expected = apart(rows_of(written), now, {"news": 3, "stats": 0})
        assert states == {code: expected[code] for code in states}
    assert clock.now() > BEGIN
    assert [term.code for term in terms_of()] == ["news", "sale"]
    assert len(entries_of(LedgerEntry.objects.all())) == LedgerEntry.objects.count()


def rows_of(written):
    return [
        (row.seq, row.act, row.purpose.code if row.purpose else "", row.at, row.wording_number, row.expires_at, None)
        for row in written
    ]
