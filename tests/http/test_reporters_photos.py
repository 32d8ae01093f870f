"""Every reporter's photo of a happening is seen by whoever was given it, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.files import jpeg
from tests.http.conftest import People
from tests.http.graph import Graph
from tests.http.people import Card, Person
from tests.http.server import Server
from tests.http.test_whatsapp_media import sent

TREE = {"incident_type": "public_facility.fallen_tree"}
PIN = {"latitude": -1.6101, "longitude": 103.6131, "source": "pin"}


def reporter(server: Server, taker: Person, graph: Graph, name: str) -> tuple[str, str]:
    """→ (contact, safe copy of the photo it sent)."""
    node = graph.holds(name, jpeg(int(name) % 1000, 240), "image/jpeg")
    contact_id, file = sent(server, taker, "image", node)
    return contact_id, file["shown"]


def test_all_of_them_and_those_of_a_merged_one(
    server: Server, taker: Person, graph: Graph, people: People
) -> None:
    (first, tree), (second, wires), (third, kept_back) = (
        reporter(server, taker, graph, name) for name in ("7321", "7322", "7323")
    )
    incident = taker.done("incident/open-incident", **TREE, contact_id=first)["id"]
    task = taker.done("agencies/send-referral", incident_id=incident, agency="dlh")["id"]
    dlh, crew = people("agency-dlh"), people("crew-amb1")
    crew.ask("units/go-on-duty", unit_id="amb-1")
    job = taker.done("dispatch/dispatch-unit", incident_id=incident, unit_id="amb-1")["id"]

    def shown(*photos: str) -> None:
        """The agency and the crew see just these."""
        dlh.wait_for("referrals", has("referral_id", task, lambda c: c["photos"], photos))
        crew.wait_for("field", has("incident_id", incident, of_reporters, photos))
        everybody = {tree, wires, kept_back}
        for who in (dlh, crew):
            opened = {p for p in everybody if who.http.get(f"/api/media/{p}").status_code == 200}
            assert opened == set(photos)

    shown(tree)
    assert dlh.cards("referrals")[task]["location"] is None
    taker.done("incident/locate", incident_id=incident, location=PIN)
    moved = dlh.wait_for("referrals", lambda c: c["referral_id"] == task and c["moved_at"])
    assert moved["location"]["point"]["latitude"] == PIN["latitude"]

    taker.done("intake/attach-report", contact_id=third, incident_id=incident)
    shown(tree, kept_back)
    other = taker.done("incident/open-incident", **TREE, contact_id=second)["id"]
    taker.done("incident/merge-incident", incident_id=other, into=incident)
    shown(tree, kept_back, wires)

    quiet = {"contact_id": third, "safety": "do_not_contact"}
    taker.done("intake/set-contact-safety", **quiet)
    shown(tree, wires)
    turns_out_to_be_violence(taker, dlh, task=task, nothing_shown=shown)
    lift(taker, first, second)
    shown(tree, wires)
    taker.done("incident/unmerge-incident", incident_id=other, into=incident)
    shown(tree)
    taker.done("dispatch/cancel", dispatch_id=job, reason="Uji selesai")
    taker.done("agencies/finish", referral_id=task, via="phone")
    taker.done("agencies/verify", referral_id=task)
    gone = dlh.http.get(f"/api/media/{tree}")
    assert gone.status_code == 404, "a task that is over opens nothing"
    taker.done("agencies/reopen", referral_id=task, reason="Masih melintang")
    again = dlh.wait_for("referrals", has("referral_id", task, lambda c: c["photos"], (tree,)))
    assert again["location"]["point"]["latitude"] == PIN["latitude"]
    taker.done("agencies/finish", referral_id=task, via="phone")


def turns_out_to_be_violence(
    taker: Person, dlh: Person, *, task: str, nothing_shown: Callable[[], None]
) -> None:
    """Also for reporters of what was merged into it. For the rest of the test it was not."""
    card = dlh.cards("referrals")[task]
    (photo, *_), incident = card["photos"], card["incident_id"]
    address = f"/api/media/{photo['stored']}"
    kept = {"If-None-Match": dlh.http.get(address).headers["etag"]}
    assert dlh.http.get(address, headers=kept).status_code == 304
    violence = {"incident_type": "crime.domestic_violence"}
    taker.done("incident/classify", incident_id=incident, **violence)
    nothing_shown()
    assert dlh.http.get(address, headers=kept).status_code == 404
    taker.done("incident/classify", incident_id=incident, **TREE)


def lift(taker: Person, *contact_ids: str) -> None:
    for contact_id in contact_ids:
        lifted = {"contact_id": contact_id, "safety": "safe", "reason": "Keliru dipilih"}
        taker.done("intake/set-contact-safety", **lifted)


def of_reporters(card: Card) -> list[Any]:
    return [file for files in card["photos"].values() for file in files]


def has(
    name: str, value: str, files: Callable[[Card], list[Any]], photos: tuple[str, ...]
) -> Callable[[Card], bool]:
    return lambda card: card[name] == value and {f["stored"] for f in files(card)} == set(photos)
